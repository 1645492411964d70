"""How long a certificate holds."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HOME = ZoneInfo("Europe/Helsinki")
"""The zone whose calendar says on which day something is decided or ends."""


NEAR = timedelta(days=183)
"""How long before its end a certificate is said to end soon."""


class Standing(StrEnum):
    """What a certificate is worth on a given day."""

    VALID = "valid"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Validity:
    """First and last day on which a certificate holds, both included."""

    start: date
    end: date

    def standing(self, today: date) -> Standing:
        return Standing.EXPIRED if today > self.end else Standing.VALID


def first_validity(decided_on: date, years: int) -> Validity:
    """From the day of the decision to the last day of the same month `years` later.

    The period is counted from the month, not the day (domain practice: "2 years from the month").
    Raises `ValueError` when `years` is below one.
    """
    if years < 1:
        raise ValueError("a certificate holds for at least one year")
    year = decided_on.year + years
    last = monthrange(year, decided_on.month)[1]
    return Validity(decided_on, date(year, decided_on.month, last))
