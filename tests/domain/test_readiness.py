"""What is missing for a label: the smallest set of raises, and what it leaves open."""

from fractions import Fraction
from pathlib import Path

import pytest

from assessment.catalogue.loader import load_catalogue
from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import LevelReached, Not, Status
from assessment.domain.criteria import (
    Aggregation,
    Eligibility,
    EvidenceRule,
    NotApplicable,
    Prerequisite,
    SupportRule,
)
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.readiness import readiness, what_if
from assessment.domain.scorecard import ConditionKind
from assessment.domain.scoring import score
from tests.domain.building import (
    is_yes,
    make_criterion,
    make_label,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
)

CRITERIA = Path(__file__).parents[2] / "criteria"
LABELS = [label for edition in load_catalogue(CRITERIA) for label in edition.scheme]
BY_LEVELS = {ConditionKind.MINIMUM, ConditionKind.SECTION, ConditionKind.THRESHOLD}
IS_EXPORTER = is_yes(of_profile("exports"))
EXPORTS = make_yes_no("exports")


def targets(found):
    """The raises as {criterion: target}."""
    return {one.criterion.id: one.target for one in found.raises}


def test_the_steps_that_earn_most_are_taken():
    label = make_label(make_criterion(points=4), make_criterion("plan", points=8), threshold=8)

    found = readiness(label, make_sheet(team=0, plan=1))

    assert (targets(found), found.steps, found.effort) == ({"plan": 4}, 3, 3)
    assert found.after.points == 8


def test_of_as_few_steps_those_of_least_effort_are_taken():
    dear, cheap = make_criterion(effort=(5, 5, 5, 5)), make_criterion("plan", effort=(1, 2, 8, 8))
    label = make_label(dear, cheap, threshold=3)

    found = readiness(label, make_sheet(team=0, plan=0))

    assert (targets(found), found.steps, found.effort) == ({"team": 1, "plan": 2}, 3, 8)


def test_fewer_steps_win_over_less_effort():
    dear = make_criterion(points=8, effort=(50, 50, 50, 50))
    label = make_label(dear, make_criterion("plan", points=4), threshold=4)

    found = readiness(label, make_sheet(team=0, plan=0))

    assert (targets(found), found.effort) == ({"team": 2}, 100)


def test_of_equal_ways_the_one_that_raises_earlier_criteria_is_taken():
    label = make_label(make_criterion("team"), make_criterion("plan"), threshold=3)

    assert targets(readiness(label, make_sheet(team=0, plan=0))) == {"team": 3}


def test_the_same_question_has_the_same_answer_every_time():
    asked = [make_criterion(f"c{i}", points=3 + i % 3, effort=(1 + i % 2, 2, 1)) for i in range(12)]
    label = make_label(*asked, threshold=30)

    assert readiness(label, make_sheet()) == readiness(label, make_sheet())


def test_raises_stand_in_the_order_of_the_label():
    sections = (
        make_section("people", make_criterion("team"), minimum=Fraction(1)),
        make_section("strategy", make_criterion("plan", minimum=1)),
        make_section("funds", make_criterion("money"), minimum=Fraction(1)),
    )

    found = readiness(make_label(sections=sections), make_sheet())

    assert list(targets(found)) == ["team", "plan", "money"]


def test_claims_are_the_raises_that_only_lack_support():
    bare = make_criterion("bare", support=SupportRule(1))
    label = make_label(bare, make_criterion("low"), make_criterion("open"), threshold=12)
    found = readiness(label, AnswerSheet({"bare": Answer(4), "low": Answer(2)}))
    assert [own.criterion.id for own in found.claims] == ["bare"]
    assert [own.criterion.id for own in found.raises] == ["bare", "low", "open"]


def test_a_minimum_is_met_though_the_points_are_enough():
    label = make_label(make_criterion(minimum=2), make_criterion("plan"), threshold=4)

    assert targets(readiness(label, make_sheet(team=1, plan=4))) == {"team": 2}


def test_what_a_minimum_earns_counts_for_the_threshold():
    asked = make_criterion(points=4, minimum=3), make_criterion("plan", points=8)

    found = readiness(make_label(*asked, threshold=5), make_sheet(team=0, plan=0))

    assert targets(found) == {"team": 3, "plan": 1}


def test_a_section_minimum_is_met_though_the_points_are_enough():
    weak = make_section(
        "people", make_criterion("team"), make_criterion("mix"), minimum=Fraction(5, 2)
    )
    strong = make_section("strategy", make_criterion("plan"))

    found = readiness(
        make_label(sections=(weak, strong), threshold=4), make_sheet(team=1, mix=1, plan=4)
    )

    assert targets(found) == {"team": 2}
    assert found.after.sections[0].points == 3


def test_where_the_weakest_criterion_decides_the_weakest_is_raised():
    asked = make_criterion("team", points=2), make_criterion("mix", points=6)
    weakest = make_section("people", *asked, aggregation=Aggregation.LOWEST)
    other = make_section("strategy", make_criterion("plan"))
    label = make_label(sections=(weakest, other), threshold=7)

    found = readiness(label, make_sheet(team=3, mix=2, plan=0))

    assert targets(found) == {"mix": 3, "plan": 1}
    assert (found.before.points, found.after.points) == (4, 7)


def test_where_the_weakest_section_decides_each_is_raised_to_its_share():
    sections = (
        make_section("people", make_criterion("team", points=4)),
        make_section("strategy", make_criterion("plan", points=12)),
    )
    label = make_label(sections=sections, threshold=12, aggregation=Aggregation.LOWEST)

    found = readiness(label, make_sheet(team=1, plan=4))

    assert targets(found) == {"team": 3}
    assert (found.before.points, found.after.points) == (4, 12)


def test_a_label_without_a_score_asks_for_its_minimums():
    label = make_label(
        make_criterion(points=0, minimum=3), make_criterion("plan", points=0), threshold=None
    )

    assert targets(readiness(label, make_sheet(team=1, plan=0))) == {"team": 3}


def test_a_label_that_is_reached_needs_nothing():
    found = readiness(make_label(make_criterion(), threshold=3), make_sheet(team=3))

    assert (found.is_reached, found.is_reachable) == (True, True)
    assert (found.raises, found.steps, found.effort, found.remaining) == ((), 0, 0, ())
    assert found.after == found.before


def test_the_scorecard_after_the_raises_is_that_of_the_raised_sheet():
    label, sheet = make_label(make_criterion(minimum=2), threshold=3), make_sheet(team=1)

    found = readiness(label, sheet)

    assert not found.is_reached
    assert found.before == score(label, sheet)
    assert found.after == what_if(label, sheet, {"team": 3})
    assert found.after.outcome is Status.MET


def test_what_no_raise_can_meet_remains_and_does_not_stop_the_search():
    label = make_label(
        make_criterion(),
        threshold=2,
        profile=(EXPORTS,),
        eligibility=(Eligibility("exporter", IS_EXPORTER),),
        prerequisite=Prerequisite("silver"),
    )

    found = readiness(label, make_sheet(profile={"exports": False}, team=1))

    assert targets(found) == {"team": 2}
    assert [one.key for one in found.remaining] == ["eligibility.exporter", "prerequisite"]
    assert found.is_reachable


def test_what_is_unanswered_remains_for_a_label_without_a_score():
    asked = make_criterion(points=0, minimum=1), make_criterion("plan", points=0)

    found = readiness(make_label(*asked, threshold=None), make_sheet())

    assert targets(found) == {"team": 1}
    assert [one.kind for one in found.remaining] == [ConditionKind.COMPLETE]


def test_a_label_out_of_reach_says_what_even_the_top_would_miss():
    barred = make_criterion(points=4, minimum=1, not_applicable=NotApplicable.ZERO)
    label = make_label(barred, make_criterion("plan", points=4, minimum=2), threshold=5)
    claim = Answer(justification="No such thing here.", is_not_applicable=True)

    found = readiness(label, make_sheet({"team": claim}, plan=1))

    assert not found.is_reachable
    assert (found.raises, found.steps, found.effort, found.after) == ((), 0, 0, None)
    assert [one.key for one in found.remaining] == ["minimum.team", "threshold"]
    assert found.remaining[1].actual == 4


def test_while_it_is_open_whether_something_applies_it_is_taken_to_apply():
    asked = make_criterion(when=IS_EXPORTER), make_criterion("plan")
    label = make_label(*asked, threshold=4, profile=(EXPORTS,))

    found = readiness(label, make_sheet(team=4, plan=0))

    assert (found.raises, found.is_reachable, found.is_reached) == ((), True, False)
    assert [one.key for one in found.remaining] == ["threshold"]


@pytest.mark.parametrize(
    ("of_team", "of_plan", "expected", "effort"),
    [
        ((1, 9, 9, 9), (1, 1, 1, 1), {"team": 1, "plan": 2}, 3),
        ((1, 1, 1, 1), (9, 9, 9, 9), {"team": 3}, 3),
        ((1, 1, 1, 1), (1, 1, 1, 1), {"team": 3}, 3),  # as good: the one with the higher levels
    ],
)
def test_the_least_effort_counts_where_raises_may_spare_others(of_team, of_plan, expected, effort):
    """Three steps either way: one of `team` and two of `plan`, or three of `team`, which spare `plan`."""
    spared = make_criterion("plan", minimum=2, when=Not(LevelReached("team", 3)), effort=of_plan)
    label = make_label(make_criterion(effort=of_team), spared, threshold=3)

    found = readiness(label, make_sheet(team=0, plan=0))

    assert (targets(found), found.steps, found.effort) == (expected, 3, effort)


def test_a_label_of_which_nothing_applies_earns_no_threshold():
    asked = make_criterion(when=IS_EXPORTER)
    label = make_label(asked, threshold=1, profile=(EXPORTS,))

    assert not readiness(label, make_sheet(profile={"exports": False})).is_reachable


@pytest.mark.parametrize("label", LABELS, ids=lambda label: label.id)
def test_every_label_of_the_catalogue_is_within_reach_of_an_empty_sheet(label):
    found = readiness(label, AnswerSheet())

    assert found.is_reachable
    assert BY_LEVELS.isdisjoint(one.kind for one in found.remaining)


def test_what_if_stands_on_a_reviewers_word_and_leaves_the_rest():
    asked = make_criterion(support=SupportRule(evidence=(EvidenceRule(1),))), make_criterion("plan")
    label = make_label(*asked, threshold=4)

    card = what_if(label, make_sheet({"team": Answer(1)}, plan=2), {"team": 3})

    assert (card.of("team").points, card.of("plan").points) == (3, 2)
    assert card.outcome is Status.MET


def test_what_if_may_look_down():
    card = what_if(make_label(make_criterion()), make_sheet(team=3), {"team": 0})

    assert card.outcome is Status.MISSED


def test_what_if_refuses_a_criterion_that_is_not_asked():
    with pytest.raises(UnknownCriterion):
        what_if(make_label(make_criterion()), make_sheet(), {"budget": 1})


@pytest.mark.parametrize("level", [-1, 5])
def test_what_if_refuses_a_level_that_the_scale_lacks(level):
    with pytest.raises(InvalidRating):
        what_if(make_label(make_criterion()), make_sheet(), {"team": level})
