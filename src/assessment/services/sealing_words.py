"""What events tell of appeals and complaints: who writes one, and who answers it, is quoted by an event.

The words stand in the events themselves, so that every appeal and complaint can be compared.
"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.queries import seals as queries
from assessment.domain.seals import Kept, Seal, Sealed
from assessment.domain.workflow import Event
from assessment.services import complaints
from assessment.services.records import record_digest

_ADMITTED = {Event.ADMIT_APPEAL: True, Event.REJECT_APPEAL: False}


def words_told(session: Session) -> Iterator[Seal]:
    """What was said last in each appeal, by its assessment, and in each complaint, by its number."""
    yield from _told(Sealed.APPEAL, _appeals_told(session))
    yield from _told(Sealed.COMPLAINT, _complaints_told(session))


def words_kept(session: Session) -> Iterator[Kept]:
    """What is stored of them."""
    for row in queries.appeals(session):
        said = _appeal(row["grounds"], row["answer"], row["is_admitted"])
        yield Kept(Sealed.APPEAL, row["id"], row["assessment_id"], record_digest(said))
    for row in queries.complaints(session):
        said = _complaint(row["text"], row["answer"], row["finding"])
        yield Kept(Sealed.COMPLAINT, row["id"], row["id"], record_digest(said))


Said = dict[int, tuple[int, dict[str, Any]]]
"""By what it is about: the number of the last event, and the words."""


def _told(kind: Sealed, said: Said) -> Iterator[Seal]:
    for key, (number, words) in said.items():
        yield Seal(kind, number, key, record_digest(words))


def _appeals_told(session: Session) -> Said:
    found: Said = {}
    for event in queries.events_of(session, {Event.APPEAL, *_ADMITTED}):
        key, facts = event["assessment_id"] or 0, _facts(event)
        grounds, answer, is_admitted = facts.get("reason"), "", None
        if event["kind"] in _ADMITTED:
            grounds = found[key][1]["grounds"] if key in found else None
            answer, is_admitted = facts.get("reason") or "", _ADMITTED[Event(event["kind"])]
        found[key] = event["number"], _appeal(grounds, answer, is_admitted)
    return found


def _complaints_told(session: Session) -> Said:
    found: Said = {}
    for event in queries.events_of(session, {complaints.MADE, complaints.ANSWERED}):
        facts = _facts(event)
        key = facts.get("complaint")
        if not isinstance(key, int):
            continue
        text, answer, finding = facts.get("reason"), "", None
        if event["kind"] == complaints.ANSWERED:
            text = found[key][1]["text"] if key in found else None
            answer, finding = facts.get("reason") or "", facts.get("finding")
        found[key] = event["number"], _complaint(text, answer, finding)
    return found


def _facts(event: queries.Row) -> dict[str, Any]:
    return event["facts"] if isinstance(event["facts"], dict) else {}


def _appeal(grounds: Any, answer: Any, is_admitted: Any) -> dict[str, Any]:
    admitted = None if is_admitted is None else bool(is_admitted)
    return {"grounds": grounds, "answer": answer, "is_admitted": admitted}


def _complaint(text: Any, answer: Any, finding: Any) -> dict[str, Any]:
    return {"text": text, "answer": answer, "finding": finding}
