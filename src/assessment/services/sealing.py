"""What events tell of the records that they store, and whether that is what is stored."""

from collections.abc import Container, Iterator, Mapping
from itertools import chain
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Certificate
from assessment.db.queries import seals as queries
from assessment.domain.chain import moment_text
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.seals import Comparison, Kept, Seal, Sealed, compare
from assessment.domain.workflow import Event
from assessment.services.records import record_digest
from assessment.services.sealing_words import words_kept, words_told

CERTIFICATE_FIELDS = (
    "submission_id",
    "number",
    "token",
    "cluster_name",
    "issuer",
    "valid_from",
    "valid_until",
    "issued_at",
)
"""What a certificate says until it is corrected; its life has events of its own."""

CORRECT = "correct_certificate"
"""The event of a certificate that was corrected: from then on it says what this one tells."""

_UNREADABLE = "unreadable"
_AWARDS = (Event.AWARD, Event.AWARD_WITH_CONDITIONS)
_TELLING: Mapping[str, tuple[tuple[Sealed, str], ...]] = {
    Event.SUBMIT: ((Sealed.SUBMISSION, "record"),),
    Event.ANSWER_CLARIFICATION: ((Sealed.CLARIFICATION, "record"),),
    Event.LAPSE_CLARIFICATION: ((Sealed.CLARIFICATION, "record"),),
    Event.PROPOSE_DECISION: ((Sealed.PROPOSAL, "record"),),
    CORRECT: ((Sealed.CERTIFICATE, "certificate"), (Sealed.PAPER, "paper")),
    **dict.fromkeys(
        _AWARDS,
        (
            (Sealed.DECISION, "record"),
            (Sealed.CERTIFICATE, "certificate"),
            (Sealed.PAPER, "paper"),
        ),
    ),
    Event.DEFER: ((Sealed.DECISION, "record"),),
    Event.DECLINE: ((Sealed.DECISION, "record"),),
}
"""What each event stores, and which of its facts has the digest."""


def certificate_digest(certificate: Certificate) -> str:
    """The digest of what a certificate says."""
    return record_digest(
        {name: getattr(certificate, name) for name in CERTIFICATE_FIELDS}
        | {
            "valid_from": certificate.valid_from.isoformat(),
            "valid_until": certificate.valid_until.isoformat(),
            "issued_at": moment_text(certificate.issued_at),
        }
    )


def compare_records(session: Session) -> Comparison:
    """Compares every stored record with its event; the session sees one moment."""
    told = [
        *_seals(session),
        *_lives_told(session),
        *_findings_told(session),
        *words_told(session),
    ]
    of = {(seal.kind, seal.key) for seal in told}
    return compare(told, chain(_kept(session, of), words_kept(session)))


def _seals(session: Session) -> Iterator[Seal]:
    """What was told of each record; of a certificate the last, as it may be corrected."""
    certificates: dict[int, Seal] = {}
    for event in queries.events_of(session, {*_TELLING}):
        facts = event["facts"] if isinstance(event["facts"], dict) else {}
        for kind, name in _TELLING[event["kind"]]:
            seal = Seal(kind, event["number"], event["assessment_id"] or 0, facts.get(name))
            if kind is Sealed.PAPER and seal.digest is None:
                continue  # from before papers were told
            if kind is not Sealed.CERTIFICATE:
                yield seal
            elif event["kind"] != CORRECT or _goes_on(certificates.get(seal.key), facts):
                certificates[seal.key] = seal
    yield from certificates.values()


def _goes_on(last: Seal | None, facts: Mapping[str, Any]) -> bool:
    """Whether what was corrected was still what had been told before; else that stays what is compared."""
    return last is None or last.digest is None or last.digest == facts.get("before")


def _lives_told(session: Session) -> Iterator[Seal]:
    """What was done last to each label."""
    last = {
        event["certificate_id"] or 0: event for event in queries.events_of(session, {*LifeEvent})
    }
    for key, event in last.items():
        yield Seal(Sealed.LABEL_LIFE, event["number"], key, event["state_after"])


def _findings_told(session: Session) -> Iterator[Seal]:
    """What was recorded last of each condition of an award; before there were events of it, nothing."""
    events = list(queries.events_of(session, {"check_condition"}))
    last = {
        event["facts"]["condition"]: event
        for event in events
        if isinstance(event["facts"], dict) and isinstance(event["facts"].get("condition"), int)
    }
    for key, event in last.items():
        digest = _finding_digest(event["facts"].get("is_met"), event["facts"].get("note"))
        yield Seal(Sealed.CONDITION, event["number"], key, digest)
    for row in _from_before(session, next(iter(events), None)):
        if row["id"] not in last:
            yield Seal(Sealed.CONDITION, 0, row["id"], None)


def _from_before(session: Session, first: queries.Row | None) -> Iterator[queries.Row]:
    """The findings from before the first event of one, or all where there is none yet.

    The award must have come before it, too: a day can be written over, the order of events cannot.
    """
    awards = queries.events_of(session, {Event.AWARD_WITH_CONDITIONS})
    old = {each["assessment_id"] for each in awards if first and each["number"] < first["number"]}
    for row in queries.findings(session):
        if row["checked_by"] is not None and (
            first is None
            or (row["assessment_id"] in old and "" < row["checked_at"] < first["happened_at"])
        ):
            yield row


def _finding_digest(is_met: Any, note: Any) -> str:
    return record_digest({"is_met": None if is_met is None else bool(is_met), "note": note})


def _kept(session: Session, told: Container[tuple[Sealed, int]]) -> Iterator[Kept]:
    """The rows; of lives and findings only those that something was done to, or is `told` of."""
    for row in queries.submissions(session):
        yield _record(Sealed.SUBMISSION, row)
    for row in queries.clarifications(session):
        yield _record(Sealed.CLARIFICATION, row)
    conditions = queries.conditions(session)
    for row in queries.decisions(session):
        digest = _decision_digest(row, conditions.get(row["id"], []))
        if row["proposed_by"] != row["decided_by"]:  # as it was before two people decided
            yield Kept(Sealed.PROPOSAL, row["id"], row["assessment_id"], digest)
        if row["decided_at"] is not None:
            yield Kept(Sealed.DECISION, row["id"], row["assessment_id"], digest)
    for row in queries.certificates(session):
        said = record_digest({name: row[name] for name in CERTIFICATE_FIELDS})
        yield Kept(Sealed.CERTIFICATE, row["id"], row["assessment_id"], said)
        if (Sealed.LABEL_LIFE, row["id"]) in told or row["life"] != LifeState.VALID:
            yield Kept(Sealed.LABEL_LIFE, row["id"], row["id"], row["life"])
    for papers in queries.papers(session):
        printed = {_digest(row["facts"]) for row in papers}
        digest = printed.pop() if len(printed) == 1 else _UNREADABLE
        if (Sealed.PAPER, papers[0]["assessment_id"]) in told:
            yield Kept(Sealed.PAPER, papers[0]["id"], papers[0]["assessment_id"], digest)
    for row in queries.findings(session):
        if (Sealed.CONDITION, row["id"]) in told or row["is_met"] is not None or row["note"]:
            digest = _finding_digest(row["is_met"], row["note"])
            yield Kept(Sealed.CONDITION, row["id"], row["id"], digest)


def _record(kind: Sealed, row: queries.Row) -> Kept:
    """A record that has to give the digest beside it, too."""
    digest = _digest(row["record"])
    is_own = digest == row["digest"]
    return Kept(kind, row["id"], row["assessment_id"], digest if is_own else _UNREADABLE)


def _decision_digest(row: queries.Row, conditions: list[tuple[str, str]]) -> str:
    """That of the record, if the decision's own columns still say what was proposed there."""
    record = row["record"]
    proposed = record.get("proposed") if isinstance(record, dict) else None
    if proposed is None:
        return _digest(record)
    said = {
        "outcome": row["outcome"],
        "statement": row["statement"],
        "until": None if row["until"] is None else str(row["until"]),
        "conditions": [{"text": text, "due_on": due_on} for text, due_on in conditions],
    }
    is_same = said == proposed and row["changes"] == record.get("changes")
    return _digest(record) if is_same else _UNREADABLE


def _digest(record: Any) -> str:
    return record_digest(record) if isinstance(record, dict) else _UNREADABLE
