"""What happens is recorded here, and an assessment moves along its path."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, EventHead, EventRecord
from assessment.db.queries import events, outcomes
from assessment.db.queries.award_conditions import has_missed, is_to_be_checked
from assessment.db.queries.vacancies import is_stuck
from assessment.domain.chain import moment_text, next_entry
from assessment.domain.workflow import Event, State, advance, turn_of
from assessment.services.due_dates import next_due


def record_event(
    session: Session,
    kind: str,
    *,
    actor_id: int | None,
    at: datetime,
    assessment: Assessment | None = None,
    certificate_id: int | None = None,
    before: str | None = None,
    after: str | None = None,
    about_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> EventRecord:
    """Adds an event to the chain of the installation; the one place that does.

    `actor_id` None: nobody acted, a day has come. `about_id` is whom it concerns. `facts` are plain
    JSON (dates as ISO text) and name people by their numbers alone; raises `TypeError` when they are
    not plain. The end of the chain stays locked until the unit of work ends: take every other lock
    before, or two of them may wait for each other.
    """
    told = dict(facts or {})
    if json.loads(json.dumps(told, allow_nan=False)) != told:
        raise TypeError(f"facts of {kind} are not plain")
    head = events.head_for_change(session)
    contents = {
        "kind": str(kind),
        "assessment_id": None if assessment is None else assessment.id,
        "certificate_id": certificate_id,
        "state_before": None if before is None else str(before),
        "state_after": None if after is None else str(after),
        "actor_id": actor_id,
        "about_id": about_id,
        "facts": told,
    }
    entry = next_entry(head, contents | {"happened_at": moment_text(at)})
    record = EventRecord(
        **contents,
        happened_at=at,
        number=entry.number,
        previous_digest=entry.previous,
        digest=entry.digest,
    )
    session.add(record)
    session.execute(update(EventHead).values(number=entry.number, digest=entry.digest))
    return record


def check_step(assessment: Assessment, event: Event) -> None:
    """Raises `IllegalTransition` when the event cannot happen in the assessment's present state."""
    advance(State(assessment.state), event)


def settle_turn(session: Session, assessment: Assessment) -> None:
    """Keeps whose turn it is, for the lists; to be called when a seat of a review changes hands, and when
    something becomes of an award with conditions."""
    state, stuck, ended = State(assessment.state), False, False
    if state is State.IN_REVIEW:
        stuck = is_stuck(session, assessment.id)
    elif state is State.CONDITIONAL:
        stuck = has_missed(session, assessment.id) or is_to_be_checked(session, assessment.id)
        ended = outcomes.has_ended(session, assessment.id)
    assessment.turn = turn_of(state, is_stuck=stuck, is_ended=ended)


def take_step(
    session: Session,
    assessment: Assessment,
    event: Event,
    *,
    actor_id: int | None,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
    about_id: int | None = None,
    due_on: date | None = None,
) -> State:
    """Moves the assessment by the event and records it, with what `record_event` takes beside.

    `due_on` is the last day for the next step where the caller knows it; else it follows from the
    rules (`due_dates.next_due`). The caller holds the row (`assessment_for_change`). Raises
    `IllegalTransition` when the event cannot happen in the present state.
    """
    before = State(assessment.state)
    after = advance(before, event)
    assessment.due_on = due_on or next_due(session, assessment, event, after, at)
    assessment.state = after
    settle_turn(session, assessment)
    if assessment.turn is None:
        assessment.submitted_at = None
    elif before is State.DRAFT:
        assessment.submitted_at = at
    assessment.changed_at = at
    record_event(
        session,
        event,
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        before=before,
        after=after,
        about_id=about_id,
        facts=facts,
    )
    return after
