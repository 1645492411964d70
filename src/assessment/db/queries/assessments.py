"""Assessments, answers and evidence."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Answer, Assessment, AttachedEvidence, Evidence, Submission
from assessment.domain.workflow import FINAL


def assessment(session: Session, assessment_id: int) -> Assessment:
    """The assessment with its cluster. Raises `NoResultFound`."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Assessment.cluster))
    ).one()


def assessment_for_change(session: Session, assessment_id: int) -> Assessment:
    """The assessment with its row locked, so that its state cannot move underneath."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Assessment.cluster))
        .with_for_update(of=Assessment)
        .execution_options(populate_existing=True)
    ).one()


def under_way(
    session: Session, cluster_id: int, scheme_id: str, label_id: str
) -> Assessment | None:
    """The cluster's assessment for the label that is not decided yet."""
    return session.scalar(
        select(Assessment).where(
            Assessment.cluster_id == cluster_id,
            Assessment.scheme_id == scheme_id,
            Assessment.label_id == label_id,
            Assessment.state.not_in(FINAL),
        )
    )


def of_clusters(session: Session, cluster_ids: Collection[int]) -> Sequence[Assessment]:
    """The assessments of these clusters, newest first."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.cluster_id.in_(cluster_ids))
        .options(joinedload(Assessment.cluster))
        .order_by(Assessment.id.desc())
    ).all()


def answered_counts(session: Session, assessment_ids: Collection[int]) -> dict[int, int]:
    """How many criteria have an answer, by assessment."""
    rows = session.execute(
        select(Answer.assessment_id, func.count())
        .where(Answer.assessment_id.in_(assessment_ids), Answer.is_answered)
        .group_by(Answer.assessment_id)
    )
    return {row[0]: row[1] for row in rows}


def last_changes(session: Session, found: Sequence[Assessment]) -> dict[int, datetime]:
    """When each assessment last changed: a step of its state, or an answer that was saved."""
    steps = {assessment.id: assessment.changed_at for assessment in found}
    saves = session.execute(
        select(Answer.assessment_id, func.max(Answer.saved_at))
        .where(Answer.assessment_id.in_(steps))
        .group_by(Answer.assessment_id)
    )
    return steps | {row[0]: max(row[1], steps[row[0]]) for row in saves}


def answers(session: Session, assessment_id: int) -> dict[str, Answer]:
    """The saved answers by criterion id, each with its author."""
    found = session.scalars(
        select(Answer)
        .where(Answer.assessment_id == assessment_id)
        .options(joinedload(Answer.author))
    )
    return {answer.criterion_id: answer for answer in found}


def answer_for_change(session: Session, assessment_id: int, criterion_id: str) -> Answer | None:
    return session.scalar(
        select(Answer)
        .where(Answer.assessment_id == assessment_id, Answer.criterion_id == criterion_id)
        .options(joinedload(Answer.author))
        .with_for_update(of=Answer)
        .execution_options(populate_existing=True)
    )


def attached_evidence(session: Session, assessment_id: int) -> dict[str, list[Evidence]]:
    """The evidence by criterion id, in the order in which it was attached."""
    found = session.scalars(
        select(AttachedEvidence)
        .where(AttachedEvidence.assessment_id == assessment_id)
        .options(joinedload(AttachedEvidence.evidence))
        .order_by(AttachedEvidence.id)
    )
    by_criterion: dict[str, list[Evidence]] = defaultdict(list)
    for attached in found:
        by_criterion[attached.criterion_id].append(attached.evidence)
    return dict(by_criterion)


def attachment(
    session: Session, assessment_id: int, criterion_id: str, evidence_id: int
) -> AttachedEvidence | None:
    return session.scalar(
        select(AttachedEvidence).where(
            AttachedEvidence.assessment_id == assessment_id,
            AttachedEvidence.criterion_id == criterion_id,
            AttachedEvidence.evidence_id == evidence_id,
        )
    )


def same_file(session: Session, cluster_id: int, sha256: str, title: str) -> Evidence | None:
    """A file of the cluster with this content and title."""
    return session.scalar(
        select(Evidence).where(
            Evidence.cluster_id == cluster_id, Evidence.sha256 == sha256, Evidence.title == title
        )
    )


def evidence(session: Session, evidence_id: int) -> Evidence:
    """The piece of evidence. Raises `NoResultFound`."""
    return session.scalars(select(Evidence).where(Evidence.id == evidence_id)).one()


def submission_of(session: Session, assessment_id: int) -> Submission | None:
    return session.scalar(
        select(Submission)
        .where(Submission.assessment_id == assessment_id)
        .options(joinedload(Submission.edition), joinedload(Submission.submitter))
    )
