"""The path of an assessment: which states there are, and which event leads from one to the next.

`docs/process.md` draws this table; a test holds the two together.
"""

from enum import StrEnum

from assessment.domain.errors import IllegalTransition


class State(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    PANEL_PROPOSED = "panel_proposed"
    IN_REVIEW = "in_review"
    CLARIFICATION = "clarification"
    CONSENSUS = "consensus"
    REVIEWED = "reviewed"
    DECISION_PROPOSED = "decision_proposed"
    CONDITIONAL = "conditional"
    AWARDED = "awarded"
    DEFERRED = "deferred"
    DECLINED = "declined"
    APPEALED = "appealed"
    DISCARDED = "discarded"


class Event(StrEnum):
    """What can happen to an assessment."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    RETURN = "return"
    ACCEPT = "accept"
    PROPOSE_PANEL = "propose_panel"
    OBJECT = "object"
    RECALL_PANEL = "recall_panel"
    APPOINT_PANEL = "appoint_panel"
    ASK_CLARIFICATION = "ask_clarification"
    ANSWER_CLARIFICATION = "answer_clarification"
    LAPSE_CLARIFICATION = "lapse_clarification"
    HAND_IN_LAST_REVIEW = "hand_in_last_review"
    REOPEN_REVIEW = "reopen_review"
    CLOSE_CONSENSUS = "close_consensus"
    SEND_BACK = "send_back"
    PROPOSE_DECISION = "propose_decision"
    REJECT_DECISION = "reject_decision"
    AWARD = "award"
    AWARD_WITH_CONDITIONS = "award_with_conditions"
    DEFER = "defer"
    DECLINE = "decline"
    RESUME = "resume"
    MEET_CONDITIONS = "meet_conditions"
    MISS_CONDITIONS = "miss_conditions"
    APPEAL = "appeal"
    REJECT_APPEAL = "reject_appeal"
    ADMIT_APPEAL = "admit_appeal"
    DISCARD = "discard"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.DISCARD): State.DISCARDED,
    (State.SUBMITTED, Event.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Event.RETURN): State.DRAFT,
    (State.SUBMITTED, Event.ACCEPT): State.ACCEPTED,
    (State.ACCEPTED, Event.WITHDRAW): State.DRAFT,
    (State.ACCEPTED, Event.PROPOSE_PANEL): State.PANEL_PROPOSED,
    (State.PANEL_PROPOSED, Event.WITHDRAW): State.DRAFT,
    (State.PANEL_PROPOSED, Event.OBJECT): State.ACCEPTED,
    (State.PANEL_PROPOSED, Event.RECALL_PANEL): State.ACCEPTED,
    (State.PANEL_PROPOSED, Event.APPOINT_PANEL): State.IN_REVIEW,
    (State.IN_REVIEW, Event.ASK_CLARIFICATION): State.CLARIFICATION,
    (State.IN_REVIEW, Event.HAND_IN_LAST_REVIEW): State.CONSENSUS,
    (State.CLARIFICATION, Event.ANSWER_CLARIFICATION): State.IN_REVIEW,
    (State.CLARIFICATION, Event.LAPSE_CLARIFICATION): State.IN_REVIEW,
    (State.CONSENSUS, Event.REOPEN_REVIEW): State.IN_REVIEW,
    (State.CONSENSUS, Event.CLOSE_CONSENSUS): State.REVIEWED,
    (State.REVIEWED, Event.SEND_BACK): State.CONSENSUS,
    (State.REVIEWED, Event.PROPOSE_DECISION): State.DECISION_PROPOSED,
    (State.DECISION_PROPOSED, Event.REJECT_DECISION): State.REVIEWED,
    (State.DECISION_PROPOSED, Event.AWARD): State.AWARDED,
    (State.DECISION_PROPOSED, Event.AWARD_WITH_CONDITIONS): State.CONDITIONAL,
    (State.DECISION_PROPOSED, Event.DEFER): State.DEFERRED,
    (State.DECISION_PROPOSED, Event.DECLINE): State.DECLINED,
    (State.CONDITIONAL, Event.MEET_CONDITIONS): State.AWARDED,
    (State.CONDITIONAL, Event.MISS_CONDITIONS): State.DECLINED,
    (State.DEFERRED, Event.RESUME): State.REVIEWED,
    (State.DECLINED, Event.APPEAL): State.APPEALED,
    (State.APPEALED, Event.REJECT_APPEAL): State.DECLINED,
    (State.APPEALED, Event.ADMIT_APPEAL): State.ACCEPTED,
}

DECIDED = frozenset({State.AWARDED, State.CONDITIONAL, State.DECLINED})
"""States in which the decision has been released and nobody works on the application."""

FINAL = frozenset({State.AWARDED, State.DECLINED, State.DISCARDED})
"""States in which nothing is under way: a new assessment may be opened beside them.

Only an appeal leads on from a declined one.
"""

BESIDES = FINAL | {State.CONDITIONAL}
"""States beside which a label can be applied for anew: a conditional award can be due for renewal."""

WAITING_FOR_SECRETARIAT = frozenset(
    {
        State.SUBMITTED,
        State.ACCEPTED,
        State.REVIEWED,
        State.DECISION_PROPOSED,
        State.DEFERRED,
        State.APPEALED,
    }
)
"""States in which the secretariat has the next step."""

SUBMITTED_STATES = frozenset(State) - {State.DRAFT, State.DISCARDED}
"""States in which the frozen submission exists and the answers can no longer change."""


FOR_SECRETARIAT = 0
"""The turn of what waits for the secretariat."""
OVER = 2
"""The turn of what nobody moves on."""


def turn_of(state: State, *, is_stuck: bool = False, is_ended: bool = False) -> int | None:
    """Where a list has what stands in a state: 0 first, for it waits for the secretariat, 1 what is under
    way, 2 what is over; None for what is not submitted.

    A review is stuck while a place on its panel is empty, or a disclosed tie is not judged; an award with
    conditions while a second person has to confirm that one was missed, or since the cluster told of one,
    or the last day of one came to an end, what is not checked: then it waits for the secretariat. Such an
    award is over once its certificate has ended.
    """
    if state not in SUBMITTED_STATES:
        return None
    if state in FINAL or (is_ended and state is State.CONDITIONAL):
        return OVER
    return FOR_SECRETARIAT if is_stuck or state in WAITING_FOR_SECRETARIAT else 1


TAKEN_BACK_FROM = frozenset(state for state, event in TRANSITIONS if event is Event.WITHDRAW)
"""States in which the cluster may still take its application back."""

UNDER_REVIEW = frozenset(
    {
        State.IN_REVIEW,
        State.CLARIFICATION,
        State.CONSENSUS,
        State.REVIEWED,
        State.DECISION_PROPOSED,
        State.DEFERRED,
    }
)
"""States in which the panel may read the submission: from its appointment to the decision."""


INTERNAL = frozenset({Event.PROPOSE_DECISION, Event.REJECT_DECISION})
"""Steps of which the cluster is told nothing: no decision is known before it is confirmed."""


def told_to_cluster(state: State) -> State:
    """The state that the cluster is shown: a decision that waits for confirmation is none yet."""
    return State.REVIEWED if state is State.DECISION_PROPOSED else state


def advance(state: State, event: Event) -> State:
    """The state after the event. Raises `IllegalTransition` when it cannot happen in this state."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in state {state}") from None


class SeatState(StrEnum):
    """Where a reviewer's place on a panel stands."""

    PROPOSED = "proposed"
    DROPPED = "dropped"
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    HANDED_IN = "handed_in"
    REPLACED = "replaced"


class SeatEvent(StrEnum):
    """What can happen to a seat."""

    DROP = "drop"
    INVITE = "invite"
    ACCEPT = "accept"
    DECLINE = "decline"
    HAND_IN = "hand_in"
    REPLACE = "replace"


SEAT_TRANSITIONS: dict[tuple[SeatState, SeatEvent], SeatState] = {
    (SeatState.PROPOSED, SeatEvent.DROP): SeatState.DROPPED,
    (SeatState.PROPOSED, SeatEvent.INVITE): SeatState.INVITED,
    (SeatState.INVITED, SeatEvent.ACCEPT): SeatState.ACCEPTED,
    (SeatState.INVITED, SeatEvent.DECLINE): SeatState.DECLINED,
    (SeatState.INVITED, SeatEvent.REPLACE): SeatState.REPLACED,
    (SeatState.ACCEPTED, SeatEvent.DECLINE): SeatState.DECLINED,
    (SeatState.ACCEPTED, SeatEvent.HAND_IN): SeatState.HANDED_IN,
    (SeatState.ACCEPTED, SeatEvent.REPLACE): SeatState.REPLACED,
    (SeatState.HANDED_IN, SeatEvent.REPLACE): SeatState.REPLACED,
}

ON_PANEL = frozenset(
    {SeatState.PROPOSED, SeatState.INVITED, SeatState.ACCEPTED, SeatState.HANDED_IN}
)
"""Seats that are taken; the others are kept as a record."""

AT_WORK = frozenset({SeatState.ACCEPTED, SeatState.HANDED_IN})
"""Seats of reviewers who have declared that they are impartial and accepted."""


def advance_seat(state: SeatState, event: SeatEvent) -> SeatState:
    """The seat's state after the event. Raises `IllegalTransition` when it cannot happen."""
    try:
        return SEAT_TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} of a seat that is {state}") from None
