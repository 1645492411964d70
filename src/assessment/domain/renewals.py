"""Whether an application renews a label that the cluster holds, and when a renewal may come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessment.domain.answers import HeldLabel
from assessment.domain.calls import Admission
from assessment.domain.criteria import Renewal
from assessment.domain.days import Days
from assessment.domain.label_life import LifeState
from assessment.domain.validity import renewal_window


@dataclass(frozen=True, slots=True)
class Award:
    """A label that a cluster was awarded, from its first day until its last, both included.

    `certificate_id` None: before this system, or elsewhere. `never_stood` says of a renewal that it
    was revoked before it took the place of what it was to renew: that goes on.
    """

    label_id: str
    first: date
    until: date
    life: LifeState = LifeState.VALID
    number: str = ""
    certificate_id: int | None = None
    never_stood: bool = False


class Turn(StrEnum):
    """What an application for a label is on a given day."""

    FIRST = "first"
    EARLY = "early"
    OPEN = "open"
    SUSPENDED = "suspended"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Renewing:
    """What an application for a label is: `award` is the one held last, and `days` when it may be
    renewed; both None where the label was not held, was revoked, or cannot be renewed. A label that
    was suspended when it ended has no days."""

    turn: Turn
    award: Award | None = None
    days: Days | None = None

    @property
    def renewed(self) -> Award | None:
        """The award that the application renews; None for a first application."""
        return self.award if self.turn is Turn.OPEN else None

    @property
    def is_of_held_label(self) -> bool:
        """Whether it is, or becomes on its first day, a renewal of a label that is held."""
        return self.turn in (Turn.OPEN, Turn.EARLY)

    @property
    def opens_on(self) -> date | None:
        """The first day on which it may be submitted, where that is still to come."""
        return self.days.first if self.days and self.turn is Turn.EARLY else None

    @property
    def can_be_submitted(self) -> bool:
        """A label in force is applied for again on the days of its renewal alone."""
        return self.turn not in (Turn.EARLY, Turn.SUSPENDED)


FIRST = Renewing(Turn.FIRST)
"""An application for a label that the cluster has not held."""


def renewing(awards: Iterable[Award], renewal: Renewal | None, today: date) -> Renewing:
    """What an application for the label of these awards is today, by the label's renewal.

    The award that ends last decides, of those that ever stood; one that was replaced has a later one.
    After a revocation, and
    where the label has no renewal, each application is a first one. Before the first day of the
    window it is too early, after the last one it is a first application again. While a suspension
    lasts the label cannot be renewed; once its days are over, it is too late for that.
    """
    standing = [
        award
        for award in awards
        if award.life is not LifeState.SUPERSEDED and not award.never_stood
    ]
    last = max(standing, key=lambda award: award.until, default=None)
    if last is None or renewal is None or last.life is LifeState.REVOKED:
        return FIRST
    days = renewal_window(last.until, renewal.months_late)
    if last.life is LifeState.SUSPENDED:
        is_over = today > last.until
        return Renewing(Turn.LATE, last) if is_over else Renewing(Turn.SUSPENDED, last, days)
    if today in days:
        return Renewing(Turn.OPEN, last, days)
    return Renewing(Turn.EARLY if today < days.first else Turn.LATE, last, days)


def submit_by(admission: Admission, renewing: Renewing) -> date | None:
    """The one last day for submitting; None where there is none, or where nothing is taken today.

    A call binds a renewal as it binds any application, and the renewal has days of its own: whichever
    ends first. What was returned may come until the day that it was given.
    """
    if not admission.is_open or not renewing.can_be_submitted:
        return None
    if admission.is_again or renewing.renewed is None or renewing.days is None:
        return admission.until
    return min(day for day in (admission.until, renewing.days.last) if day is not None)


def labels_held(awards: Iterable[Award]) -> tuple[HeldLabel, ...]:
    """The awards that count as held, in their order.

    Suspended and revoked ones do not. One that was replaced counts through its own last day while a
    later one of its label stands, so that an early renewal takes no months away.
    """
    found = tuple(awards)
    standing = {award.label_id for award in found if award.life is LifeState.VALID}
    return tuple(
        HeldLabel(award.label_id, award.first, award.until)
        for award in found
        if award.life is LifeState.VALID
        or (award.life is LifeState.SUPERSEDED and award.label_id in standing)
    )
