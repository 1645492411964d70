"""How the answers to a criterion's questions make its level."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conditions import All, Operator
from assessment.domain.criteria import UNRATED
from assessment.domain.facts import Facts
from assessment.domain.questions import QuestionType
from assessment.domain.rating import Bands, ByChoice, Ladder, Lowest, Mean, Tally
from tests.domain.building import (
    compare,
    facts_of,
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_sheet,
    make_yes_no,
    own,
)

OPTIONS = ("never", "yearly", "monthly")
QUESTIONS = (
    make_question("share", QuestionType.PERCENTAGE),
    make_question("rhythm", QuestionType.CHOICE, options=OPTIONS),
    make_question("kinds", QuestionType.CHOICES, options=("a", "b", "c")),
    make_yes_no("written"),
    make_yes_no("approved"),
    make_yes_no("followed"),
)


def bounds(**by_level):
    return tuple((int(key[1:]), Fraction(bound)) for key, bound in by_level.items())


RISING = Bands(own("share"), bounds(l1=30, l2=50, l3=70, l4=85))
FALLING = Bands(own("share"), bounds(l1=40, l2=30, l3=20), is_falling=True)
RHYTHM = ByChoice(own("rhythm"), {"never": 0, "yearly": 2, "monthly": 3})
KINDS = Tally(own("kinds"), {"a": 1, "b": 2, "c": 0}, cap=4)
STEPS = Ladder(
    (
        (1, is_yes(own("written"))),
        (2, All((is_yes(own("approved")), compare(own("share"), Operator.AT_LEAST, 50)))),
        (4, is_yes(own("followed"))),
    )
)


def rated(rating, *, scale=None, **values):
    """The level that the answers make, and the highest that open ones can still bring."""
    criterion = make_criterion(questions=QUESTIONS, rating=rating, scale=scale)
    facts = facts_of(criterion, values)
    return facts.level(criterion), facts.best_level(criterion)


def level(rating, **values):
    return rated(rating, **values)[0]


def best(rating, **values):
    return rated(rating, **values)[1]


@pytest.mark.parametrize(
    ("share", "reached"),
    [("0", 0), ("29.999999999", 0), ("30", 1), ("49.9", 1), ("50", 2), ("84", 3), ("85", 4)],
)
def test_band_is_reached_from_its_bound_on(share, reached):
    assert level(RISING, share=share) == reached


@pytest.mark.parametrize(
    ("share", "reached"), [("100", 0), ("40.1", 0), ("40", 1), ("30", 2), ("20.5", 2), ("0", 3)]
)
def test_falling_band_is_reached_down_to_its_bound(share, reached):
    assert level(FALLING, share=share) == reached


def test_below_the_first_band_is_the_lowest_level_of_the_scale():
    rising = Bands(own("share"), bounds(l2=10))
    assert level(rising, scale=make_scale(1, 3), share=9) == 1


@pytest.mark.parametrize(("rhythm", "reached"), [("never", 0), ("yearly", 2), ("monthly", 3)])
def test_choice_stands_for_its_level(rhythm, reached):
    assert level(RHYTHM, rhythm=rhythm) == reached


def test_option_that_stands_for_no_level_makes_none():
    assert level(ByChoice(own("rhythm"), {"never": 0}), rhythm="monthly") is None


@pytest.mark.parametrize(
    ("kinds", "reached"), [(["c"], 0), (["a"], 1), (["b"], 2), (["a", "b"], 3), (["a", "c"], 1)]
)
def test_tally_adds_what_is_ticked_to_the_lowest_level(kinds, reached):
    assert level(KINDS, kinds=kinds) == reached
    assert level(KINDS, scale=make_scale(1, 5), kinds=kinds) == reached + 1


@pytest.mark.parametrize(("cap", "reached"), [(1, 1), (2, 2), (3, 3), (9, 3)])
def test_tally_stops_at_its_cap(cap, reached):
    assert level(Tally(own("kinds"), {"a": 1, "b": 2}, cap), kinds=["a", "b", "c"]) == reached


@pytest.mark.parametrize(
    ("values", "reached"),
    [
        ({"written": False, "approved": True, "share": 90, "followed": True}, 0),
        ({"written": True, "approved": False, "share": 90, "followed": True}, 1),
        ({"written": True, "approved": True, "share": 49, "followed": True}, 1),
        ({"written": True, "approved": True, "share": 50, "followed": False}, 2),
        ({"written": True, "approved": True, "share": 50, "followed": True}, 4),
    ],
)
def test_ladder_is_climbed_up_to_the_first_rung_that_fails(values, reached):
    assert level(STEPS, **values) == reached


@pytest.mark.parametrize(
    ("values", "reached", "within_reach"),
    [
        ({}, None, 4),
        ({"written": False}, 0, 0),
        ({"written": True}, None, 4),
        ({"written": True, "approved": False}, 1, 1),
        ({"written": True, "followed": False}, None, 2),
        ({"approved": True, "share": 90, "followed": True}, None, 4),
        ({"approved": False}, None, 1),
    ],
)
def test_ladder_is_open_where_a_rung_below_the_first_that_fails_is(values, reached, within_reach):
    assert rated(STEPS, **values) == (reached, within_reach)


def test_ladder_whose_first_rung_fails_leads_to_the_lowest_level_of_the_scale():
    ladder = Ladder(((2, is_yes(own("written"))),))
    assert level(ladder, scale=make_scale(1, 3), written=False) == 1


@pytest.mark.parametrize(("share", "rhythm", "reached"), [(90, "yearly", 2), (30, "monthly", 1)])
def test_lowest_of_several_counts(share, rhythm, reached):
    assert level(Lowest((RISING, RHYTHM)), share=share, rhythm=rhythm) == reached


@pytest.mark.parametrize(
    ("share", "rhythm", "kinds", "mean"),
    [
        (85, "yearly", ["a", "b"], 3),  # (4 + 2 + 3) / 3
        (85, "yearly", ["b"], 2),  # (4 + 2 + 2) / 3
        (70, "yearly", ["b"], 2),  # (3 + 2 + 2) / 3
        (0, "never", ["b"], 0),  # (0 + 0 + 2) / 3
    ],
)
def test_mean_of_several_is_rounded_down(share, rhythm, kinds, mean):
    rating = Mean((RISING, RHYTHM, KINDS))
    assert level(rating, share=share, rhythm=rhythm, kinds=kinds) == mean


def test_lowest_and_mean_may_be_made_of_each_other():
    rating = Lowest((Mean((RISING, RHYTHM)), KINDS))
    assert level(rating, share=85, rhythm="yearly", kinds=["a", "b"]) == 3


@pytest.mark.parametrize("rating", [RISING, FALLING, RHYTHM, KINDS, STEPS])
def test_level_is_open_while_nothing_is_answered(rating):
    assert level(rating) is None


@pytest.mark.parametrize("several", [Lowest, Mean])
@pytest.mark.parametrize("rating", [RISING, FALLING, KINDS, STEPS])
def test_several_are_open_while_one_of_them_is(several, rating):
    assert level(several((RHYTHM, rating)), rhythm="monthly") is None
    assert level(several((rating, RHYTHM)), rhythm="monthly") is None


@pytest.mark.parametrize(
    ("rating", "highest"),
    [
        (RISING, 4),
        (FALLING, 3),
        (RHYTHM, 3),
        (KINDS, 3),
        (Tally(own("kinds"), {"a": 1, "b": 2}, 2), 2),
        (STEPS, 4),
        (Lowest((RISING, RHYTHM)), 3),
        (Mean((RISING, RHYTHM)), 3),
        (Mean((RISING, FALLING, KINDS)), 3),
    ],
)
def test_open_answers_can_bring_the_highest_level_that_they_can_make(rating, highest):
    assert best(rating) == highest


def test_open_answers_can_bring_no_more_than_the_others_leave():
    assert best(Lowest((RISING, RHYTHM)), share=30) == 1
    assert best(Lowest((RISING, RHYTHM)), rhythm="yearly") == 2
    assert best(Mean((RISING, RHYTHM)), share=30) == 2
    assert best(Mean((RISING, RHYTHM)), rhythm="never") == 2


def test_tally_can_bring_what_is_ticked_above_the_lowest_level():
    assert best(KINDS, scale=make_scale(1, 5)) == 4


def test_answered_level_is_the_best_there_is():
    assert rated(RISING, share=50) == (2, 2)


def test_chosen_level_is_the_one_that_is_claimed():
    criterion = make_criterion()
    for claimed, highest in ((0, 0), (3, 3), (None, 4)):
        facts = Facts(make_label(criterion), make_sheet({"team": make_answer(claimed)}))
        assert (facts.level(criterion), facts.best_level(criterion)) == (claimed, highest)


def test_level_that_a_reviewer_attests_stands_whatever_the_answers_make():
    criterion = make_criterion(questions=QUESTIONS, rating=RHYTHM)
    claimed = make_sheet({"team": make_answer(None, values={"rhythm": "monthly"})})
    facts = Facts(make_label(criterion), claimed.attested({"team": 1}))
    assert (facts.level(criterion), facts.best_level(criterion)) == (1, 1)


def test_reviewers_who_have_not_settled_a_level_may_still_give_any():
    criterion = make_criterion(questions=QUESTIONS, rating=RHYTHM)
    claimed = make_sheet({"team": make_answer(None, values={"rhythm": "never"})})
    facts = Facts(make_label(criterion), claimed.attested({}, ["team"]))
    assert (facts.level(criterion), facts.best_level(criterion)) == (None, 4)


def test_what_is_said_not_to_apply_has_no_level():
    criterion = make_criterion()
    sheet = make_sheet({"team": make_answer(3, is_not_applicable=True)})
    facts = Facts(make_label(criterion), sheet)
    assert (facts.level(criterion), facts.best_level(criterion)) == (None, 4)


def test_what_is_not_rated_has_no_level_to_bring():
    criterion = make_criterion(scale=UNRATED, points=0)
    facts = Facts(make_label(criterion), make_sheet())
    assert (facts.level(criterion), facts.best_level(criterion)) == (None, None)


ANSWERS = {
    "share": st.integers(0, 100),
    "rhythm": st.sampled_from(OPTIONS),
    "kinds": st.sets(st.sampled_from("abc"), min_size=1).map(sorted),
    "written": st.booleans(),
    "approved": st.booleans(),
    "followed": st.booleans(),
}
simple = st.sampled_from([RISING, FALLING, RHYTHM, KINDS, STEPS])
ratings = st.recursive(
    simple,
    lambda inner: (
        st.lists(inner, min_size=2, max_size=3).map(lambda of: Lowest(tuple(of)))
        | st.lists(inner, min_size=2, max_size=3).map(lambda of: Mean(tuple(of)))
    ),
    max_leaves=4,
)


@given(rating=ratings, values=st.fixed_dictionaries({}, optional=ANSWERS), data=st.data())
def test_answering_the_rest_never_changes_a_level_nor_brings_more_than_the_best(
    rating, values, data
):
    reached, within_reach = rated(rating, **values)
    rest = data.draw(st.fixed_dictionaries(ANSWERS))
    in_the_end, _ = rated(rating, **{**rest, **values})
    assert in_the_end <= within_reach
    assert reached is None or in_the_end == reached == within_reach
