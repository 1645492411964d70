"""Appeals and complaints."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment.db.models import Appeal, Assessment, Complaint, Membership
from assessment.db.queries.taking_part import assessments_with_a_part


def appeal(session: Session, submission_id: int) -> Appeal | None:
    """The appeal against the decision on a submission, if there is one."""
    return session.scalar(
        select(Appeal)
        .where(Appeal.submission_id == submission_id)
        .execution_options(populate_existing=True)
    )


def complaint_for_change(session: Session, complaint_id: int) -> Complaint:
    """The complaint, locked. Raises `NoResultFound`."""
    return session.scalars(
        select(Complaint)
        .where(Complaint.id == complaint_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def complaint(session: Session, complaint_id: int) -> Complaint:
    """The complaint with its author, assessment and cluster. Raises `NoResultFound`."""
    return session.scalars(
        select(Complaint)
        .where(Complaint.id == complaint_id)
        .options(
            joinedload(Complaint.author),
            joinedload(Complaint.assessment).joinedload(Assessment.cluster),
        )
    ).one()


def complaints_about(session: Session, assessment_id: int) -> Sequence[Complaint]:
    """What was complained of about one assessment, the newest first."""
    return session.scalars(
        select(Complaint)
        .where(Complaint.assessment_id == assessment_id)
        .options(joinedload(Complaint.author))
        .order_by(Complaint.id.desc())
    ).all()


def complaints(
    session: Session, *, except_clusters_of: int, waiting: bool, first: int, limit: int | None
) -> Sequence[Complaint]:
    """A page of all complaints, or of those that wait for an answer: these first, by their last day."""
    return session.scalars(
        select(Complaint)
        .join(Complaint.assessment)
        .join(Assessment.cluster)
        .where(*_wanted(except_clusters_of, waiting=waiting))
        .options(contains_eager(Complaint.assessment).contains_eager(Assessment.cluster))
        .order_by(Complaint.answered_at.is_not(None), Complaint.due_on, Complaint.id)
        .offset(first)
        .limit(limit)
    ).all()


def count_complaints(session: Session, *, except_clusters_of: int, waiting: bool) -> int:
    """How many there are, but for the clusters on which that person works, and what they reviewed."""
    wanted = _wanted(except_clusters_of, waiting=waiting)
    found = select(func.count()).select_from(Complaint).join(Complaint.assessment).where(*wanted)
    return session.scalar(found) or 0


def _wanted(user_id: int, *, waiting: bool) -> list[ColumnElement[bool]]:
    own = select(Membership.cluster_id).where(Membership.user_id == user_id)
    is_open = Complaint.answered_at.is_(None) if waiting else true()
    sat = assessments_with_a_part(user_id)
    return [Assessment.cluster_id.not_in(own), Assessment.id.not_in(sat), is_open]
