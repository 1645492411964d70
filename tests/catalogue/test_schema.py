"""What each key of a criteria file may hold; every fault with its line."""

import pytest

from tests.catalogue.building import faults_after, faults_of, make_files

WHOLE = "Input should be a valid integer"
TEXT = "Input should be a valid string"
BLANK = "String should have at least 1 character"
ID = "String should match pattern '^[a-z][a-z0-9-]{0,63}$'"
LANGUAGE = "String should match pattern '^[a-z]{2}$'"
LOW = "Input should be greater than or equal to"
HIGH = "Input should be less than or equal to"
FEW = "List should have at least {} after validation, not {}".format
MISSING = "Field required"
UNKNOWN = "Extra inputs are not permitted"

# The first criterion that gold.yaml asks stands on line 9, the second on line 12.
TEAM, MONEY = "sections.0.criteria.0", "sections.1.criteria.0"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: regional", "id: Regional", f"1: id: {ID}"),
        ("id: regional", f"id: {'x' * 65}", f"1: id: {ID}"),
        ("id: regional\n", "", f"1: id: {MISSING}"),
        ('"1"', "2026.1", f"2: version: {TEXT}"),
        ('"1"', "''", f"2: version: {BLANK}"),
        ("[en, fi]", "[en, eng]", f"3: languages.1: {LANGUAGE}"),
        ("[en, fi]", "en", "3: languages: Input should be a valid list"),
        ("[gold]", "[7]", f"4: labels.0: {TEXT}"),
        ("[gold]", "[]", f"4: labels: {FEW('1 item', 0)}"),
        ("[0, 1, 2]", "[0, one]", f"6: scales.steps.1: {WHOLE}"),
        ("[0, 1, 2]", "[0, true]", f"6: scales.steps.1: {WHOLE}"),
        ("[0, 1, 2]", "[-1, 0]", f"6: scales.steps.0: {LOW} 0"),
        ("[0, 1, 2]", "[20, 21]", f"6: scales.steps.1: {HIGH} 20"),
        ("[0, 1, 2]", "[0]", f"6: scales.steps: {FEW('2 items', 1)}"),
        ("  steps:", "  Steps:", f"6: scales.Steps: {ID}"),
        ("scales:", "colour: red\nscales:", f"5: colour: {UNKNOWN}"),
    ],
)
def test_fault_in_the_scheme_file_is_told_where_it_stands(old, new, fault):
    assert faults_after(("scheme.yaml", old, new)) == [f"scheme.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: team", "id: ''", f"6: criteria.0.id: {ID}"),
        ("  - id: money\n    evidence", "  - evidence", f"7: criteria.1.id: {MISSING}"),
        ("at_least: 3", "at_least: 0", f"4: defaults.evidence.at_least: {LOW} 1"),
        ("at_least: 3", "at_least: 51", f"4: defaults.evidence.at_least: {HIGH} 50"),
        ("from_level: 2, ", "", f"4: defaults.evidence.from_level: {MISSING}"),
        ("- id: team", "- id: team\n    weight: 2", f"7: criteria.0.weight: {UNKNOWN}"),
        ("scale: steps", "scale: steps\n  at_least: 2", f"3: defaults.at_least: {UNKNOWN}"),
    ],
)
def test_fault_in_the_bank_is_told_where_it_stands(old, new, fault):
    assert faults_after(("criteria.yaml", old, new)) == [f"criteria.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("tier: gold", "tier: iron", "2: tier: Input should be 'bronze', 'silver' or 'gold'"),
        ("threshold: 7\n", "", f"1: threshold: {MISSING}"),
        ("threshold: 7", "threshold: true", f"3: threshold: {WHOLE}"),
        ("threshold: 7", "threshold: 0", f"3: threshold: {LOW} 1"),
        ("reviewers: 2", "reviewers: 0", f"4: panel.reviewers: {LOW} 1"),
        ("reviewers: 2", "reviewers: 6", f"4: panel.reviewers: {HIGH} 5"),
        ("years: 3", "years: 0", f"5: validity.years: {LOW} 1"),
        ("years: 3", "years: 21", f"5: validity.years: {HIGH} 20"),
        ("points: 4", "points: 0", f"9: {TEAM}.points: {LOW} 1"),
        ("points: 4", "points: 10001", f"9: {TEAM}.points: {HIGH} 10000"),
        ("minimum: 1", "minimum: low", f"9: {TEAM}.minimum: {WHOLE}"),
        ("points: 6", "points: six", f"12: {MONEY}.points: {WHOLE}"),
        ("points: 6", "points: 6.0", f"12: {MONEY}.points: {WHOLE}"),
        ("points: 6", "points: '6'", f"12: {MONEY}.points: {WHOLE}"),
        (", points: 6", "", f"12: {MONEY}.points: {MISSING}"),
        ("points: 6", "points: 6, minimun: 1", f"12: {MONEY}.minimun: {UNKNOWN}"),
    ],
)
def test_fault_in_a_label_is_told_where_it_stands(old, new, fault):
    assert faults_after(("gold.yaml", old, new)) == [f"gold.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            "note: An",
            f"note: {'x' * 4000}",
            "2: scheme.note: String should have at most 4000 characters",
        ),
        ("title: Gold", "title: 5", f"4: labels.gold.title: {TEXT}"),
        ("title: Gold", "title: true", f"4: labels.gold.title: {TEXT}"),
        ("title: Gold", "title: ", f"4: labels.gold.title: {TEXT}"),
        ("title: Gold", "title: ''", f"4: labels.gold.title: {BLANK}"),
        ("title: Gold", "title: '  '", f"4: labels.gold.title: {BLANK}"),
        (", claim: Proven", "", f"4: labels.gold.claim: {MISSING}"),
        (", intro: Who.", "", f"8: sections.structure.intro: {MISSING}"),
        ("    why: Rent is due.\n", "", f"17: criteria.money.why: {MISSING}"),
        ("    why: Rent", "    hint: Ask.\n    why: Rent", f"20: criteria.money.hint: {UNKNOWN}"),
        ("0: None.", "none: None.", f"22: criteria.money.levels.none: {WHOLE}"),
        ("0: None.", "'0': None.", f"22: criteria.money.levels.0: {WHOLE}"),
        ("0: None.", "-1: None.", f"22: criteria.money.levels.-1: {LOW} 0"),
    ],
)
def test_fault_in_the_texts_is_told_where_it_stands(old, new, fault):
    assert faults_after(("texts/en.yaml", old, new)) == [f"texts/en.yaml:{fault}"]


@pytest.mark.parametrize("text", ["- a\n- b\n", "word\n", "7\n", "~\n"])
def test_file_that_is_no_mapping_is_refused(text):
    (fault,) = faults_of(make_files() | {"scheme.yaml": text})
    assert fault.startswith("scheme.yaml:1: Input should be a valid dictionary")


def test_every_fault_of_a_file_comes_at_once():
    found = faults_after(
        ("gold.yaml", "tier: gold\n", ""),
        ("gold.yaml", "reviewers: 2", "reviewers: 9"),
        ("gold.yaml", "points: 6", "points: six"),
    )
    assert found == [
        f"gold.yaml:1: tier: {MISSING}",
        f"gold.yaml:3: panel.reviewers: {HIGH} 5",
        f"gold.yaml:11: {MONEY}.points: {WHOLE}",
    ]
