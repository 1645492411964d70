"""Calls: the days on which applications for a label are taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class CallDays:
    """The days of a call, at home, both included. From `closed_on` on it takes nothing."""

    id: int
    opens_on: date
    closes_on: date
    closed_on: date | None = None

    def is_open(self, day: date) -> bool:
        is_closed = self.closed_on is not None and day >= self.closed_on
        return self.opens_on <= day <= self.closes_on and not is_closed

    def is_to_come(self, day: date) -> bool:
        return day < self.opens_on and self.closed_on is None


@dataclass(frozen=True, slots=True)
class Admission:
    """Whether an application is taken today, by which call, until when, and when the next one opens.

    It `is_again` when it was returned and may come once more until then.
    """

    is_open: bool
    call_id: int | None = None
    until: date | None = None
    opens_on: date | None = None
    is_again: bool = False


def admission(
    calls: Sequence[CallDays],
    day: date,
    *,
    again_until: date | None = None,
    call_id: int | None = None,
) -> Admission:
    """What holds for an application on a day, by the calls for its label.

    A label without a call takes applications always. What was returned may come again until
    `again_until`, also when its call (`call_id`) has closed, and stays with it.
    """
    if again_until is not None and day <= again_until:
        return Admission(True, call_id, again_until, is_again=True)
    if not calls:
        return Admission(True)
    fitting = [call for call in calls if call.is_open(day)]
    if fitting:
        longest = max(fitting, key=lambda call: call.closes_on)
        return Admission(True, longest.id, longest.closes_on)
    return Admission(
        False, opens_on=min((c.opens_on for c in calls if c.is_to_come(day)), default=None)
    )
