"""The day by which an application's next step is due; kept with it, so that lists can ask for it."""

from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import frozen_edition
from assessment.db.models import Assessment
from assessment.db.queries import assessments, outcomes
from assessment.domain.deadlines import paused
from assessment.domain.next_steps import due_after
from assessment.domain.workflow import Event, State

_SAME_CLOCK = frozenset({Event.PROPOSE_DECISION, Event.REJECT_DECISION})
"""Steps on the way to a decision, whose days go on."""


def next_due(
    session: Session, assessment: Assessment, event: Event, after: State, at: datetime
) -> date | None:
    """When the step after this one is due, by the rules that the submission was made under.

    A review that was interrupted by a question goes on with as many days as it had left. None where
    nothing was submitted, or where no rule gives days.
    """
    if event in _SAME_CLOCK:
        return assessment.due_on
    found = assessments.edition_standing(session, assessment.id)
    if found is None:
        return None
    scheme = frozen_edition(found.files).scheme
    if after in (State.DEFERRED, State.CONDITIONAL):
        return outcomes.day_of_decision(session, assessment.id)
    if assessment.state == State.CLARIFICATION and after is State.IN_REVIEW:
        last = assessments.last_day_of_review(session, assessment.id)
        if last is not None:
            return paused(last, assessment.changed_at, at)
    asked = scheme.label(assessment.label_id).clarification
    return due_after(after, at, scheme.review, asked.days if asked else None)
