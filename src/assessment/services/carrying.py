"""Answers that come from before: what has to be confirmed, where it comes from, and confirming it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.changes import Origin, classes, differences
from assessment.catalogue.loader import Edition, frozen_edition
from assessment.catalogue.schema.versions import ChangeClass
from assessment.db.models import Answer, Assessment, ParkedAnswer, Sheet, Submission
from assessment.db.queries import assessments as queries
from assessment.db.queries import schemes
from assessment.domain.criteria import Criterion, Label
from assessment.services.answering import (
    Conflict,
    attached_values,
    record_of,
    save_answer,
    taken_today,
)

EARLIER = "earlier"
"""How an answer is marked that was part of an earlier submission and nobody has saved since."""


def mark_to_confirm(
    session: Session, assessment: Assessment, edition: Edition, label: Label
) -> None:
    """Marks what a new draft finds on its sheet and nobody has looked at since.

    That is what was submitted before as it still stands, unless another draft relies on it already;
    and everything on a sheet that was left behind by a new version of the scheme.
    """
    sheet = queries.sheet_for_change(session, assessment.sheet_id)
    if sheet.scheme_version != edition.scheme.version:
        queries.mark_as_carried(session, sheet.id, Origin.KEPT)
        sheet.scheme_version = edition.scheme.version
        session.flush()
        return
    relied_on = {
        criterion.id
        for label_id in queries.other_drafts(session, sheet.id, assessment.id)
        for criterion in edition.scheme.label(label_id).criteria
    }
    saved = queries.saved_moments(session, sheet.id)
    found = {
        criterion_id
        for submission in queries.submissions_on_sheet(session, sheet.id)
        for criterion_id in submission.record["answers"]
        if criterion_id in saved and saved[criterion_id] <= submission.submitted_at
    }
    asked = {criterion.id for criterion in label.criteria}
    queries.mark_as_carried(session, sheet.id, EARLIER, (found & asked) - relied_on)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an answer to be confirmed comes from.

    `label_id` is the label for which it was submitted last, "" where none is known.
    """

    origin: str
    saved_at: datetime
    label_id: str = ""


def sources_of(session: Session, found: Iterable[Answer]) -> dict[str, Source]:
    """Where answers of one sheet come from, by criterion; without those that are nobody's to confirm."""
    carried = [answer for answer in found if answer.carried]
    earlier = next((answer for answer in carried if answer.carried == EARLIER), None)
    submitted = queries.submissions_on_sheet(session, earlier.sheet_id) if earlier else ()
    return {answer.criterion_id: _source(answer, submitted) for answer in carried}


def _source(saved: Answer, submitted: Iterable[Submission]) -> Source:
    if saved.carried != EARLIER:
        return Source(saved.carried, saved.saved_at)
    labels = (s.assessment.label_id for s in submitted if s.submitted_at >= saved.saved_at)
    return Source(EARLIER, saved.saved_at, next(labels, ""))


@dataclass(frozen=True, slots=True)
class Before:
    """A criterion as it was in the earlier version, with the answer that was given to it then.

    `parked` is None where the answer has come along unchanged.
    """

    criterion_id: str
    edition: Edition
    parked: ParkedAnswer | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a new version of the scheme did to a criterion, and what was there before."""

    kind: ChangeClass | None
    before: tuple[Before, ...]


def change_of(session: Session, sheet: Sheet, saved: Answer, edition: Edition) -> Change | None:
    """What changed about the criterion of an answer that a new version touched.

    None where no earlier version is known here.
    """
    keys = saved.carried_from or [saved.criterion_id]
    parked = _latest(schemes.parked_answers(session, sheet.id), keys)
    earlier = _edition_before(session, sheet, edition, parked)
    if earlier is None:
        return None
    kinds = {Origin.COPIED: ChangeClass.SPLIT, Origin.MERGED: ChangeClass.MERGED}
    kind = kinds.get(Origin(saved.carried))
    if kind is None:
        kind = classes(differences(earlier, edition)).get(saved.criterion_id)
    known = earlier.texts.in_language(earlier.texts.source).criteria
    before = tuple(Before(key, earlier, parked.get(key)) for key in keys if key in known)
    return Change(kind, before)


def _latest(parked: Sequence[ParkedAnswer], keys: Sequence[str]) -> dict[str, ParkedAnswer]:
    """Of each of the criteria the answer that was put aside last; they come newest first."""
    return {
        answer.criterion_id: answer for answer in reversed(parked) if answer.criterion_id in keys
    }


def _edition_before(
    session: Session, sheet: Sheet, edition: Edition, parked: Mapping[str, ParkedAnswer]
) -> Edition | None:
    """The version from which the answers came: that of what was put aside, or the one before today's."""
    version = next((answer.scheme_version for answer in parked.values()), "")
    if not version:
        published = schemes.publications(session, sheet.scheme_id)
        others = (
            p.edition.version for p in published if p.edition.version != edition.scheme.version
        )
        version = next(others, "")
    kept = schemes.edition_of_version(session, sheet.scheme_id, version)
    return frozen_edition(kept.files) if kept else None


@dataclass(frozen=True, slots=True)
class Former:
    """A criterion that a label asked in an earlier version, by its title then.

    `now` are the criteria of today to which its answer was carried; it `is_parked` where an answer to
    it was put aside.
    """

    title: str
    now: tuple[Criterion, ...]
    is_parked: bool


def former_criterion(
    session: Session,
    sheet: Sheet,
    label: Label,
    answers: Mapping[str, Answer],
    criterion_id: str,
    language: str,
) -> Former | None:
    """What became of a criterion that the label does not ask today; None where it never did."""
    kept = schemes.parked_answers(session, sheet.id)
    parked = next((each.title for each in kept if each.criterion_id == criterion_id), None)
    title = _published_title(session, sheet, label, criterion_id, language) or parked
    if title is None:
        return None
    answered = (c for c in label.criteria if c.id in answers)
    now = tuple(c for c in answered if criterion_id in answers[c.id].carried_from)
    return Former(title, now, parked is not None)


def _published_title(
    session: Session, sheet: Sheet, label: Label, criterion_id: str, language: str
) -> str | None:
    for kept in schemes.published_editions(session, sheet.scheme_id):
        edition = frozen_edition(kept.files)
        same = (own for own in edition.scheme if own.id == label.id)
        if any(criterion.id == criterion_id for own in same for criterion in own.criteria):
            return edition.texts.in_language(language).criteria[criterion_id].title
    return None


def confirm_answer(
    session: Session,
    *,
    assessment: Assessment,
    criterion: Criterion,
    saved: Answer,
    version: int,
    changes: Mapping[str, Any],
    actor_id: int,
    at: datetime,
    scheme_version: str,
) -> Answer | None:
    """Saves an answer as still true, with some of its values brought up to date.

    None when somebody saved it since `version` was seen: then nothing is written. Raises as
    `save_answer` does.
    """
    if saved.version != version:
        return None
    result = save_answer(
        session,
        assessment_id=assessment.id,
        criterion=criterion,
        draft=taken_today(criterion, record_of(saved), version, at, changes),
        actor_id=actor_id,
        at=at,
        scheme_version=scheme_version,
    )
    return None if isinstance(result, Conflict) else result


def restore_parked(
    session: Session,
    *,
    assessment: Assessment,
    criterion: Criterion,
    parked: ParkedAnswer,
    version: int,
    actor_id: int,
    at: datetime,
    scheme_version: str,
) -> Answer | Conflict:
    """Puts an answer back that was put aside, as the newest version of today's.

    What today's criterion does not take is left out, and a file that is attached no more. Raises as
    `save_answer` does.
    """
    values = attached_values(session, assessment.id, criterion, parked.record["values"])
    record = {**parked.record, "values": values}
    return save_answer(
        session,
        assessment_id=assessment.id,
        criterion=criterion,
        draft=taken_today(criterion, record, version, at),
        actor_id=actor_id,
        at=at,
        scheme_version=scheme_version,
    )
