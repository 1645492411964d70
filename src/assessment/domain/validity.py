"""How long a label holds, when it may be renewed, and what it is worth on a given day."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from assessment.domain.days import Days, add_months, end_of_month
from assessment.domain.label_life import LifeState

HOME = ZoneInfo("Europe/Helsinki")
"""The zone whose calendar says on which day something is decided or ends."""


NEAR = timedelta(days=183)
"""How long before its end a certificate is said to end soon."""

MONTHS_EARLY = 12
"""Months before the end from which on a renewal may be submitted, unless something else is said."""

_DAY = timedelta(days=1)


class Standing(StrEnum):
    """What a certificate is worth on a given day.

    `COMING` holds from its first day on, which is still to come; `EXPIRING` ends soon; `GRACE` has
    ended, and a renewal may still be submitted.
    """

    COMING = "coming"
    VALID = "valid"
    EXPIRING = "expiring"
    GRACE = "grace"
    EXPIRED = "expired"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"

    @property
    def is_in_force(self) -> bool:
        """Whether the cluster holds the label."""
        return self in (Standing.VALID, Standing.EXPIRING)


_ENDED_BY = {
    LifeState.REVOKED: Standing.REVOKED,
    LifeState.SUPERSEDED: Standing.SUPERSEDED,
}


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day on which a certificate holds, both included."""

    start: date
    end: date

    def standing(
        self,
        today: date,
        months_late: int | None = None,
        life: LifeState = LifeState.VALID,
        *,
        is_withheld: bool = False,
    ) -> Standing:
        """What the certificate is worth today.

        What was done to it for good comes first: revoked and superseded it is on every day. A
        suspension counts for the period; a suspended label cannot be renewed, so that after its end
        it is expired and has no grace. Otherwise the day decides: expired after the end, but in
        grace while a renewal may come, up to `months_late` months after it (None: there is none).
        A renewal awarded early is valid before its first day, as it stands for the one before it, unless
        it `is_withheld` until then.
        """
        if life in _ENDED_BY:
            return _ENDED_BY[life]
        is_suspended = life is LifeState.SUSPENDED
        if today > self.end:
            is_late = months_late is None or today > add_months(self.end, months_late)
            return Standing.EXPIRED if is_suspended or is_late else Standing.GRACE
        if is_suspended:
            return Standing.SUSPENDED
        if is_withheld and today < self.start:
            return Standing.COMING
        return Standing.EXPIRING if self.end - today <= NEAR else Standing.VALID


def first_validity(decided_on: date, years: int, visited_on: date | None = None) -> Validity:
    """From the day of the decision to the last day of the visit's month `years` later.

    The period is counted from the month, not the day (domain practice: "2 years from the interview's
    month"), and from the decision's month where nobody met the cluster. Raises `ValueError` when
    `years` is below one, or when the visit was so long ago that nothing of the period is left.
    """
    return _period(decided_on, visited_on or decided_on, years, decided_on)


def renewed_validity(previous_end: date, decided_on: date, years: int) -> Validity:
    """From the day after the end before to the last day of that end's month `years` later.

    It makes no difference when the renewal is decided: who comes early loses nothing, who comes late
    gains nothing, and the label has no gap. Raises `ValueError` when `years` is below one, or when
    it is decided so late that nothing of the period is left.
    """
    return _period(previous_end + _DAY, previous_end, years, decided_on)


def _period(start: date, counted_from: date, years: int, decided_on: date) -> Validity:
    if years < 1:
        raise ValueError("a certificate holds for at least one year")
    end = end_of_month(add_months(counted_from, 12 * years))
    if end < decided_on:
        raise ValueError("the period ends before it is awarded")
    return Validity(start, end)


def renewal_window(end: date, months_late: int, months_early: int = MONTHS_EARLY) -> Days:
    """The days on which the renewal of a label that holds until `end` may be submitted."""
    return Days(add_months(end, -months_early), add_months(end, months_late))
