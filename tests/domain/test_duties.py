"""On which days a holder's duties fall due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.criteria import Duty
from assessment.domain.days import add_months
from assessment.domain.duties import DutyDays, duty_days
from assessment.domain.validity import Validity

YEARLY = Duty("yearly-update", every_months=12, days=30)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        (  # the second comes two weeks before the end, too late to be done while it holds
            date(2026, 6, 15),
            date(2028, 6, 30),
            [(date(2027, 6, 15), date(2027, 7, 15))],
        ),
        (
            date(2028, 7, 1),
            date(2031, 6, 30),
            [
                (date(2029, 7, 1), date(2029, 7, 31)),
                (date(2030, 7, 1), date(2030, 7, 31)),
            ],
        ),
        (  # a leap day
            date(2028, 2, 29),
            date(2033, 2, 28),
            [
                (date(2029, 2, 28), date(2029, 3, 30)),
                (date(2030, 2, 28), date(2030, 3, 30)),
                (date(2031, 2, 28), date(2031, 3, 30)),
                (date(2032, 2, 29), date(2032, 3, 30)),
            ],
        ),
    ],
)
def test_a_yearly_duty_falls_due_each_year_that_leaves_its_days(
    start: date, end: date, days: list[tuple[date, date]]
) -> None:
    expected = tuple(DutyDays(n, *each) for n, each in enumerate(days, 1))
    assert duty_days(YEARLY, Validity(start, end)) == expected


def test_months_are_counted_from_the_first_day_and_do_not_slip_at_the_ends_of_months() -> None:
    quarterly = Duty("figures", every_months=3, days=0)
    found = duty_days(quarterly, Validity(date(2026, 8, 31), date(2027, 8, 31)))
    assert [one.falls_on for one in found] == [
        date(2026, 11, 30),
        date(2027, 2, 28),
        date(2027, 5, 31),
        date(2027, 8, 31),
    ]


def test_a_certificate_that_is_too_short_brings_no_duty() -> None:
    assert duty_days(YEARLY, Validity(date(2026, 6, 1), date(2027, 6, 30))) == ()


def test_it_can_be_done_from_its_first_day_or_thirty_days_before_its_last() -> None:
    assert DutyDays(1, date(2027, 6, 15), date(2027, 7, 15)).ready_on == date(2027, 6, 15)
    assert DutyDays(1, date(2027, 6, 15), date(2027, 6, 22)).ready_on == date(2027, 5, 23)
    assert DutyDays(1, date(2027, 6, 15), date(2027, 9, 15)).ready_on == date(2027, 6, 15)


@given(
    st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    st.integers(1, 8),
    st.integers(1, 36),
    st.integers(0, 90),
)
def test_each_time_has_all_its_days_while_the_certificate_holds_and_none_is_left_out(
    start: date, years: int, months: int, days: int
) -> None:
    held = Validity(start, add_months(start, 12 * years))
    found = duty_days(Duty("any", months, days), held)
    assert [one.number for one in found] == list(range(1, len(found) + 1))
    for one in found:
        assert start < one.falls_on
        assert one.falls_on + timedelta(days=days) == one.due_on <= held.end
        assert one.falls_on == add_months(start, one.number * months)
    following = add_months(start, (len(found) + 1) * months) + timedelta(days=days)
    assert following > held.end
