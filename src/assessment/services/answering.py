"""Saving the answer to a criterion, and its history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Answer, AnswerVersion
from assessment.db.queries import assessments as queries
from assessment.domain.criteria import Criterion, CriterionStatus, NotApplicable
from assessment.domain.errors import IllegalTransition, InvalidValue, StaleVersion
from assessment.domain.merging import NOTHING, Merged, changed_parts, merge_answers, with_parts
from assessment.domain.questions import Question, QuestionType, plain
from assessment.domain.validity import HOME
from assessment.domain.workflow import State

ANSWER_COLUMNS = ("level", "justification", "values", "is_not_applicable")
"""The columns of an answer that a person writes."""


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """What somebody wants to save; `version` is the one that they saw (0: none yet).

    `values` are the answers to the questions by their ids, as plain JSON. `part_versions` are parts
    (see `domain.merging`) that they saw at another version than that: at an older one, because their
    page does not show it yet, or at the newest, which they want to overrule.
    """

    level: int | None
    justification: str
    version: int
    values: Mapping[str, Any] = field(default_factory=dict)
    is_not_applicable: bool = False
    part_versions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else saved first: `saved` is theirs, `draft` is what was not written.

    `contradicted` names the parts on which the two differ (see `domain.merging`); `together` has both
    sides' changes, and of those parts the ones that were not written.
    """

    saved: Answer
    draft: AnswerDraft
    contradicted: tuple[str, ...]
    together: AnswerDraft


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
    """Saves one answer. What somebody else saved since in other parts of it stays; where both changed
    the same part differently, nothing is written and the conflict is returned.

    Saving the same again changes nothing. Raises `InvalidRating` for a level that the scale does
    not have, `InvalidValue` for a value that its question does not take or a claim that the
    criterion forbids, `IllegalTransition` when the assessment is no longer a draft, and
    `StaleVersion` when it no longer follows the version that the criterion is of.
    """
    today = at.astimezone(HOME).date()
    written = _columns(record_meant(criterion, draft, today))
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
        last = queries.last_versions(session, sheet.id, [criterion.id])
        saved = Answer(
            sheet_id=sheet.id, criterion_id=criterion.id, version=last.get(criterion.id, 0)
        )
        session.add(saved)
    elif all(getattr(saved, key) == value for key, value in written.items()):
        return saved
    elif saved.version != draft.version or draft.part_versions:
        merged = _merged(session, saved, draft, written)
        if merged.contradicted:
            together = AnswerDraft(version=saved.version, **merged.insisting)
            return Conflict(saved, draft, merged.contradicted, together)
        written = _columns(merged.insisting)
        if all(getattr(saved, key) == value for key, value in written.items()):
            return saved
    for key, value in written.items():
        setattr(saved, key, value)
    saved.version += 1
    saved.saved_by = actor_id
    saved.saved_at = at
    session.flush()
    session.add(version_of(saved, at))
    session.flush()
    return saved


def taken_today(
    criterion: Criterion,
    record: Mapping[str, Any],
    version: int,
    at: datetime,
    changes: Mapping[str, Any] | None = None,
) -> AnswerDraft:
    """A draft of what today's criterion takes of an earlier record, with some values changed."""
    unread = unread_values(criterion.questions, record["values"], at.astimezone(HOME).date())
    values = {key: value for key, value in record["values"].items() if key not in unread}
    has_level = criterion.is_chosen and record["level"] in criterion.scale.levels
    return AnswerDraft(
        record["level"] if has_level else None,
        record["justification"],
        version,
        {**values, **(changes or {})},
        record["is_not_applicable"] and criterion.not_applicable is not NotApplicable.FORBID,
    )


def attached_values(
    session: Session, assessment_id: int, criterion: Criterion, values: Mapping[str, Any]
) -> dict[str, Any]:
    """Values from before without the files that are no longer attached to the criterion."""
    files = {q.id for q in criterion.questions if q.type is QuestionType.FILE} & values.keys()
    if not files:
        return dict(values)
    attached = queries.attached_evidence(session, assessment_id).get(criterion.id, ())
    known = {str(piece.id) for piece in attached}
    return {key: value for key, value in values.items() if key not in files or str(value) in known}


def _merged(
    session: Session, saved: Answer, draft: AnswerDraft, written: Mapping[str, Any]
) -> Merged:
    """What is written brought together with what is saved, from the versions that were seen.

    Without a trace of one of them every difference from what was not seen is a contradiction.
    """
    theirs = record_of(saved)
    mine = {key: written[key] for key in ANSWER_COLUMNS}
    seen: dict[int, Mapping[str, Any]] = {0: NOTHING, saved.version: theirs}
    for version in {draft.version, *draft.part_versions.values()} - seen.keys():
        found = session.get(AnswerVersion, (saved.sheet_id, saved.criterion_id, version))
        if found is None:
            newest = {p for p, version in draft.part_versions.items() if version == saved.version}
            unseen = (part for part in changed_parts(theirs, mine) if part not in newest)
            return Merged(theirs, mine, tuple(unseen))
        seen[version] = found.record
    parts = {part: seen[version] for part, version in draft.part_versions.items()}
    return merge_answers(with_parts(seen[draft.version], parts), mine, theirs)


def version_of(saved: Answer, at: datetime) -> AnswerVersion:
    """The entry in the answer's history that says how it stands since then."""
    return AnswerVersion(
        sheet_id=saved.sheet_id,
        criterion_id=saved.criterion_id,
        version=saved.version,
        record=record_of(saved),
        carried=saved.carried,
        saved_by=saved.saved_by,
        saved_at=at,
    )


def record_of(saved: Answer | AnswerDraft) -> dict[str, Any]:
    """What an answer says, as plain JSON."""
    return {column: getattr(saved, column) for column in ANSWER_COLUMNS}


def record_meant(criterion: Criterion, draft: AnswerDraft, today: date) -> dict[str, Any]:
    """What the draft says, in the form in which it is kept. Raises as `save_answer` does."""
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
    }


def _columns(record: Mapping[str, Any]) -> dict[str, Any]:
    """What is written of a record that a person saves."""
    has_word = record["level"] is not None or record["is_not_applicable"] or bool(record["values"])
    return {**record, "is_answered": has_word, "carried": ""}


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
