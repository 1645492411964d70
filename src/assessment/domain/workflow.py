"""The path of an assessment: which states there are, and which event leads from one to the next."""

from enum import StrEnum

from assessment.domain.errors import IllegalTransition


class State(StrEnum):
    """Where an assessment stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_REVIEW = "in_review"
    CONSENSUS = "consensus"
    REVIEWED = "reviewed"
    AWARDED = "awarded"
    DECLINED = "declined"
    DISCARDED = "discarded"


class Event(StrEnum):
    """What can happen to an assessment."""

    SUBMIT = "submit"
    WITHDRAW = "withdraw"
    APPOINT_PANEL = "appoint_panel"
    HAND_IN_LAST_REVIEW = "hand_in_last_review"
    CLOSE_CONSENSUS = "close_consensus"
    AWARD = "award"
    DECLINE = "decline"
    DISCARD = "discard"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.DISCARD): State.DISCARDED,
    (State.SUBMITTED, Event.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Event.APPOINT_PANEL): State.IN_REVIEW,
    (State.IN_REVIEW, Event.HAND_IN_LAST_REVIEW): State.CONSENSUS,
    (State.CONSENSUS, Event.CLOSE_CONSENSUS): State.REVIEWED,
    (State.REVIEWED, Event.AWARD): State.AWARDED,
    (State.REVIEWED, Event.DECLINE): State.DECLINED,
}

DECIDED = frozenset({State.AWARDED, State.DECLINED})
"""States in which the secretariat has decided."""

FINAL = DECIDED | {State.DISCARDED}
"""States after which nothing more happens."""

WAITING_FOR_SECRETARIAT = frozenset({State.SUBMITTED, State.REVIEWED})
"""States in which the secretariat has the next step."""

SUBMITTED_STATES = frozenset(State) - {State.DRAFT, State.DISCARDED}
"""States in which the frozen submission exists and the answers can no longer change."""


def advance(state: State, event: Event) -> State:
    """The state after the event. Raises `IllegalTransition` when it cannot happen in this state."""
    try:
        return TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in state {state}") from None
