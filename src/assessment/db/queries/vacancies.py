"""Places on panels that wait for the secretariat while a review is under way."""

from datetime import date

from sqlalchemy import ColumnElement, and_, case, or_, select, true
from sqlalchemy.orm import Session, aliased

from assessment.db.models import Assessment, Seat, Submission
from assessment.db.queries.reminders import Demanded
from assessment.domain.workflow import SeatState, State


def _waits() -> ColumnElement[bool]:
    """An empty place that nobody took over, or a disclosed tie that is not judged."""
    successor = aliased(Seat)
    taken = select(successor.id).where(successor.replaces_id == Seat.id)
    is_empty = and_(Seat.state == SeatState.DECLINED, ~taken.exists())
    is_tied = and_(Seat.state == SeatState.INVITED, Seat.declaration.is_not(None))
    return or_(is_empty, is_tied)


def is_stuck(session: Session, assessment_id: int) -> bool:
    """Whether the panel at work on the assessment has such a place."""
    found = (
        select(Seat.id)
        .join(Seat.submission)
        .where(
            Submission.assessment_id == assessment_id,
            Submission.withdrawn_at.is_(None),
            Seat.round == Submission.round,
            _waits(),
        )
        .limit(1)
    )
    return session.scalar(found) is not None


def vacancies_late(session: Session, today: date, seat_id: int | None = None) -> list[Demanded]:
    """The places in reviews under way whose reviewer's own day has passed.

    That is the day for the answer, or for the ratings where the seat was accepted and given up.
    """
    day = case((Seat.answered_at.is_not(None), Seat.due_on), else_=Seat.answer_by)
    rows = session.execute(
        select(Seat.id, Submission.assessment_id, Seat.appointed_at, day)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Assessment.state == State.IN_REVIEW,
            Submission.withdrawn_at.is_(None),
            Seat.round == Submission.round,
            _waits(),
            day < today,
            true() if seat_id is None else Seat.id == seat_id,
        )
        .order_by(Seat.id)
    )
    return [Demanded(*row) for row in rows]
