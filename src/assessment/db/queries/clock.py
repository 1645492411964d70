"""What waits for a day to come."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select, true
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Assessment, Reminder, SchemeEdition, Seat, Submission
from assessment.domain.workflow import SeatState, State


@dataclass(frozen=True, slots=True)
class Due:
    """A thing by its number, the last day for it, and the rules that it stands under."""

    id: int
    due_on: date
    scheme_digest: str


def unopposed(session: Session, today: date) -> Sequence[int]:
    """The submissions whose cluster could object to a proposed panel until a day that has passed."""
    return session.scalars(
        select(Submission.id)
        .join(Submission.assessment)
        .where(
            Assessment.state == State.PANEL_PROPOSED,
            Submission.withdrawn_at.is_(None),
            Submission.object_by < today,
        )
        .order_by(Submission.id)
    ).all()


def seats_due(session: Session, state: SeatState, seat_id: int | None = None) -> list[Due]:
    """The seats of panels at work that wait for an answer (`invited`), or for ratings (`accepted`).

    The clock of a clarification stands still: nobody is reminded meanwhile. Whoever disclosed a tie
    has answered, and waits for the secretariat.
    """
    is_asked = state is SeatState.INVITED
    last = Seat.answer_by if is_asked else Seat.due_on
    rows = session.execute(
        select(Seat.id, last, Submission.scheme_digest)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Seat.state == state,
            Seat.round == Submission.round,
            Assessment.state == State.IN_REVIEW,
            Submission.withdrawn_at.is_(None),
            last.is_not(None),
            Seat.declaration.is_(None) if is_asked else true(),
            true() if seat_id is None else Seat.id == seat_id,
        )
        .order_by(Seat.id)
    )
    return [Due(number, day, digest) for number, day, digest in rows if day is not None]


def marks_sent(
    session: Session, kind: str, subject_id: int | None = None
) -> dict[tuple[int, date], set[int]]:
    """The marks of the reminders that were sent, by thing and deadline."""
    rows = session.execute(
        select(Reminder.subject_id, Reminder.due_on, Reminder.mark).where(
            Reminder.kind == kind,
            true() if subject_id is None else Reminder.subject_id == subject_id,
        )
    )
    found: dict[tuple[int, date], set[int]] = defaultdict(set)
    for number, due_on, mark in rows:
        found[number, due_on].add(mark)
    return dict(found)


def seat_for_reminder(session: Session, seat_id: int) -> Seat:
    """The seat with its reviewer, and the submission with its rules. Raises `NoResultFound`."""
    return session.scalars(
        select(Seat)
        .where(Seat.id == seat_id)
        .options(
            joinedload(Seat.reviewer),
            joinedload(Seat.submission).joinedload(Submission.edition),
        )
    ).one()


def editions(session: Session, digests: Iterable[str]) -> Sequence[SchemeEdition]:
    """The text of these editions."""
    found = select(SchemeEdition).where(SchemeEdition.digest.in_(list(digests)))
    return session.scalars(found).all()
