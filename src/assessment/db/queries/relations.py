"""How a person stands to something: the facts that `domain.policy` decides on."""

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Document,
    Evidence,
    Membership,
    Seat,
    Submission,
)
from assessment.domain.policy import ClusterRole, Subject
from assessment.domain.workflow import State


def cluster_subject(session: Session, user_id: int | None, cluster_id: int) -> Subject:
    """The person's role on a cluster; an unknown cluster looks like one that is not theirs."""
    role = session.scalar(
        select(Membership.role).where(
            Membership.cluster_id == cluster_id, Membership.user_id == user_id
        )
    )
    return Subject(cluster_role=ClusterRole(role) if role else None)


def assessment_subject(session: Session, user_id: int | None, assessment_id: int) -> Subject | None:
    """The person's relation to an assessment, its panel and its state; None when there is none."""
    return _subject(
        session, user_id, Assessment.id == assessment_id, Submission.withdrawn_at.is_(None)
    )


def submission_subject(session: Session, user_id: int | None, submission_id: int) -> Subject | None:
    """The same, by the submission."""
    return _subject(session, user_id, Submission.id == submission_id)


def document_subject(session: Session, user_id: int | None, document_id: int) -> Subject | None:
    """The same, by a document made from the submission."""
    submission_id = select(Document.submission_id).where(Document.id == document_id)
    return _subject(session, user_id, Submission.id == submission_id.scalar_subquery())


def evidence_subject(session: Session, user_id: int | None, evidence_id: int) -> Subject | None:
    """The role on the cluster in whose library a piece of evidence is.

    The panel and the secretariat see what a submission froze, by way of the submission.
    """
    cluster_id = session.scalar(select(Evidence.cluster_id).where(Evidence.id == evidence_id))
    return None if cluster_id is None else cluster_subject(session, user_id, cluster_id)


def _subject(
    session: Session,
    user_id: int | None,
    which: ColumnElement[bool],
    standing: ColumnElement[bool] | None = None,
) -> Subject | None:
    """The relation to what is chosen by `which`, among the submissions that are `standing`."""
    submitted = Submission.assessment_id == Assessment.id
    row = session.execute(
        select(
            Assessment.state,
            Membership.role,
            Seat.id,
            Seat.handed_in_at,
            Submission.withdrawn_at,
        )
        .outerjoin(Submission, submitted if standing is None else and_(submitted, standing))
        .outerjoin(
            Membership,
            and_(Membership.cluster_id == Assessment.cluster_id, Membership.user_id == user_id),
        )
        .outerjoin(Seat, and_(Seat.submission_id == Submission.id, Seat.reviewer_id == user_id))
        .where(which)
    ).first()
    if row is None:
        return None
    state, role, seat_id, handed_in_at, withdrawn_at = row
    return Subject(
        cluster_role=ClusterRole(role) if role else None,
        is_on_panel=seat_id is not None,
        has_handed_in=handed_in_at is not None,
        state=State(state),
        is_withdrawn=withdrawn_at is not None,
    )
