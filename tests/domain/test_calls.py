"""When applications for a label are taken."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.calls import Admission, CallDays, admission

DAY = date(2026, 6, 15)
SPRING = CallDays(1, date(2026, 3, 1), date(2026, 4, 30))
SUMMER = CallDays(2, date(2026, 6, 1), date(2026, 6, 15))
AUTUMN = CallDays(3, date(2026, 9, 1), date(2026, 10, 31))


def test_a_label_without_a_call_is_always_open() -> None:
    assert admission([], DAY) == Admission(True)


def test_a_call_is_open_on_its_first_and_on_its_last_day() -> None:
    open_on = [SUMMER.opens_on, SUMMER.closes_on]
    assert [admission([SUMMER], day) for day in open_on] == [Admission(True, 2, DAY)] * 2
    around = [SUMMER.opens_on - timedelta(1), SUMMER.closes_on + timedelta(1)]
    assert [admission([SUMMER], day).is_open for day in around] == [False, False]


def test_between_calls_the_next_opening_is_told() -> None:
    closed = admission([AUTUMN, SPRING], DAY)
    assert closed == Admission(False, opens_on=date(2026, 9, 1))
    assert admission([SPRING], DAY) == Admission(False)


def test_a_call_that_was_closed_early_takes_nothing_from_that_day_on() -> None:
    early = CallDays(2, SUMMER.opens_on, SUMMER.closes_on, date(2026, 6, 10))
    assert [early.is_open(date(2026, 6, day)) for day in (9, 10)] == [True, False]
    assert not CallDays(3, AUTUMN.opens_on, AUTUMN.closes_on, DAY).is_to_come(DAY)


def test_of_two_open_calls_the_one_that_closes_last_counts() -> None:
    longer = CallDays(4, date(2026, 6, 1), date(2026, 7, 1))
    assert admission([SUMMER, longer], DAY).call_id == 4


def test_what_was_returned_may_come_again_though_its_call_has_closed() -> None:
    again = admission([SPRING], DAY, again_until=DAY, call_id=1)
    assert again == Admission(True, 1, DAY, is_again=True)
    assert not admission([SPRING], DAY + timedelta(1), again_until=DAY, call_id=1).is_open


@given(st.lists(st.tuples(st.dates(), st.dates())), st.dates())
def test_it_is_open_exactly_when_a_call_is_or_there_is_none(
    days: list[tuple[date, date]], day: date
) -> None:
    calls = [CallDays(number, *each) for number, each in enumerate(days)]
    found = admission(calls, day)
    assert found.is_open == (not calls or any(call.is_open(day) for call in calls))
    assert found.opens_on is None or found.opens_on > day
