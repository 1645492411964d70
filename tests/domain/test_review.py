import pytest

from assessment.domain.errors import UnsuitablePanel
from assessment.domain.review import (
    Difference,
    agreed_levels,
    check_panel,
    differences,
    needs_comment,
    unrated,
)
from tests.domain.building import make_criterion, make_label

TEAM, MONEY, PLAN = (make_criterion(key) for key in ("team", "money", "plan"))
LABEL = make_label(TEAM, MONEY, PLAN, panel_size=2)


def reason(label, reviewers, members=frozenset()):
    with pytest.raises(UnsuitablePanel) as caught:
        check_panel(label, reviewers, frozenset(members))
    return caught.value.reason


def test_panel_of_the_right_size_from_outside_is_suitable():
    check_panel(LABEL, [1, 2], frozenset({3, 4}))


@pytest.mark.parametrize("reviewers", [[], [1], [1, 2, 3]])
def test_panel_must_have_the_size_of_the_label(reviewers):
    assert reason(LABEL, reviewers) == "size"


def test_nobody_sits_on_a_panel_twice():
    assert reason(LABEL, [1, 1]) == "twice"


@pytest.mark.parametrize("members", [{1}, {2}, {1, 2, 3}])
def test_nobody_reviews_their_own_cluster(members):
    assert reason(LABEL, [1, 2], members) == "own_cluster"


def test_panel_of_one_is_suitable_where_the_label_asks_one():
    check_panel(make_label(panel_size=1), [7], frozenset())


def test_unrated_are_the_criteria_without_a_level_in_order():
    assert unrated(LABEL, {"money": 0}) == (TEAM, PLAN)


def test_review_with_every_level_has_nothing_unrated():
    assert unrated(LABEL, {"team": 0, "money": 0, "plan": 4}) == ()


def test_differences_are_the_criteria_with_unlike_levels_in_order():
    first = {"plan": 4, "team": 3, "money": 2}
    second = {"plan": 1, "team": 3, "money": 3}
    assert differences(LABEL, [first, second]) == (
        Difference(MONEY, (2, 3)),
        Difference(PLAN, (4, 1)),
    )


def test_one_dissenter_among_three_makes_a_difference():
    agreeing = {"team": 2, "money": 2, "plan": 2}
    found = differences(LABEL, [agreeing, agreeing, agreeing | {"team": 0}])
    assert found == (Difference(TEAM, (2, 2, 0)),)


def test_review_of_one_has_no_differences():
    assert differences(LABEL, [{"team": 1, "money": 2, "plan": 3}]) == ()


def test_size_of_a_difference_is_from_the_lowest_to_the_highest_level():
    assert Difference(TEAM, (3, 1, 4)).size == 3


def test_common_levels_stand_and_disputed_ones_wait_for_an_agreement():
    first = {"team": 3, "money": 2, "plan": 4}
    second = {"team": 3, "money": 3, "plan": 1}
    assert agreed_levels(LABEL, [first, second], {}) == {"team": 3}


def test_agreement_settles_a_disputed_level():
    first = {"team": 3, "money": 2, "plan": 4}
    second = {"team": 3, "money": 3, "plan": 1}
    agreed = agreed_levels(LABEL, [first, second], {"money": 2, "plan": 0})
    assert agreed == {"team": 3, "money": 2, "plan": 0}


def test_agreement_on_a_level_that_is_common_changes_nothing():
    review = {"team": 3, "money": 2, "plan": 4}
    assert agreed_levels(LABEL, [review, review], {"team": 0}) == review


@pytest.mark.parametrize(
    ("level", "is_needed"), [(0, True), (1, False), (2, False), (3, False), (4, True)]
)
def test_comment_is_needed_two_steps_from_the_self_rating(level, is_needed):
    assert needs_comment(make_criterion(), 2, level) is is_needed


@pytest.mark.parametrize(("level", "is_needed"), [(1, True), (2, False), (3, False)])
def test_comment_is_needed_below_the_minimum(level, is_needed):
    assert needs_comment(make_criterion(minimum=2), 2, level) is is_needed
