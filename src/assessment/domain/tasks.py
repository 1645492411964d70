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


def urgency(due_on: date | None, today: date) -> Urgency:
    """On its day a task is due soon; from the next day on it is overdue."""
    if due_on is None:
        return Urgency.UNDATED
    if due_on < today:
        return Urgency.OVERDUE
    return Urgency.SOON if due_on - today <= SOON else Urgency.LATER
