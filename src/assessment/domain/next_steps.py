"""Who has the next step of an application, and by which day, from the state that it is in."""

from datetime import date, datetime
from enum import StrEnum

from assessment.domain.deadlines import due_in
from assessment.domain.review_rules import ReviewRules
from assessment.domain.workflow import FOR_SECRETARIAT, OVER, State


class Holder(StrEnum):
    """Who has to do something before an application moves on."""

    SECRETARIAT = "secretariat"
    SECOND_PERSON = "second_person"
    CLUSTER = "cluster"
    REVIEWERS = "reviewers"
    LEAD = "lead"
    NOBODY = "nobody"


HOLDERS: dict[State, Holder] = {
    State.DRAFT: Holder.CLUSTER,
    State.SUBMITTED: Holder.SECRETARIAT,
    State.ACCEPTED: Holder.SECRETARIAT,
    State.PANEL_PROPOSED: Holder.CLUSTER,
    State.IN_REVIEW: Holder.REVIEWERS,
    State.CLARIFICATION: Holder.CLUSTER,
    State.CONSENSUS: Holder.LEAD,
    State.REVIEWED: Holder.SECRETARIAT,
    State.DECISION_PROPOSED: Holder.SECOND_PERSON,
    State.CONDITIONAL: Holder.CLUSTER,
    State.AWARDED: Holder.NOBODY,
    State.DEFERRED: Holder.SECRETARIAT,
    State.DECLINED: Holder.NOBODY,
    State.APPEALED: Holder.SECRETARIAT,
    State.DISCARDED: Holder.NOBODY,
}


def holder_of(state: State, turn: int | None) -> Holder:
    """Who moves on what stands in a state, with its turn in lists (`workflow.turn_of`).

    What is stuck is for the secretariat to mend, and nobody moves on what is over.
    """
    if turn == OVER:
        return Holder.NOBODY
    is_stuck = state in (State.IN_REVIEW, State.CONDITIONAL) and turn == FOR_SECRETARIAT
    return Holder.SECRETARIAT if is_stuck else HOLDERS[state]


def due_after(
    after: State, at: datetime, rules: ReviewRules, clarification_days: int | None
) -> date | None:
    """The last day for the step that follows, counted from this moment; None where no rule gives one.

    Of a deferral and of conditions the decision itself says the day.
    """
    days = {
        State.SUBMITTED: rules.formal_check_days,
        State.ACCEPTED: rules.panel_days,
        State.PANEL_PROPOSED: rules.objection_days,
        State.IN_REVIEW: rules.review_days,
        State.CLARIFICATION: clarification_days,
        State.CONSENSUS: rules.consensus_days,
        State.REVIEWED: rules.decision_days,
        State.DECISION_PROPOSED: rules.decision_days,
        State.APPEALED: rules.appeal_answer_days,
    }.get(after)
    return None if days is None else due_in(at, days)
