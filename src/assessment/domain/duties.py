"""On which days the duties of a label's holder fall due while a certificate holds."""

from dataclasses import dataclass
from datetime import date, timedelta

from assessment.domain.criteria import Duty
from assessment.domain.days import add_months
from assessment.domain.validity import Validity

READY = timedelta(days=30)
"""How long before its last day a duty can be done at the latest, also where it has fewer days."""


@dataclass(frozen=True, slots=True)
class DutyDays:
    """One time that a duty falls due: the first is number 1; from `falls_on` until `due_on`."""

    number: int
    falls_on: date
    due_on: date

    @property
    def ready_on(self) -> date:
        """The first day on which it can be done."""
        return min(self.falls_on, self.due_on - READY)


def duty_days(duty: Duty, held: Validity) -> tuple[DutyDays, ...]:
    """Each time that the duty falls due under a certificate, in order.

    Counted in months from the certificate's first day, so that the last of a month stays the last of
    a month; the last day comes `duty.days` days after. Only what can be done while the certificate
    holds is a duty: one whose last day comes after its end is none.
    """
    found: list[DutyDays] = []
    number = 1
    while True:
        falls_on = add_months(held.start, number * duty.every_months)
        due_on = falls_on + timedelta(days=duty.days)
        if due_on > held.end:
            return tuple(found)
        found.append(DutyDays(number, falls_on, due_on))
        number += 1
