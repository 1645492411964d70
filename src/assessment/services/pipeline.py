"""The list of applications as the secretariat reads it: how long each waits, for whom, until when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.queries.pipeline import Application, SeatOnList, panels
from assessment.domain.deadlines import day_of, days_left
from assessment.domain.next_steps import HOLDERS, Holder
from assessment.domain.workflow import SeatState, State

_WAITED_FOR = (SeatState.INVITED, SeatState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application with the days that it is in its state and has left, and who moves it on.

    `left` is below zero once the day has passed, None where there is none. `people` are those of the
    panel who have the next step; `panel` is all of it.
    """

    application: Application
    age: int
    left: int | None
    holder: Holder
    people: Sequence[SeatOnList]
    panel: Sequence[SeatOnList]

    @property
    def is_overdue(self) -> bool:
        return self.left is not None and self.left < 0


def waiting(session: Session, found: Sequence[Application], at: datetime) -> list[Waiting]:
    """These applications with who has the next step; one question, however many there are."""
    seated = panels(session, [each.id for each in found]) if found else {}
    return [_waiting(each, seated.get(each.id, ()), at) for each in found]


def _waiting(found: Application, panel: Sequence[SeatOnList], at: datetime) -> Waiting:
    holder, people = _next(State(found.state), panel)
    age = (day_of(at) - day_of(found.changed_at)).days
    left = None if found.due_on is None else days_left(found.due_on, at)
    return Waiting(found, age, left, holder, people, panel)


def _next(state: State, panel: Sequence[SeatOnList]) -> tuple[Holder, Sequence[SeatOnList]]:
    """Who moves it on. A review for which nobody works is for the secretariat to fill."""
    holder = HOLDERS[state]
    if holder is Holder.REVIEWERS:
        people = [seat for seat in panel if seat.state in _WAITED_FOR]
        return (holder, people) if people else (Holder.SECRETARIAT, ())
    if holder is Holder.LEAD:
        return holder, [seat for seat in panel if seat.is_lead]
    return holder, ()
