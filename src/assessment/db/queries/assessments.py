"""Assessments, answers and evidence."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment.db.models import (
    Answer,
    AnswerVersion,
    Assessment,
    AttachedEvidence,
    Evidence,
    Sheet,
    Submission,
)
from assessment.domain.workflow import FINAL, State


def assessment(session: Session, assessment_id: int) -> Assessment:
    """The assessment with its cluster and sheet. Raises `NoResultFound`."""
    return session.scalars(
        select(Assessment)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Assessment.cluster), joinedload(Assessment.sheet))
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


def draft_for_change(session: Session, assessment_id: int) -> Assessment:
    """The assessment and its sheet, both locked, so that neither state nor version can move."""
    return session.scalars(
        select(Assessment)
        .join(Assessment.sheet)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Assessment.cluster), contains_eager(Assessment.sheet))
        .with_for_update(of=[Assessment, Sheet])
        .execution_options(populate_existing=True)
    ).one()


def sheet(session: Session, cluster_id: int, scheme_id: str) -> Sheet | None:
    """What the cluster has answered under the scheme, without the answers."""
    return session.scalar(
        select(Sheet).where(Sheet.cluster_id == cluster_id, Sheet.scheme_id == scheme_id)
    )


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


def answered(session: Session, sheet_ids: Collection[int]) -> dict[int, frozenset[str]]:
    """The criteria that have an answer, by sheet."""
    rows = session.execute(
        select(Answer.sheet_id, Answer.criterion_id).where(
            Answer.sheet_id.in_(sheet_ids), Answer.is_answered
        )
    )
    by_sheet: dict[int, set[str]] = defaultdict(set)
    for sheet_id, criterion_id in rows:
        by_sheet[sheet_id].add(criterion_id)
    return {sheet_id: frozenset(found) for sheet_id, found in by_sheet.items()}


def last_changes(session: Session, found: Sequence[Assessment]) -> dict[int, datetime]:
    """When each assessment last changed: a step of its state, or of a draft an answer saved."""
    drafts = [each for each in found if each.state == State.DRAFT]
    rows = session.execute(
        select(Answer.sheet_id, func.max(Answer.saved_at))
        .where(Answer.sheet_id.in_({draft.sheet_id for draft in drafts}))
        .group_by(Answer.sheet_id)
    )
    saves = {row[0]: row[1] for row in rows}
    steps = {each.id: each.changed_at for each in found}
    return steps | {
        draft.id: max(draft.changed_at, saves.get(draft.sheet_id, draft.changed_at))
        for draft in drafts
    }


def answers(session: Session, assessment_id: int) -> dict[str, Answer]:
    """The saved answers of the assessment's sheet by criterion id, each with its author."""
    found = session.scalars(
        select(Answer)
        .join(Assessment, Assessment.sheet_id == Answer.sheet_id)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Answer.author))
    )
    return {answer.criterion_id: answer for answer in found}


def answer_versions(
    session: Session, sheet_id: int, criterion_id: str, limit: int = 200
) -> Sequence[AnswerVersion]:
    """The history of an answer with its authors, newest first."""
    return session.scalars(
        select(AnswerVersion)
        .where(AnswerVersion.sheet_id == sheet_id, AnswerVersion.criterion_id == criterion_id)
        .options(joinedload(AnswerVersion.author))
        .order_by(AnswerVersion.version.desc())
        .limit(limit)
    ).all()


def answer_for_change(session: Session, sheet_id: int, criterion_id: str) -> Answer | None:
    return session.scalar(
        select(Answer)
        .where(Answer.sheet_id == sheet_id, Answer.criterion_id == criterion_id)
        .options(joinedload(Answer.author))
        .with_for_update(of=Answer)
        .execution_options(populate_existing=True)
    )


def attached_evidence(session: Session, assessment_id: int) -> dict[str, list[Evidence]]:
    """The evidence by criterion id, in the order in which it was attached."""
    found = session.scalars(
        select(AttachedEvidence)
        .join(Assessment, Assessment.sheet_id == AttachedEvidence.sheet_id)
        .where(Assessment.id == assessment_id)
        .options(joinedload(AttachedEvidence.evidence))
        .order_by(AttachedEvidence.id)
    )
    by_criterion: dict[str, list[Evidence]] = defaultdict(list)
    for attached in found:
        by_criterion[attached.criterion_id].append(attached.evidence)
    return dict(by_criterion)


def answers_of_sheets(session: Session, sheet_ids: Collection[int]) -> dict[int, dict[str, Answer]]:
    """The saved answers by sheet and criterion id, without their authors."""
    by_sheet: dict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in session.scalars(select(Answer).where(Answer.sheet_id.in_(sheet_ids))):
        by_sheet[answer.sheet_id][answer.criterion_id] = answer
    return dict(by_sheet)


def evidence_of_sheets(
    session: Session, sheet_ids: Collection[int]
) -> dict[int, dict[str, list[Evidence]]]:
    """The evidence by sheet and criterion id, in the order in which it was attached."""
    found = session.scalars(
        select(AttachedEvidence)
        .where(AttachedEvidence.sheet_id.in_(sheet_ids))
        .options(joinedload(AttachedEvidence.evidence))
        .order_by(AttachedEvidence.id)
    )
    by_sheet: dict[int, dict[str, list[Evidence]]] = defaultdict(dict)
    for attached in found:
        by_sheet[attached.sheet_id].setdefault(attached.criterion_id, []).append(attached.evidence)
    return dict(by_sheet)


def attachment(
    session: Session, sheet_id: int, criterion_id: str, evidence_id: int
) -> AttachedEvidence | None:
    return session.scalar(
        select(AttachedEvidence).where(
            AttachedEvidence.sheet_id == sheet_id,
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
