"""Opening an assessment, answering it, and what it scores."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Answer, Assessment, Evidence
from assessment.db.queries import assessments as queries
from assessment.domain import answers as domain
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import IllegalTransition
from assessment.domain.scoring import Scorecard, score
from assessment.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Worksheet:
    """An assessment as it stands: its answers and evidence by criterion id, and what they score."""

    assessment: Assessment
    answers: Mapping[str, Answer]
    evidence: Mapping[str, list[Evidence]]
    scorecard: Scorecard


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody wants to save; `version` is the one that they saw (0: none yet)."""

    level: int | None
    justification: str
    version: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first: `saved` is theirs, `draft` is what was not written."""

    saved: Answer
    draft: AnswerDraft


def open_assessment(
    session: Session,
    *,
    cluster_id: int,
    scheme_id: str,
    label: Label,
    actor_id: int,
    at: datetime,
) -> Assessment:
    """The cluster's assessment for the label that is under way, or a new draft.

    A cluster has one at a time: it may begin anew when the last one is decided.
    """
    found = queries.under_way(session, cluster_id, scheme_id, label.id)
    if found is not None:
        return found
    assessment = Assessment(
        cluster_id=cluster_id,
        scheme_id=scheme_id,
        label_id=label.id,
        state=State.DRAFT,
        opened_by=actor_id,
        opened_at=at,
        changed_at=at,
    )
    try:
        with session.begin_nested():
            session.add(assessment)
    except IntegrityError:
        found = queries.under_way(session, cluster_id, scheme_id, label.id)
        if found is None:
            raise
        return found
    return assessment


def read_worksheet(session: Session, assessment: Assessment, label: Label) -> Worksheet:
    """Answers, evidence and scorecard of an assessment, in two queries."""
    answers = queries.answers(session, assessment.id)
    evidence = queries.attached_evidence(session, assessment.id)
    return Worksheet(assessment, answers, evidence, score(label, _sheet(label, answers, evidence)))


def _sheet(
    label: Label, answers: Mapping[str, Answer], evidence: Mapping[str, list[Evidence]]
) -> domain.AnswerSheet:
    """The sheet of a draft; a level that today's scale no longer has counts as unanswered."""
    sheet = {}
    for criterion in label.criteria:
        if saved := answers.get(criterion.id):
            level = saved.level if saved.level in criterion.scale.levels else None
            count = len(evidence.get(criterion.id, ()))
            sheet[criterion.id] = domain.Answer(level, saved.justification, count)
    return domain.AnswerSheet(sheet)


def save_answer(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    draft: AnswerDraft,
    actor_id: int,
    at: datetime,
) -> Answer | Conflict:
    """Saves one answer, or returns the conflict when somebody else saved a different one since.

    Saving the same again changes nothing. Raises `InvalidRating` for a level that the scale does
    not have and `IllegalTransition` when the assessment is no longer a draft.
    """
    if draft.level is not None:
        criterion.check_level(draft.level)
    assessment = queries.assessment_for_change(session, assessment_id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"answer in state {assessment.state}")
    saved = queries.answer_for_change(session, assessment_id, criterion.id)
    if saved is None:
        saved = Answer(assessment_id=assessment_id, criterion_id=criterion.id)
        session.add(saved)
    elif (saved.level, saved.justification) == (draft.level, draft.justification):
        return saved
    elif saved.version != draft.version:
        return Conflict(saved, draft)
    saved.level = draft.level
    saved.justification = draft.justification
    saved.saved_by = actor_id
    saved.saved_at = at
    session.flush()
    return saved
