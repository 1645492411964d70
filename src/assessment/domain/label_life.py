"""The life of a label that was awarded: what can happen to it, and where that leads.

That it ends by the calendar is no event; `assessment.domain.validity` tells it from the day.
"""

from enum import StrEnum

from assessment.domain.errors import IllegalTransition


class LifeState(StrEnum):
    """What was done to a label since its award."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


class LifeEvent(StrEnum):
    """What can be done to a label: it rests and comes back, it is taken away, or renewed."""

    SUSPEND = "suspend"
    LIFT = "lift"
    REVOKE = "revoke"
    SUPERSEDE = "supersede"


LIFE_TRANSITIONS: dict[tuple[LifeState, LifeEvent], LifeState] = {
    (LifeState.VALID, LifeEvent.SUSPEND): LifeState.SUSPENDED,
    (LifeState.VALID, LifeEvent.REVOKE): LifeState.REVOKED,
    (LifeState.VALID, LifeEvent.SUPERSEDE): LifeState.SUPERSEDED,
    (LifeState.SUSPENDED, LifeEvent.LIFT): LifeState.VALID,
    (LifeState.SUSPENDED, LifeEvent.REVOKE): LifeState.REVOKED,
}
"""A suspended label is renewed only after its suspension is lifted."""

ENDED = frozenset({LifeState.REVOKED, LifeState.SUPERSEDED})
"""States after which nothing more is done to a label."""


def advance_life(state: LifeState, event: LifeEvent) -> LifeState:
    """The state after the event. Raises `IllegalTransition` when it cannot happen in this state."""
    try:
        return LIFE_TRANSITIONS[state, event]
    except KeyError:
        raise IllegalTransition(f"{event} in state {state}") from None
