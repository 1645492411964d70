"""The days that a decision may set: by when a condition is to be met, how long a deferral waits."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum

from assessment.domain.errors import DomainError


class DayFault(StrEnum):
    """What is wrong with a day: it is not to come, or the certificate has ended by then."""

    NOT_TO_COME = "not_to_come"
    AFTER_END = "after_end"


class WrongDays(DomainError):
    """Days of a decision that cannot be.

    `conditions` tells the fault by the place of a condition in its list, counted from 0; `until` that of
    the deferral, where it has one; `end` is the last day of the certificate, where one is issued.
    """

    def __init__(
        self, conditions: Mapping[int, DayFault], until: DayFault | None, end: date | None
    ) -> None:
        super().__init__(f"conditions: {dict(conditions)}, until: {until}")
        self.conditions = conditions
        self.until = until
        self.end = end


def check_decision_days(
    today: date,
    *,
    conditions: Sequence[date] = (),
    until: date | None = None,
    end: date | None = None,
) -> None:
    """Whether the cluster has time for each condition, and the deferral lasts at all.

    Each day is later than today: a condition is missed once its day is over, and the label revoked then.
    A condition falls due while the certificate holds, on its last day `end` at the latest. Raises
    `WrongDays` with every day that is not so.
    """
    faults = {place: _fault(day, today, end) for place, day in enumerate(conditions)}
    found = {place: fault for place, fault in faults.items() if fault is not None}
    lasting = _fault(until, today, None) if until is not None else None
    if found or lasting is not None:
        raise WrongDays(found, lasting, end)


def _fault(day: date, today: date, end: date | None) -> DayFault | None:
    if day <= today:
        return DayFault.NOT_TO_COME
    return DayFault.AFTER_END if end is not None and day > end else None
