"""Opening an assessment, answering it, and what it scores."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Answer, AnswerVersion, Assessment, Evidence, Sheet
from assessment.db.queries import assessments as queries
from assessment.db.queries import clusters, outcomes, schemes
from assessment.domain import answers as domain
from assessment.domain.answers import AnswerSheet, HeldLabel, Piece
from assessment.domain.criteria import Criterion, CriterionStatus, Label, NotApplicable
from assessment.domain.errors import IllegalTransition, InvalidValue, StaleVersion
from assessment.domain.questions import Question, plain
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.services.uploads import evidence_kind

ANSWER_COLUMNS = ("level", "justification", "values", "is_not_applicable")
"""The columns of an answer that a person writes."""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """An assessment as it stands: answers and evidence by criterion id, profile, and what they score."""

    assessment: Assessment
    answers: Mapping[str, Answer]
    evidence: Mapping[str, list[Evidence]]
    sheet: AnswerSheet
    scorecard: Scorecard

    @property
    def carried(self) -> tuple[str, ...]:
        """The criteria whose answer a new version of the scheme touched and nobody has confirmed."""
        asked = (found.criterion.id for found in self.scorecard.criteria if found.is_asked)
        return tuple(key for key in asked if key in self.answers and self.answers[key].carried)


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody wants to save; `version` is the one that they saw (0: none yet).

    `values` are the answers to the questions by their ids, as plain JSON.
    """

    level: int | None
    justification: str
    version: int
    values: Mapping[str, Any] = field(default_factory=dict)
    is_not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first: `saved` is theirs, `draft` is what was not written."""

    saved: Answer
    draft: AnswerDraft


def open_assessment(
    session: Session,
    *,
    cluster_id: int,
    edition: Edition,
    label: Label,
    actor_id: int,
    at: datetime,
) -> Assessment:
    """The cluster's assessment for the label that is under way, or a new draft.

    A cluster has one at a time: it may begin anew when the last one is decided. Raises
    `StaleVersion` when another edition has come into force in between.
    """
    scheme_id = edition.scheme.id
    schemes.lock_scheme(session, scheme_id)
    in_force = schemes.digest_in_force(session, scheme_id)
    if in_force not in (None, edition.digest):
        raise StaleVersion(edition.scheme.version)
    found = queries.under_way(session, cluster_id, scheme_id, label.id)
    if found is not None:
        return found
    sheet = _sheet(session, cluster_id, edition)
    assessment = Assessment(
        cluster_id=cluster_id,
        scheme_id=scheme_id,
        label_id=label.id,
        sheet=sheet,
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


def _sheet(session: Session, cluster_id: int, edition: Edition) -> Sheet:
    """What the cluster has answered under the scheme, or a new sheet."""
    scheme = edition.scheme
    found = queries.sheet(session, cluster_id, scheme.id)
    if found is not None:
        return found
    made = Sheet(cluster_id=cluster_id, scheme_id=scheme.id, scheme_version=scheme.version)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        found = queries.sheet(session, cluster_id, scheme.id)
        if found is None:
            raise
        return found
    return made


def read_worksheet(
    session: Session, assessment: Assessment, label: Label, at: datetime
) -> Worksheet:
    """Answers, evidence, profile, labels held and scorecard of an assessment, in four queries."""
    answers = queries.answers(session, assessment.id)
    evidence = queries.attached_evidence(session, assessment.id)
    profile = clusters.profile(session, assessment.cluster_id, assessment.scheme_id)
    sheet = AnswerSheet(
        _answers(label, answers, evidence),
        profile.values if profile else {},
        held_labels(session, assessment.cluster_id, assessment.scheme_id),
        at.astimezone(HOME).date(),
    )
    return Worksheet(assessment, answers, evidence, sheet, score(label, sheet))


def held_labels(session: Session, cluster_id: int, scheme_id: str) -> tuple[HeldLabel, ...]:
    """The labels of the scheme that the cluster was awarded, with their periods."""
    found = outcomes.certificates_of_clusters(session, [cluster_id])
    return tuple(
        HeldLabel(assessment.label_id, certificate.valid_from, certificate.valid_until)
        for certificate in found
        if (assessment := certificate.submission.assessment).scheme_id == scheme_id
    )


def _answers(
    label: Label, answers: Mapping[str, Answer], evidence: Mapping[str, list[Evidence]]
) -> dict[str, domain.Answer]:
    """The answers of a draft; a level that today's scale no longer has counts as unanswered."""
    sheet = {}
    for criterion in label.criteria:
        if saved := answers.get(criterion.id):
            level = saved.level if saved.level in criterion.scale.levels else None
            sheet[criterion.id] = domain.Answer(
                level,
                saved.justification,
                tuple(piece(item) for item in evidence.get(criterion.id, ())),
                saved.values,
                saved.is_not_applicable,
            )
    return sheet


def piece(evidence: Evidence) -> Piece:
    """A piece of evidence as far as rules ask."""
    return Piece(evidence_kind(evidence.media_type), evidence.dated_on)


def save_answer(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    draft: AnswerDraft,
    actor_id: int,
    at: datetime,
    scheme_version: str | None = None,
) -> Answer | Conflict:
    """Saves one answer, or returns the conflict when somebody else saved a different one since.

    Saving the same again changes nothing. Raises `InvalidRating` for a level that the scale does
    not have, `InvalidValue` for a value that its question does not take or a claim that the
    criterion forbids, `IllegalTransition` when the assessment is no longer a draft, and
    `StaleVersion` when it no longer follows the version that the criterion is of.
    """
    today = at.astimezone(HOME).date()
    written = _checked(criterion, draft, today)
    assessment = queries.draft_for_change(session, assessment_id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"answer in state {assessment.state}")
    sheet = assessment.sheet
    if scheme_version is not None and sheet.scheme_version not in ("", scheme_version):
        raise StaleVersion(sheet.scheme_version)
    saved = queries.answer_for_change(session, sheet.id, criterion.id)
    if saved is not None:
        kept = unread_values(criterion.questions, saved.values, today)
        written["values"] = kept | written["values"]
    if saved is None:
        saved = Answer(sheet_id=sheet.id, criterion_id=criterion.id)
        session.add(saved)
    elif all(getattr(saved, key) == value for key, value in written.items()):
        return saved
    elif saved.version != draft.version:
        return Conflict(saved, draft)
    for key, value in written.items():
        setattr(saved, key, value)
    saved.saved_by = actor_id
    saved.saved_at = at
    session.flush()
    session.add(version_of(saved))
    session.flush()
    return saved


def version_of(saved: Answer) -> AnswerVersion:
    """The entry in the answer's history that says how it stands now."""
    return AnswerVersion(
        sheet_id=saved.sheet_id,
        criterion_id=saved.criterion_id,
        version=saved.version,
        record=record_of(saved),
        carried=saved.carried,
        saved_by=saved.saved_by,
        saved_at=saved.saved_at,
    )


def record_of(saved: Answer) -> dict[str, Any]:
    """What an answer says, as plain JSON."""
    return {column: getattr(saved, column) for column in ANSWER_COLUMNS}


def _checked(criterion: Criterion, draft: AnswerDraft, today: date) -> dict[str, Any]:
    """The columns that the draft writes."""
    if draft.is_not_applicable and criterion.not_applicable is NotApplicable.FORBID:
        raise InvalidValue(criterion.id, "must_apply")
    if criterion.status is not CriterionStatus.ACTIVE:
        raise InvalidValue(criterion.id, "not_yet_asked")
    level = draft.level if criterion.is_chosen and not draft.is_not_applicable else None
    if level is not None:
        criterion.check_level(level)
    values = {}
    for question in criterion.questions:
        value = plain(question.read(draft.values.get(question.id), today))
        if value is not None:
            values[question.id] = value
    return {
        "level": level,
        "justification": draft.justification,
        "values": values,
        "is_not_applicable": draft.is_not_applicable,
        "is_answered": level is not None or draft.is_not_applicable or bool(values),
        "carried": "",
    }


def unread_values(
    questions: Iterable[Question], values: Mapping[str, Any], today: date
) -> dict[str, Any]:
    """Saved values that no question reads any more, since the scheme has changed: they stay."""
    known = {question.id: question for question in questions}
    return {
        key: value for key, value in values.items() if not _is_read(known.get(key), value, today)
    }


def _is_read(question: Question | None, value: Any, today: date) -> bool:
    if question is None:
        return False
    try:
        question.read(value, today)
    except InvalidValue:
        return False
    return True
