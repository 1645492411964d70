from itertools import product

import pytest

from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import (
    AT_WORK,
    DECIDED,
    FINAL,
    INTERNAL,
    ON_PANEL,
    SUBMITTED_STATES,
    TAKEN_BACK_FROM,
    UNDER_REVIEW,
    WAITING_FOR_SECRETARIAT,
    Event,
    SeatEvent,
    SeatState,
    State,
    advance,
    advance_seat,
    told_to_cluster,
)

PATH = """
    draft             submit                submitted
    draft             discard               discarded
    submitted         withdraw              draft
    submitted         return                draft
    submitted         accept                accepted
    accepted          withdraw              draft
    accepted          propose_panel         panel_proposed
    panel_proposed    withdraw              draft
    panel_proposed    object                accepted
    panel_proposed    recall_panel          accepted
    panel_proposed    appoint_panel         in_review
    in_review         ask_clarification     clarification
    in_review         hand_in_last_review   consensus
    clarification     answer_clarification  in_review
    clarification     lapse_clarification   in_review
    consensus         reopen_review         in_review
    consensus         close_consensus       reviewed
    reviewed          send_back             consensus
    reviewed          propose_decision      decision_proposed
    decision_proposed reject_decision       reviewed
    decision_proposed award                 awarded
    decision_proposed award_with_conditions conditional
    decision_proposed defer                 deferred
    decision_proposed decline               declined
    conditional       meet_conditions       awarded
    conditional       miss_conditions       declined
    deferred          resume                reviewed
    declined          appeal                appealed
    appealed          reject_appeal         declined
    appealed          admit_appeal          accepted
"""
SEATS = """
    proposed  drop     dropped
    proposed  invite   invited
    invited   accept   accepted
    invited   decline  declined
    invited   replace  replaced
    accepted  decline  declined
    accepted  hand_in  handed_in
    accepted  replace  replaced
    handed_in replace  replaced
"""


def table(text: str) -> dict[tuple[str, str], str]:
    rows = [line.split() for line in text.split("\n") if line.strip()]
    return {(before, event): after for before, event, after in rows}


def outcome(state: State, event: Event) -> State | None:
    try:
        return advance(state, event)
    except IllegalTransition:
        return None


def seat_outcome(state: SeatState, event: SeatEvent) -> SeatState | None:
    try:
        return advance_seat(state, event)
    except IllegalTransition:
        return None


def test_each_event_in_each_state_leads_on_by_the_path_or_is_illegal():
    pairs = list(product(State, Event))
    assert {pair: outcome(*pair) for pair in pairs} == dict.fromkeys(pairs) | table(PATH)


def test_each_event_of_a_seat_leads_on_by_its_path_or_is_illegal():
    pairs = list(product(SeatState, SeatEvent))
    assert {pair: seat_outcome(*pair) for pair in pairs} == dict.fromkeys(pairs) | table(SEATS)


def test_illegal_event_is_named_with_its_state():
    with pytest.raises(IllegalTransition, match="award in state draft"):
        advance(State.DRAFT, Event.AWARD)
    with pytest.raises(IllegalTransition, match="accept of a seat that is declined"):
        advance_seat(SeatState.DECLINED, SeatEvent.ACCEPT)


def test_out_of_a_final_state_only_an_appeal_leads():
    assert {(s, e) for s, e in product(FINAL, Event) if outcome(s, e)} == {
        (State.DECLINED, Event.APPEAL)
    }
    assert {State.AWARDED, State.DECLINED, State.DISCARDED} == FINAL


def test_nothing_is_decided_without_a_second_person():
    decisions = {Event.AWARD, Event.AWARD_WITH_CONDITIONS, Event.DEFER, Event.DECLINE}
    found = {s for s, event in product(State, decisions) if outcome(s, event)}
    assert found == {State.DECISION_PROPOSED}
    assert {State.AWARDED, State.CONDITIONAL, State.DECLINED} == DECIDED


def test_every_state_is_reached_from_the_draft():
    reached, frontier = set(), {State.DRAFT}
    while frontier:
        reached |= frontier
        frontier = {outcome(*pair) for pair in product(frontier, Event)} - {None} - reached
    assert reached == set(State)


def test_only_before_the_review_anything_leads_back_to_a_draft():
    back = {state for state, event in product(State, Event) if outcome(state, event) is State.DRAFT}
    assert back == TAKEN_BACK_FROM == {State.SUBMITTED, State.ACCEPTED, State.PANEL_PROPOSED}


def test_states_are_grouped_by_who_works_on_them():
    assert set(State) - SUBMITTED_STATES == {State.DRAFT, State.DISCARDED}
    assert {
        State.IN_REVIEW,
        State.CLARIFICATION,
        State.CONSENSUS,
        State.REVIEWED,
        State.DECISION_PROPOSED,
        State.DEFERRED,
    } == UNDER_REVIEW
    assert {
        State.SUBMITTED,
        State.ACCEPTED,
        State.REVIEWED,
        State.DECISION_PROPOSED,
        State.DEFERRED,
        State.APPEALED,
    } == WAITING_FOR_SECRETARIAT


def test_the_cluster_learns_of_no_decision_before_it_is_confirmed():
    shown = {state for state in State if told_to_cluster(state) is not state}
    assert (shown, told_to_cluster(State.DECISION_PROPOSED)) == (
        {State.DECISION_PROPOSED},
        State.REVIEWED,
    )
    assert {Event.PROPOSE_DECISION, Event.REJECT_DECISION} == INTERNAL


def test_a_seat_is_taken_until_it_is_given_up_and_at_work_once_accepted():
    given_up = {SeatState.DROPPED, SeatState.DECLINED, SeatState.REPLACED}
    assert set(SeatState) - ON_PANEL == given_up
    assert {SeatState.ACCEPTED, SeatState.HANDED_IN} == AT_WORK
