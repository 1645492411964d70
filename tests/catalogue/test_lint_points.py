"""How a label's points are given out, and whether what it wants of them can be reached."""

import pytest

from tests.catalogue.building import faults_after, made, told


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("- id: plans\n", "- id: plans\n    weight: 2\n",
         "here+1: a section's weight needs points of the label, of which it is a share"),
        ("{id: strategy, points: 6", "{id: strategy, weight: 6",
         "here: 'strategy': a weight needs points of the section or the label"),
        ("{id: turnover, weight: 1}", "{id: turnover, points: 1}",
         "here: 'turnover': the points are shared out; expected a weight, found points"),
        ("{id: funding, weight: 2, minimum: 1}\n      - {id: turnover, weight: 1}",
         "{id: funding, minimum: 1}\n      - {id: turnover}",
         "here-4: the section 'money' has points, and no criterion that earns them"),
    ],
)  # fmt: skip
def test_fault_in_weights_is_told_where_it_stands(old, new, fault):
    assert fault in told("gold.yaml", old, new)


SHARED = ("gold.yaml", "threshold: 7", "threshold: 7\npoints: 10")


@pytest.mark.parametrize(
    ("structure", "finance", "faults"),
    [
        ("points: 4", "points: 6", [
            "gold.yaml:8: the section 'structure' has no weight; expected one, as the label has points",
            "gold.yaml:10: 'team': the points are shared out; expected a weight, found points",
            "gold.yaml:11: the section 'finance' has no weight; expected one, as the label has points",
            "gold.yaml:13: 'money': the points are shared out; expected a weight, found points",
        ]),
        ("weight: 1", "weight: 1", [
            "gold.yaml:8: the section 'structure' has no weight; expected one, as the label has points",
            "gold.yaml:11: the section 'finance' has no weight; expected one, as the label has points",
        ]),
    ],
)  # fmt: skip
def test_points_of_the_label_are_shared_out_by_weights(structure, finance, faults):
    team = ("gold.yaml", "points: 4", structure)
    money = ("gold.yaml", "points: 6", finance)
    found = faults_after(SHARED, team, money)
    assert [fault for fault in found if "threshold" not in fault] == faults


def test_section_of_a_label_that_shares_out_its_points_has_none_of_its_own():
    found = faults_after(
        SHARED,
        ("gold.yaml", "- id: structure", "- id: structure\n    points: 3\n    weight: 1"),
        ("gold.yaml", "- id: finance", "- id: finance\n    weight: 1"),
        ("gold.yaml", "points: 4", "weight: 1"),
        ("gold.yaml", "points: 6", "weight: 1"),
    )
    assert found == [
        "gold.yaml:9: the label's points are shared out; expected a weight, found points"
    ]


def test_threshold_can_be_reached():
    assert made(("gold.yaml", "threshold: 7", "threshold: 10")).scheme.label("gold").threshold == 10
    expected = ["gold.yaml:3: threshold 10 1/2: the label gives at most 10 points"]
    assert faults_after(("gold.yaml", "threshold: 7", "threshold: 10.5")) == expected


def test_what_is_yet_to_come_gives_no_points():
    later = ("criteria.yaml", "- id: team", "- id: team\n    status: future")
    expected = ["gold.yaml:3: threshold 7: the label gives at most 6 points"]
    assert faults_after(later) == expected


HALF = (
    "criteria.yaml",
    "- id: money",
    "- id: money\n    questions: [{id: q, type: whole}]\n    rating: {bands: {of: q, at_least: {1: 5}}}",
)
"""The answers make at most level 1 of 2: half of the six points."""

WORDS = [
    (f"texts/{language}.yaml", f"2: {last}}}", f"2: {last}}}\n    questions: {{q: {{label: Q}}}}")
    for language, last in (("en", "Enough."), ("fi", "Riittävästi."))
]


def test_threshold_is_within_reach_of_the_answers():
    assert made(HALF, *WORDS)
    expected = ["gold.yaml:3: threshold 7 1/2: the label gives at most 7 points"]
    assert faults_after(HALF, *WORDS, ("gold.yaml", "threshold: 7", "threshold: 7.5")) == expected


def test_weakest_section_decides_what_is_within_reach():
    """Ten points in all, of which the answers make half in the weakest section."""
    lowest = ("gold.yaml", "threshold: 7", "aggregate: lowest\nthreshold: 5")
    assert made(HALF, *WORDS, lowest)
    more = ("gold.yaml", "threshold: 7", "aggregate: lowest\nthreshold: 6")
    expected = ["gold.yaml:4: threshold 6: the label gives at most 5 points"]
    assert faults_after(HALF, *WORDS, more) == expected


def test_minimum_of_a_section_is_within_reach():
    change = ("gold.yaml", "- id: finance", "- id: finance\n    minimum: 6")
    assert made(change).scheme.label("gold").sections[1].minimum == 6
    more = ("gold.yaml", "- id: finance", "- id: finance\n    minimum: 6.5")
    expected = ["gold.yaml:11: minimum 6 1/2: the section gives at most 6 points"]
    assert faults_after(more) == expected
    expected = ["gold.yaml:11: minimum 6: the section gives at most 3 points"]
    assert faults_after(HALF, *WORDS, change) == expected


def test_weakest_criterion_decides_what_is_within_reach_of_its_section():
    """The section's ten points, of which the answers to money make half."""
    together = (
        "gold.yaml",
        "  - id: finance\n    criteria:\n      - {id: money, points: 6}\n",
        "      - {id: money, points: 6}\n",
    )
    words = [
        ("texts/en.yaml", "  finance: {title: Finance, intro: What from.}\n", ""),
        ("texts/fi.yaml", "  finance: {title: Rahoitus, intro: Mistä.}\n", ""),
    ]
    lowest = (
        "gold.yaml",
        "- id: structure",
        "- id: structure\n    aggregate: lowest\n    minimum: 5.5",
    )
    assert faults_after(HALF, *WORDS, together, *words, lowest) == [
        "gold.yaml:3: threshold 7: the label gives at most 5 points",
        "gold.yaml:9: minimum 5 1/2: the section gives at most 5 points",
    ]


def test_label_without_points_has_nothing_to_reach():
    change = [("gold.yaml", ", points: 4", ""), ("gold.yaml", ", points: 6", "")]
    assert made(*change, ("gold.yaml", "threshold: 7\n", "")).scheme.label("gold").points == 0
    expected = ["gold.yaml:3: threshold 7: the label gives at most 0 points"]
    assert faults_after(*change) == expected


def test_section_without_points_needs_no_weight_where_the_label_shares_its_own():
    found = made(
        ("gold.yaml", "threshold: 7", "points: 100\nthreshold: 7"),
        ("gold.yaml", "  - id: structure\n", "  - id: structure\n    weight: 1\n"),
        ("gold.yaml", "{id: team, points: 4, minimum: 1}", "{id: team, weight: 1, minimum: 1}"),
        ("gold.yaml", "{id: money, points: 6}", "{id: money}"),
    )
    assert [section.points for section in found.scheme.label("gold").sections] == [100, 0]
