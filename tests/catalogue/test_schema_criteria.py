"""What each key of criteria.yaml may hold: questions, figures, ratings, conditions, rules."""

import pytest

from tests.catalogue.building import FILES, faults_of

NAME = "expected a name of small letters, digits and hyphens"
REFERENCE = "expected the name of a question or figure, such as staff, profile/staff or budget.sum"
WHOLE = "expected a whole number"
MISSING = "the key is missing"
UNKNOWN = "the key is not known here"


def fault_with(keys: str, *, of: str = "criteria.team") -> str:
    """The one fault of a bank whose criterion `team` has these keys, all on line 3."""
    text = f"defaults: {{scale: steps}}\ncriteria:\n  - {{id: team, {keys}}}\n  - id: money\n"
    (fault,) = faults_of(FILES | {"criteria.yaml": text})
    return fault.removeprefix(f"criteria.yaml:3: {of}").removeprefix(".").removeprefix(": ")


def question(keys: str) -> str:
    return fault_with(f"questions: [{{id: q, {keys}}}]", of="criteria.team.questions.q")


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("status: old",
         "status: expected 'active', 'future' or 'retired', found the text 'old'"),
        ("scale: Steps", f"scale: {NAME}, found the text 'Steps'"),
        ("justification: 1", "justification: expected keys and values, found the number 1"),
        ("justification: {}", f"justification.from_level: {MISSING}"),
        ("justification: {from_level: 21}",
         "justification.from_level: expected at most 20, found the number 21"),
        ("evidence: some", "evidence: expected a list, found the text 'some'"),
        ("evidence: {from_level: high}",
         f"evidence.from_level: {WHOLE}, found the text 'high'"),
        ("evidence: {at_least: 2}", f"evidence.from_level: {MISSING}"),
        ("evidence: [{from_level: 1}, {from_level: 2, at_least: 51}]",
         "evidence.#2.at_least: expected at most 50, found the number 51"),
        ("evidence: {from_level: 1, kinds: []}",
         "evidence.kinds: expected at least one entry, found 0"),
        ("evidence: {from_level: 1, kinds: [film]}", "evidence.kinds.#1: expected 'document',"
         " 'spreadsheet', 'image' or 'link', found the text 'film'"),
        ("evidence: {from_level: 1, months_old_at_most: 0}",
         "evidence.months_old_at_most: expected at least 1, found the number 0"),
        ("not_applicable: never",
         "not_applicable: expected 'forbid', 'exclude' or 'zero', found the text 'never'"),
        ("effort: high", f"effort: {WHOLE} or keys and values, found the text 'high'"),
        ("effort: 101",
         "effort: expected at most 100 or keys and values, found the number 101"),
        ("effort: {1: 0}", "effort.1: expected at least 1, found the number 0"),
        ("effort: {first: 1}", f"effort: {WHOLE} as a key, found the text 'first'"),
        ("compared: share", "compared: expected keys and values, found the text 'share'"),
        ("compared: {better: higher}", f"compared.of: {MISSING}"),
        ("compared: {of: a, better: more}",
         "compared.better: expected 'higher' or 'lower', found the text 'more'"),
        ("compared: {of: a, yellow: 1, green: 2}",
         "compared.better: the key is missing; the light needs it"),
        ("compared: {of: a, better: higher, green: 2}",
         "compared: expected both yellow and green, or neither"),
        ("compared: {of: a, better: higher, yellow: 2, green: 2}",
         "compared.green: expected more than yellow, as higher is better"),
        ("compared: {of: a, better: lower, yellow: 2, green: 3}",
         "compared.green: expected less than yellow, as lower is better"),
        ("checks: dated", "checks: expected a list, found the text 'dated'"),
        ("weight: 2", f"weight: {UNKNOWN}; expected one of: checks, compared, effort, evidence, figures,"
         " id, justification, not_applicable, questions, rating, scale, status, when"),
        ("question: []", f"question: {UNKNOWN}; did you mean 'questions'?"),
    ],
)  # fmt: skip
def test_fault_in_a_criterion(keys, fault):
    assert fault_with(keys) == fault


def test_faults_of_defaults_stand_where_they_are():
    text = FILES["criteria.yaml"].replace("at_least: 3}", "at_least: 3,\n    kinds: [film]}")
    (fault,) = faults_of(FILES | {"criteria.yaml": text})
    assert fault.startswith("criteria.yaml:5: defaults.evidence.kinds.#1: expected 'document', ")


def test_criterion_without_an_id_is_named_by_its_place():
    text = FILES["criteria.yaml"].replace("- id: money\n    evidence", "- evidence")
    (fault,) = faults_of(FILES | {"criteria.yaml": text})
    assert fault == f"criteria.yaml:7: criteria.#2.id: {MISSING}"


TYPES = (
    "'choice', 'choices', 'yes_no', 'whole', 'decimal', 'percentage', 'money', 'date', 'text',"
    " 'long_text', 'table', 'file' or 'link'"
)


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("unit: fte", f"type: {MISSING}"),
        ("type: number", f"type: expected {TYPES}, found the text 'number'"),
        ("type: text, obligation: informative", "obligation: expected must or should"),
        ("type: text, unit: fte", "unit: not for the type 'text'"),
        ("type: money, unit: fte, currency: EUR", "unit: not for the type 'money'"),
        ("type: money", f"currency: {MISSING}"),
        ("type: money, currency: euro",
         "currency: expected a currency code of three capital letters, found the text 'euro'"),
        ("type: whole, currency: EUR", "currency: not for the type 'whole'"),
        ("type: date, at_least: 1", "at_least: not for the type 'date'"),
        ("type: choice, options: [a, b], alone: a", "alone: not for the type 'choice'"),
        ("type: choices, options: [a, b], alone: A b",
         f"alone: {NAME}, found the text 'A b'"),
        ("type: whole, not_after_today: true", "not_after_today: not for the type 'whole'"),
        ("type: date, not_after_today: soon",
         "not_after_today: expected true or false, found the text 'soon'"),
        ("type: whole, at_least: 2, at_most: 1", "at_least: is more than at_most"),
        ("type: percentage, at_least: 101", "at_least: is more than at_most"
         " (a percentage goes from 0 to 100 unless it says otherwise)"),
        ("type: percentage, at_most: -1", "at_least: is more than at_most"
         " (a percentage goes from 0 to 100 unless it says otherwise)"),
        ("type: whole, at_least: low", "at_least: expected a number, found the text 'low'"),
        ("type: choice", "expected exactly one of: options, answers, criteria_of"),
        ("type: choices, options: [a, b], answers: x",
         "expected exactly one of: options, answers, criteria_of"),
        ("type: choice, options: [a]", "options: expected at least 2 entries, found 1"),
        ("type: choice, options: [yes, true]",
         "options.#2: expected a text, found true; write it in quotes"),
        ("type: text, options: [a, b]", "options: not for the type 'text'"),
        ("type: choice, options: [a, b], choose_at_most: 1",
         "choose_at_most: not for the type 'choice'"),
        ("type: choices, options: [a, b], choose_at_most: 0",
         "choose_at_most: expected at least 1, found the number 0"),
        ("type: table", f"columns: {MISSING}"),
        ("type: table, columns: []", "columns: expected at least one entry, found 0"),
        ("type: text, columns: [{id: c, type: text}]", "columns: not for the type 'text'"),
        ("type: table, columns: [{id: c, type: link}]",
         "columns.c.type: a column cannot be 'link'"),
        ("type: table, columns: [{id: c, type: choice}]",
         "columns.c: expected exactly one of: options, answers"),
        ("type: table, columns: [{id: c, type: choice, criteria_of: gold}]",
         f"columns.c.criteria_of: {UNKNOWN}; expected one of: answers, at_least, at_most,"
         " currency, id, not_after_today, obligation, options, type, unit"),
        ("type: table, columns: [{id: c, type: text}], rows_at_least: 51",
         "rows_at_least: is more than rows_at_most, which is 50 if left out"),
        ("type: table, columns: [{id: c, type: text}], rows_at_most: 201",
         "rows_at_most: expected at most 200, found the number 201"),
        ("type: text, rows_at_most: 2", "rows_at_most: not for the type 'text'"),
    ],
)  # fmt: skip
def test_fault_in_a_question(keys, fault):
    assert question(keys) == fault


@pytest.mark.parametrize(
    ("keys", "fault"),
    [
        ("unit: fte", "expected exactly one of: sum, difference, ratio, years_since"),
        ("sum: [a], ratio: [a, b]",
         "expected exactly one of: sum, difference, ratio, years_since"),
        ("sum: a", "sum: expected a list, found the text 'a'"),
        ("sum: []", "sum: expected at least one entry, found 0"),
        ("difference: [a]", "difference: expected at least 2 entries, found 1"),
        ("ratio: [a, b, c]", "ratio: expected at most 2 entries, found 3"),
        ("years_since: [a]", "years_since: expected a text, found a list"),
        ("sum: [a, 'b+c']", f"sum.#2: {REFERENCE}, found the text 'b+c'"),
        ("sum: [../../a]", f"sum.#1: {REFERENCE}, found the text '../../a'"),
        ("sum: [a], in_percent: true", "in_percent: only for a ratio"),
        ("sum: [a], at_least: 2, at_most: 1", "at_least: is more than at_most"),
        ("sum: [a], at_most: many", "at_most: expected a number, found the text 'many'"),
    ],
)  # fmt: skip
def test_fault_in_a_figure(keys, fault):
    found = fault_with(f"figures: [{{id: f, {keys}}}]", of="criteria.team.figures.f")
    assert found == fault


WAYS = "expected exactly one of: bands, choice, tally, ladder, lowest, mean"


@pytest.mark.parametrize(
    ("rating", "fault"),
    [
        ("{}", WAYS),
        ("{choice: {of: q, levels: {a: 1}}, tally: {of: q, worth: {a: 1}}}", WAYS),
        ("{bands: {of: q}}", "bands: expected exactly one of: at_least, at_most"),
        ("{bands: {of: q, at_least: {}}}", "bands: expected at least one band"),
        ("{bands: {of: q, at_least: {1: 5, 2: 5}}}",
         "bands: level 2: expected the bands in the order of the levels"),
        ("{bands: {of: q, at_least: {2: 5, 1: 6}}}",
         "bands: level 1: expected the bands in the order of the levels"),
        ("{bands: {of: q, at_most: {1: 5, 2: 6}}}",
         "bands: level 2: expected the bands in the order of the levels"),
        ("{bands: {of: q, at_least: {1: much}}}",
         "bands.at_least.1: expected a number, found the text 'much'"),
        ("{choice: {of: q}}", f"choice.levels: {MISSING}"),
        ("{choice: {of: q, levels: {a: high}}}",
         f"choice.levels.a: {WHOLE}, found the text 'high'"),
        ("{tally: {of: q, worth: {a: -1}}}",
         "tally.worth.a: expected at least 0, found the number -1"),
        ("{tally: {of: q, worth: {a: 1}, cap: 0}}",
         "tally.cap: expected at least 1, found the number 0"),
        ("{ladder: {}}", "ladder: expected at least one entry, found 0"),
        ("{ladder: {1: []}}", "ladder.1: expected at least one entry, found 0"),
        ("{ladder: {1: plan}}", "ladder.1: expected a list, found the text 'plan'"),
        ("{ladder: {1: [A-plan]}}", f"ladder.1.#1: {REFERENCE}, found the text 'A-plan'"),
        ("{ladder: {1: [5]}}", "ladder.1.#1: expected keys and values, found the number 5"),
        ("{lowest: [{bands: {of: q, at_least: {1: 1}}}]}",
         "lowest: expected at least 2 entries, found 1"),
        ("{mean: [{}, {bands: {of: q, at_least: {1: 1}}}]}", f"mean.#1: {WAYS}"),
    ],
)  # fmt: skip
def test_fault_in_a_rating(rating, fault):
    assert fault_with(f"rating: {rating}", of="criteria.team.rating") == fault


COMPARISONS = "expected exactly one of: equals, at_least, at_most, one_of, includes, is_answered"


@pytest.mark.parametrize(
    ("condition", "fault"),
    [
        ("{}", "expected exactly one of: of, level_of, all, any, not"),
        ("{of: q, all: []}", "all: expected at least one entry, found 0"),
        ("{of: q, not: {of: q, equals: 1}}", "expected exactly one of: of, level_of, all, any, not"),
        ("{of: q}", COMPARISONS),
        ("{of: q, equals: 1, at_least: 2}", COMPARISONS),
        ("{of: q, equals: [1]}",
         "equals: expected true or false, a number or a text, found a list"),
        ("{of: q, at_least: '5'}",
         "at_least: expected a number, found the text '5'; write it without quotes"),
        ("{of: q, one_of: []}", "one_of: expected at least one entry, found 0"),
        ("{of: q, one_of: [a, {}]}",
         "one_of.#2: expected true or false, a number or a text, found keys and values"),
        ("{of: q, is_answered: maybe}",
         "is_answered: expected true or false, found the text 'maybe'"),
        ("{level_of: money}", "level_of: expected at_least, and nothing else"),
        ("{level_of: money, at_most: 2}", "level_of: expected at_least, and nothing else"),
        ("{all: [{of: q, equals: 1}], equals: 1}", "equals: expected only beside 'of'"),
        ("{any: [{not: {of: q}}]}", f"any.#1.not: {COMPARISONS}"),
        ("[]", "expected keys and values, found a list"),
        ("staffed", "expected keys and values, found the text 'staffed'"),
    ],
)  # fmt: skip
def test_fault_in_a_condition(condition, fault):
    assert fault_with(f"when: {condition}", of="criteria.team.when") == fault
