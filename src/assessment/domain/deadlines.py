"""By which day something is to be done, and when whoever has to do it is reminded.

A deadline is a day in the zone `HOME` and includes the whole of it: it has passed from the midnight
that ends it, whatever the clocks are set to. Every moment has a zone of its own; one without raises
`ValueError`, as nobody could say on which day it is.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from assessment.domain.validity import HOME


def day_of(at: datetime) -> date:
    """The day that it is at `HOME` at this moment."""
    if at.utcoffset() is None:
        raise ValueError("a moment needs a zone")
    return at.astimezone(HOME).date()


def due_in(at: datetime, days: int) -> date:
    """The last day of a period of so many days that begins the day after this moment.

    Raises `ValueError` when `days` is below zero; with none, it is the day itself.
    """
    if days < 0:
        raise ValueError("a period has no negative days")
    return day_of(at) + timedelta(days=days)


def days_left(due_on: date, at: datetime) -> int:
    """How many days there are after today: none on the last day, fewer than none once it passed."""
    return (due_on - day_of(at)).days


def is_past(due_on: date, at: datetime) -> bool:
    """Whether the deadline has passed."""
    return days_left(due_on, at) < 0


def paused(due_on: date, from_: datetime, until: datetime) -> date:
    """The deadline after its clock stood still from one moment until another.

    It moves by as many days as passed at `HOME`, so that there are as many left when the clock goes
    on as there were when it stopped: none where both are on one day, and nothing comes back that had
    passed before. Raises `ValueError` when the clock would go on on an earlier day than it stopped.
    """
    stood = day_of(until) - day_of(from_)
    if stood < timedelta(0):
        raise ValueError("a clock goes on after it stopped")
    return due_on + stood


def reminders_due(
    due_on: date, at: datetime, before: Sequence[int], sent: Collection[int]
) -> tuple[int, ...]:
    """The reminder that is to be sent now, by its mark; one at most.

    `before` are the marks: days before the deadline on which to remind, 0 on the day itself, below
    zero after it. A mark is reached when as many days are left, or fewer. Only the lowest reached one
    is sent, so whoever was away for a week sends one reminder and not three. Nothing is sent where
    that mark, or a lower one, is in `sent`: the higher ones are done with it. Nor is a mark that speaks
    of days to come sent after the deadline. `sent` holds the marks sent for this very day; a deadline
    that has moved begins with none.
    """
    left = days_left(due_on, at)
    nearest = min((mark for mark in before if left <= mark), default=None)
    if nearest is None or left < 0 <= nearest:
        return ()
    return () if any(mark <= nearest for mark in sent) else (nearest,)
