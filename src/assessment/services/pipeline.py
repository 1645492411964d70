"""The list of applications as the secretariat reads it: how long each waits, for whom, until when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Seat
from assessment.db.queries import pipeline as queries
from assessment.db.queries.appeals import count_complaints
from assessment.db.queries.pipeline import Application, Beside, SeatOnList, Wanted
from assessment.domain.deadlines import day_of, days_left
from assessment.domain.next_steps import Holder, holder_of
from assessment.domain.workflow import SeatState, State
from assessment.services.standing_figures import StandingFigures

_WAITED_FOR = (SeatState.INVITED, SeatState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """An application with the days that it is in its state and has left, and who moves it on.

    `left` is below zero once the day has passed, None where there is none. `people` are those of the
    panel who have the next step; `panel` is all of it. `life` is what was done to the label since its
    award, "" where it simply holds or there is none; `is_missed` says that a condition of the award was
    missed, `is_renamed` that another holder is proposed for its certificate: a second person confirms both.
    """

    application: Application
    age: int
    left: int | None
    holder: Holder
    people: tuple[SeatOnList, ...]
    panel: tuple[SeatOnList, ...]
    life: str = ""
    is_missed: bool = False
    is_renamed: bool = False

    @property
    def is_overdue(self) -> bool:
        return self.left is not None and self.left < 0


@dataclass(frozen=True, slots=True)
class Figures:
    """What the list says beside its rows: how many applications each state has that fit all else that is
    wanted, the countries from which anything was submitted, and how many complaints wait for an answer.
    """

    counts: Mapping[str, int]
    countries: Sequence[str]
    complaints: int


def figures_for(session: Session, wanted: Wanted, user_id: int, *, has_clusters: bool) -> Figures:
    """These figures for a person, without what concerns themselves.

    What clusters are called, and who works on which, can change at any time; all else changes with a step
    alone, and is counted once after each. For whoever works on a cluster it is counted each time.
    """
    figures = StandingFigures(session)
    every = replace(wanted, state="", sort="")
    is_found_by_cluster = bool(wanted.words or wanted.country)
    is_own = bool(wanted.to_confirm_by or wanted.numbers is not None)
    if has_clusters or is_found_by_cluster or is_own:
        counts = queries.counts_by_state(session, every, except_clusters_of=user_id)
    else:
        counts = figures.get(("pipeline", every), lambda: queries.counts_by_state(session, every))

    def complaints() -> int:
        return count_complaints(session, except_clusters_of=user_id, waiting=True)

    return Figures(
        counts,
        figures.get("countries", lambda: queries.countries(session)),
        complaints() if has_clusters else figures.get(("complaints", user_id), complaints),
    )


def waiting(session: Session, found: Sequence[Application], at: datetime) -> list[Waiting]:
    """These applications with who has the next step; one question, however many there are."""
    if not found:
        return []
    known = queries.beside(session, {each.id: each.round for each in found})
    return [_waiting(each, known, at) for each in found]


@dataclass(frozen=True, slots=True)
class Turn:
    """Who has the next step of one application, by which day, and how many days that leaves."""

    holder: Holder
    people: tuple[SeatOnList, ...]
    due_on: date | None
    left: int | None


def turn_of(assessment: Assessment, seats: Sequence[Seat], at: datetime) -> Turn:
    """Whose turn an application is, with its panel at work."""
    panel = tuple(
        SeatOnList(seat.reviewer.name, seat.reviewer.deleted_at, seat.state, seat.is_lead)
        for seat in seats
    )
    due_on = assessment.due_on
    left = None if due_on is None else days_left(due_on, at)
    holder, people = _next(State(assessment.state), assessment.turn, panel)
    return Turn(holder, people, due_on, left)


def _waiting(found: Application, known: Beside, at: datetime) -> Waiting:
    state, panel = State(found.state), tuple(known.panels.get(found.id, ()))
    age = (day_of(at) - day_of(found.changed_at)).days
    left = None if found.due_on is None else days_left(found.due_on, at)
    holder, people = _next(state, found.turn, panel)
    is_missed = state is State.CONDITIONAL and found.id in known.missed
    is_renamed = found.id in known.renamed
    if is_renamed and holder is Holder.NOBODY:
        holder = Holder.SECOND_PERSON
    life = known.lives.get(found.id, "")
    return Waiting(found, age, left, holder, people, panel, life, is_missed, is_renamed)


def _next(
    state: State, turn: int | None, panel: tuple[SeatOnList, ...]
) -> tuple[Holder, tuple[SeatOnList, ...]]:
    """Who moves it on. A review for which nobody works is for the secretariat to fill."""
    holder = holder_of(state, turn)
    if holder is Holder.REVIEWERS:
        people = tuple(seat for seat in panel if seat.state in _WAITED_FOR)
        return (holder, people) if people else (Holder.SECRETARIAT, ())
    if holder is Holder.LEAD:
        return holder, tuple(seat for seat in panel if seat.is_lead)
    return holder, ()
