"""What is stored and what the events tell of it, to be compared; read as it stands, whatever it is."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import groupby
from json import loads
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Select, select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from assessment.db.models import (
    Appeal,
    AwardCondition,
    Certificate,
    Clarification,
    Complaint,
    Decision,
    Document,
    EventRecord,
    Submission,
)

_AT_ONCE = 200
"""Records read together: each can be large."""

Row = dict[str, Any]


def events_of(session: Session, kinds: set[str]) -> Iterator[Row]:
    """Events of these kinds in the order of their numbers."""
    columns = (
        EventRecord.number,
        EventRecord.kind,
        EventRecord.assessment_id,
        EventRecord.certificate_id,
        EventRecord.state_after,
        _raw(EventRecord.happened_at, "happened_at"),
        _raw(EventRecord.facts, "facts"),
    )
    found = select(*columns).where(EventRecord.kind.in_(kinds)).order_by(EventRecord.number)
    for row in _rows(session, found, "facts"):
        yield row | {"happened_at": _text(row["happened_at"])}


def submissions(session: Session) -> Iterator[Row]:
    """Every submission's record, whatever became of it."""
    found = select(
        Submission.id,
        Submission.assessment_id,
        Submission.digest,
        _raw(Submission.record, "record"),
    ).order_by(Submission.id)
    yield from _rows(session, found, "record")


def clarifications(session: Session) -> Iterator[Row]:
    """Every closed round of questions."""
    found = (
        select(
            Clarification.id,
            Submission.assessment_id,
            Clarification.digest,
            _raw(Clarification.record, "record"),
        )
        .join(Clarification.submission)
        .where(Clarification.closed_at.is_not(None))
        .order_by(Clarification.id)
    )
    yield from _rows(session, found, "record")


def decisions(session: Session) -> Iterator[Row]:
    """Every decision, whether it waits, was confirmed or sent back."""
    found = (
        select(
            Decision.id,
            Submission.assessment_id,
            Decision.outcome,
            Decision.statement,
            _raw(Decision.changes, "changes"),
            _raw(Decision.until, "until"),
            Decision.proposed_by,
            Decision.decided_by,
            _raw(Decision.decided_at, "decided_at"),
            _raw(Decision.record, "record"),
        )
        .join(Decision.submission)
        .order_by(Decision.id)
    )
    yield from _rows(session, found, "record", "changes")


def conditions(session: Session) -> dict[int, list[tuple[str, str]]]:
    """The conditions of awards in words and days, by decision, in their order."""
    rows = session.execute(
        select(
            AwardCondition.decision_id, AwardCondition.text, _raw(AwardCondition.due_on, "due_on")
        ).order_by(AwardCondition.id)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for decision_id, text, due_on in rows:
        found.setdefault(decision_id, []).append((text, _text(due_on)))
    return found


def findings(session: Session) -> Iterator[Row]:
    """What is recorded of every condition of an award; `checked_at` "" where nothing was."""
    found = (
        select(
            AwardCondition.id,
            Submission.assessment_id,
            _raw(AwardCondition.is_met, "is_met"),
            AwardCondition.note,
            AwardCondition.checked_by,
            _raw(AwardCondition.checked_at, "checked_at"),
        )
        .join(Decision, Decision.id == AwardCondition.decision_id)
        .join(Decision.submission)
        .order_by(AwardCondition.id)
    )
    for row in _rows(session, found):
        yield row | {"checked_at": _text(row["checked_at"]) if row["checked_at"] else ""}


def appeals(session: Session) -> Iterator[Row]:
    """Every appeal with its answer, by the assessment that it is about."""
    found = (
        select(
            Appeal.id,
            Submission.assessment_id,
            Appeal.grounds,
            Appeal.answer,
            _raw(Appeal.is_admitted, "is_admitted"),
        )
        .join(Appeal.submission)
        .order_by(Appeal.id)
    )
    yield from _rows(session, found)


def complaints(session: Session) -> Iterator[Row]:
    """Every complaint with its answer."""
    columns = (Complaint.id, Complaint.text, Complaint.answer, _raw(Complaint.finding, "finding"))
    yield from _rows(session, select(*columns).order_by(Complaint.id))


def certificates(session: Session) -> Iterator[Row]:
    """Every certificate with what stands on it."""
    found = (
        select(
            Certificate.id,
            Submission.assessment_id,
            Certificate.submission_id,
            Certificate.number,
            Certificate.token,
            Certificate.cluster_name,
            Certificate.issuer,
            _raw(Certificate.valid_from, "valid_from"),
            _raw(Certificate.valid_until, "valid_until"),
            _raw(Certificate.issued_at, "issued_at"),
            Certificate.life,
        )
        .join(Certificate.submission)
        .order_by(Certificate.id)
    )
    for row in _rows(session, found):
        days = {name: _text(row[name]) for name in ("valid_from", "valid_until", "issued_at")}
        yield row | days


def papers(session: Session) -> Iterator[list[Row]]:
    """What certificates print, one for each language; those of one version of a certificate together."""
    found = (
        select(
            Document.id,
            Submission.assessment_id,
            Document.version,
            _raw(Document.facts, "facts"),
        )
        .join(Document.submission)
        .where(Document.kind == "certificate", Document.facts.is_not(None))
        .order_by(Submission.assessment_id, Document.version, Document.id)
    )
    rows = _rows(session, found, "facts")
    for _version, together in groupby(rows, key=itemgetter("assessment_id", "version")):
        yield list(together)


def _raw(column: Any, name: str) -> ColumnElement[Any]:
    """A column as the database gives it, also where it cannot be read as what it should be."""
    return type_coerce(column, NullType()).label(name)


def _rows(session: Session, wanted: Select[Any], *data: str) -> Iterator[Row]:
    for row in session.execute(wanted.execution_options(yield_per=_AT_ONCE)).mappings():
        yield dict(row) | {name: _plain(row[name]) for name in data}


def _plain(kept: object) -> object:
    """JSON, also from a database that keeps it as text; what is none stays as it is."""
    try:
        return loads(kept) if isinstance(kept, str) else kept
    except ValueError:
        return kept


def _text(kept: object) -> str:
    """A day or a moment as ISO text, whichever database kept it."""
    if isinstance(kept, datetime):
        zoned = kept if kept.tzinfo else kept.replace(tzinfo=UTC)
        return zoned.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(kept, date):
        return kept.isoformat()
    text = str(kept)
    if len(text) > len("2026-01-01"):
        try:
            return _text(datetime.fromisoformat(text))
        except ValueError:
            return text
    return text
