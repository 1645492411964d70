"""What sections and labels make of their parts, and the minimum that a section may have."""

from fractions import Fraction

import pytest

from assessment.domain.criteria import Aggregation
from assessment.domain.scorecard import Status
from assessment.domain.scoring import score
from tests.domain.building import make_criterion, make_label, make_section, make_sheet

SUM, LOWEST = Aggregation
MET, MISSED, UNDETERMINED = Status.MET, Status.MISSED, Status.UNDETERMINED
TEAM, PLAN = make_criterion("team", points=4), make_criterion("plan", points=6)
MONEY = make_criterion("money", points=10)


def section_score(aggregation=SUM, minimum=None, **levels):
    required = None if minimum is None else Fraction(minimum)
    section = make_section("s", TEAM, PLAN, aggregation=aggregation, minimum=required)
    return score(make_label(sections=(section,)), make_sheet(**levels)).sections[0]


def label_score(aggregation, **levels):
    sections = (make_section("s", TEAM, PLAN), make_section("t", MONEY))
    return score(make_label(sections=sections, aggregation=aggregation), make_sheet(**levels))


@pytest.mark.parametrize(
    ("levels", "points", "possible"),
    [
        ({"team": 1, "plan": 4}, 7, 7),
        ({"team": 1}, 1, 7),
        ({"plan": 2}, 3, 7),
        ({}, 0, 10),
    ],
)
def test_points_of_a_section_add_up(levels, points, possible):
    found = section_score(SUM, **levels)
    assert (found.points, found.possible, found.maximum) == (points, possible, 10)


@pytest.mark.parametrize(
    ("levels", "points", "possible"),
    [
        ({"team": 1, "plan": 4}, Fraction(5, 2), Fraction(5, 2)),
        ({"team": 3, "plan": 2}, 5, 5),
        ({"team": 4, "plan": 4}, 10, 10),
        ({"team": 3}, 0, Fraction(15, 2)),
        ({"team": 0, "plan": 4}, 0, 0),
        ({}, 0, 10),
    ],
)
def test_weakest_criterion_may_decide_a_section(levels, points, possible):
    found = section_score(LOWEST, **levels)
    assert (found.points, found.possible, found.maximum) == (points, possible, 10)


def test_criterion_without_points_is_not_the_weakest():
    section = make_section("s", TEAM, make_criterion("web", points=0), aggregation=LOWEST)
    card = score(make_label(sections=(section,)), make_sheet(team=3, web=0))
    assert card.points == 3


@pytest.mark.parametrize(
    ("levels", "points", "possible"),
    [
        ({"team": 4, "plan": 4, "money": 1}, Fraction(25, 2), Fraction(25, 2)),
        ({"team": 4, "plan": 4}, 10, 20),
        ({"money": 2}, 5, 15),
    ],
)
def test_points_of_a_label_add_up(levels, points, possible):
    card = label_score(SUM, **levels)
    assert (card.points, card.possible, card.maximum) == (points, possible, 20)


@pytest.mark.parametrize(
    ("levels", "points", "possible"),
    [
        ({"team": 4, "plan": 4, "money": 1}, 5, 5),
        ({"team": 4, "plan": 0, "money": 4}, 8, 8),
        ({"team": 4, "plan": 4}, 0, 20),
        ({"money": 2}, 0, 10),
    ],
)
def test_weakest_section_may_decide_a_label(levels, points, possible):
    card = label_score(LOWEST, **levels)
    assert (card.points, card.possible, card.maximum) == (points, possible, 20)


def test_weakest_may_decide_on_both_levels():
    sections = (
        make_section("s", TEAM, PLAN, aggregation=LOWEST),
        make_section("t", MONEY, make_criterion("web"), aggregation=LOWEST),
    )
    label = make_label(sections=sections, aggregation=LOWEST)
    assert score(label, make_sheet(team=3, plan=2, money=4, web=3)).points == 12


@pytest.mark.parametrize(
    ("minimum", "levels", "status"),
    [
        (5, {"team": 2, "plan": 2}, MET),
        (Fraction(499, 100), {"team": 2, "plan": 2}, MET),
        (Fraction(501, 100), {"team": 2, "plan": 2}, MISSED),
        (2, {"team": 2}, MET),
        (3, {"team": 2}, UNDETERMINED),
        (8, {"team": 2}, UNDETERMINED),
        (Fraction(801, 100), {"team": 2}, MISSED),
        (10, {}, UNDETERMINED),
    ],
)
def test_minimum_of_a_section_stands_by_its_exact_points(minimum, levels, status):
    assert section_score(SUM, minimum, **levels).minimum is status


def test_section_without_a_minimum_has_no_state_of_it():
    assert section_score().minimum is None


def test_minimum_is_held_against_the_points_that_the_weakest_leaves():
    assert section_score(LOWEST, 5, team=4, plan=1).minimum is MISSED
    assert section_score(LOWEST, 5, team=4, plan=2).minimum is MET


def test_each_section_is_held_against_its_own_minimum():
    sections = (
        make_section("s", TEAM, minimum=Fraction(3)),
        make_section("t", PLAN, minimum=Fraction(2)),
    )
    card = score(make_label(sections=sections), make_sheet(team=2, plan=2))
    assert [section.minimum for section in card.sections] == [MISSED, MET]
