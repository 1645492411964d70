"""Moving an assessment along its path, with a record of who did it."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, EventRecord
from assessment.domain.workflow import Event, State, advance


def check_step(assessment: Assessment, event: Event) -> None:
    """Raises `IllegalTransition` when the event cannot happen in the assessment's present state."""
    advance(State(assessment.state), event)


def take_step(
    session: Session, assessment: Assessment, event: Event, *, actor_id: int, at: datetime
) -> State:
    """Moves the assessment by the event and records it.

    The caller holds the row (`assessment_for_change`). Raises `IllegalTransition` when the event
    cannot happen in the present state.
    """
    before = State(assessment.state)
    after = advance(before, event)
    assessment.state = after
    assessment.changed_at = at
    session.add(
        EventRecord(
            assessment_id=assessment.id,
            event=event,
            state_before=before,
            state_after=after,
            actor_id=actor_id,
            happened_at=at,
        )
    )
    return after
