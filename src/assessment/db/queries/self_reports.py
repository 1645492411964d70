"""Self-assessment reports of drafts, and the assessment before that they compare with."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, defer, joinedload

from assessment.db.models import Assessment, Decision, DraftReport, SchemeEdition, Submission

DEFERRAL = "defer"
"""The outcome of a decision that settles nothing."""
SHOWN = 20
"""Reports that a page lists."""


def reports_of(session: Session, assessment_id: int) -> Sequence[DraftReport]:
    """The last reports of a draft with who ordered them, the newest first, without records."""
    return session.scalars(
        select(DraftReport)
        .where(DraftReport.assessment_id == assessment_id)
        .options(joinedload(DraftReport.author), defer(DraftReport.record, raiseload=True))
        .order_by(DraftReport.id.desc())
        .limit(SHOWN)
    ).all()


def newest_report(session: Session, assessment_id: int, language: str) -> DraftReport | None:
    """The last report of a draft that was ordered in the language."""
    return session.scalar(
        select(DraftReport)
        .where(DraftReport.assessment_id == assessment_id, DraftReport.language == language)
        .order_by(DraftReport.id.desc())
        .limit(1)
    )


def report_of(session: Session, assessment_id: int, report_id: int) -> DraftReport | None:
    """A report of the assessment, with its cluster; None where it is not one of this assessment."""
    return session.scalar(
        select(DraftReport)
        .where(DraftReport.id == report_id, DraftReport.assessment_id == assessment_id)
        .options(joinedload(DraftReport.assessment).joinedload(Assessment.cluster))
    )


def draft_report(session: Session, report_id: int) -> DraftReport:
    """The report with the text of its rules and who ordered it. Raises `NoResultFound`."""
    return session.scalars(
        select(DraftReport)
        .where(DraftReport.id == report_id)
        .options(
            joinedload(DraftReport.author),
            joinedload(DraftReport.edition).defer(SchemeEdition.files),
        )
    ).one()


def submission_before(
    session: Session, assessment: Assessment, at: datetime, except_id: int | None = None
) -> Submission | None:
    """What the cluster handed in last before a moment under the same label, else under the same scheme.

    What had been taken back or returned by then does not count.
    """
    is_same_label = (Assessment.label_id == assessment.label_id).desc()
    stood = or_(Submission.withdrawn_at.is_(None), Submission.withdrawn_at > at)
    return session.scalar(
        select(Submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id == assessment.cluster_id,
            Assessment.scheme_id == assessment.scheme_id,
            Submission.submitted_at < at,
            Submission.id != (except_id or 0),
            stood,
        )
        .options(*_WITH_RULES)
        .order_by(is_same_label, Submission.submitted_at.desc(), Submission.id.desc())
        .limit(1)
    )


def submission_named(session: Session, submission_id: int) -> Submission:
    """A submission with the text of its rules. Raises `NoResultFound`."""
    return session.scalars(
        select(Submission).where(Submission.id == submission_id).options(*_WITH_RULES)
    ).one()


_WITH_RULES = (
    joinedload(Submission.edition).defer(SchemeEdition.files),
    joinedload(Submission.submitter),
    joinedload(Submission.appeal),
)


def decision_before(session: Session, submission_id: int, at: datetime) -> Decision | None:
    """The last decision on a submission that was confirmed by a moment, and no deferral."""
    return session.scalar(
        select(Decision)
        .where(
            Decision.submission_id == submission_id,
            Decision.decided_at <= at,
            Decision.outcome != DEFERRAL,
        )
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(1)
    )


def decision_named(session: Session, decision_id: int) -> Decision:
    """A decision. Raises `NoResultFound`."""
    return session.scalars(select(Decision).where(Decision.id == decision_id)).one()
