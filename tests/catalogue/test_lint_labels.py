"""The label files: the names that they use, and whether they ask what can be asked."""

import pytest

from assessment.catalogue.lint import dependence
from tests.catalogue.building import (
    EVERYTHING,
    FILES,
    faults_after,
    faults_of,
    faults_of_everything,
    made,
    make_files,
    told,
)

TWICE = "stands here twice; expected it once"
ASKED = "is asked twice; expected it once"


def test_label_bears_the_name_of_its_file():
    expected = ["gold.yaml:1: id: expected 'gold', the name of the file"]
    assert faults_after(("gold.yaml", "id: gold", "id: silver")) == expected


def test_label_asks_only_what_the_bank_has():
    """Whether the threshold can be reached, nobody can tell then."""
    expected = ["gold.yaml:12: 'cash' is not in criteria.yaml; expected one of its criteria"]
    assert faults_after(("gold.yaml", "id: money", "id: cash")) == expected


def test_label_asks_nothing_that_is_retired():
    expected = ["here+1: 'fax' is retired, so no label may ask it"]
    change = "- {id: quality, points: 5}", "- {id: quality, points: 5}\n      - {id: fax}"
    assert told("gold.yaml", *change) == expected


def test_label_may_ask_what_is_yet_to_come():
    assert made(base=EVERYTHING).scheme.label("gold").criterion("climate").points == 3


@pytest.mark.parametrize("again", ["{id: team, points: 1}", "{id: team}"])
def test_criterion_asked_twice_is_told_at_the_second(again):
    change = ("gold.yaml", "points: 6}", f"points: 6}}\n      - {again}")
    assert faults_after(change) == [f"gold.yaml:13: 'team' {ASKED}"]


def test_section_given_twice_is_told_at_the_second():
    assert faults_after(("gold.yaml", "- id: finance", "- id: structure")) == [
        f"gold.yaml:10: the section 'structure' {TWICE}",
        "texts/en.yaml:9: sections: nothing in the scheme is called 'finance'",
        "texts/fi.yaml:9: sections: nothing in the scheme is called 'finance'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("[established, staffed]", "[established, rich]", "here: the eligibility rule 'rich' is not"
         " in scheme.yaml; expected one of: staffed, established"),
        ("[established, staffed]", "[staffed, staffed]", f"here: 'staffed' {TWICE}"),
        ("{label: bronze, months", "{label: tin, months", "here: the label 'tin' is not in"
         " scheme.yaml; expected one of: bronze, silver, gold"),
        ("{label: bronze, criteria", "{label: tin, criteria", "here: the label 'tin' is not in"
         " scheme.yaml; expected one of: bronze, silver, gold"),
        ("{label: bronze, criteria", "{label: gold, criteria", f"here+1: 'gold' {TWICE}"),
        ("[area-1, area-2]", "[area-1, area-1]", f"here: 'area-1' {TWICE}"),
        ("[area-1, area-2]", "[area-1, climate]",
         "here: 'climate' is not asked by this label; expected one of its criteria"),
        ("[area-1, area-2]", "[area-1, portrait]",
         "here: 'portrait' has no choices question 'areas', which names what was improved"),
        ("named_by: areas", "named_by: motto",
         "here: 'area-1' has no choices question 'motto', which names what was improved"),
        ("- {id: area-1}", "- {id: area-1}\n      - {id: funding}",
         "here-9: 'funding' is asked twice; expected it once"),
        ("- id: improvements", "- id: plans", f"here-7: the section 'plans' {TWICE}"),
    ],
)  # fmt: skip
def test_fault_in_what_a_label_builds_on_is_told_where_it_stands(old, new, fault):
    assert fault in told("silver.yaml", old, new)


def test_duty_stands_once_in_a_label():
    found = told("gold.yaml", "{id: numbers, every", "{id: news, every")
    assert found[0] == f"here: 'news' {TWICE}"


def test_where_nothing_could_be_named_the_fault_says_so():
    change = ("gold.yaml", "tier: gold\n", "tier: gold\neligibility: [staffed]\n")
    message = "the eligibility rule 'staffed' is not in scheme.yaml; there is none"
    assert faults_after(change) == [f"gold.yaml:3: {message}"]


def test_where_very_many_could_be_named_the_first_are():
    rules = "".join(f"  - {{id: r{i}, when: {{of: q, equals: true}}}}\n" for i in range(13))
    profile = f"profile: {{questions: [{{id: q, type: yes_no}}]}}\neligibility:\n{rules}scales:"
    change = ("gold.yaml", "tier: gold\n", "tier: gold\neligibility: [staffed]\n")
    names = "r0, r1, r2, r3, r4, r5, r6, r7, r8, r9, r10, r11, …"
    message = f"the eligibility rule 'staffed' is not in scheme.yaml; expected one of: {names}"
    assert f"gold.yaml:3: {message}" in faults_after(("scheme.yaml", "scales:", profile), change)


def test_label_that_takes_in_nothing_asks_nothing():
    head, _, _ = EVERYTHING["silver.yaml"].partition("eligibility:")
    silver = (
        head
        + "includes: [{label: bronze, criteria: minimums}]\n"
        + ("panel: {reviewers: 1}\nvalidity: {years: 2}\n")
    )
    found = faults_of(EVERYTHING | {"silver.yaml": silver})
    assert found[0] == "silver.yaml:3: this label asks nothing; expected at least one criterion"


def test_criterion_that_refers_to_another_needs_it_in_the_label():
    message = "'learning' refers to 'legal-form', which this label does not ask"
    change = "      - {id: legal-form, obligation: should}\n", ""
    assert told("gold.yaml", *change) == [f"here-8: {message}"]


def test_criterion_that_a_label_includes_needs_what_it_refers_to_there_too():
    change = ("gold.yaml", "{id: learning, points: 4.5}", "{id: learning, points: 4.5, minimum: 1}")
    message = "'learning' refers to 'legal-form', which this label does not ask"
    assert faults_of_everything(change) == [f"silver.yaml:5: {message}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("minimum: 1}", "minimum: 3}",
         "9: minimum 3 of 'team': its scale has no such level; expected one of: 0, 1, 2"),
        ("minimum: 1}", "minimum: 20}",
         "9: minimum 20 of 'team': its scale has no such level; expected one of: 0, 1, 2"),
    ],
)  # fmt: skip
def test_minimum_is_a_level_of_the_scale(old, new, fault):
    assert faults_after(("gold.yaml", old, new)) == [f"gold.yaml:{fault}"]


@pytest.mark.parametrize(
    ("criterion", "old", "new", "highest"),
    [
        ("turnover", "{1: 40, 2: 30, 4: 10}", "{1: 40, 2: 30}", 2),
        ("legal-form", "company: 4", "company: 1", 3),
        ("services", "training: 1, matchmaking: 2", "training: 0, matchmaking: 0", 1),
        ("services", "cap: 1}", "cap: 1}", 2),
        ("learning", "        4: [{level_of: strategy, at_least: 2}, ", "#", 3),
        ("quality", "planned: 2, granted: 4", "planned: 2, granted: 3", 3),
        ("reach", "{1: 1, 2: 3, 3: 5, 4: 8}", "{1: 1, 2: 3}", 3),
    ],
)
def test_minimum_is_a_level_that_answers_can_make(criterion, old, new, highest):
    """Each rating is cut down so that its answers make at most the level `highest`."""
    files = make_files(("criteria.yaml", old, new), base=EVERYTHING)
    text = "id: gold\ntier: gold\npanel: {reviewers: 1}\nvalidity: {years: 2}\n"
    text += (
        f"sections:\n  - id: plans\n    criteria: [{{id: {criterion}, minimum: {highest + 1}}}]\n"
    )
    message = f"minimum {highest + 1} of '{criterion}': its answers make at most level {highest}"
    assert f"gold.yaml:7: {message}" in faults_of(files | {"gold.yaml": text})
    text = text.replace(f"minimum: {highest + 1}", f"minimum: {highest}")
    assert not [f for f in faults_of(files | {"gold.yaml": text}) if ": minimum " in f]


def test_minimum_needs_a_rating():
    change = "- {id: portrait, obligation: should}", "- {id: portrait, minimum: 0}"
    expected = ["here: minimum 0 of 'portrait': the criterion is not rated"]
    assert told("bronze.yaml", *change) == expected


def test_points_need_a_rating():
    change = "- {id: portrait, obligation: should}", "- {id: portrait, points: 3}"
    assert told("bronze.yaml", *change) == [
        "here: 'portrait' is not rated, so it cannot earn points"
    ]


def test_label_asks_at_most_a_thousand_criteria():
    """The bank has no more: who asks more asks some of them twice."""
    entries = "".join(f"- {{id: c{i}}}\n" for i in range(200))
    asked = "".join(f"      - {{id: c{i}}}\n" for i in range(200))
    head, _, _ = FILES["gold.yaml"].partition("sections:")
    sections = "".join(f"  - id: s{i}\n    criteria:\n{asked}" for i in range(6))
    found = faults_of(FILES | {
        "criteria.yaml": f"defaults: {{scale: steps}}\ncriteria:\n{entries}",
        "gold.yaml": f"{head}sections:\n{sections}",
    })  # fmt: skip
    assert "gold.yaml:6: expected at most 1000 criteria in a label, found more" in found


def levels_asked(*bounds):
    """Criteria that each apply from a level of another one on, and the faults that follow."""
    lines = "".join(
        f"  - {{id: after-{key}-{level}, scale: none, evidence: none, justification: none,"
        f" when: {{level_of: {key}, at_least: {level}}},"
        " questions: [{id: note, type: text}]}\n"
        for key, level in bounds
    )
    asked = "".join(f"      - {{id: after-{key}-{level}}}\n" for key, level in bounds)
    bank = (
        "criteria.yaml",
        "    evidence: {from_level: 1}\n",
        "    evidence: {from_level: 1}\n" + lines,
    )
    label = (
        "gold.yaml",
        "      - {id: money, points: 6}\n",
        "      - {id: money, points: 6}\n" + asked,
    )
    found = faults_after(bank, label)
    return [fault for fault in found if fault.startswith("gold.yaml")]


def test_levels_that_conditions_ask_for_turn_out_in_ways_that_can_all_be_searched(monkeypatch):
    both = [("team", 1), ("team", 2), ("money", 2)]  # (2 + 2) × (1 + 2)
    monkeypatch.setattr(dependence, "MOST_WORLDS", 12)
    assert levels_asked(*both) == []
    monkeypatch.setattr(dependence, "MOST_WORLDS", 11)
    message = "the levels that conditions ask for (level_of) can turn out in 12 ways"
    assert levels_asked(*both) == [f"gold.yaml:6: {message}; expected at most 11"]


def test_lowest_level_of_a_scale_tells_no_ways_apart(monkeypatch):
    monkeypatch.setattr(dependence, "MOST_WORLDS", 2)
    assert levels_asked(("team", 0)) == []
