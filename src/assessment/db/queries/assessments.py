"""Assessments, answers and evidence."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import CompoundSelect, delete, func, select, true, union_all, update
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from assessment.db.models import (
    Answer,
    AnswerImport,
    AnswerVersion,
    Assessment,
    AttachedEvidence,
    Comment,
    Evidence,
    EvidenceStep,
    SchemeEdition,
    Seat,
    Sheet,
    Submission,
)
from assessment.domain.workflow import BESIDES, ON_PANEL, State


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


def sheet_for_change(session: Session, sheet_id: int) -> Sheet:
    """The sheet, locked, so that nobody saves an answer on it meanwhile."""
    return session.scalars(
        select(Sheet)
        .where(Sheet.id == sheet_id)
        .with_for_update(of=Sheet)
        .execution_options(populate_existing=True)
    ).one()


def other_drafts(session: Session, sheet_id: int, assessment_id: int) -> Sequence[str]:
    """The labels of the drafts, but for one, that read the same sheet."""
    return session.scalars(
        select(Assessment.label_id)
        .where(
            Assessment.sheet_id == sheet_id,
            Assessment.id != assessment_id,
            Assessment.state == State.DRAFT,
        )
        .order_by(Assessment.id)
    ).all()


def under_way(
    session: Session, cluster_id: int, scheme_id: str, label_id: str
) -> Assessment | None:
    """The cluster's assessment for the label that is not decided yet."""
    return session.scalar(
        select(Assessment).where(
            Assessment.cluster_id == cluster_id,
            Assessment.scheme_id == scheme_id,
            Assessment.label_id == label_id,
            Assessment.state.not_in(BESIDES),
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


def last_changes(session: Session, found: Sequence[Assessment]) -> dict[int, datetime]:
    """When each assessment last changed: a step of its state; of a draft an answer, evidence, comment."""
    drafts = [each for each in found if each.state == State.DRAFT]
    sheet_ids = {draft.sheet_id for draft in drafts}
    steps = {each.id: each.changed_at for each in found}
    if not sheet_ids:
        return steps
    works = _work_on_sheets(sheet_ids).subquery()
    rows = session.execute(
        select(works.c.sheet_id, func.max(works.c.at)).group_by(works.c.sheet_id)
    )
    latest = {row[0]: row[1] for row in rows}
    return steps | {
        draft.id: max(draft.changed_at, latest.get(draft.sheet_id, draft.changed_at))
        for draft in drafts
    }


def _work_on_sheets(sheet_ids: Collection[int]) -> CompoundSelect[int, datetime]:
    """Everything that somebody did on these sheets: the sheet, and when."""
    answers = select(Answer.sheet_id, Answer.saved_at.label("at"))
    pieces = select(EvidenceStep.sheet_id, EvidenceStep.made_at)
    remarks = select(Comment.sheet_id, Comment.written_at)
    return union_all(
        answers.where(Answer.sheet_id.in_(sheet_ids)),
        pieces.where(EvidenceStep.sheet_id.in_(sheet_ids), EvidenceStep.carried == ""),
        remarks.where(Comment.sheet_id.in_(sheet_ids), Comment.deleted_at.is_(None)),
    )


def answers(session: Session, assessment_id: int) -> dict[str, Answer]:
    """The saved answers of the assessment's sheet by criterion id, each with its author."""
    found = session.scalars(
        select(Answer)
        .join(Assessment, Assessment.sheet_id == Answer.sheet_id)
        .where(Assessment.id == assessment_id)
        .options(joinedload(Answer.author))
    )
    return {answer.criterion_id: answer for answer in found}


def mark_as_carried(
    session: Session, sheet_id: int, origin: str, criterion_ids: Collection[str] | None = None
) -> None:
    """Marks answers (None: all of the sheet) to be confirmed; those that are so already stay so.

    What an answer says does not change, nor does the number of its saves.
    """
    marked = (
        update(Answer)
        .where(Answer.sheet_id == sheet_id, Answer.carried == "")
        .values(carried=origin)
        .execution_options(synchronize_session="fetch")
    )
    if criterion_ids is not None:
        marked = marked.where(Answer.criterion_id.in_(criterion_ids))
    session.execute(marked)


def saved_moments(session: Session, sheet_id: int) -> dict[str, datetime]:
    """When each answer of the sheet was saved last, by criterion id."""
    rows = session.execute(
        select(Answer.criterion_id, Answer.saved_at).where(Answer.sheet_id == sheet_id)
    )
    return {row[0]: row[1] for row in rows}


def submissions_on_sheet(session: Session, sheet_id: int) -> Sequence[Submission]:
    """What was submitted of the sheet and stands, newest first, each with its assessment."""
    return session.scalars(
        select(Submission)
        .join(Submission.assessment)
        .where(Assessment.sheet_id == sheet_id, Submission.withdrawn_at.is_(None))
        .options(contains_eager(Submission.assessment), defer(Submission.record))
        .order_by(Submission.id.desc())
    ).all()


def answer_versions(
    session: Session,
    sheet_id: int,
    criterion_id: str,
    *,
    before: int | None = None,
    limit: int = 100,
) -> Sequence[AnswerVersion]:
    """The history of an answer with its authors, newest first; `before` is the number of a version."""
    is_before = AnswerVersion.version < before if before is not None else true()
    return session.scalars(
        select(AnswerVersion)
        .where(
            AnswerVersion.sheet_id == sheet_id,
            AnswerVersion.criterion_id == criterion_id,
            is_before,
        )
        .options(joinedload(AnswerVersion.author))
        .order_by(AnswerVersion.version.desc())
        .limit(limit)
    ).all()


def evidence_steps(
    session: Session,
    sheet_id: int,
    criterion_id: str,
    *,
    after: datetime | None = None,
    before: int | None = None,
    limit: int | None = None,
) -> Sequence[EvidenceStep]:
    """What was attached to an answer and taken off it, newest first, with who did and the evidence.

    Those that were made later than `after`, and before the one with the number `before`.
    """
    bounds = [
        EvidenceStep.made_at > after if after else true(),
        EvidenceStep.id < before if before is not None else true(),
    ]
    return session.scalars(
        select(EvidenceStep)
        .where(
            EvidenceStep.sheet_id == sheet_id, EvidenceStep.criterion_id == criterion_id, *bounds
        )
        .options(joinedload(EvidenceStep.author), joinedload(EvidenceStep.evidence))
        .order_by(EvidenceStep.id.desc())
        .limit(limit)
    ).all()


def traces(session: Session, sheet_id: int, criterion_id: str) -> tuple[bool, bool]:
    """Whether an answer was ever saved here, and whether evidence was ever attached."""
    saved, attached = (
        select(table.sheet_id)
        .where(table.sheet_id == sheet_id, table.criterion_id == criterion_id)
        .exists()
        for table in (AnswerVersion, EvidenceStep)
    )
    found = session.execute(select(saved, attached)).one()
    return bool(found[0]), bool(found[1])


def answer_version(
    session: Session, sheet_id: int, criterion_id: str, number: int
) -> AnswerVersion | None:
    """One version of an answer, with its author."""
    return session.scalar(
        select(AnswerVersion)
        .where(
            AnswerVersion.sheet_id == sheet_id,
            AnswerVersion.criterion_id == criterion_id,
            AnswerVersion.version == number,
        )
        .options(joinedload(AnswerVersion.author))
    )


def versions_by_number(
    session: Session, sheet_id: int, numbers: Mapping[str, int]
) -> dict[str, AnswerVersion]:
    """Of each criterion named the version of its answer that has this number."""
    found = session.scalars(
        select(AnswerVersion).where(
            AnswerVersion.sheet_id == sheet_id,
            AnswerVersion.criterion_id.in_(numbers),
            AnswerVersion.version.in_({*numbers.values()}),
        )
    )
    return {each.criterion_id: each for each in found if numbers[each.criterion_id] == each.version}


def last_versions(
    session: Session, sheet_id: int, criterion_ids: Collection[str]
) -> dict[str, int]:
    """The number of the last version that the history knows of each answer, present or taken out."""
    rows = session.execute(
        select(AnswerVersion.criterion_id, func.max(AnswerVersion.version))
        .where(
            AnswerVersion.sheet_id == sheet_id,
            AnswerVersion.criterion_id.in_(criterion_ids),
        )
        .group_by(AnswerVersion.criterion_id)
    )
    return {row[0]: row[1] for row in rows}


def waiting_import(session: Session, assessment_id: int, at: datetime) -> AnswerImport | None:
    """The workbook that waits to be taken into the assessment."""
    return session.scalar(
        select(AnswerImport)
        .where(AnswerImport.assessment_id == assessment_id, AnswerImport.expires_at > at)
        .options(joinedload(AnswerImport.uploader))
        .order_by(AnswerImport.id.desc())
        .limit(1)
    )


def answer_for_change(session: Session, sheet_id: int, criterion_id: str) -> Answer | None:
    return session.scalar(
        select(Answer)
        .where(Answer.sheet_id == sheet_id, Answer.criterion_id == criterion_id)
        .options(joinedload(Answer.author))
        .with_for_update(of=Answer)
        .execution_options(populate_existing=True)
    )


_PIECES = joinedload(AttachedEvidence.evidence).options(
    joinedload(Evidence.file), joinedload(Evidence.check)
)


def attached_evidence(session: Session, assessment_id: int) -> dict[str, list[Evidence]]:
    """The evidence by criterion id, in the order in which it was attached."""
    found = session.scalars(
        select(AttachedEvidence)
        .join(Assessment, Assessment.sheet_id == AttachedEvidence.sheet_id)
        .where(Assessment.id == assessment_id)
        .options(_PIECES)
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
        .options(_PIECES)
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


def submission_of(session: Session, assessment_id: int) -> Submission | None:
    """The submission of the assessment that was not withdrawn."""
    return session.scalar(
        select(Submission)
        .where(Submission.assessment_id == assessment_id, Submission.withdrawn_at.is_(None))
        .options(
            joinedload(Submission.edition).defer(SchemeEdition.files),
            joinedload(Submission.submitter),
            joinedload(Submission.appeal),
        )
    )


def edition_standing(session: Session, assessment_id: int) -> SchemeEdition | None:
    """The text of the rules under which the assessment is submitted; None while it is not."""
    return session.scalar(
        select(SchemeEdition)
        .join(Submission, Submission.scheme_digest == SchemeEdition.digest)
        .where(Submission.assessment_id == assessment_id, Submission.withdrawn_at.is_(None))
    )


def last_day_of_review(session: Session, assessment_id: int) -> date | None:
    """The last day that a reviewer of the panel at work has for the ratings."""
    return session.scalar(
        select(func.max(Seat.due_on))
        .join(Seat.submission)
        .where(
            Submission.assessment_id == assessment_id,
            Submission.withdrawn_at.is_(None),
            Seat.round == Submission.round,
            Seat.state.in_(ON_PANEL),
        )
    )


def forget_imports(session: Session, assessment_id: int) -> None:
    """Puts aside every workbook that waits to be taken into the assessment."""
    session.execute(delete(AnswerImport).where(AnswerImport.assessment_id == assessment_id))


def forget_expired_imports(session: Session, at: datetime) -> None:
    """Puts aside every workbook that waited too long to be taken."""
    session.execute(delete(AnswerImport).where(AnswerImport.expires_at <= at))


def withdrawn_submissions(session: Session, assessment_id: int) -> Sequence[Submission]:
    """The submissions of the assessment that its cluster took back, newest first, without records."""
    return session.scalars(
        select(Submission)
        .where(Submission.assessment_id == assessment_id, Submission.withdrawn_at.is_not(None))
        .options(defer(Submission.record, raiseload=True))
        .order_by(Submission.id.desc())
    ).all()
