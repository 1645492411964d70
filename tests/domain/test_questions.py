"""What each type of question takes, what it refuses and why, and what the exact value is."""

from datetime import date, datetime
from fractions import Fraction

import pytest

from assessment.domain.errors import InvalidValue
from assessment.domain.questions import LONG_TEXT_LIMIT, TEXT_LIMIT, Obligation, QuestionType
from tests.domain.building import make_question

NUMBERS = [kind for kind in QuestionType if kind.is_number]
TEXTS = [QuestionType.TEXT, QuestionType.LONG_TEXT, QuestionType.FILE]
OPTIONS = ("association", "company", "foundation")


def read(kind, raw, **rules):
    return make_question(kind=kind, **rules).read(raw)


def refusal(kind, raw, **rules):
    """The reason for which a value is refused, with its figures."""
    with pytest.raises(InvalidValue) as found:
        read(kind, raw, **rules)
    assert found.value.question_id == "size"
    return found.value.reason, found.value.facts


@pytest.mark.parametrize("kind", list(QuestionType))
@pytest.mark.parametrize("raw", [None, "", "  ", "\n\t", [], ()])
def test_nothing_is_read_as_nothing_answered(kind, raw):
    assert read(kind, raw) is None


def test_numbers_are_the_types_that_count_and_measure():
    assert [kind.value for kind in NUMBERS] == ["whole", "decimal", "percentage", "money"]


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("12", 12),
        (12, 12),
        (Fraction(12), 12),
        (0, 0),
        ("0", 0),
        ("+7", 7),
        ("-7", -7),
        ("007", 7),
        (" 12 ", 12),
        ("3.0", 3),
        ("999999999999999", 999_999_999_999_999),
    ],
)
def test_number_is_read_as_an_exact_fraction(kind, raw, number):
    found = read(kind, raw)
    assert found == number
    assert type(found) is Fraction


@pytest.mark.parametrize("kind", [kind for kind in NUMBERS if kind is not QuestionType.WHOLE])
@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("0.1", Fraction(1, 10)),
        ("-12.50", Fraction(-25, 2)),
        ("0.333333333", Fraction(333_333_333, 1_000_000_000)),
        (Fraction(1, 8), Fraction(1, 8)),
    ],
)
def test_decimals_are_kept_exactly(kind, raw, number):
    assert read(kind, raw) == number


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize(
    "raw",
    [
        "twelve",
        "1,5",
        "1 000",
        "1e3",
        ".5",
        "5.",
        "--1",
        "1_000",
        "0x10",
        "٣",
        "nan",
        "1/3",
        "1000000000000000",
        10**15,
        -(10**15),
        True,
        False,
        1.5,
        {},
        ["1"],
    ],
)
def test_what_is_no_number_is_refused(kind, raw):
    assert refusal(kind, raw) == ("not_a_number", {})


@pytest.mark.parametrize("raw", ["0.1234567891", Fraction(1, 3)])
def test_number_of_more_than_nine_decimals_is_refused(raw):
    assert refusal(QuestionType.DECIMAL, raw) == ("not_a_number", {})


@pytest.mark.parametrize("raw", ["1.5", Fraction(1, 2), "-0.1"])
def test_whole_number_has_no_decimals(raw):
    assert refusal(QuestionType.WHOLE, raw) == ("not_whole", {})


@pytest.mark.parametrize("kind", NUMBERS)
@pytest.mark.parametrize(
    ("raw", "found"),
    [
        ("1", ("too_small", {"at_least": Fraction(2)})),
        ("2", None),
        ("9", None),
        ("10", ("too_large", {"at_most": Fraction(9)})),
    ],
)
def test_bounds_of_a_number_belong_to_it(kind, raw, found):
    rules = {"at_least": Fraction(2), "at_most": Fraction(9)}
    if found is None:
        assert read(kind, raw, **rules) == Fraction(raw)
    else:
        assert refusal(kind, raw, **rules) == found


def test_bound_of_zero_is_a_bound():
    assert refusal(QuestionType.WHOLE, "-1", at_least=Fraction(0))[0] == "too_small"
    assert refusal(QuestionType.WHOLE, "1", at_most=Fraction(0))[0] == "too_large"


@pytest.mark.parametrize("raw", [True, False])
def test_yes_and_no_are_truth_values(raw):
    assert read(QuestionType.YES_NO, raw) is raw


@pytest.mark.parametrize("raw", ["yes", "no", "true", 1, 0, [True]])
def test_anything_else_is_neither_yes_nor_no(raw):
    assert refusal(QuestionType.YES_NO, raw) == ("not_yes_or_no", {})


@pytest.mark.parametrize("raw", ["2024-02-29", date(2024, 2, 29)])
def test_date_is_a_day_of_the_calendar(raw):
    assert read(QuestionType.DATE, raw) == date(2024, 2, 29)


@pytest.mark.parametrize(
    "raw",
    [
        "2023-02-29",
        "2024-13-01",
        "20240229",
        "2024-W09-4",
        "2024-2-29",
        "29.2.2024",
        "today",
        "2024-02-29T12:00:00",
        datetime(2024, 2, 29, 12, 0),  # noqa: DTZ001  # as a careless reader of files may give it
        20240229,
        True,
    ],
)
def test_what_is_no_day_of_the_calendar_is_refused(raw):
    assert refusal(QuestionType.DATE, raw) == ("not_a_date", {})


@pytest.mark.parametrize("kind", TEXTS)
def test_text_is_kept_as_it_is_written(kind):
    assert read(kind, " Two lines\n– äö ") == " Two lines\n– äö "


@pytest.mark.parametrize("kind", [*TEXTS, QuestionType.LINK])
@pytest.mark.parametrize("raw", [12, True, ["text"], {"text": "text"}])
def test_what_is_no_text_is_refused(kind, raw):
    assert refusal(kind, raw) == ("not_a_text", {})


@pytest.mark.parametrize(
    ("kind", "limit"),
    [
        (QuestionType.TEXT, TEXT_LIMIT),
        (QuestionType.FILE, TEXT_LIMIT),
        (QuestionType.LONG_TEXT, LONG_TEXT_LIMIT),
    ],
)
def test_text_has_a_limit(kind, limit):
    assert read(kind, "x" * limit) == "x" * limit
    assert refusal(kind, "x" * (limit + 1)) == ("too_long", {"limit": limit})


def test_limits_of_texts_are_five_hundred_and_twenty_thousand():
    assert (TEXT_LIMIT, LONG_TEXT_LIMIT) == (500, 20_000)


@pytest.mark.parametrize(
    "raw",
    [
        "https://cluster.example",
        "http://cluster.example:8080/plan?year=2026#team",
        "https://klusteri.example/työ",
        "HTTPS://cluster.example",
    ],
)
def test_link_is_a_whole_web_address(raw):
    assert read(QuestionType.LINK, raw) == raw


@pytest.mark.parametrize(
    "raw",
    [
        "cluster.example",
        "//cluster.example",
        "https://",
        "https:///plan",
        "https:cluster.example",
        "ftp://cluster.example",
        "javascript:alert(1)",
        "mailto:team@cluster.example",
        "https://cluster.example/our plan",
        " https://cluster.example",
        "https://cluster.example\n",
        "https://cluster.example/\N{NO-BREAK SPACE}",
        "\x00https://cluster.example",
        "https://[::1",
    ],
)
def test_what_is_no_whole_web_address_is_refused(raw):
    assert refusal(QuestionType.LINK, raw) == ("not_an_address", {})


def test_link_has_the_limit_of_a_text():
    address = "https://cluster.example/" + "x" * TEXT_LIMIT
    assert refusal(QuestionType.LINK, address) == ("too_long", {"limit": TEXT_LIMIT})


def test_choice_is_one_of_the_options():
    assert read(QuestionType.CHOICE, "company", options=OPTIONS) == "company"


@pytest.mark.parametrize("raw", ["cooperative", "Company", 1, True, ["company"]])
def test_what_is_not_offered_cannot_be_chosen(raw):
    assert refusal(QuestionType.CHOICE, raw, options=OPTIONS) == ("unknown_option", {})


@pytest.mark.parametrize(
    ("raw", "chosen"),
    [
        (["company"], ("company",)),
        (("foundation", "association"), ("association", "foundation")),
        (["company", "company"], ("company",)),
        (list(reversed(OPTIONS)), OPTIONS),
    ],
)
def test_ticked_options_count_once_in_the_order_of_the_question(raw, chosen):
    assert read(QuestionType.CHOICES, raw, options=OPTIONS) == chosen


@pytest.mark.parametrize("raw", [["company", "cooperative"], "company", [1], [""], 3])
def test_what_is_not_offered_cannot_be_ticked(raw):
    assert refusal(QuestionType.CHOICES, raw, options=OPTIONS) == ("unknown_option", {})


def test_no_more_options_can_be_ticked_than_the_question_allows():
    rules = {"options": OPTIONS, "choose_at_most": 2}
    assert read(QuestionType.CHOICES, OPTIONS[:2], **rules) == OPTIONS[:2]
    assert read(QuestionType.CHOICES, [OPTIONS[0]] * 3, **rules) == OPTIONS[:1]
    assert refusal(QuestionType.CHOICES, OPTIONS, **rules) == ("too_many", {"at_most": 2})


def test_refusal_names_the_question_and_the_rule():
    with pytest.raises(InvalidValue, match="size: not_whole"):
        make_question("size").read("0.5")


@pytest.mark.parametrize(("obligation", "is_required"), [("must", True), ("should", False)])
def test_question_is_required_unless_it_should_only_be_answered(obligation, is_required):
    assert make_question(obligation=Obligation(obligation)).is_required is is_required


@pytest.mark.parametrize("on", [date(2026, 6, 15), date(2026, 6, 16), None])
def test_date_that_has_to_be_past_may_be_the_day_of_the_answers(on):
    question = make_question(kind=QuestionType.DATE, not_after_today=True)
    assert question.read("2026-06-15", on) == date(2026, 6, 15)


def test_date_that_has_to_be_past_cannot_be_still_to_come():
    question = make_question(kind=QuestionType.DATE, not_after_today=True)
    with pytest.raises(InvalidValue) as found:
        question.read("2026-06-15", date(2026, 6, 14))
    assert (found.value.question_id, found.value.reason) == ("size", "after_today")


def test_any_other_date_may_be_still_to_come():
    question = make_question(kind=QuestionType.DATE)
    assert question.read("2027-01-01", date(2026, 6, 14)) == date(2027, 1, 1)


def test_date_in_a_table_is_refused_by_the_name_of_its_column():
    since = make_question("since", QuestionType.DATE, not_after_today=True)
    until = make_question("until", QuestionType.DATE)
    table = make_question(kind=QuestionType.TABLE, columns=(since, until))
    assert table.read([{"since": "2026-06-15", "until": "2030-01-01"}], date(2026, 6, 15))
    with pytest.raises(InvalidValue) as found:
        table.read([{"until": "2020-01-01"}, {"since": "2026-06-16"}], date(2026, 6, 15))
    assert (found.value.question_id, found.value.reason) == ("since", "after_today")


@pytest.mark.parametrize("chosen", [("foundation",), ("association", "company")])
def test_option_that_stands_alone_is_taken_alone_and_the_others_without_it(chosen):
    assert read(QuestionType.CHOICES, chosen, options=OPTIONS, alone="foundation") == chosen


def test_option_that_stands_alone_is_not_taken_with_others():
    both = ["association", "foundation"]
    found = refusal(QuestionType.CHOICES, both, options=OPTIONS, alone="foundation")
    assert found == ("not_alone", {"option": "foundation"})
