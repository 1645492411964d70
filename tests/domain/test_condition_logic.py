"""How outcomes combine while something is still open, and conditions on other criteria's levels."""

from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conditions import All, AnyOf, LevelReached, Not, Status, together
from assessment.domain.criteria import UNRATED, NotApplicable
from assessment.domain.facts import Facts
from assessment.domain.rating import Bands
from tests.domain.building import (
    facts_of,
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_sheet,
    make_yes_no,
    own,
)


def outcome_of(name):
    return is_yes(own(name))


def facts_about(values):
    """Facts with the questions a, b and c; one without a value is open."""
    return facts_of(make_criterion(questions=tuple(make_yes_no(name) for name in "abc")), values)


@pytest.mark.parametrize("outcomes", list(product([True, False, None], repeat=2)))
def test_all_and_any_follow_the_three_valued_tables_of_kleene(outcomes):
    known = zip("ab", outcomes, strict=True)
    facts = facts_about({name: outcome for name, outcome in known if outcome is not None})
    parts = (outcome_of("a"), outcome_of("b"))
    rank = {False: 0, None: 1, True: 2}
    assert facts.holds(All(parts)) is min(outcomes, key=rank.get)
    assert facts.holds(AnyOf(parts)) is max(outcomes, key=rank.get)


@pytest.mark.parametrize(
    ("values", "negated"), [({"a": True}, False), ({"a": False}, True), ({}, None)]
)
def test_not_turns_the_outcome_and_leaves_what_is_open(values, negated):
    assert facts_about(values).holds(Not(outcome_of("a"))) is negated


def test_all_of_nothing_holds_and_any_of_nothing_fails():
    assert facts_about({}).holds(All(())) is True
    assert facts_about({}).holds(AnyOf(())) is False


leaves = st.sampled_from([outcome_of(name) for name in "abc"])
conditions = st.recursive(
    leaves,
    lambda inner: (
        inner.map(Not)
        | st.lists(inner, max_size=3).map(lambda parts: All(tuple(parts)))
        | st.lists(inner, max_size=3).map(lambda parts: AnyOf(tuple(parts)))
    ),
    max_leaves=6,
)
sheets = st.dictionaries(st.sampled_from("abc"), st.booleans())


@given(parts=st.lists(conditions, max_size=3).map(tuple), values=sheets)
def test_not_all_is_any_not(parts, values):
    facts = facts_about(values)
    negated = tuple(Not(part) for part in parts)
    assert facts.holds(Not(All(parts))) is facts.holds(AnyOf(negated))
    assert facts.holds(Not(AnyOf(parts))) is facts.holds(All(negated))


@given(condition=conditions, values=sheets, more=sheets)
def test_answering_more_never_changes_what_is_settled(condition, values, more):
    before = facts_about(values).holds(condition)
    after = facts_about({**more, **values}).holds(condition)
    assert before is None or after is before


@given(condition=conditions, data=st.data())
def test_nothing_is_open_once_all_is_answered(condition, data):
    values = data.draw(st.fixed_dictionaries({name: st.booleans() for name in "abc"}))
    assert facts_about(values).holds(condition) is not None


def has_level(at_least, other=None, **levels):
    """Whether the criterion `plan` has a level, in a label that asks it beside `team`."""
    label = make_label(make_criterion("team"), other or make_criterion("plan"))
    return Facts(label, make_sheet(**levels)).holds(LevelReached("plan", at_least))


@pytest.mark.parametrize(("level", "is_there"), [(1, False), (2, True), (3, True)])
def test_level_of_another_criterion_is_reached_from_it_on(level, is_there):
    assert has_level(2, plan=level) is is_there


def test_level_that_is_not_claimed_yet_is_open():
    assert has_level(0) is None
    assert has_level(4) is None


def test_level_of_a_criterion_that_the_label_does_not_ask_stays_open():
    assert Facts(make_label(), make_sheet(plan=4)).holds(LevelReached("plan", 1)) is None


def test_what_is_not_rated_has_no_level():
    unrated = make_criterion("plan", scale=UNRATED, points=0)
    assert has_level(0, unrated) is False


@pytest.mark.parametrize(("at_least", "is_there"), [(2, None), (3, False)])
def test_level_above_all_that_open_answers_can_bring_is_not_reached(at_least, is_there):
    bands = Bands(own("size", owner="plan"), ((1, 10), (2, 20)))
    plan = make_criterion("plan", questions=(make_question("size"),), rating=bands)
    assert has_level(at_least, plan) is is_there


@pytest.mark.parametrize("policy", [NotApplicable.EXCLUDE, NotApplicable.ZERO])
def test_criterion_that_is_said_not_to_apply_has_no_level(policy):
    plan = make_criterion("plan", not_applicable=policy)
    sheet = make_sheet({"plan": make_answer(4, is_not_applicable=True)})
    assert Facts(make_label(plan), sheet).holds(LevelReached("plan", 0)) is False


def test_claim_that_may_not_be_made_leaves_the_level_open():
    sheet = make_sheet({"plan": make_answer(4, is_not_applicable=True)})
    facts = Facts(make_label(make_criterion("plan")), sheet)
    assert facts.holds(LevelReached("plan", 0)) is None


def test_criterion_that_does_not_apply_by_rule_has_no_level():
    gate = make_criterion("team", questions=(make_yes_no("written"),))
    plan = make_criterion("plan", when=is_yes(own("written")))
    sheet = make_sheet({"team": make_answer(1, values={"written": False})}, plan=4)
    assert Facts(make_label(gate, plan), sheet).holds(LevelReached("plan", 0)) is False


@pytest.mark.parametrize(
    ("holds_", "status"),
    [(True, Status.MET), (False, Status.MISSED), (None, Status.UNDETERMINED)],
)
def test_status_says_how_a_condition_stands(holds_, status):
    assert Status.of(holds_) is status


@pytest.mark.parametrize(
    ("statuses", "status"),
    [
        ((), Status.MET),
        ((Status.MET, Status.MET), Status.MET),
        ((Status.MET, Status.UNDETERMINED), Status.UNDETERMINED),
        ((Status.MET, Status.MISSED), Status.MISSED),
        ((Status.UNDETERMINED, Status.MISSED, Status.MET), Status.MISSED),
    ],
)
def test_several_conditions_stand_as_the_worst_of_them(statuses, status):
    for order in permutations(statuses):
        assert together(list(order)) is status
