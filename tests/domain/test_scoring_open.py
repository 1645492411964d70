"""Criteria of which it is still open whether they apply: what holds whichever way it turns out."""

from fractions import Fraction

import pytest

from assessment.domain.answers import Answer
from assessment.domain.criteria import NotApplicable
from assessment.domain.scorecard import Reason, Status
from assessment.domain.scoring import MOST_OPEN, score
from tests.domain.building import (
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
)

MET, MISSED, UNDETERMINED = Status.MET, Status.MISSED, Status.UNDETERMINED
NAMES = tuple("abcdef")
PROFILE = tuple(make_yes_no(name) for name in NAMES)


def gated(criterion_id, gate="a", *, points=4, **more):
    """A criterion that applies where the profile's question is answered with yes."""
    return make_criterion(criterion_id, points=points, when=is_yes(of_profile(gate)), **more)


def card_of(*criteria, threshold=1, minimum=None, profile=None, answers=None, **levels):
    required = None if minimum is None else Fraction(minimum)
    section = make_section("s", *criteria, minimum=required)
    label = make_label(sections=(section,), threshold=threshold, profile=PROFILE)
    return score(label, make_sheet(answers, profile=profile, **levels))


TEAM, WEB = make_criterion("team"), gated("web")


def test_criterion_is_scored_as_if_it_applied():
    found = card_of(TEAM, WEB, team=4, web=1)
    assert (found.of("web").reason, found.of("web").is_presumed) == (Reason.ANSWERED, True)
    assert (found.points, found.possible, found.maximum) == (5, 5, 8)
    assert not found.of("team").is_presumed


@pytest.mark.parametrize(
    ("team", "web", "threshold", "status"),
    [
        # four of eight points with the web site, eight of eight without it
        (4, 0, 4, MET),
        (4, 0, 5, UNDETERMINED),
        (4, 0, 8, UNDETERMINED),
        # four with it, none without it
        (0, 4, 4, UNDETERMINED),
        (0, 4, 5, MISSED),
        (4, 4, 8, MET),
        (3, 4, 8, MISSED),
    ],
)
def test_threshold_is_settled_when_it_stands_the_same_either_way(team, web, threshold, status):
    card = card_of(TEAM, WEB, threshold=threshold, minimum=threshold, team=team, web=web)
    assert card.threshold is status
    assert card.sections[0].minimum is status


@pytest.mark.parametrize(("has_web", "status"), [(True, MISSED), (False, MET)])
def test_answer_settles_it(has_web, status):
    card = card_of(TEAM, WEB, threshold=5, minimum=5, profile={"a": has_web}, team=4, web=0)
    assert (card.threshold, card.sections[0].minimum) == (status, status)
    assert not card.of("web").is_presumed


def test_level_of_a_reviewer_settles_that_the_criterion_applies():
    label = make_label(TEAM, WEB, threshold=5, profile=PROFILE)
    sheet = make_sheet(team=4, web=0)
    assert score(label, sheet).threshold is UNDETERMINED
    assert score(label, sheet.attested({"web": 0})).threshold is MISSED


@pytest.mark.parametrize(("level", "status"), [(1, UNDETERMINED), (2, MET), (None, UNDETERMINED)])
def test_minimum_of_a_criterion_is_not_missed_while_it_may_not_apply(level, status):
    answers = {"web": make_answer(level)}
    card = card_of(TEAM, gated("web", minimum=2), answers=answers, team=4)
    assert card.of("web").minimum is status


def test_criterion_without_points_leaves_the_threshold_alone():
    card = card_of(TEAM, gated("web", points=0), threshold=3, team=3, web=0)
    assert (card.of("web").is_presumed, card.threshold) == (True, MET)


def test_claim_that_it_does_not_apply_may_be_settled_by_the_rule():
    # presumed: four of eight points are out, three of four earned, six in all; by rule the same
    web = gated("web", not_applicable=NotApplicable.EXCLUDE)
    claim = Answer(justification="None.", is_not_applicable=True)
    card = card_of(TEAM, web, threshold=6, answers={"web": claim}, team=3)
    assert (card.points, card.of("web").is_presumed, card.threshold) == (6, True, MET)


def test_claim_over_the_cap_is_open_while_the_rule_may_take_it_out():
    # presumed: four of six may leave at most three, so one of two points left is zero
    web = gated("web", not_applicable=NotApplicable.EXCLUDE)
    claim = Answer(justification="None.", is_not_applicable=True)
    team = make_criterion("team", points=2)
    card = card_of(team, web, threshold=6, answers={"web": claim}, team=4)
    assert (card.points, card.sections[0].is_over_cap) == (4, True)
    assert card.threshold is UNDETERMINED
    assert card_of(team, web, threshold=4, answers={"web": claim}, team=4).threshold is MET


def test_section_that_may_leave_the_score_keeps_the_threshold_open():
    sections = (make_section("s", TEAM), make_section("online", WEB, minimum=Fraction(3)))
    label = make_label(sections=sections, threshold=5, profile=PROFILE)
    card = score(label, make_sheet(team=4, web=0))
    assert (card.points, card.threshold) == (4, UNDETERMINED)


@pytest.mark.parametrize(("web", "status"), [(2, UNDETERMINED), (3, MET)])
def test_minimum_of_a_section_that_may_leave_the_score_is_not_missed(web, status):
    sections = (make_section("s", TEAM), make_section("online", WEB, minimum=Fraction(3)))
    label = make_label(sections=sections, profile=PROFILE)
    assert score(label, make_sheet(team=4, web=web)).sections[1].minimum is status


def test_two_gates_turn_out_independently_of_each_other():
    a, b = gated("web", "a"), gated("plan", "b")
    levels = {"team": 2, "web": 0, "plan": 4}
    # all: 6 of 12; without web 6 of 8, taken to 9; without plan 2 of 8, to 3; without both 2 of 4
    for threshold, status in ((3, MET), (4, UNDETERMINED), (9, UNDETERMINED), (10, MISSED)):
        assert card_of(TEAM, a, b, threshold=threshold, **levels).threshold is status


def test_criteria_behind_one_gate_turn_out_together():
    # all: 6 of 12; without both: 2 of 4, taken to 6
    levels = {"team": 2, "web": 0, "plan": 4}
    for threshold, status in ((6, MET), (7, MISSED)):
        card = card_of(TEAM, WEB, gated("plan"), threshold=threshold, **levels)
        assert card.threshold is status


def test_level_of_a_reviewer_stands_though_others_behind_the_same_gate_may_fall_away():
    # four of twelve points; without plan four of eight, taken to six
    sheet = make_sheet(team=4, web=0, plan=0).attested({"web": 0})
    for threshold, status in ((4, MET), (6, UNDETERMINED), (7, MISSED)):
        label = make_label(TEAM, WEB, gated("plan"), threshold=threshold, profile=PROFILE)
        assert score(label, sheet).threshold is status


def test_open_answers_count_at_their_best_whichever_way_it_turns_out():
    # 0 to 4 of 8 with the web site; 0 to 8 of 8 without it
    for threshold, status in ((4, UNDETERMINED), (8, UNDETERMINED), (9, MISSED)):
        assert card_of(TEAM, WEB, threshold=threshold, web=0).threshold is status


def test_no_more_gates_are_tried_than_can_be_in_good_time():
    assert MOST_OPEN == 4
    criteria = [gated(f"c{name}", name) for name in NAMES[: MOST_OPEN + 1]]
    levels = {c.id: 4 for c in criteria}
    few = card_of(TEAM, *criteria[:MOST_OPEN], threshold=4, minimum=4, team=4, **levels)
    assert (few.threshold, few.sections[0].minimum) == (MET, MET)
    many = card_of(TEAM, *criteria, threshold=4, minimum=4, team=4, **levels)
    assert (many.threshold, many.sections[0].minimum) == (UNDETERMINED, UNDETERMINED)


def test_gates_of_criteria_without_points_need_not_be_tried():
    criteria = [gated(f"c{name}", name) for name in NAMES[:MOST_OPEN]]
    levels = {c.id: 4 for c in criteria}
    facts = gated("facts", NAMES[MOST_OPEN], points=0)
    assert card_of(TEAM, facts, *criteria, threshold=4, team=4, **levels).threshold is MET


def test_label_without_a_threshold_stays_without_one_whatever_is_open():
    criteria = [gated(f"c{name}", name) for name in NAMES]
    assert card_of(*criteria, threshold=None).threshold is MET
    assert card_of(*criteria, threshold=None).sections[0].minimum is None
