"""What open sums settle already: their parts' own bounds say what they can still come to."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessment.domain.conditions import Operator, Status
from assessment.domain.criteria import Eligibility
from assessment.domain.facts import Facts
from assessment.domain.figures import Figure, Operation, Span
from assessment.domain.questions import QuestionType
from assessment.domain.scoring import score
from tests.domain.building import (
    compare,
    is_yes,
    make_label,
    make_question,
    make_sheet,
    make_yes_no,
    of_profile,
)

NAMES = "abc"
AT_LEAST, AT_MOST = Operator.AT_LEAST, Operator.AT_MOST
TOTAL = Figure("total", Operation.SUM, tuple(of_profile(name) for name in NAMES))


def counted(name, **bounds):
    """A decimal question of the profile; bounds are numbers."""
    exact = {key: Fraction(bound) for key, bound in bounds.items()}
    return make_question(name, QuestionType.DECIMAL, **exact)


def holds(operator, bound, values, *, questions=None, figures=(TOTAL,), of="total"):
    """Whether the sum of a, b and c, each at least 0, is at least or at most the bound."""
    profile = questions or tuple(counted(name, at_least=0) for name in NAMES)
    label = make_label(profile=profile, profile_figures=figures)
    facts = Facts(label, make_sheet(profile=values))
    return facts.holds(compare(of_profile(of), operator, bound))


@pytest.mark.parametrize(
    ("operator", "bound", "outcome"),
    [
        (AT_LEAST, 15, True),
        (AT_LEAST, 16, None),
        (AT_MOST, 14, False),
        (AT_MOST, 15, None),
    ],
)
def test_sum_of_parts_that_only_add_is_settled_when_what_is_there_settles_it(
    operator, bound, outcome
):
    assert holds(operator, bound, {"a": 12, "b": 3}) is outcome


def test_upper_bounds_settle_what_a_sum_cannot_reach():
    questions = tuple(counted(name, at_least=0, at_most=5) for name in NAMES)
    assert holds(AT_LEAST, 13, {"a": 2}, questions=questions) is False
    assert holds(AT_LEAST, 12, {"a": 2}, questions=questions) is None
    assert holds(AT_MOST, 12, {"a": 2}, questions=questions) is True


def test_part_without_a_lower_bound_leaves_the_sum_open():
    questions = (counted("a", at_least=0), counted("b", at_least=0), counted("c"))
    assert holds(AT_LEAST, 15, {"a": 20, "b": 3}, questions=questions) is None


def test_sum_of_sums_is_settled_alike():
    twice = Figure("twice", Operation.SUM, (of_profile("total"), of_profile("a")))
    figures = (TOTAL, twice)
    assert holds(AT_LEAST, 20, {"a": 10}, figures=figures, of="twice") is True
    assert holds(AT_LEAST, 21, {"a": 10}, figures=figures, of="twice") is None


@pytest.mark.parametrize(("gate", "outcome"), [(None, None), (True, True), (False, False)])
def test_part_that_may_fall_away_leaves_the_sum_open(gate, outcome):
    questions = (
        make_yes_no("has-c"),
        counted("a", at_least=0),
        counted("b", at_least=0),
        make_question("c", at_least=Fraction(0), when=is_yes(of_profile("has-c"))),
    )
    values = {"a": 20} if gate is None else {"a": 20, "has-c": gate}
    assert holds(AT_LEAST, 15, values, questions=questions) is outcome


def test_difference_stays_open_while_a_part_is():
    less = Figure("less", Operation.DIFFERENCE, (of_profile("a"), of_profile("b")))
    assert holds(AT_LEAST, 1, {"a": 20}, figures=(less,), of="less") is None


def test_condition_of_a_label_that_an_open_sum_settles_is_met_without_a_figure():
    rule = compare(of_profile("total"), AT_LEAST, 15)
    label = make_label(
        profile=tuple(counted(name, at_least=0) for name in NAMES),
        profile_figures=(TOTAL,),
        eligibility=(Eligibility("members", rule),),
    )
    found = score(label, make_sheet(profile={"a": 12, "b": 4})).conditions[0]
    assert (found.status, found.actual) == (Status.MET, None)


numbers = st.integers(-6, 6).map(Fraction)
ends = st.tuples(st.none() | numbers, st.none() | numbers).filter(
    lambda pair: None in pair or pair[0] <= pair[1]
)


@given(data=st.data(), bounds=st.tuples(*[ends] * 3), bound=numbers)
def test_verdict_on_an_open_sum_stands_whatever_the_open_parts_are_filled_with(data, bounds, bound):
    questions = tuple(
        make_question(name, at_least=least, at_most=most)
        for name, (least, most) in zip(NAMES, bounds, strict=True)
    )
    full = {
        question.id: data.draw(
            st.integers(
                -20 if question.at_least is None else int(question.at_least),
                20 if question.at_most is None else int(question.at_most),
            )
        )
        for question in questions
    }
    known = data.draw(st.sets(st.sampled_from(NAMES)))
    for operator in (AT_LEAST, AT_MOST):
        some = {name: full[name] for name in known}
        before = holds(operator, bound, some, questions=questions)
        after = holds(operator, bound, full, questions=questions)
        assert after is not None
        assert before in (None, after)


@given(pairs=st.tuples(ends, ends), data=st.data())
def test_sum_of_two_spans_holds_every_sum_of_their_numbers(pairs, data):
    inside = [data.draw(st.fractions(least, most, max_denominator=9)) for least, most in pairs]
    whole = Span(*pairs[0]) + Span(*pairs[1])
    assert whole.is_at_least(sum(inside)) is not False
    assert whole.is_at_most(sum(inside)) is not False


def test_question_that_nobody_answered_meets_nothing_though_its_bound_would():
    questions = tuple(counted(name, at_least=1) for name in NAMES)
    assert holds(AT_LEAST, 1, {}, questions=questions, of="a") is None
    assert holds(AT_LEAST, 1, {"a": 1}, questions=questions, of="a") is True
