"""Answers from a workbook that was filled in offline: exported, previewed, taken or put aside."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Answer, AnswerImport, Assessment, Profile
from assessment.db.queries import assessments as queries
from assessment.db.queries import clusters
from assessment.domain.criteria import Label
from assessment.domain.errors import IllegalTransition, StaleVersion
from assessment.domain.merging import NOTHING
from assessment.domain.questions import PROFILE
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.reports.asking import questionnaire_facts
from assessment.reports.filled import Contents, cell_values, filled
from assessment.reports.filling import FORMAT, questionnaire_sheets
from assessment.reports.sheets import Workbook
from assessment.reports.workbook_reading import read_workbook
from assessment.services.answering import (
    Conflict,
    record_of,
    save_answer,
    taken_today,
    unread_values,
)
from assessment.services.assessments import Worksheet
from assessment.services.profiles import ProfileConflict, save_profile
from assessment.services.workbooks import (
    Digits,
    Fault,
    Filled,
    Reader,
    check_identity,
    versions_of,
)

KEPT_FOR = timedelta(days=7)
"""How long a filled workbook waits to be taken."""

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """What a workbook of an assessment is made from; `profile` is None before there is one."""

    edition: Edition
    label: Label
    worksheet: Worksheet
    profile: Profile | None
    issuer: str

    def plan(self, language: str, made_on: date) -> Workbook:
        """The questionnaire without an answer."""
        facts = questionnaire_facts(
            self.edition, self.label.id, language, issuer=self.issuer, made_on=made_on
        )
        return questionnaire_sheets(facts)

    def contents(self, records: Mapping[str, Record]) -> Contents:
        """What is filled in beside answers: evidence by its titles, and about whom it is."""
        evidence, cluster = self.worksheet.evidence, self.worksheet.assessment.cluster
        return Contents(
            records,
            {key: tuple(item.title for item in items) for key, items in evidence.items()},
            {str(item.id): item.title for items in evidence.values() for item in items},
            {"cluster": cluster.name, "organisation": cluster.organisation},
        )

    def records(self) -> dict[str, Record]:
        """The answers as they stand, by criterion, and the profile."""
        answers = self.worksheet.answers.items()
        found: dict[str, Record] = {key: record_of(answer) for key, answer in answers}
        found[PROFILE] = {"values": self.profile.values if self.profile else {}}
        return found

    def versions(self) -> dict[str, int]:
        found = {key: answer.version for key, answer in self.worksheet.answers.items()}
        return found | {PROFILE: self.profile.version if self.profile else 0}


def export_answers(template: Template, language: str, at: datetime) -> bytes:
    """The questionnaire of the assessment with the answers so far, to be filled in offline."""
    from assessment.reports.workbook import workbook_bytes  # heavy, and seldom needed

    assessment = template.worksheet.assessment
    plan = template.plan(language, at.astimezone(HOME).date())
    identity = (
        ("cluster", str(assessment.cluster_id)),
        ("assessment", str(assessment.id)),
        *(("answer", key, str(number)) for key, number in template.versions().items()),
    )
    return workbook_bytes(
        filled(plan, template.label, template.contents(template.records()), identity)
    )


def read_answers(
    session: Session,
    *,
    template: Template,
    content: bytes,
    digits: Digits,
    tidy: Any,
    at: datetime,
) -> Filled:
    """What a filled workbook says. This takes its time, and only reads.

    Raises `UnreadableWorkbook`, and `ForeignWorkbook` for one of another scheme, version, label or
    cluster.
    """
    assessment = template.worksheet.assessment
    book = read_workbook(content)
    today = at.astimezone(HOME).date()
    said = book.read(())
    check_identity(
        said,
        {
            "format": FORMAT,
            "scheme": template.edition.scheme.id,
            "label": template.label.id,
            "cluster": str(assessment.cluster_id),
            "version": template.edition.scheme.version,
            "digest": template.edition.digest,
        },
    )
    plan = template.plan(said.says("language"), today)
    exported = _exported(session, template, versions_of(said))
    before = cell_values(plan, template.label, template.contents(exported))
    read = book.read(plan.places().keys())
    return Reader(plan, template.label, read, before, digits, tidy, today).filled()


def keep_answers(
    session: Session,
    *,
    assessment_id: int,
    filename: str,
    found: Filled,
    actor_id: int,
    at: datetime,
) -> AnswerImport:
    """Keeps what a workbook says until it is taken, in place of one that waits; nothing is saved yet.

    Raises `IllegalTransition` when the assessment is no longer a draft.
    """
    assessment = queries.assessment_for_change(session, assessment_id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"answer in state {assessment.state}")
    queries.forget_imports(session, assessment.id)
    kept = AnswerImport(
        assessment_id=assessment.id,
        filename=filename[:300],
        content=asdict(found),
        uploaded_by=actor_id,
        uploaded_at=at,
        expires_at=at + KEPT_FOR,
    )
    session.add(kept)
    session.flush()
    return kept


def _exported(
    session: Session, template: Template, versions: Mapping[str, int]
) -> dict[str, Record]:
    """The answers as they stood when the workbook was made; without those whose history is not known."""
    found: dict[str, Record] = {}
    now = template.versions()
    sheet_id, current = template.worksheet.assessment.sheet_id, template.records()
    history = queries.versions_by_number(session, sheet_id, versions)
    for owner in {*current, *versions}:
        number = versions.get(owner, 0)
        if number == 0:
            found[owner] = NOTHING
        elif number == now.get(owner, 0):
            found[owner] = current[owner]
        elif owner in history:
            found[owner] = history[owner].record
    return found


@dataclass(frozen=True, slots=True)
class Change:
    """One part of an answer that the workbook has otherwise: as it is now, and as it would become.

    `is_conflict` says that somebody changed the same part since the workbook was made.
    """

    owner: str
    part: str
    now: Any
    new: Any
    is_conflict: bool

    @property
    def key(self) -> str:
        return f"{self.owner}/{self.part}"


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that a workbook would change, by owner, with the version of each that is shown.

    `unchanged` counts the parts in which it says nothing new.
    """

    changes: Mapping[str, tuple[Change, ...]]
    versions: Mapping[str, int]
    faults: tuple[Fault, ...]
    unchanged: int

    @property
    def count(self) -> int:
        return sum(map(len, self.changes.values()))


def preview(session: Session, template: Template, kept: AnswerImport) -> Preview:
    """What taking the workbook would change today, in the order of the questionnaire."""
    found = _filled(kept)
    current, versions = template.records(), template.versions()
    exported = _exported(session, template, found.versions)
    owners = [PROFILE, *(criterion.id for criterion in template.label.criteria)]
    changes, same = {}, 0
    for owner in (owner for owner in owners if owner in found.changes):
        is_known = owner in exported or not found.versions.get(owner)
        then = _parts(exported.get(owner, NOTHING)) if is_known else {}
        now = _parts(current.get(owner, NOTHING))
        listed = tuple(_changes(owner, found.changes[owner], now, then))
        same += len(found.changes[owner]) - len(listed)
        if listed:
            changes[owner] = listed
    seen = {owner: versions.get(owner, 0) for owner in changes}
    return Preview(changes, seen, found.faults, found.unchanged + same)


def _changes(
    owner: str, wanted: Mapping[str, Any], now: Mapping[str, Any], then: Mapping[str, Any]
) -> Iterator[Change]:
    for part, new in wanted.items():
        present = now.get(part)
        if present != new:
            yield Change(owner, part, present, new, is_conflict=present != then.get(part))


def _parts(record: Record) -> dict[str, Any]:
    """The parts of a record as a workbook names them."""
    whole = {**NOTHING, **record}
    return {
        "claim": [whole["level"], whole["is_not_applicable"]],
        "justification": whole["justification"],
        **{f"q-{key}": value for key, value in whole["values"].items()},
    }


def _filled(kept: AnswerImport) -> Filled:
    content = kept.content
    faults = tuple(Fault(**fault) for fault in content["faults"])
    return Filled(content["versions"], content["changes"], faults, content["unchanged"])


def take_answers(
    session: Session,
    *,
    template: Template,
    kept: AnswerImport,
    chosen: Collection[str],
    seen: Mapping[str, int],
    actor_id: int,
    at: datetime,
) -> int:
    """Saves the chosen changes (their keys) and returns how many; the workbook is done with then.

    Nothing is saved but what was shown: raises `StaleVersion` when one of the answers is no longer of
    the version `seen`. Raises `IllegalTransition` when the assessment is no longer a draft.
    """
    assessment = queries.draft_for_change(session, template.worksheet.assessment.id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"answer in state {assessment.state}")
    shown, taken = preview(session, template, kept), 0
    for owner, changes in shown.changes.items():
        wanted = [change for change in changes if change.key in chosen]
        if not wanted:
            continue
        if shown.versions[owner] != seen.get(owner):
            raise StaleVersion(owner)
        saver = _save_profile if owner == PROFILE else _save_answer
        saver(session, template, assessment, owner, wanted, actor_id, at)
        taken += len(wanted)
    session.delete(kept)
    session.flush()
    return taken


def _save_answer(
    session: Session,
    template: Template,
    assessment: Assessment,
    owner: str,
    wanted: list[Change],
    actor_id: int,
    at: datetime,
) -> None:
    criterion = template.label.criterion(owner)
    answer: Answer | None = template.worksheet.answers.get(owner)
    parts = _taken(record_of(answer) if answer else NOTHING, wanted)
    level, is_not_applicable = parts.pop("claim")
    record = {**parts, "level": level, "is_not_applicable": is_not_applicable}
    result = save_answer(
        session,
        assessment_id=assessment.id,
        criterion=criterion,
        draft=taken_today(criterion, record, answer.version if answer else 0, at),
        actor_id=actor_id,
        at=at,
        scheme_version=template.edition.scheme.version,
    )
    if isinstance(result, Conflict):
        raise StaleVersion(owner)


def _save_profile(
    session: Session,
    template: Template,
    assessment: Assessment,
    owner: str,
    wanted: list[Change],
    actor_id: int,
    at: datetime,
) -> None:
    profile, today = template.profile, at.astimezone(HOME).date()
    values = _taken({"values": profile.values if profile else {}}, wanted)["values"]
    unread = unread_values(template.label.profile, values, today)
    result = save_profile(
        session,
        cluster_id=assessment.cluster_id,
        scheme_id=assessment.scheme_id,
        label=template.label,
        values={key: value for key, value in values.items() if key not in unread},
        seen=profile.values if profile else {},
        actor_id=actor_id,
        at=at,
    )
    if isinstance(result, ProfileConflict):
        raise StaleVersion(owner)


def _taken(record: Record, wanted: list[Change]) -> dict[str, Any]:
    """The record with the changes in it: claim, justification and values."""
    parts = _parts(record) | {change.part: change.new for change in wanted}
    values = {
        part.removeprefix("q-"): value
        for part, value in parts.items()
        if part.startswith("q-") and value is not None
    }
    return {"claim": parts["claim"], "justification": parts["justification"], "values": values}


def read_template(
    session: Session, worksheet: Worksheet, edition: Edition, issuer: str
) -> Template:
    """What a workbook of the assessment is made from."""
    assessment = worksheet.assessment
    profile = clusters.profile(session, assessment.cluster_id, assessment.scheme_id)
    return Template(edition, worksheet.scorecard.label, worksheet, profile, issuer)
