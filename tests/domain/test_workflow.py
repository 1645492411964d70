from itertools import product

import pytest

from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import DECIDED, FINAL, SUBMITTED_STATES, Event, State, advance

PATH = {
    (State.DRAFT, Event.SUBMIT): State.SUBMITTED,
    (State.DRAFT, Event.DISCARD): State.DISCARDED,
    (State.SUBMITTED, Event.WITHDRAW): State.DRAFT,
    (State.SUBMITTED, Event.APPOINT_PANEL): State.IN_REVIEW,
    (State.IN_REVIEW, Event.HAND_IN_LAST_REVIEW): State.CONSENSUS,
    (State.CONSENSUS, Event.CLOSE_CONSENSUS): State.REVIEWED,
    (State.REVIEWED, Event.AWARD): State.AWARDED,
    (State.REVIEWED, Event.DECLINE): State.DECLINED,
}


def outcome(state: State, event: Event) -> State | None:
    try:
        return advance(state, event)
    except IllegalTransition:
        return None


def test_each_event_in_each_state_leads_on_by_the_path_or_is_illegal():
    pairs = list(product(State, Event))
    assert {pair: outcome(*pair) for pair in pairs} == dict.fromkeys(pairs) | PATH


def test_illegal_event_is_named_with_its_state():
    with pytest.raises(IllegalTransition, match="award in state draft"):
        advance(State.DRAFT, Event.AWARD)


def test_nothing_leads_out_of_a_final_state():
    leading_on = {state for state, event in product(State, Event) if outcome(state, event)}
    assert set(State) - leading_on == FINAL == DECIDED | {State.DISCARDED}
    assert {State.AWARDED, State.DECLINED} == DECIDED


def test_every_state_is_reached_from_the_draft():
    reached, frontier = set(), {State.DRAFT}
    while frontier:
        reached |= frontier
        frontier = {outcome(*pair) for pair in product(frontier, Event)} - {None} - reached
    assert reached == set(State)


def test_only_a_withdrawal_before_the_review_leads_back_to_a_draft():
    back = [pair for pair in product(State, Event) if outcome(*pair) is State.DRAFT]
    assert back == [(State.SUBMITTED, Event.WITHDRAW)]


def test_every_state_but_those_of_drafts_has_a_submission():
    assert {
        State.SUBMITTED,
        State.IN_REVIEW,
        State.CONSENSUS,
        State.REVIEWED,
        State.AWARDED,
        State.DECLINED,
    } == SUBMITTED_STATES
