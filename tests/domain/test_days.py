from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.days import Days, add_months, end_of_month

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2026, 12, 31), 0, date(2026, 12, 31)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 31), -1, date(2025, 12, 31)),
        (date(2028, 2, 29), -12, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2028, 2, 29), 48, date(2032, 2, 29)),
    ],
)
def test_months_end_on_the_last_day_of_a_shorter_month(day, months, later):
    assert add_months(day, months) == later


@given(day=DAYS, months=st.integers(-600, 600))
def test_months_lead_to_the_named_month_and_back_to_no_later_day(day, months):
    there = add_months(day, months)
    assert (there.year * 12 + there.month) - (day.year * 12 + day.month) == months
    assert day - timedelta(days=3) <= add_months(there, -months) <= day


@pytest.mark.parametrize(
    ("day", "last"),
    [
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2028, 2, 29), date(2028, 2, 29)),
        (date(2026, 12, 5), date(2026, 12, 31)),
    ],
)
def test_month_ends_on_its_last_day(day, last):
    assert end_of_month(day) == last


def test_days_include_the_first_and_the_last():
    span = Days(date(2027, 6, 30), date(2028, 6, 30))
    days = [date(2027, 6, 29), date(2027, 6, 30), date(2028, 6, 30), date(2028, 7, 1)]
    assert [day in span for day in days] == [False, True, True, False]
    assert len(Days(days[0], days[0])) == 1
    assert len(span) == 367


def test_days_that_do_not_meet_have_none_in_common():
    june = Days(date(2026, 6, 1), date(2026, 6, 30))
    assert june.common(Days(date(2026, 6, 30), date(2026, 7, 9))) == Days(june.last, june.last)
    assert len(june.common(Days(date(2026, 7, 1), date(2026, 7, 9)))) == 0


CLOSE = st.dates(date(2026, 1, 1), date(2027, 12, 31))
SPANS = st.builds(Days, CLOSE, CLOSE)


@given(one=SPANS, other=SPANS, day=CLOSE)
def test_a_day_is_common_when_it_is_in_both(one, other, day):
    assert (day in one.common(other)) == (day in one and day in other)
    assert len(list(one)) == len(one)
    assert (day in set(one)) == (day in one)
