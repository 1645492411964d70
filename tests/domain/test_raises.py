"""What can be raised, from where, and what it costs: told by the readiness of small labels."""

import pytest

from assessment.domain.answers import Answer
from assessment.domain.conditions import All, AnyOf, LevelReached, Not
from assessment.domain.criteria import (
    UNRATED,
    Aggregation,
    CriterionStatus,
    EvidenceRule,
    NotApplicable,
    SupportRule,
)
from assessment.domain.questions import QuestionType
from assessment.domain.rating import ByChoice, Ladder, Lowest, Mean
from assessment.domain.readiness import readiness
from tests.domain.building import (
    is_yes,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_section,
    make_sheet,
    make_yes_no,
    of_profile,
    own,
)

ASKS_EVIDENCE = SupportRule(evidence=(EvidenceRule(1),))
IS_EXPORTER = is_yes(of_profile("exports"))


def only_raise(label, sheet):
    (found,) = readiness(label, sheet).raises
    return found


def ends(found):
    """Where a raise starts and where it leads."""
    return found.start, found.target


def raised(label, sheet):
    """The raises as {criterion: target}."""
    return {found.criterion.id: found.target for found in readiness(label, sheet).raises}


def claim_not_applicable(reason="No such thing here."):
    return Answer(justification=reason, is_not_applicable=True)


def test_a_step_is_one_level_and_costs_its_effort():
    label = make_label(make_criterion(points=8, effort=(1, 2, 4, 8)), threshold=6)

    found = only_raise(label, make_sheet(team=1))

    assert (ends(found), found.steps, found.effort, found.points) == ((1, 3), 2, 6, 4)
    assert not found.is_support


def test_a_step_without_an_effort_costs_one():
    assert only_raise(make_label(make_criterion(), threshold=4), make_sheet(team=1)).effort == 3


def test_unanswered_is_the_lowest_level():
    label = make_label(make_criterion(scale=make_scale(1, 5)), threshold=2)

    found = only_raise(label, make_sheet())

    assert (ends(found), found.steps, found.is_support) == ((1, 3), 2, False)


def test_a_minimum_at_the_lowest_level_asks_for_an_answer():
    label = make_label(make_criterion(minimum=0, effort=(5, 5, 5, 5)), threshold=None)

    found = only_raise(label, make_sheet())

    assert (ends(found), found.steps, found.effort, found.is_support) == ((0, 0), 1, 1, True)


def test_a_claim_is_supported_first():
    label = make_label(make_criterion(support=ASKS_EVIDENCE, effort=(2, 3, 4, 5)), threshold=3)

    found = only_raise(label, make_sheet({"team": Answer(3)}))

    assert (ends(found), found.steps, found.effort, found.is_support) == ((3, 3), 1, 1, True)
    assert found.points == 3


def test_a_supported_claim_goes_up_from_its_level():
    label = make_label(make_criterion(support=ASKS_EVIDENCE, effort=(2, 3, 4, 5)), threshold=4)

    found = only_raise(label, make_sheet({"team": Answer(2)}))

    assert (ends(found), found.steps, found.effort, found.is_support) == ((2, 4), 3, 10, True)
    assert found.points == 4


def test_support_earns_at_once_what_small_steps_would_earn_later():
    claimed = make_criterion("plan", support=ASKS_EVIDENCE)
    label = make_label(make_criterion(points=8), claimed, threshold=3)

    assert raised(label, make_sheet({"plan": Answer(3)}, team=0)) == {"plan": 3}


def test_a_level_that_answers_make_is_raised_like_a_chosen_one():
    question = make_question("stage", QuestionType.CHOICE, options=("a", "b"))
    by_stage = ByChoice(own("stage"), {"a": 1, "b": 4})
    label = make_label(make_criterion(questions=(question,), rating=by_stage), threshold=3)

    found = only_raise(label, make_sheet({"team": Answer(values={"stage": "a"})}))

    assert (ends(found), found.steps) == ((1, 3), 2)


def test_a_criterion_without_points_earns_none_by_its_minimum():
    label = make_label(make_criterion(points=0, minimum=2), make_criterion("plan"), threshold=1)

    found = readiness(label, make_sheet(team=0, plan=1)).raises

    assert [(ends(one), one.points) for one in found] == [((0, 2), 0)]


def test_what_is_claimed_not_to_apply_stays_and_the_rest_counts_for_it():
    left_out = make_criterion(not_applicable=NotApplicable.EXCLUDE)
    label = make_label(left_out, make_criterion("plan"), threshold=4)

    found = readiness(label, make_sheet({"team": claim_not_applicable()}, plan=0))

    assert [(one.criterion.id, one.target) for one in found.raises] == [("plan", 2)]
    assert found.after.points == 4


@pytest.mark.parametrize("policy", [NotApplicable.ZERO, NotApplicable.EXCLUDE])
@pytest.mark.parametrize("reason", ["", "No such thing here."])
def test_a_claim_not_to_apply_is_never_raised(policy, reason):
    claimed = make_criterion(points=8, not_applicable=policy)
    label = make_label(claimed, make_criterion("plan", points=8), threshold=1)

    assert list(raised(label, make_sheet({"team": claim_not_applicable(reason)}))) == ["plan"]


def test_a_claim_not_to_apply_that_is_not_allowed_is_no_answer():
    label = make_label(make_criterion(), threshold=1)

    assert raised(label, make_sheet({"team": claim_not_applicable()})) == {"team": 1}


def test_what_does_not_apply_by_rule_stays():
    asked = make_criterion(points=8, when=IS_EXPORTER), make_criterion("plan")
    label = make_label(*asked, threshold=3, profile=(make_yes_no("exports"),))

    found = readiness(label, make_sheet(profile={"exports": False}))

    assert [one.criterion.id for one in found.raises] == ["plan"]
    assert found.after.points == 3


def test_what_counts_later_stays():
    later = make_criterion(points=8, minimum=1, status=CriterionStatus.FUTURE)
    label = make_label(later, make_criterion("plan"), threshold=2)

    assert raised(label, make_sheet()) == {"plan": 2}


def test_what_is_not_rated_stays():
    told = make_criterion(scale=UNRATED, points=0, questions=(make_question(),))
    label = make_label(told, make_criterion("plan"), threshold=1)

    assert raised(label, make_sheet()) == {"plan": 1}


IS_STAFFED = LevelReached("team", 2)


@pytest.mark.parametrize(
    "when", [IS_STAFFED, All((IS_STAFFED,)), AnyOf((IS_STAFFED,)), Not(Not(IS_STAFFED))]
)
def test_a_raise_may_bring_another_criterion_into_play(when):
    follower = make_criterion("plan", points=8, minimum=1, when=when)
    label = make_label(make_criterion(), follower, threshold=6)

    found = readiness(label, make_sheet(team=0, plan=3))

    assert [(one.criterion.id, one.target) for one in found.raises] == [("team", 2)]
    assert found.after.points == 8


def test_what_a_raise_brings_into_play_is_raised_from_where_it_then_stands():
    follower = make_criterion("plan", points=8, minimum=2, when=LevelReached("team", 2))
    label = make_label(make_criterion(minimum=3), follower, threshold=None)

    found = readiness(label, make_sheet(team=1, plan=1)).raises

    assert [(one.criterion.id, *ends(one)) for one in found] == [("team", 1, 3), ("plan", 1, 2)]


def test_a_raise_may_put_another_criterion_out_of_play():
    spared = make_criterion("plan", when=Not(LevelReached("team", 1)))
    label = make_label(make_criterion(), spared, threshold=4)

    found = readiness(label, make_sheet(team=0, plan=0))

    assert [(one.criterion.id, one.target) for one in found.raises] == [("team", 2)]
    assert found.after.points == 4


BY_TEAM = Ladder(((3, LevelReached("team", 1)),))


@pytest.mark.parametrize("by_team", [BY_TEAM, Lowest((BY_TEAM, BY_TEAM)), Mean((BY_TEAM,))])
def test_a_level_that_follows_from_a_raise_costs_nothing(by_team):
    plan = make_criterion("plan", points=8, rating=by_team)
    label = make_label(make_criterion(), plan, threshold=9)

    found = readiness(label, make_sheet(team=0))

    assert [(one.criterion.id, *ends(one)) for one in found.raises] == [
        ("team", 0, 1),
        ("plan", 3, 4),
    ]
    assert found.after.points == 9


def test_a_claim_of_which_a_raise_asks_more_is_supported_again():
    detail = make_question("detail", when=LevelReached("team", 2))
    label = make_label(make_criterion(), make_criterion("plan", questions=(detail,)), threshold=6)

    found = readiness(label, make_sheet(team=0, plan=3))

    assert [(one.criterion.id, *ends(one), one.is_support) for one in found.raises] == [
        ("team", 0, 3, False),
        ("plan", 3, 3, True),
    ]
    assert (found.steps, found.after.points) == (4, 6)


def test_where_the_weakest_decides_a_criterion_may_stay_for_what_it_would_bring_into_play():
    weakest = make_section(
        "people", make_criterion("team"), make_criterion("mix"), aggregation=Aggregation.LOWEST
    )
    follower = make_criterion("plan", points=0, minimum=4, when=LevelReached("team", 3))
    label = make_label(sections=(weakest, make_section("strategy", follower)), threshold=4)

    found = readiness(label, make_sheet(team=2, mix=0, plan=0))

    assert [(one.criterion.id, one.target) for one in found.raises] == [("mix", 2)]
    assert found.after.points == 4


def test_a_level_that_a_raise_leaves_open_is_given_where_that_spares_another():
    """Raised, `team` leaves `mix` without a level, and it is open whether `plan` applies."""
    told = AnyOf((Not(LevelReached("team", 1)), is_yes(own("done", owner="mix"))))
    rest = Ladder(((1, told), (3, is_yes(own("done", owner="mix")))))
    mix = make_criterion("mix", questions=(make_yes_no("done"),), rating=rest)
    follower = make_criterion("plan", minimum=4, when=LevelReached("mix", 3))
    label = make_label(make_criterion(minimum=1), mix, follower, threshold=None)

    found = readiness(label, make_sheet({"mix": Answer()}, team=0, plan=0))

    assert raised(label, make_sheet({"mix": Answer()}, team=0, plan=0)).keys() == {"team", "mix"}
    assert found.steps == 2
