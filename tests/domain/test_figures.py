"""Ages in whole years and months, and the figures that are derived from answers."""

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.figures import Figure, Operation, made_of, whole_months, whole_years
from assessment.domain.questions import QuestionType, Reference
from tests.domain.building import TODAY, facts_of, make_criterion, make_question, own

SUM, DIFFERENCE, RATIO, YEARS = Operation
DAY = timedelta(days=1)
days = st.dates(date(1900, 1, 1), date(2100, 12, 31))
whole = st.integers(-(10**6), 10**6)


def figure_of(operation, values, *, on=TODAY, **more):
    """The figure of a criterion whose questions are `a`, `b` and `c`, made from those with a value."""
    kind = QuestionType.DATE if operation is YEARS else QuestionType.DECIMAL
    names = ("a",) if operation is YEARS else ("a", "b")
    criterion = make_criterion(questions=tuple(make_question(name, kind) for name in "abc"))
    figure = Figure("total", operation, tuple(own(name) for name in names), **more)
    return facts_of(criterion, values, on=on).figure(figure)


def test_figure_is_made_of_the_answers_that_are_typed() -> None:
    total = Figure("total", SUM, (own("a"), own("b")))
    share = Figure("share", RATIO, (own("c"), own("total"), Reference("other", "d")))
    assert made_of(share, own("a").owner, (total, share)) == ("c", "a", "b")


@pytest.mark.parametrize(
    ("since", "until", "years"),
    [
        (date(2020, 6, 15), date(2026, 6, 14), 5),
        (date(2020, 6, 15), date(2026, 6, 15), 6),
        (date(2020, 6, 15), date(2026, 7, 1), 6),
        (date(2020, 6, 15), date(2026, 5, 31), 5),
        (date(2020, 6, 15), date(2020, 6, 15), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 0),
        (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2024, 2, 29), date(2028, 2, 28), 3),
        (date(2024, 2, 29), date(2028, 2, 29), 4),
        (date(2023, 2, 28), date(2024, 2, 28), 1),
        (date(2025, 12, 31), date(2026, 1, 1), 0),
        (date(2026, 6, 15), date(2026, 6, 14), -1),
    ],
)
def test_years_are_counted_by_birthdays(since, until, years):
    assert whole_years(since, until) == years


@pytest.mark.parametrize(
    ("since", "until", "months"),
    [
        (date(2026, 1, 15), date(2026, 2, 14), 0),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2025, 12, 15), date(2026, 1, 15), 1),
        (date(2024, 6, 15), date(2026, 6, 14), 23),
        (date(2024, 6, 15), date(2026, 6, 15), 24),
        (date(2026, 1, 31), date(2026, 2, 27), 0),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 29), date(2026, 2, 28), 1),
        (date(2024, 1, 31), date(2024, 2, 28), 0),
        (date(2024, 1, 31), date(2024, 2, 29), 1),
        (date(2026, 3, 31), date(2026, 4, 30), 1),
        (date(2026, 2, 28), date(2026, 3, 28), 1),
        (date(2026, 2, 28), date(2026, 3, 27), 0),
        (date(2024, 2, 29), date(2025, 2, 28), 12),
        (date(2026, 6, 15), date(2026, 6, 15), 0),
        (date(2026, 6, 15), date(2026, 6, 14), -1),
        (date(2025, 12, 31), date.max, 95_688),
    ],
)
def test_months_are_full_at_the_same_day_or_the_end_of_a_shorter_month(since, until, months):
    assert whole_months(since, until) == months


def months_later(since, months):
    """The day `months` after another one, or the last of a month that is too short for it."""
    year, month = divmod(since.year * 12 + since.month - 1 + months, 12)
    return date(year, month + 1, min(since.day, monthrange(year, month + 1)[1]))


@given(since=days, months=st.integers(0, 600))
def test_so_many_months_later_so_many_months_are_full_and_no_day_before(since, months):
    until = months_later(since, months)
    assert whole_months(since, until) == months
    assert whole_months(since, until - DAY) == months - 1


@given(since=days, years=st.integers(0, 90))
def test_so_many_birthdays_later_so_many_years_are_full_and_no_day_before(since, years):
    is_missing = (since.month, since.day) == (2, 29) and monthrange(since.year + years, 2)[1] == 28
    until = date(since.year + years, 3, 1) if is_missing else since.replace(year=since.year + years)
    assert whole_years(since, until) == years
    assert whole_years(since, until - DAY) == years - 1


@given(since=days, until=days)
def test_a_day_more_never_makes_an_age_less(since, until):
    assert 0 <= whole_months(since, until + DAY) - whole_months(since, until) <= 1
    assert 0 <= whole_years(since, until + DAY) - whole_years(since, until) <= 1


@pytest.mark.parametrize(
    ("operation", "figure"),
    [
        (SUM, Fraction(3, 4)),
        (DIFFERENCE, Fraction(1, 4)),
        (RATIO, 2),
    ],
)
def test_figure_is_made_from_its_operands_in_order(operation, figure):
    found = figure_of(operation, {"a": "0.5", "b": "0.25", "c": "9"})
    assert found == figure
    assert type(found) is Fraction


def test_ratio_is_exact():
    assert figure_of(RATIO, {"a": 1, "b": 3}) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("in_percent", "figure"), [(False, Fraction(2, 3)), (True, Fraction(200, 3))]
)
def test_ratio_may_be_in_percent(in_percent, figure):
    assert figure_of(RATIO, {"a": 2, "b": 3}, in_percent=in_percent) == figure


def test_division_by_zero_leaves_a_ratio_open():
    assert figure_of(RATIO, {"a": 2, "b": 0}) is None


def test_zero_is_a_number_like_any_other():
    assert figure_of(RATIO, {"a": 0, "b": 3}) == 0
    assert figure_of(SUM, {"a": 0, "b": 0}) == 0
    assert figure_of(DIFFERENCE, {"a": 0, "b": 3}) == -3


@pytest.mark.parametrize("operation", [SUM, DIFFERENCE, RATIO])
@pytest.mark.parametrize("values", [{}, {"a": 2}, {"b": 2}, {"a": 2, "b": "many"}])
def test_figure_stays_open_while_an_operand_is(operation, values):
    assert figure_of(operation, values) is None


def test_sum_takes_any_number_of_operands():
    questions = tuple(make_question(name) for name in "abc")
    facts = facts_of(make_criterion(questions=questions), {"a": 1, "b": 2, "c": 4})
    for count, total in ((1, 1), (2, 3), (3, 7)):
        operands = tuple(own(name) for name in "abc"[:count])
        assert facts.figure(Figure("total", SUM, operands)) == total


@pytest.mark.parametrize(
    ("since", "years"), [("2020-06-15", 6), ("2020-06-16", 5), ("2026-06-15", 0)]
)
def test_years_since_a_day_are_whole(since, years):
    found = figure_of(YEARS, {"a": since})
    assert found == years
    assert type(found) is Fraction


def test_years_stay_open_without_the_day_asked_or_the_day_of_today():
    assert figure_of(YEARS, {}) is None
    assert figure_of(YEARS, {"a": "2020-06-15"}, on=None) is None


def test_years_since_a_day_that_has_not_come_yet_are_open():
    assert figure_of(YEARS, {"a": "2026-06-16"}) is None


def test_figure_may_be_made_from_figures():
    questions = tuple(make_question(name) for name in "ab")
    total = Figure("total", SUM, (own("a"), own("b")))
    share = Figure("share", RATIO, (own("a"), own("total")))
    criterion = make_criterion(questions=questions, figures=(total, share))
    assert facts_of(criterion, {"a": 1, "b": 3}).figure(share) == Fraction(1, 4)
    assert facts_of(criterion, {"a": 1}).figure(share) is None


@given(a=whole, b=whole)
def test_sum_difference_and_ratio_belong_together(a, b):
    values = {"a": a, "b": b}
    assert figure_of(SUM, values) - figure_of(DIFFERENCE, values) == 2 * b
    ratio = figure_of(RATIO, values)
    assert ratio is None if b == 0 else ratio * b == a


@pytest.mark.parametrize(
    ("bounds", "number", "is_out"),
    [
        ((0, 100), Fraction(-1, 10**9), True),
        ((0, 100), Fraction(0), False),
        ((0, 100), Fraction(100), False),
        ((0, 100), 100 + Fraction(1, 10**9), True),
        ((0, 0), Fraction(1, 100), True),
        ((0, 0), Fraction(0), False),
        ((0, None), Fraction(10**9), False),
        ((0, None), Fraction(-1), True),
        ((None, 100), Fraction(-1), False),
        ((None, 100), Fraction(101), True),
        ((None, None), Fraction(-(10**9)), False),
        ((0, 100), None, False),
    ],
)
def test_figure_is_out_of_bounds_where_it_is_known_and_beyond_one_of_them(bounds, number, is_out):
    least, most = (None if bound is None else Fraction(bound) for bound in bounds)
    figure = Figure("total", SUM, (own("a"),), at_least=least, at_most=most)
    assert figure.is_out_of_bounds(number) is is_out
