"""How a person stands to something: the facts that `domain.policy` decides on."""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import (
    Assessment,
    Complaint,
    Decision,
    Document,
    Evidence,
    Membership,
    Seat,
    Submission,
)
from assessment.domain.policy import ClusterRole, Subject
from assessment.domain.workflow import SeatState, State


@dataclass(frozen=True, slots=True)
class Relation:
    """How a person stands to something; with the assessment that it is, or is part of."""

    subject: Subject
    assessment: Assessment | None = None


def to_cluster(session: Session, user_id: int | None, cluster_id: int) -> Relation:
    """The person's role on a cluster; an unknown cluster looks like one that is not theirs."""
    role = session.scalar(
        select(Membership.role).where(
            Membership.cluster_id == cluster_id, Membership.user_id == user_id
        )
    )
    return Relation(Subject(cluster_role=ClusterRole(role) if role else None))


def to_assessment(session: Session, user_id: int | None, assessment_id: int) -> Relation | None:
    """The person's relation to an assessment, its panel and its state; None when there is none."""
    return _subject(
        session, user_id, Assessment.id == assessment_id, Submission.withdrawn_at.is_(None)
    )


def to_submission(session: Session, user_id: int | None, submission_id: int) -> Relation | None:
    """The same, by the submission."""
    return _subject(session, user_id, Submission.id == submission_id)


def to_document(session: Session, user_id: int | None, document_id: int) -> Relation | None:
    """The same, by a document made from the submission.

    Of what was made for a decision a panel has nothing to see: that on appeal looks afresh.
    """
    document = session.get(Document, document_id)
    if document is None:
        return None
    relation = to_submission(session, user_id, document.submission_id)
    if relation is None or document.kind == "application":
        return relation
    return replace(relation, subject=replace(relation.subject, seat=None, is_lead=False))


def to_complaint(session: Session, user_id: int | None, complaint_id: int) -> Relation | None:
    """The same, by a complaint about how the assessment is handled."""
    assessment_id = session.scalar(
        select(Complaint.assessment_id).where(Complaint.id == complaint_id)
    )
    return None if assessment_id is None else to_assessment(session, user_id, assessment_id)


def to_evidence(session: Session, user_id: int | None, evidence_id: int) -> Relation | None:
    """The role on the cluster in whose library a piece of evidence is.

    The panel and the secretariat see what a submission froze, by way of the submission.
    """
    cluster_id = session.scalar(select(Evidence.cluster_id).where(Evidence.id == evidence_id))
    return None if cluster_id is None else to_cluster(session, user_id, cluster_id)


def _subject(
    session: Session,
    user_id: int | None,
    which: ColumnElement[bool],
    standing: ColumnElement[bool] | None = None,
) -> Relation | None:
    """The relation to what is chosen by `which`, among the submissions that are `standing`.

    The assessment comes with its cluster and sheet.
    """
    row = session.execute(_relation(user_id, which, standing)).first()
    if row is None:
        return None
    assessment, role, seat_state, seat_round, is_lead, at_round, sender, withdrawn_at, proposer = (
        row
    )
    seat = SeatState(seat_state) if seat_state else None
    if seat is not None and seat_round != at_round:
        seat = SeatState.REPLACED  # an earlier panel has nothing more to do here
    subject = Subject(
        cluster_role=ClusterRole(role) if role else None,
        seat=seat,
        is_lead=bool(is_lead),
        had_seat=seat not in (None, SeatState.DROPPED),
        has_submitted=bool(sender) and sender == user_id,
        has_proposed=bool(proposer) and proposer == user_id,
        state=State(assessment.state),
        is_withdrawn=withdrawn_at is not None,
        is_appeal=(at_round or 1) > 1,
    )
    return Relation(subject, assessment)


def _relation(
    user_id: int | None, which: ColumnElement[bool], standing: ColumnElement[bool] | None
) -> Select[*tuple[Any, ...]]:
    """All that a relation rests on, in one question: membership, latest seat, waiting decision."""
    submitted = Submission.assessment_id == Assessment.id
    own = and_(Membership.cluster_id == Assessment.cluster_id, Membership.user_id == user_id)
    latest = (
        select(Seat.id)
        .where(Seat.submission_id == Submission.id, Seat.reviewer_id == user_id)
        .order_by(Seat.round.desc(), (Seat.state != SeatState.DROPPED).desc(), Seat.id.desc())
        .limit(1)
        .correlate(Submission)
        .scalar_subquery()
    )
    waiting = and_(
        Decision.submission_id == Submission.id,
        Decision.decided_at.is_(None),
        Decision.rejected_at.is_(None),
    )
    return (
        select(
            Assessment,
            Membership.role,
            Seat.state,
            Seat.round,
            Seat.is_lead,
            Submission.round,
            Submission.submitted_by,
            Submission.withdrawn_at,
            Decision.proposed_by,
        )
        .outerjoin(Submission, submitted if standing is None else and_(submitted, standing))
        .outerjoin(Membership, own)
        .outerjoin(Seat, Seat.id == latest)
        .outerjoin(Decision, waiting)
        .where(which)
        .options(joinedload(Assessment.cluster), joinedload(Assessment.sheet))
    )
