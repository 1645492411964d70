"""Days by which something is to be done. Helsinki is two hours ahead of UTC, three in summer."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.deadlines import (
    day_of,
    days_left,
    due_in,
    is_past,
    paused,
    reminders_due,
)
from assessment.domain.validity import HOME

MOMENTS = st.datetimes(
    min_value=datetime(2000, 1, 2),  # noqa: DTZ001
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, HOME, timezone(timedelta(hours=-11))]),
)
DAYS = st.dates(date(2001, 1, 1), date(2089, 1, 1))
MARKS = st.lists(st.integers(-5, 30), max_size=5)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def at_home(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=HOME)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-06-14 20:59:59", date(2026, 6, 14)),
        ("2026-06-14 21:00:00", date(2026, 6, 15)),
        ("2026-12-14 21:59:59", date(2026, 12, 14)),
        ("2026-12-14 22:00:00", date(2026, 12, 15)),
    ],
)
def test_day_of_a_moment_is_the_one_in_helsinki(at: str, day: date) -> None:
    assert day_of(moment(at)) == day


def test_a_moment_without_a_zone_is_on_no_day() -> None:
    with pytest.raises(ValueError, match="needs a zone"):
        day_of(datetime(2026, 6, 15))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("at", "days", "last"),
    [
        ("2026-06-15 08:00", 10, date(2026, 6, 25)),
        ("2026-06-15 21:00", 10, date(2026, 6, 26)),  # the 16th has begun at home
        ("2026-06-15 08:00", 1, date(2026, 6, 16)),
        ("2026-06-15 08:00", 0, date(2026, 6, 15)),
        ("2026-03-28 12:00", 2, date(2026, 3, 30)),  # over the night of 23 hours
        ("2026-10-24 12:00", 2, date(2026, 10, 26)),  # over the night of 25 hours
        ("2028-02-27 12:00", 3, date(2028, 3, 1)),
    ],
)
def test_period_begins_the_day_after(at: str, days: int, last: date) -> None:
    assert due_in(moment(at), days) == last


def test_period_has_no_negative_days() -> None:
    with pytest.raises(ValueError, match="no negative days"):
        due_in(moment("2026-06-15 08:00"), -1)


@pytest.mark.parametrize(
    ("due_on", "last_moment", "first_after"),
    [
        (date(2026, 6, 15), "2026-06-15 20:59:59", "2026-06-15 21:00:00"),
        (date(2026, 12, 15), "2026-12-15 21:59:59", "2026-12-15 22:00:00"),
        (date(2026, 3, 28), "2026-03-28 21:59:59", "2026-03-28 22:00:00"),
        (date(2026, 3, 29), "2026-03-29 20:59:59", "2026-03-29 21:00:00"),  # summer time begins
        (date(2026, 10, 25), "2026-10-25 21:59:59", "2026-10-25 22:00:00"),  # and ends
    ],
)
def test_deadline_includes_its_whole_day(due_on: date, last_moment: str, first_after: str) -> None:
    assert not is_past(due_on, moment(last_moment))
    assert is_past(due_on, moment(first_after))


@pytest.mark.parametrize(
    ("at", "left"),
    [
        ("2026-06-12 12:00", 3),
        ("2026-06-14 20:59", 1),
        ("2026-06-14 21:00", 0),
        ("2026-06-15 20:59", 0),
        ("2026-06-15 21:00", -1),
        ("2026-06-25 12:00", -10),
    ],
)
def test_no_day_is_left_on_the_last_one(at: str, left: int) -> None:
    assert days_left(date(2026, 6, 15), moment(at)) == left


@pytest.mark.parametrize(
    ("stopped", "went_on", "due_on"),
    [
        ("2026-06-10 08:00", "2026-06-13 07:00", date(2026, 6, 23)),
        ("2026-06-10 05:00", "2026-06-10 20:59", date(2026, 6, 20)),
        ("2026-06-10 20:59", "2026-06-10 21:00", date(2026, 6, 21)),  # over midnight
        ("2026-06-10 08:00", "2026-06-10 08:00", date(2026, 6, 20)),
        ("2026-06-19 08:00", "2026-06-30 08:00", date(2026, 7, 1)),
    ],
)
def test_deadline_moves_by_the_days_on_which_its_clock_stood(
    stopped: str, went_on: str, due_on: date
) -> None:
    assert paused(date(2026, 6, 20), moment(stopped), moment(went_on)) == due_on


def test_clock_goes_on_after_it_stopped() -> None:
    with pytest.raises(ValueError, match="after it stopped"):
        paused(date(2026, 6, 20), moment("2026-06-10 21:00"), moment("2026-06-10 20:59"))


DUE = date(2026, 6, 20)


def reminded(day: int, *sent: int, before: tuple[int, ...] = (14, 7, 1)) -> tuple[int, ...]:
    """The mark sent on that day of June when the deadline is the 20th."""
    return reminders_due(DUE, at_home(date(2026, 6, day)), before, sent)


def test_reminder_is_sent_once_its_mark_is_reached() -> None:
    assert reminded(5) == ()
    assert reminded(6) == (14,)
    assert reminded(9) == (14,)


def test_reminder_is_sent_once() -> None:
    assert reminded(6, 14) == ()
    assert reminded(12, 14) == ()
    assert reminded(13, 14) == (7,)
    assert reminded(13, 14, 7) == ()
    assert reminded(19, 14, 7) == (1,)


def test_only_the_nearest_of_several_reached_reminders_is_sent() -> None:
    assert reminded(19) == (1,)
    assert reminded(15) == (7,)


def test_skipped_reminders_are_done_with_the_nearer_one() -> None:
    assert reminded(19, 1) == ()
    assert reminded(15, 7) == ()


def test_what_was_to_be_said_before_the_deadline_is_not_said_after_it() -> None:
    assert reminded(20) == (1,)
    assert reminded(21) == ()
    assert reminded(20, before=(0,)) == (0,)
    assert reminded(21, before=(0,)) == ()


def test_marks_below_zero_remind_after_the_deadline() -> None:
    marks = (7, -1, -5)
    assert reminded(20, 7, before=marks) == ()
    assert reminded(21, 7, before=marks) == (-1,)
    assert reminded(24, 7, -1, before=marks) == ()
    assert reminded(25, 7, -1, before=marks) == (-5,)
    assert reminded(25, before=marks) == (-5,)


def test_marks_come_in_any_order_and_may_repeat() -> None:
    assert reminded(15, before=(1, 14, 7, 7)) == (7,)
    assert reminded(15, before=()) == ()


@given(at=MOMENTS, days=st.integers(0, 1000))
def test_a_period_has_its_days_left_when_it_is_given(at: datetime, days: int) -> None:
    assert days_left(due_in(at, days), at) == days


@given(due_on=DAYS, at=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_a_pause_leaves_as_many_days_as_there_were(
    due_on: date, at: datetime, later: timedelta
) -> None:
    until = at.astimezone(UTC) + later
    assert days_left(paused(due_on, at, until), until) == days_left(due_on, at)


@given(due_on=DAYS, at=MOMENTS, later=st.timedeltas(timedelta(0), timedelta(days=400)))
def test_what_has_passed_stays_past(due_on: date, at: datetime, later: timedelta) -> None:
    assert not is_past(due_on, at) or is_past(due_on, at.astimezone(UTC) + later)


@given(
    marks=MARKS,
    visits=st.lists(st.integers(0, 45), max_size=20).map(sorted),
)
def test_however_often_it_is_looked_each_mark_is_sent_once_in_falling_order(
    marks: list[int], visits: list[int]
) -> None:
    sent: list[int] = []
    for day in visits:
        found = reminders_due(DUE, at_home(DUE + timedelta(days=day - 35)), marks, sent)
        assert len(found) <= 1
        sent.extend(found)
    assert sent == sorted(set(sent), reverse=True)
    assert set(sent) <= set(marks)


@given(marks=MARKS)
def test_looking_every_day_sends_every_mark_on_its_day(marks: list[int]) -> None:
    sent: dict[int, int] = {}
    for left in range(40, -10, -1):
        at = at_home(DUE - timedelta(days=left))
        sent |= dict.fromkeys(reminders_due(DUE, at, marks, sent), left)
    assert sent == {mark: mark for mark in marks}
