"""Putting an edition of a scheme into force, and moving the drafts along."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.changes import (
    Carried,
    CarryOver,
    DraftAnswer,
    NoWay,
    carry_over_all,
    completed,
    differences,
    successors,
    way,
)
from assessment.catalogue.loader import Edition, frozen_edition
from assessment.catalogue.schema import ChangesFile
from assessment.db.models import (
    Answer,
    AttachedEvidence,
    EvidenceStep,
    ParkedAnswer,
    Publication,
    Sheet,
)
from assessment.db.queries import assessments
from assessment.db.queries import schemes as queries
from assessment.domain.criteria import CriterionStatus
from assessment.domain.errors import DomainError
from assessment.services.answering import ANSWER_COLUMNS, record_of, version_of
from assessment.services.drafts import Draft
from assessment.services.following import arranged_on, follow
from assessment.services.submissions import keep_edition


class AlreadyInForce(DomainError):
    """This very edition is what everybody works with already."""


class VersionTaken(DomainError):
    """This version was published before; what is new has to name a new one."""


class LabelInUse(DomainError):
    """The edition leaves out a label for which a draft is open; the text is the label's id."""


def publish(
    session: Session,
    edition: Edition,
    changes: Iterable[ChangesFile],
    *,
    author: str,
    actor_id: int | None,
    at: datetime,
    note: str = "",
) -> Publication:
    """Puts the edition into force and carries every cluster's answers over, as its changes files say.

    What is rescored since the version in force counts as such whatever they say. Submitted work stays
    under the rules that it was submitted under. Raises `AlreadyInForce`, `VersionTaken`, `LabelInUse`,
    and `NoWay` when no changes files lead from the version of answers to the new one; the unit of work must
    then be rolled back.
    """
    scheme = edition.scheme
    queries.lock_scheme(session, scheme.id)
    earlier = queries.publications(session, scheme.id)
    if earlier and earlier[0].scheme_digest == edition.digest:
        raise AlreadyInForce(scheme.id)
    for publication in earlier:
        if publication.edition.version == scheme.version:
            raise VersionTaken(scheme.version)
    keep_edition(session, edition, at)
    publication = Publication(
        scheme_id=scheme.id,
        scheme_digest=edition.digest,
        note=note,
        author=author,
        published_by=actor_id,
        published_at=at,
    )
    session.add(publication)
    session.flush()
    before = (
        frozen_edition(queries.edition(session, earlier[0].scheme_digest).files)
        if earlier
        else edition
    )
    _move_sheets(session, edition, before, [_true(before, edition, f) for f in changes], at)
    return publication


def _true(before: Edition, edition: Edition, file: ChangesFile) -> ChangesFile:
    """The changes file, completed if it leads from the version in force to the new one."""
    if (file.earlier, file.later) != (before.scheme.version, edition.scheme.version):
        return file
    return completed(differences(before, edition, file), file)


def publish_first(
    session: Session, drafts: Iterable[Draft], *, author: str, at: datetime
) -> list[Publication]:
    """Puts into force what never was: the schemes without a publication."""
    known = {publication.scheme_id for publication in queries.publications_in_force(session)}
    return [
        publish(
            session,
            draft.edition,
            draft.changes,
            author=author,
            actor_id=None,
            at=at,
        )
        for draft in drafts
        if draft.edition.scheme.id not in known
    ]


def _move_sheets(
    session: Session,
    edition: Edition,
    before: Edition,
    changes: Sequence[ChangesFile],
    at: datetime,
) -> None:
    sheets = queries.sheets_for_change(session, edition.scheme.id)
    labels = {label.id for label in edition.scheme}
    if gone := queries.labels_with_drafts(session, edition.scheme.id) - labels:
        raise LabelInUse(min(gone))
    numbers = [sheet.id for sheet in sheets]
    attached = queries.attachments_of(session, numbers)
    arranged = arranged_on(session, numbers)
    for sheet in sheets:
        if sheet.scheme_version == edition.scheme.version:
            continue
        steps = _steps(changes, sheet.scheme_version, edition.scheme.version)
        _Move(session, edition, before, sheet, attached.get(sheet.id, []), at).along(steps)
        follow(session, arranged, sheet, partial(_asked_after, edition, steps))


def _steps(changes: Sequence[ChangesFile], earlier: str, later: str) -> tuple[ChangesFile, ...]:
    """The way of a sheet; one of the first release knows no version and takes the whole way."""
    if earlier:
        return way(changes, earlier, later)
    before = {file.later: file.earlier for file in changes}
    first = later
    while first in before:
        first = before.pop(first)
    return way(changes, first, later)


def _asked_after(edition: Edition, steps: Sequence[ChangesFile], criterion_id: str) -> list[str]:
    """What the criterion is in the edition, without what the edition does not ask at all."""
    return [key for key in successors(steps, criterion_id) if not _is_gone(edition, key)]


def _is_gone(edition: Edition, criterion_id: str) -> bool:
    entry = edition.parts.entries.get(criterion_id)
    return entry is None or entry.status is CriterionStatus.RETIRED


class _Move:
    """One sheet of answers on its way to a new version."""

    def __init__(
        self,
        session: Session,
        edition: Edition,
        before: Edition,
        sheet: Sheet,
        attached: list[AttachedEvidence],
        at: datetime,
    ) -> None:
        self.session, self.edition, self.sheet, self.at = session, edition, sheet, at
        self.before = before
        self.attached = attached
        self.rows = {answer.criterion_id: answer for answer in sheet.answers}

    def along(self, steps: Sequence[ChangesFile]) -> None:
        answers = {key: self._read(answer) for key, answer in self.rows.items()}
        entries = self.edition.parts.entries
        levels = {key: self.edition.parts.levels(entry) for key, entry in entries.items()}
        plan = self._known(carry_over_all(steps, answers, levels))
        self.last = self._last_versions(plan)
        self._park(plan)
        changed = [
            row for key, carried in plan.answers.items() if (row := self._write(key, carried))
        ]
        self.sheet.scheme_version = self.edition.scheme.version
        self.session.flush()
        self.session.add_all(version_of(row, self.at) for row in changed)

    def _known(self, plan: CarryOver) -> CarryOver:
        """The plan without answers to criteria that the new version does not have."""
        kept = {
            key: carried for key, carried in plan.answers.items() if not _is_gone(self.edition, key)
        }
        return CarryOver(kept, plan.parked)

    def _last_versions(self, plan: CarryOver) -> dict[str, int]:
        """The last version that the history knows of answers that come, or come back."""
        new = plan.answers.keys() - self.rows.keys()
        return assessments.last_versions(self.session, self.sheet.id, new) if new else {}

    def _read(self, answer: Answer) -> DraftAnswer:
        pieces = [a.evidence_id for a in self.attached if a.criterion_id == answer.criterion_id]
        return DraftAnswer(
            self._title(answer.criterion_id),
            answer.level,
            answer.justification,
            answer.values,
            tuple(pieces),
            answer.is_not_applicable,
        )

    def _title(self, criterion_id: str) -> str:
        for edition in (self.before, self.edition):
            words = edition.texts.in_language(edition.texts.source).criteria
            if criterion_id in words:
                return words[criterion_id].title
        return criterion_id

    def _park(self, plan: CarryOver) -> None:
        """Keeps every answer as it was that the move changes, and takes out what is gone."""
        for key, row in self.rows.items():
            carried = plan.answers.get(key)
            if carried is not None and _is_same(row, carried.answer):
                continue
            self.session.add(
                ParkedAnswer(
                    sheet_id=self.sheet.id,
                    criterion_id=key,
                    title=self._title(key)[:300],
                    scheme_version=self.sheet.scheme_version,
                    record=record_of(row),
                    parked_at=self.at,
                )
            )
            if carried is None:
                self.session.delete(row)

    def _write(self, key: str, carried: Carried) -> Answer | None:
        """Writes what an answer has become; None when that changes nothing."""
        answer, row = carried.answer, self.rows.get(key)
        if row is None:
            row = Answer(
                sheet_id=self.sheet.id,
                criterion_id=key,
                version=self.last.get(key, 0),
                saved_by=self._source(carried).saved_by,
                saved_at=self._source(carried).saved_at,
            )
            self.session.add(row)
        written: dict[str, Any] = {column: getattr(answer, column) for column in ANSWER_COLUMNS}
        written["values"] = dict(answer.values)
        has_word = answer.level is not None or answer.is_not_applicable or bool(answer.values)
        written |= {
            "is_answered": has_word,
            "carried": carried.origin if carried.is_to_confirm else row.carried or "",
        }
        if carried.is_to_confirm:
            written["carried_from"] = list(carried.sources)
        changes = {k: value for k, value in written.items() if getattr(row, k) != value}
        if changes:
            changes["version"] = row.version + 1
        for column, value in changes.items():
            setattr(row, column, value)
        known = {a.evidence_id for a in self.attached if a.criterion_id == key}
        for evidence_id in answer.evidence:
            if evidence_id not in known:
                self._attach(key, evidence_id, carried)
        return row if changes else None

    def _attach(self, key: str, evidence_id: int, carried: Carried) -> None:
        """Has a piece that supported one of the sources support the answer, and its history say so."""
        self.session.add(
            AttachedEvidence(sheet_id=self.sheet.id, criterion_id=key, evidence_id=evidence_id)
        )
        evidence = next(a.evidence for a in self.attached if a.evidence_id == evidence_id)
        author, origin = self._source(carried).saved_by, carried.origin
        self.session.add(
            EvidenceStep.of(
                self.sheet.id,
                key,
                evidence,
                is_attached=True,
                by=author,
                at=self.at,
                carried=origin,
            )
        )

    def _source(self, carried: Carried) -> Answer:
        """The first of the answers that it was made from: who wrote it, and when."""
        return next(self.rows[key] for key in carried.sources if key in self.rows)


def _is_same(row: Answer, answer: DraftAnswer) -> bool:
    return all(getattr(row, column) == getattr(answer, column) for column in ANSWER_COLUMNS)


__all__ = ["AlreadyInForce", "LabelInUse", "NoWay", "VersionTaken", "publish", "publish_first"]
