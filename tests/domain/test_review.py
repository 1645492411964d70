from dataclasses import replace
from fractions import Fraction

import pytest

from assessment.domain.answers import Answer
from assessment.domain.conditions import LevelReached, Status
from assessment.domain.criteria import (
    UNRATED,
    CriterionStatus,
    EvidenceRule,
    NotApplicable,
    Panel,
    SupportRule,
)
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.questions import QuestionType
from assessment.domain.review import (
    Difference,
    agreed_levels,
    check_composition,
    check_panel,
    differences,
    needs_comment,
    panel_sheet,
    to_be_rated,
)
from assessment.domain.scorecard import Reason
from assessment.domain.scoring import score
from tests.domain.building import (
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_sheet,
    make_yes_no,
    of_profile,
)

ALL = TEAM, MONEY, PLAN = tuple(make_criterion(key) for key in ("team", "money", "plan"))
LABEL = make_label(*ALL, reviewers=2)


def reason(label, reviewers, members=frozenset()):
    with pytest.raises(UnsuitablePanel) as caught:
        check_panel(label.panel, reviewers, frozenset(members))
    return caught.value.reason


def test_panel_of_the_right_size_from_outside_is_suitable():
    check_panel(LABEL.panel, [1, 2], frozenset({3, 4}))


@pytest.mark.parametrize("reviewers", [[], [1], [1, 2, 3]])
def test_panel_must_have_the_size_of_the_label(reviewers):
    assert reason(LABEL, reviewers) == "size"


def test_nobody_sits_on_a_panel_twice():
    assert reason(LABEL, [1, 1]) == "twice"


@pytest.mark.parametrize("members", [{1}, {2}, {1, 2, 3}])
def test_nobody_reviews_their_own_cluster(members):
    assert reason(LABEL, [1, 2], members) == "own_cluster"


def test_panel_of_one_is_suitable_where_the_label_asks_one():
    check_panel(make_label(reviewers=1).panel, [7], frozenset())


def composed(countries, home="FI", **seats):
    """Whether reviewers from these countries suit a label with such seats."""
    label = replace(LABEL, panel=Panel(len(countries), **seats))
    try:
        check_composition(label.panel, countries, home)
    except UnsuitablePanel as refused:
        return refused.reason
    return "suitable"


@pytest.mark.parametrize(
    ("countries", "reason_"),
    [
        (("FI", "SE"), "suitable"),
        (("SE", "FI"), "suitable"),
        (("FI", "FI"), "composition"),
        (("SE", "NO"), "composition"),
        (("FI", ""), "composition"),
        (("", "SE"), "composition"),
    ],
)
def test_panel_has_the_national_and_foreign_reviewers_that_the_label_asks(countries, reason_):
    assert composed(countries, national=1, foreign=1) == reason_


def test_panel_may_come_from_anywhere_where_the_label_asks_nothing():
    for countries in (("FI", "FI"), ("SE", "SE"), ("", "")):
        assert composed(countries) == "suitable"


def test_more_national_or_foreign_reviewers_than_asked_are_suitable():
    assert composed(("FI", "FI", "SE"), national=1, foreign=1) == "suitable"
    assert composed(("FI", "SE", "NO"), national=1, foreign=2) == "suitable"
    assert composed(("FI", "FI", "SE"), national=1, foreign=2) == "composition"


def test_panel_rates_what_the_cluster_has_answered():
    label = make_label(
        make_criterion("answered"),
        make_criterion("unsupported", support=SupportRule(evidence=(EvidenceRule(0),))),
        make_criterion("claimed-out", not_applicable=NotApplicable.EXCLUDE),
        make_criterion("unanswered"),
        make_criterion("by-rule", when=is_yes(of_profile("has-web"))),
        make_criterion("later", status=CriterionStatus.FUTURE),
        make_criterion("facts", points=0, scale=UNRATED, questions=(make_question("size"),)),
        profile=(make_yes_no("has-web"),),
    )
    answers = {
        "answered": make_answer(0),
        "unsupported": Answer(2),
        "claimed-out": Answer(justification="None.", is_not_applicable=True),
        "by-rule": make_answer(3),
        "later": make_answer(3),
        "facts": make_answer(None, values={"size": 2}),
    }
    own = score(label, make_sheet(answers, profile={"has-web": False}))
    assert [c.id for c in to_be_rated(own)] == ["answered", "unsupported", "claimed-out"]


def test_differences_are_the_criteria_with_unlike_levels_in_order():
    first = {"plan": 4, "team": 3, "money": 2}
    second = {"plan": 1, "team": 3, "money": 3}
    assert differences(ALL, [first, second]) == (
        Difference(MONEY, (2, 3)),
        Difference(PLAN, (4, 1)),
    )


def test_one_dissenter_among_three_makes_a_difference():
    agreeing = {"team": 2, "money": 2, "plan": 2}
    found = differences(ALL, [agreeing, agreeing, agreeing | {"team": 0}])
    assert found == (Difference(TEAM, (2, 2, 0)),)


def test_review_of_one_has_no_differences():
    assert differences(ALL, [{"team": 1, "money": 2, "plan": 3}]) == ()


def test_size_of_a_difference_is_from_the_lowest_to_the_highest_level():
    assert Difference(TEAM, (3, 1, 4)).size == 3


@pytest.mark.parametrize(("levels", "size"), [((2, None), 3), ((None, 1, 1), 3), ((1, 4), 3)])
def test_whether_it_applies_is_as_far_apart_as_the_scale_reaches(levels, size):
    assert Difference(make_criterion(scale=make_scale(1, 4)), levels).size == size


def test_view_that_a_criterion_does_not_apply_differs_from_every_level():
    first, second = {"team": None, "money": None, "plan": 0}, {"team": 0, "money": None, "plan": 0}
    assert differences(ALL, [first, second]) == (Difference(TEAM, (None, 0)),)
    assert agreed_levels(ALL, [first, second], {"team": None}) == first


def test_reviews_differ_only_on_what_is_to_be_rated():
    reviews = [{"team": 1, "money": 2}, {"team": 2, "money": 2}]
    assert differences((MONEY,), reviews) == ()
    assert agreed_levels((MONEY,), reviews, {"team": 2}) == {"money": 2}


def test_common_levels_stand_and_disputed_ones_wait_for_an_agreement():
    first = {"team": 3, "money": 2, "plan": 4}
    second = {"team": 3, "money": 3, "plan": 1}
    assert agreed_levels(ALL, [first, second], {}) == {"team": 3}


def test_agreement_settles_a_disputed_level():
    first = {"team": 3, "money": 2, "plan": 4}
    second = {"team": 3, "money": 3, "plan": 1}
    agreed = agreed_levels(ALL, [first, second], {"money": 2, "plan": 0})
    assert agreed == {"team": 3, "money": 2, "plan": 0}


def test_agreement_on_a_level_that_is_common_changes_nothing():
    review = {"team": 3, "money": 2, "plan": 4}
    assert agreed_levels(ALL, [review, review], {"team": 0}) == review


@pytest.mark.parametrize(
    ("level", "is_needed"), [(0, True), (1, False), (2, False), (3, False), (4, True)]
)
def test_comment_is_needed_two_steps_from_the_self_rating(level, is_needed):
    assert needs_comment(make_criterion(), 2, level) is is_needed


@pytest.mark.parametrize(("level", "is_needed"), [(1, True), (2, False), (3, False)])
def test_comment_is_needed_below_the_minimum(level, is_needed):
    assert needs_comment(make_criterion(minimum=2), 2, level) is is_needed


@pytest.mark.parametrize(
    ("self_level", "level", "is_needed"),
    [(None, 3, True), (3, None, True), (None, None, False), (0, None, True), (None, 0, True)],
)
def test_comment_is_needed_for_another_view_of_whether_it_applies(self_level, level, is_needed):
    assert needs_comment(make_criterion(), self_level, level) is is_needed


AFTER = LevelReached("team", 3)


def by_panel(label, sheet, **levels):
    return score(label, panel_sheet(score(label, sheet), sheet, levels))


def test_panel_is_asked_what_the_cluster_was_asked_whatever_its_own_levels_say():
    label = make_label(TEAM, make_criterion("plan", when=AFTER), threshold=4)
    not_asked = make_sheet(team=2)
    raised = by_panel(label, not_asked, team=4)
    assert raised.of("plan").reason is Reason.NOT_APPLICABLE_BY_RULE
    assert (raised.points, raised.maximum, raised.outcome) == (8, 8, Status.MET)
    lowered = by_panel(label, make_sheet(team=3, plan=4), team=1, plan=4)
    assert (lowered.of("plan").points, lowered.points, lowered.maximum) == (4, 5, 8)


def test_panel_does_not_open_questions_that_the_cluster_was_not_asked():
    reason = make_question("reason", QuestionType.TEXT, when=AFTER)
    size = make_question("size")
    figures = make_criterion("figures", scale=UNRATED, points=0, questions=(size, reason))
    label = make_label(TEAM, figures)
    sheet = make_sheet({"figures": make_answer(None, values={"size": 4})}, team=2)
    assert by_panel(label, sheet, team=4).of("figures").reason is Reason.ANSWERED
    assert score(label, sheet.attested({"team": 4})).of("figures").open_questions == ("reason",)


def test_panel_has_open_what_it_has_not_agreed_on():
    found = by_panel(LABEL, make_sheet(team=3, money=2, plan=1), team=4, money=None)
    assert [found.of(c.id).reason for c in ALL] == [
        Reason.ANSWERED,
        Reason.UNANSWERED,
        Reason.UNANSWERED,
    ]
    assert (found.points, found.possible) == (4, 12)


def test_panel_gives_nothing_for_what_the_cluster_left_empty():
    sheet = make_sheet({"plan": Answer(is_final=True)}, team=3, money=2)
    found = by_panel(replace(LABEL, threshold=Fraction(9)), sheet, team=4, money=4)
    assert (found.points, found.possible, found.threshold) == (8, 8, Status.MISSED)
