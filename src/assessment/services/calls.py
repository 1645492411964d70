"""Calls: opening, changing and closing them, and whether an application is taken today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.db.models import Call
from assessment.db.queries import calls as queries
from assessment.domain.calls import Admission, CallDays, admission
from assessment.domain.deadlines import day_of
from assessment.domain.errors import DomainError
from assessment.services.standing_figures import as_it_stands


class CallEndsBeforeItBegins(DomainError):
    """The last day of a call comes before its first."""


@dataclass(frozen=True, slots=True)
class CallDraft:
    """What somebody says of a call."""

    scheme_id: str
    labels: Sequence[str]
    title: str
    opens_on: date
    closes_on: date
    note: str = ""


def open_call(session: Session, draft: CallDraft, *, actor_id: int, at: datetime) -> Call:
    """A new call. Raises `CallEndsBeforeItBegins`."""
    call = Call(created_by=actor_id, created_at=at)
    _write(call, draft)
    session.add(call)
    session.flush()
    return call


def change_call(session: Session, call: Call, draft: CallDraft) -> None:
    """Changes what a call says; one that was closed early is open again on its days. Raises as above."""
    _write(call, draft)
    call.closed_on = None
    session.flush()


def _write(call: Call, draft: CallDraft) -> None:
    if draft.closes_on < draft.opens_on:
        raise CallEndsBeforeItBegins
    call.scheme_id, call.labels, call.title = draft.scheme_id, list(draft.labels), draft.title
    call.opens_on, call.closes_on, call.note = draft.opens_on, draft.closes_on, draft.note


def close_call(session: Session, call: Call, at: datetime) -> None:
    """Takes nothing more from today on; what was submitted stays."""
    call.closed_on = call.closed_on or day_of(at)
    session.flush()


def days_of(call: Call) -> CallDays:
    """The days of a call as the rules read them."""
    return CallDays(call.id, call.opens_on, call.closes_on, call.closed_on)


def applications_by_call(session: Session) -> Mapping[int, int]:
    """How many applications that stand answer each call."""
    return as_it_stands(session, "calls", lambda: queries.applications_by_call(session))


def admission_of(
    session: Session, *, assessment_id: int, scheme_id: str, label_id: str, at: datetime
) -> Admission:
    """Whether an assessment may be submitted now, by the calls for its label."""
    found = [days_of(c) for c in queries.calls(session, scheme_id) if label_id in c.labels]
    again_until, call_id = queries.returned_until(session, assessment_id)
    return admission(found, day_of(at), again_until=again_until, call_id=call_id)
