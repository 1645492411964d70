"""What each key of scheme.yaml, a label and the texts may hold; every fault with its line."""

import pytest

from assessment.catalogue.loader import load_edition
from assessment.domain.criteria import Panel
from tests.catalogue.building import (
    FILES,
    faults_after,
    faults_of,
    faults_of_everything,
    make_files,
)

NAME = "expected a name of small letters, digits and hyphens"
CODE = "expected a language code of two small letters"
WHOLE = "expected a whole number"
TEXT = "expected a text"
BLANK = "expected a text that is not empty"
MISSING = "the key is missing"
KEYS = "expected keys and values"
UNKNOWN = "the key is not known here"
QUOTE = "write it in quotes"

# The first criterion that gold.yaml asks stands on line 9, the second on line 12.
TEAM, MONEY = "sections.structure.criteria.team", "sections.finance.criteria.money"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: regional", "id: Regional", f"1: id: {NAME}, found the text 'Regional'"),
        ("id: regional", f"id: {'x' * 65}", f"1: id: {NAME}, found the text '{'x' * 40}…'"),
        ("id: regional\n", "", f"1: id: {MISSING}"),
        ('"1"', "2026.1", f"2: version: {TEXT}, found the number 2026.1; {QUOTE}"),
        ('"1"', "2026.10", f"2: version: {TEXT}, found the number 2026.10; {QUOTE}"),
        ('"1"', "''", '2: version: expected a version such as "2026.1", found an empty text'),
        ("[en, fi]", "[en, eng]", f"3: languages.#2: {CODE}, found the text 'eng'"),
        ("[en, fi]", "en", "3: languages: expected a list, found the text 'en'"),
        ("[gold]", "[7]", f"4: labels.#1: {TEXT}, found the number 7; {QUOTE}"),
        ("[gold]", "[]", "4: labels: expected at least one entry, found 0"),
        ("[gold]", f"[{'gold, ' * 21}]", "4: labels: expected at most 20 entries, found 21"),
        ("[0, 1, 2]", "[0, one]", f"6: scales.steps.#2: {WHOLE}, found the text 'one'"),
        ("[0, 1, 2]", "[0, true]", f"6: scales.steps.#2: {WHOLE}, found true"),
        ("[0, 1, 2]", "[0, 1.0]", f"6: scales.steps.#2: {WHOLE}, found the number 1.0"),
        ("[0, 1, 2]", "[0, '1']", f"6: scales.steps.#2: {WHOLE}, found the text '1';"
         " write it without quotes"),
        ("[0, 1, 2]", "[-1, 0]", "6: scales.steps.#1: expected at least 0, found the number -1"),
        ("[0, 1, 2]", "[20, 21]", "6: scales.steps.#2: expected at most 20, found the number 21"),
        ("[0, 1, 2]", "[0]", "6: scales.steps: expected at least 2 entries, found 1"),
        ("  steps:", "  Steps:", f"6: scales: {NAME} as a key, found the text 'Steps'"),
        ("  steps:", "  7:", f"6: scales: {TEXT} as a key, found the number 7; {QUOTE}"),
        ("scales:", "colour: red\nscales:", f"5: colour: {UNKNOWN}; expected one of: answer_sets,"
         " eligibility, id, labels, languages, profile, review, scales, version"),
        ("scales:", "scale: {}\nscales:", f"5: scale: {UNKNOWN}; did you mean 'scales'?"),
        ("scales:", "5: {}\nscales:",
         f"5: 5: {UNKNOWN}; if it is a decimal, write it with a point, such as 0.5"),
    ],
)  # fmt: skip
def test_fault_in_the_scheme_file_is_told_where_it_stands(old, new, fault):
    assert faults_after(("scheme.yaml", old, new)) == [f"scheme.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("tier: gold", "tier: iron",
         "2: tier: expected 'bronze', 'silver' or 'gold', found the text 'iron'"),
        ("threshold: 7", "threshold: true", "3: threshold: expected a number, found true"),
        ("threshold: 7", "threshold: '7'",
         "3: threshold: expected a number, found the text '7'; write it without quotes"),
        ("threshold: 7", "threshold: 0", "3: threshold: expected more than 0, found the number 0"),
        ("threshold: 7", "threshold: 1000000000000.5", "3: threshold: expected a number of at most"
         " twelve digits, found the number 1000000000000.5"),
        ("panel: {reviewers: 2}", "panel: 2", f"4: panel: {KEYS}, found the number 2"),
        ("panel: {reviewers: 2}", "panel:", f"4: panel: {KEYS}, found nothing"),
        ("panel: {reviewers: 2}", "panel: [reviewers: 2]", f"4: panel: {KEYS}, found a list"),
        ("reviewers: 2", "reviewers: 0",
         "4: panel.reviewers: expected at least 1, found the number 0"),
        ("reviewers: 2", "reviewers: 6",
         "4: panel.reviewers: expected at most 5, found the number 6"),
        ("reviewers: 2", "reviewers: 2, national: 2, foreign: 1",
         "4: panel: national and foreign together are more than the reviewers"),
        ("reviewers: 2", "reviewers: 2, visit: phone",
         "4: panel.visit: expected 'none', 'video' or 'on_site', found the text 'phone'"),
        ("years: 3", "years: 0", "5: validity.years: expected at least 1, found the number 0"),
        ("years: 3", "years: 3, renewal: {years: 3, is_reduced: yes}",
         "5: validity.renewal.is_reduced: expected true or false, found the text 'yes'"),
        ("points: 4", "points: 0", f"9: {TEAM}.points: expected more than 0, found the number 0"),
        ("points: 4", "points: 10001",
         f"9: {TEAM}.points: expected at most 10000, found the number 10001"),
        ("minimum: 1", "minimum: low", f"9: {TEAM}.minimum: {WHOLE}, found the text 'low'"),
        ("points: 6", "points: six", f"12: {MONEY}.points: expected a number, found the text 'six'"),
        ("points: 6", "points: 6, minimun: 1",
         f"12: {MONEY}.minimun: {UNKNOWN}; did you mean 'minimum'?"),
        ("points: 6", "points: 6, weight: 1", f"12: {MONEY}: expected points or weight, not both"),
        ("points: 6", "obligation: informative, points: 6",
         f"12: {MONEY}.obligation: what is informative has neither points nor a minimum"),
        ("points: 6", "obligation: should, points: 6, minimum: 1",
         f"12: {MONEY}.obligation: what has a minimum must be answered"),
        ("points: 6", "obligation: can",
         f"12: {MONEY}.obligation: expected 'must', 'should' or 'informative',"
         " found the text 'can'"),
        ("points: 6", "weight: 0", f"12: {MONEY}.weight: expected at least 1, found the number 0"),
        ("  - id: finance\n", "  - id: finance\n    exclude_at_most: 91\n",
         "11: sections.finance.exclude_at_most: expected at most 90, found the number 91"),
        ("  - id: finance\n", "  - id: finance\n    aggregate: highest\n",
         "11: sections.finance.aggregate: expected 'sum' or 'lowest', found the text 'highest'"),
        ("    criteria:\n      - {id: money, points: 6}\n", "    criteria: []\n",
         "11: sections.finance.criteria: expected at least one entry, found 0"),
        ("  - id: finance\n    criteria:\n", "  - criteria:\n",
         f"10: sections.#2.id: {MISSING}"),
    ],
)  # fmt: skip
def test_fault_in_a_label_is_told_where_it_stands(old, new, fault):
    assert faults_after(("gold.yaml", old, new)) == [f"gold.yaml:{fault}"]


DAYS = "expected days that become fewer, such as [7, 1]"


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ("review_days: 0", "review_days: expected at least 1, found the number 0"),
        ("review_days: 366", "review_days: expected at most 365, found the number 366"),
        ("review_days: 28.5", f"review_days: {WHOLE}, found the number 28.5"),
        ("objection_days: -1", "objection_days: expected at least 0, found the number -1"),
        ("conflict_years: 51", "conflict_years: expected at most 50, found the number 51"),
        ("reminder_days: 7", "reminder_days: expected a list, found the number 7"),
        ("reminder_days: [1, 7]", f"reminder_days: {DAYS}"),
        ("reminder_days: [7, 7]", f"reminder_days: {DAYS}"),
        ("validity_reminder_days: [90, 30, 60]", f"validity_reminder_days: {DAYS}"),
        ("validity_reminder_days: [367]",
         "validity_reminder_days.#1: expected at most 366, found the number 367"),
        ("reminder_days: [3, -1]", "reminder_days.#2: expected at least 0, found the number -1"),
        ("reviewdays: 28", f"reviewdays: {UNKNOWN}; did you mean 'review_days'?"),
    ],
)  # fmt: skip
def test_fault_in_the_rules_of_review_is_told_where_it_stands(rule, fault):
    change = ("scheme.yaml", "scales:", f"review:\n  {rule}\nscales:")
    assert faults_after(change) == [f"scheme.yaml:6: review.{fault}"]


def renewed(rule):
    """The small scheme with a renewal, whose first key stands on line 8 of the label."""
    new = f"validity:\n  years: 3\n  renewal:\n    years: 3\n{rule}"
    return make_files(("gold.yaml", "validity: {years: 3}\n", new))


def test_reduced_renewal_may_have_a_panel_of_its_own():
    rule = "    is_reduced: true\n    panel: {reviewers: 1}\n"
    assert load_edition(renewed(rule)).scheme.label("gold").renewal.panel == Panel(1)


@pytest.mark.parametrize(
    ("rule", "line"),
    [
        ("    panel: {reviewers: 1}\n", 9),
        ("    is_reduced: false\n    panel: {reviewers: 1}\n", 10),
    ],
)
def test_other_renewals_are_rated_by_the_panel_of_the_label(rule, line):
    message = "only a renewal with is_reduced: true has a panel of its own"
    assert faults_of(renewed(rule)) == [f"gold.yaml:{line}: validity.renewal.panel: {message}"]


def test_panel_of_a_renewal_has_the_same_keys_as_that_of_the_label():
    rule = "    is_reduced: true\n    panel: {reviewers: 1, national: 1, foreign: 1}\n"
    message = "national and foreign together are more than the reviewers"
    assert faults_of(renewed(rule)) == [f"gold.yaml:10: validity.renewal.panel: {message}"]


@pytest.mark.parametrize(
    ("duty", "fault"),
    [
        ("{id: Update, every_months: 12, days: 30}",
         f"#1.id: {NAME}, found the text 'Update'"),
        ("{id: update, every_months: 12}", f"update.days: {MISSING}"),
        ("{id: update, every_months: 0, days: 30}",
         "update.every_months: expected at least 1, found the number 0"),
        ("{id: update, every_months: 12, days: 0}",
         "update.days: expected at least 1, found the number 0"),
        ("{id: update, every_months: 1, days: 29}",
         "update.days: reach beyond the next time that the duty falls due"),
    ],
)  # fmt: skip
def test_fault_in_a_duty_is_told_where_it_stands(duty, fault):
    change = ("gold.yaml", "sections:", f"duties:\n  - {duty}\nsections:")
    assert faults_after(change) == [f"gold.yaml:7: duties.{fault}"]


def test_label_asks_something():
    head, _, _ = FILES["gold.yaml"].partition("sections:")
    message = "sections: expected at least one section, or a label to include"
    assert faults_of(FILES | {"gold.yaml": head}) == [f"gold.yaml:1: {message}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("months_at_least: 18, months_at_most: 24", "months_at_least: 24, months_at_most: 18",
         "4: prerequisite.months_at_most: is less than months_at_least"),
        ("criteria: all}", "criteria: some}",
         "6: includes.#1.criteria: expected 'all' or 'minimums', found the text 'some'"),
        ("[area-1, area-2]", "[]", "8: improvements.criteria: expected at least one entry, found 0"),
        (", named_by: areas", "", f"8: improvements.named_by: {MISSING}"),
    ],
)  # fmt: skip
def test_fault_in_what_a_label_builds_on_is_told_where_it_stands(old, new, fault):
    assert faults_of_everything(("silver.yaml", old, new)) == [f"silver.yaml:{fault}"]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("note: An", f"note: {'x' * 4000}",
         "2: scheme.note: expected at most 4000 characters, found 4009"),
        ("title: Gold", "title: 5", f"4: labels.gold.title: {TEXT}, found the number 5; {QUOTE}"),
        ("title: Gold", "title: true", f"4: labels.gold.title: {TEXT}, found true; {QUOTE}"),
        ("title: Gold", "title: ", f"4: labels.gold.title: {TEXT}, found nothing"),
        ("title: Gold", "title: ''", f"4: labels.gold.title: {BLANK}, found an empty text"),
        ("title: Gold", "title: '  '", f"4: labels.gold.title: {BLANK}, found the text '  '"),
        ("title: Gold", "title: [a]", f"4: labels.gold.title: {TEXT}, found a list"),
        (", claim: Proven", "", f"4: labels.gold.claim: {MISSING}"),
        (", intro: Who.", "", f"8: sections.structure.intro: {MISSING}"),
        ("    why: Rent", "    hint: Ask.\n    why: Rent",
         f"20: criteria.money.hint: {UNKNOWN}; expected one of: checks, evidence, figures,"
         " guidance, levels, question, questions, references, title, why"),
        ("0: None.", "none: None.",
         f"22: criteria.money.levels: {WHOLE} as a key, found the text 'none'"),
        ("0: None.", "'0': None.",
         f"22: criteria.money.levels: {WHOLE} as a key, found the text '0'; write it without quotes"),
        ("0: None.", "-1: None.",
         "22: criteria.money.levels: expected at least 0 as a key, found the number -1"),
    ],
)  # fmt: skip
def test_fault_in_the_texts_is_told_where_it_stands(old, new, fault):
    assert faults_after(("texts/en.yaml", old, new)) == [f"texts/en.yaml:{fault}"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("- a\n- b\n", "a list"),
        ("word\n", "the text 'word'"),
        ("7\n", "the number 7"),
        ("~\n", "nothing"),
    ],
)
@pytest.mark.parametrize("name", ["scheme.yaml", "criteria.yaml", "gold.yaml", "texts/en.yaml"])
def test_file_that_has_no_keys_is_refused(name, text, found):
    (fault,) = faults_of(make_files() | {name: text})
    assert fault == f"{name}:1: {KEYS}, found {found}"


def test_translation_that_is_a_list_is_refused():
    expected = [f"texts/fi.yaml:1: {KEYS}, found a list"]
    assert faults_of(make_files() | {"texts/fi.yaml": "- a\n"}) == expected


def test_every_fault_of_a_file_comes_at_once():
    found = faults_after(
        ("gold.yaml", "tier: gold\n", ""),
        ("gold.yaml", "reviewers: 2", "reviewers: 9"),
        ("gold.yaml", "points: 6", "points: six"),
    )
    assert found == [
        f"gold.yaml:1: tier: {MISSING}",
        "gold.yaml:3: panel.reviewers: expected at most 5, found the number 9",
        f"gold.yaml:11: {MONEY}.points: expected a number, found the text 'six'",
    ]


def test_of_very_many_faults_in_a_file_the_first_are_told():
    units = "units:\n" + "".join(f"  u{i}: {i}\n" for i in range(5000))
    found = faults_of(FILES | {"texts/en.yaml": FILES["texts/en.yaml"] + units})
    assert len(found) == 101
    assert found[0] == f"texts/en.yaml:24: units.u0: {TEXT}, found the number 0; {QUOTE}"
    assert found[100] == "texts/en.yaml:124: and 4900 more faults in this file"


def test_long_texts_and_keys_are_quoted_in_part():
    long = "k" * 400
    (fault,) = faults_after(("gold.yaml", "tier: gold", f"tier: gold\n{long}: {long}"))
    assert fault.startswith(f"gold.yaml:3: {'k' * 40}…: {UNKNOWN}; expected one of: ")
