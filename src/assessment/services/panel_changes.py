"""Changes to a panel at work: somebody takes over a place, or leads it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Seat, Submission
from assessment.db.queries import assessments, teams
from assessment.db.queries import reviews as queries
from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import (
    ON_PANEL,
    Event,
    SeatEvent,
    SeatState,
    State,
    advance_seat,
)
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.panels import check_reviewers, invite, warning_facts
from assessment.services.records import rules_of
from assessment.services.steps import record_event, settle_turn, take_step


def replace_reviewer(
    session: Session,
    *,
    submission: Submission,
    seat_id: int,
    reviewer_id: int,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
    because: str = "",
) -> Seat:
    """Gives a reviewer's place to somebody else, who is invited; what was done is kept, marked.

    In the consensus the review is open again, for the new reviewer's ratings. `because` says why
    somebody takes it in spite of a warning. Raises
    `UnsuitablePanel` as `check_reviewers` does, `IllegalTransition` once the consensus is closed or
    for a seat that nobody left and nobody can take.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    everybody = queries.all_seats(session, submission.id)
    old = queries.seat(session, submission.id, seat_id)
    check_replaceable(assessment, submission, old, everybody)
    teams.hold_team(session, assessment.cluster_id)
    staying = [seat for seat in queries.seats(session, submission.id) if seat.id != old.id]
    warnings = check_reviewers(session, submission, assessment, [reviewer_id], at, because, staying)
    if assessment.state == State.CONSENSUS:
        take_step(session, assessment, Event.REOPEN_REVIEW, actor_id=actor_id, at=at)
    if old.state != SeatState.DECLINED:
        old.state = advance_seat(SeatState(old.state), SeatEvent.REPLACE)
        old.left_at, old.reason = at, reason
    new = Seat(
        submission_id=submission.id,
        round=submission.round,
        reviewer_id=reviewer_id,
        is_lead=old.is_lead,
        state=SeatState.PROPOSED,
        appointed_by=actor_id,
        appointed_at=at,
        replaces_id=old.id,
        conflicts=warnings[reviewer_id],
    )
    session.add(new)
    session.flush()
    session.refresh(new, ["reviewer"])
    record_event(
        session,
        "replace_reviewer",
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        about_id=old.reviewer_id,
        facts={"reason": reason, "successor": reviewer_id, **warning_facts(warnings, because)},
    )
    invite(session, submission, assessment, new, at, mailing)
    settle_turn(session, assessment)
    if old.left_at == at:
        _tell_of_replacement(session, submission, assessment, old, mailing)
    return new


def check_replaceable(
    assessment: Assessment, submission: Submission, seat: Seat, everybody: Sequence[Seat]
) -> None:
    """Raises `IllegalTransition` unless the seat is on the panel at work, or is empty by a refusal."""
    is_open = assessment.state in (State.IN_REVIEW, State.CLARIFICATION, State.CONSENSUS)
    is_taken_over = any(other.replaces_id == seat.id for other in everybody)
    is_there = seat.state in ON_PANEL or (seat.state == SeatState.DECLINED and not is_taken_over)
    if not is_open or not is_there or seat.round != submission.round:
        raise IllegalTransition(f"replacing a seat that is {seat.state} in {assessment.state}")


def change_lead(
    session: Session,
    *,
    submission: Submission,
    seat_id: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Has another member of the panel at work lead it, who then closes the consensus and is told.

    Raises `IllegalTransition` for a seat that is not on the panel at work, or once the consensus is
    closed; nothing happens where they lead already.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    new = queries.seat(session, submission.id, seat_id)
    everybody = queries.all_seats(session, submission.id)
    check_replaceable(assessment, submission, new, everybody)
    if new.state not in ON_PANEL:
        raise IllegalTransition(f"leading from a seat that is {new.state}")
    if new.is_lead:
        return
    former = [seat for seat in everybody if seat.round == submission.round and seat.is_lead]
    for seat in former:
        seat.is_lead = False
    new.is_lead = True
    record_event(
        session,
        "change_lead",
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        about_id=new.reviewer_id,
        facts={"before": sorted(seat.reviewer_id for seat in former)},
    )
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        [new.reviewer],
        "lead_given",
        f"/reviews/{submission.id}/seat",
        assessment=assessment,
        edition=edition,
    )
    session.flush()


def _tell_of_replacement(
    session: Session, submission: Submission, assessment: Assessment, seat: Seat, mailing: Mailing
) -> None:
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        [seat.reviewer],
        "seat_replaced",
        f"/reviews/{submission.id}/seat",
        assessment=assessment,
        edition=edition,
        reason=seat.reason,
    )
