"""When a criterion that is assigned to somebody is due."""

from datetime import date, timedelta
from enum import StrEnum

SOON = timedelta(days=3)
"""How long before its day a task is due soon."""


class Urgency(StrEnum):
    """How a task's day stands to today."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"
    UNDATED = "undated"


PRESSING = (Urgency.SOON, Urgency.OVERDUE)
"""What cannot wait."""


def urgency(due_on: date | None, today: date) -> Urgency:
    """On its day a task is due soon; from the next day on it is overdue."""
    if due_on is None:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on - today <= SOON else Urgency.LATER


def has_become_pressing(due_on: date | None, last: date, today: date) -> bool:
    """Whether something is due soon or overdue today that was not yet so on the day before, `last`."""
    now = urgency(due_on, today)
    return now in PRESSING and now is not urgency(due_on, last)
