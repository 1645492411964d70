"""What must hold between the files of a scheme, and what they make."""

from fractions import Fraction

import pytest

from assessment.catalogue.loader import load_edition
from assessment.domain.criteria import (
    Criterion,
    Label,
    RatingScale,
    Scheme,
    Section,
    SupportRule,
    Tier,
)
from tests.catalogue.building import faults_after, make_files

STEPS = RatingScale("steps", (0, 1, 2))
TEAM = Criterion("team", "1.1", STEPS, SupportRule(1, 2, 3), Fraction(4), 1)
MONEY = Criterion("money", "2.1", STEPS, SupportRule(1, 1, 1), Fraction(6), None)
SECTIONS = (Section("structure", 1, (TEAM,)), Section("finance", 2, (MONEY,)))
GOLD = Label("gold", Tier.GOLD, SECTIONS, Fraction(7), 2, 3)


def built(*changes):
    return load_edition(make_files(*changes)).scheme


def test_files_make_the_scheme_that_they_describe():
    assert built() == Scheme("regional", "1", ("en", "fi"), (GOLD,))


def test_criteria_are_numbered_by_their_place_in_the_label():
    more = "- {id: team, points: 4, minimum: 1}"
    swapped = built(
        ("gold.yaml", more, "- {id: money, points: 4}\n      - {id: team, points: 6}"),
        ("gold.yaml", "  - id: finance\n    criteria:\n      - {id: money, points: 6}\n", ""),
        ("texts/en.yaml", "  finance: {title: Finance, intro: What from.}\n", ""),
        ("texts/fi.yaml", "  finance: {title: Rahoitus, intro: Mistä.}\n", ""),
    )
    asked = [(c.number, c.id) for c in swapped.label("gold").criteria]
    assert asked == [("1.1", "money"), ("1.2", "team")]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("    evidence: {from_level: 1}\n", "", SupportRule(1, 2, 3)),
        ("evidence: {from_level: 1}", "evidence: {from_level: 1, at_least: 2}", SupportRule(1, 1, 2)),
        ("evidence: {from_level: 1}", "justification: {from_level: 0}", SupportRule(0, 2, 3)),
    ],
)  # fmt: skip
def test_rule_of_a_criterion_replaces_the_default_as_a_whole(old, new, rule):
    assert built(("criteria.yaml", old, new)).label("gold").criterion("money").support == rule


def test_without_defaults_nothing_need_be_supported():
    defaults = "  justification: {from_level: 1}\n  evidence: {from_level: 2, at_least: 3}\n"
    found = built(("criteria.yaml", defaults, "")).label("gold").criterion("team").support
    assert found == SupportRule(None, None, 1)


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("scheme.yaml", "[en, fi]", "[en, fi, en]", "3: 'en' stands here twice"),
        ("scheme.yaml", "[gold]", "[gold,\n  gold]", "5: 'gold' stands here twice"),
        (
            "criteria.yaml",
            "- id: team",
            "- id: team\n  - id: team",
            "7: the criterion 'team' stands in the bank twice",
        ),
        (
            "gold.yaml",
            "points: 6}",
            "points: 6}\n      - {id: team, points: 1}",
            "13: 'team' is asked twice",
        ),
    ],
)
def test_name_given_twice_is_told_at_the_second(name, old, new, fault):
    assert faults_after((name, old, new)) == [f"{name}:{fault}"]


def test_section_given_twice_is_told_at_the_second():
    assert faults_after(("gold.yaml", "- id: finance", "- id: structure")) == [
        "gold.yaml:10: the section 'structure' stands here twice",
        "texts/en.yaml:9: sections: 'finance' is not in the scheme",
        "texts/fi.yaml:9: sections: 'finance' is not in the scheme",
    ]


@pytest.mark.parametrize("levels", ["[2, 1, 0]", "[0, 2, 4]", "[0, 0, 1]", "[0, 1, 2, 2]"])
def test_levels_of_a_scale_count_up_by_one(levels):
    fault = "scheme.yaml:6: scale 'steps': the levels must count up by one"
    assert fault in faults_after(("scheme.yaml", "[0, 1, 2]", levels))


def test_scale_that_the_scheme_lacks_is_told_at_each_criterion():
    assert faults_after(("criteria.yaml", "scale: steps", "scale: stairs")) == [
        "criteria.yaml:6: 'team': the scale 'stairs' is not in scheme.yaml",
        "criteria.yaml:7: 'money': the scale 'stairs' is not in scheme.yaml",
        "gold.yaml:9: minimum 1: the scale of 'team' lacks it",
    ]


def test_criterion_needs_a_scale_of_its_own_or_by_default():
    assert faults_after(("criteria.yaml", "  scale: steps\n", "")) == [
        "criteria.yaml:5: 'team' has no scale and there is no default",
        "criteria.yaml:6: 'money' has no scale and there is no default",
        "gold.yaml:9: minimum 1: the scale of 'team' lacks it",
    ]


def test_support_of_a_criterion_begins_at_a_level_of_its_scale():
    change = ("criteria.yaml", "evidence: {from_level: 1}", "evidence: {from_level: 3}")
    assert faults_after(change) == [
        "criteria.yaml:8: 'money': evidence from level 3, which its scale lacks"
    ]


def test_support_by_default_begins_at_a_level_of_every_scale_that_it_holds_for():
    change = ("criteria.yaml", "justification: {from_level: 1}", "justification: {from_level: 5}")
    assert faults_after(change) == [
        "criteria.yaml:6: 'team': justification from level 5, which its scale lacks",
        "criteria.yaml:7: 'money': justification from level 5, which its scale lacks",
    ]


def test_label_bears_the_name_of_its_file():
    expected = ["gold.yaml:1: expected 'gold', the name of the file"]
    assert faults_after(("gold.yaml", "id: gold", "id: silver")) == expected


def test_texts_bear_the_name_of_their_file():
    expected = ["texts/fi.yaml:1: expected 'fi', the name of the file"]
    assert faults_after(("texts/fi.yaml", "language: fi", "language: sv")) == expected


def test_label_asks_only_what_the_bank_has():
    expected = ["gold.yaml:12: 'cash' is not in criteria.yaml"]
    assert faults_after(("gold.yaml", "id: money", "id: cash")) == expected


@pytest.mark.parametrize("minimum", [3, 20])
def test_minimum_is_a_level_of_the_scale(minimum):
    expected = [f"gold.yaml:9: minimum {minimum}: the scale of 'team' lacks it"]
    assert faults_after(("gold.yaml", "minimum: 1", f"minimum: {minimum}")) == expected


def test_threshold_can_be_reached():
    assert built(("gold.yaml", "threshold: 7", "threshold: 10")).label("gold").threshold == 10
    expected = ["gold.yaml:3: threshold 11: the criteria give 10 points in all"]
    assert faults_after(("gold.yaml", "threshold: 7", "threshold: 11")) == expected


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("gold: {title: Gold, claim: Proven, description: Very good.}", "{}",
         "3: labels: no text for 'gold'"),
        ("steps: {0: Absent, 1: Begun, 2: Done}", "{}", "5: scales: no text for 'steps'"),
        ("1: Begun, ", "", "6: scales.steps: no text for '1'"),
        ("  finance: {title: Finance, intro: What from.}\n", "", "7: sections: no text for 'finance'"),
        (", 2: Enough.", "", "22: criteria.money.levels: no text for '2'"),
    ],
)  # fmt: skip
def test_text_that_is_missing_is_told_where_it_should_stand(old, new, fault):
    assert faults_after(("texts/en.yaml", old, new)) == [f"texts/en.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "scales:",
            "  tin: {title: Tin, claim: Soft, description: Thin.}\nscales:",
            "5: labels: 'tin' is not in the scheme",
        ),
        ("2: Done", "2: Done, 3: Over", "6: scales.steps: '3' is not in the scheme"),
        ("sections:", "  stairs: {0: Up}\nsections:", "7: scales: 'stairs' is not in the scheme"),
        (
            "  finance: {title",
            "  web: {title: Web, intro: Net.}\n  finance: {title",
            "9: sections: 'web' is not in the scheme",
        ),
        ("2: Enough.", "2: Enough., 7: Plenty.", "22: criteria.money.levels: '7' is not in the scheme"),
    ],
)  # fmt: skip
def test_text_that_nothing_asks_for_is_told_where_it_stands(old, new, fault):
    assert faults_after(("texts/en.yaml", old, new)) == [f"texts/en.yaml:{fault}"]


def test_criterion_of_another_name_is_both_missing_and_unknown():
    assert faults_after(("texts/en.yaml", "  money:", "  cash:")) == [
        "texts/en.yaml:10: criteria: no text for 'money'",
        "texts/en.yaml:17: criteria: 'cash' is not in the scheme",
    ]
