"""A reviewer's own seat: declaring one's ties, accepting it, declining it, giving it up."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Seat, Submission
from assessment.db.queries import assessments, people
from assessment.db.queries import reviews as queries
from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import SeatEvent, SeatState, State, advance_seat
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import record_event, settle_turn


@dataclass(frozen=True, slots=True)
class Declaration:
    """What a reviewer declares before seeing anything: `disclosed` is "" where there is nothing.

    `statements` are the ties that count as they were named on the page, and `language` is its own.
    """

    disclosed: str
    language: str
    statements: tuple[str, ...] = ()

    @property
    def is_clear(self) -> bool:
        return not self.disclosed.strip()


def declare(
    session: Session,
    *,
    submission: Submission,
    reviewer_id: int,
    declaration: Declaration,
    at: datetime,
    mailing: Mailing,
) -> Seat:
    """Records the declaration. Without a tie the seat is accepted; one that is disclosed waits for
    the secretariat (`clear_seat`, or another reviewer).

    Raises `IllegalTransition` when the seat is accepted already, or taken away.
    """
    assessment, seat = _invited(session, submission, reviewer_id)
    seat.declaration = {
        **asdict(declaration),
        "statements": list(declaration.statements),
        "is_clear": declaration.is_clear,
        "declared_at": at.isoformat(),
    }
    facts = {"disclosed": declaration.disclosed, "is_clear": declaration.is_clear}
    _record(session, assessment, seat, "declare", reviewer_id, at, facts)
    if declaration.is_clear:
        return _accept(session, assessment, seat, reviewer_id, at)
    _tell_office(
        session, submission, assessment, mailing, "tie_disclosed", reason=declaration.disclosed
    )
    session.flush()
    settle_turn(session, assessment)
    return seat


def clear_seat(
    session: Session,
    *,
    submission: Submission,
    seat_id: int,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Seat:
    """The secretariat finds that a disclosed tie is no conflict, and says why: the seat is accepted.

    Raises `IllegalTransition` when nothing is disclosed, or the seat is settled already.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    seat = queries.seat(session, submission.id, seat_id)
    if seat.declaration is None or seat.declaration["is_clear"]:
        raise IllegalTransition("nothing is disclosed")
    seat.declaration = {**seat.declaration, "cleared_because": reason, "cleared_by": actor_id}
    found = _accept(session, assessment, seat, actor_id, at, {"reason": reason})
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        [seat.reviewer],
        "seat_cleared",
        f"/reviews/{submission.id}",
        assessment=assessment,
        edition=edition,
    )
    return found


def decline_seat(
    session: Session,
    *,
    submission: Submission,
    reviewer_id: int,
    reason: str,
    at: datetime,
    mailing: Mailing,
) -> None:
    """The reviewer declines, or gives the seat up before handing in; ratings are kept, marked.

    Raises `IllegalTransition` when the review is handed in, or the seat taken away.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    seat = queries.seat_of(session, submission.id, reviewer_id)
    seat.state = advance_seat(SeatState(seat.state), SeatEvent.DECLINE)
    seat.left_at, seat.reason = at, reason
    _record(session, assessment, seat, "decline_seat", reviewer_id, at, {"reason": reason})
    _tell_office(session, submission, assessment, mailing, "seat_declined", reason=reason)
    session.flush()
    settle_turn(session, assessment)


def _invited(session: Session, submission: Submission, reviewer_id: int) -> tuple[Assessment, Seat]:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    seat = queries.seat_of(session, submission.id, reviewer_id)
    is_late = assessment.state not in (State.IN_REVIEW, State.CLARIFICATION)
    if is_late or seat.state != SeatState.INVITED:
        raise IllegalTransition(f"declaring on a seat that is {seat.state}")
    return assessment, seat


def _accept(
    session: Session,
    assessment: Assessment,
    seat: Seat,
    actor_id: int,
    at: datetime,
    facts: dict[str, str] | None = None,
) -> Seat:
    seat.state = advance_seat(SeatState(seat.state), SeatEvent.ACCEPT)
    seat.answered_at = at
    _record(session, assessment, seat, "accept_seat", actor_id, at, facts or {})
    session.flush()
    settle_turn(session, assessment)
    return seat


def _record(
    session: Session,
    assessment: Assessment,
    seat: Seat,
    kind: str,
    actor_id: int,
    at: datetime,
    facts: dict[str, object] | dict[str, str],
) -> None:
    record_event(
        session,
        kind,
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        about_id=seat.reviewer_id,
        facts=facts,
    )


def _tell_office(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    mailing: Mailing,
    kind: str,
    reason: str,
) -> None:
    """Tells the secretariat what a reviewer did, with the way to the panel."""
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.secretariat_for(session, assessment.cluster_id, assessment.id),
        kind,
        f"/secretariat/submissions/{submission.id}/seats",
        assessment=assessment,
        edition=edition,
        reason=reason,
    )
