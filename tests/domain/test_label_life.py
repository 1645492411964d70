from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import ENDED, LifeEvent, LifeState, advance_life

PATH = {
    (LifeState.VALID, LifeEvent.SUSPEND): LifeState.SUSPENDED,
    (LifeState.VALID, LifeEvent.REVOKE): LifeState.REVOKED,
    (LifeState.VALID, LifeEvent.SUPERSEDE): LifeState.SUPERSEDED,
    (LifeState.SUSPENDED, LifeEvent.LIFT): LifeState.VALID,
    (LifeState.SUSPENDED, LifeEvent.REVOKE): LifeState.REVOKED,
}


def outcome(state: LifeState, event: LifeEvent) -> LifeState | None:
    try:
        return advance_life(state, event)
    except IllegalTransition:
        return None


def test_each_event_in_each_state_leads_on_by_the_path_or_is_illegal() -> None:
    pairs = list(product(LifeState, LifeEvent))
    assert {pair: outcome(*pair) for pair in pairs} == dict.fromkeys(pairs) | PATH


def test_words_in_which_a_life_is_kept_stay() -> None:
    assert list(LifeState) == ["valid", "suspended", "revoked", "superseded"]
    assert list(LifeEvent) == ["suspend", "lift", "revoke", "supersede"]


def test_illegal_event_is_named_with_its_state() -> None:
    with pytest.raises(IllegalTransition, match="supersede in state suspended"):
        advance_life(LifeState.SUSPENDED, LifeEvent.SUPERSEDE)


def test_nothing_leads_out_of_a_state_in_which_a_label_has_ended() -> None:
    leading_on = {state for state, event in product(LifeState, LifeEvent) if outcome(state, event)}
    assert set(LifeState) - leading_on == ENDED == {LifeState.REVOKED, LifeState.SUPERSEDED}


@given(st.lists(st.sampled_from(LifeEvent), max_size=12))
def test_label_ends_once_at_most_and_rests_only_between_suspension_and_lifting(
    events: list[LifeEvent],
) -> None:
    state, done = LifeState.VALID, []
    for event in events:
        reached = outcome(state, event)
        if reached is not None:
            state, done = reached, [*done, event]
    ending = [event for event in done if event in (LifeEvent.REVOKE, LifeEvent.SUPERSEDE)]
    assert ending == done[-1:] if state in ENDED else ending == []
    rests = done.count(LifeEvent.SUSPEND) - done.count(LifeEvent.LIFT)
    assert (state is LifeState.SUSPENDED) == (state not in ENDED and rests == 1)
    assert rests in (0, 1)
