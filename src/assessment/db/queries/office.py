"""What the digest of the secretariat tells, without what concerns its reader themselves."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Cluster,
    Decision,
    EventRecord,
    Seat,
    Submission,
    User,
)
from assessment.db.queries.award_conditions import missed_by_others, missed_submissions
from assessment.db.queries.taking_part import concerns
from assessment.domain.workflow import FOR_SECRETARIAT, SeatState, State


@dataclass(frozen=True, slots=True)
class Standing:
    """An application that stands; `id` is the submission's.

    `is_missed` says of an award that a condition was missed, which waits to be confirmed; `is_to_check`
    that the cluster told of one, or its last day came to an end, what is not checked.
    """

    id: int
    cluster: str
    scheme_id: str
    label_id: str
    state: str
    due_on: date | None
    is_missed: bool = False
    is_to_check: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of an application that stands."""

    id: int
    cluster: str
    scheme_id: str
    label_id: str
    kind: str
    state_after: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LateSeat:
    """A reviewer who has not answered, or not handed in, by the day."""

    id: int
    cluster: str
    scheme_id: str
    label_id: str
    reviewer: str
    seat_state: str
    due_on: date


_ABOUT = (Submission.id, Cluster.name, Assessment.scheme_id, Assessment.label_id)


def standing(session: Session, user_id: int, states: Collection[str]) -> list[Standing]:
    """Applications in these states, and reviews of which a place waits for the secretariat, the most
    urgent first; decisions and missed conditions only for a second person."""
    proposed = select(Decision.submission_id).where(
        Decision.proposed_by == user_id,
        Decision.decided_at.is_(None),
        Decision.rejected_at.is_(None),
    )
    is_ours = and_(Assessment.state == State.CONDITIONAL, Assessment.turn == FOR_SECRETARIAT)
    is_missed = and_(is_ours, Submission.id.in_(missed_submissions()))
    rows = session.execute(
        select(*_ABOUT, Assessment.state, Assessment.due_on, is_missed, and_(is_ours, ~is_missed))
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(
            or_(Assessment.state.in_(states), Assessment.turn == FOR_SECRETARIAT),
            Submission.id.not_in(proposed),
            or_(~is_missed, Submission.id.in_(missed_by_others(user_id))),
            *_open_to(user_id),
        )
        .order_by(Assessment.due_on.is_(None), Assessment.due_on, Submission.id)
    )
    return [Standing(*row) for row in rows]


def happened_between(
    session: Session, user_id: int, since: datetime, until: datetime
) -> list[Happened]:
    """What others, or the days, did after `since` and up to `until`, in its order."""
    rows = session.execute(
        select(*_ABOUT, EventRecord.kind, EventRecord.state_after, EventRecord.facts)
        .join(Assessment, Assessment.id == EventRecord.assessment_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Assessment.cluster)
        .where(
            EventRecord.happened_at > since,
            EventRecord.happened_at <= until,
            or_(EventRecord.actor_id.is_(None), EventRecord.actor_id != user_id),
            *_open_to(user_id),
        )
        .order_by(EventRecord.number)
    )
    return [Happened(*row) for row in rows]


def late_seats(session: Session, user_id: int, today: date) -> list[LateSeat]:
    """Who should have answered or handed in by a day that has passed, the latest first."""
    is_silent = and_(
        Seat.state == SeatState.INVITED, Seat.declaration.is_(None), Seat.answer_by < today
    )
    is_late = and_(Seat.state == SeatState.ACCEPTED, Seat.due_on < today)
    rows = session.execute(
        select(*_ABOUT, User.name, Seat.state, Seat.answer_by, Seat.due_on)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .join(Seat, and_(Seat.submission_id == Submission.id, Seat.round == Submission.round))
        .join(Seat.reviewer)
        .where(
            Assessment.state == State.IN_REVIEW,
            or_(is_silent, is_late),
            *_open_to(user_id),
        )
        .order_by(Seat.id)
    )
    found = [
        LateSeat(*row[:6], row.answer_by if row.state == SeatState.INVITED else row.due_on)
        for row in rows
    ]
    return sorted(found, key=lambda seat: seat.due_on)


def _open_to(user_id: int) -> tuple[ColumnElement[bool], ...]:
    """What stands and does not concern the person themselves."""
    return (
        Submission.withdrawn_at.is_(None),
        ~concerns(user_id),
    )
