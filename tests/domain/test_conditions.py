"""Conditions that compare an answer or figure with a value."""

from datetime import date

import pytest

from assessment.domain.conditions import Operator
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Obligation, QuestionType
from tests.domain.building import (
    compare,
    facts_of,
    make_criterion,
    make_question,
    make_yes_no,
    own,
)

EQUALS, AT_LEAST, AT_MOST, ONE_OF, INCLUDES, IS_ANSWERED = Operator
SHOULD = Obligation.SHOULD
OPTIONS = ("association", "company", "foundation")
QUESTIONS = (
    make_yes_no("written"),
    make_question("size"),
    make_question("form", QuestionType.CHOICE, options=OPTIONS),
    make_question("kinds", QuestionType.CHOICES, options=OPTIONS),
    make_question("name", QuestionType.TEXT),
    make_question("founded", QuestionType.DATE),
    make_question(
        "costs",
        QuestionType.TABLE,
        columns=(
            make_question("item", QuestionType.TEXT, obligation=SHOULD),
            make_question("cost", obligation=SHOULD),
        ),
    ),
)


def holds(condition, **values):
    return facts_of(make_criterion(questions=QUESTIONS), values).holds(condition)


def compared(name, operator, value, /, **values):
    return holds(compare(own(name), operator, value), **values)


@pytest.mark.parametrize(
    ("name", "answer", "same", "other"),
    [
        ("written", True, True, False),
        ("written", False, False, True),
        ("size", "12", 12, 13),
        ("size", 0, 0, 1),
        ("form", "company", "company", "foundation"),
        ("name", "Timber", "Timber", "timber"),
    ],
)
def test_equal_is_what_has_the_same_value(name, answer, same, other):
    assert compared(name, EQUALS, same, **{name: answer}) is True
    assert compared(name, EQUALS, other, **{name: answer}) is False


@pytest.mark.parametrize(
    ("size", "is_least", "is_most"), [(11, False, True), (12, True, True), (13, True, False)]
)
def test_bounds_belong_to_what_they_bound(size, is_least, is_most):
    assert compared("size", AT_LEAST, 12, size=size) is is_least
    assert compared("size", AT_MOST, 12, size=size) is is_most


def test_ticked_options_compare_by_their_number():
    assert compared("kinds", AT_LEAST, 2, kinds=OPTIONS[:2]) is True
    assert compared("kinds", AT_LEAST, 2, kinds=OPTIONS[:1]) is False
    assert compared("kinds", AT_MOST, 1, kinds=OPTIONS[:2]) is False


@pytest.mark.parametrize(("form", "is_one"), [("company", True), ("foundation", False)])
def test_one_of_several_is_enough(form, is_one):
    assert compared("form", ONE_OF, ("association", "company"), form=form) is is_one


def test_one_of_several_numbers_is_enough():
    values = (compare(own("size"), EQUALS, 3).value, compare(own("size"), EQUALS, 5).value)
    assert compared("size", ONE_OF, values, size=5) is True
    assert compared("size", ONE_OF, values, size=4) is False


def test_ticked_options_include_each_of_them():
    assert compared("kinds", INCLUDES, "company", kinds=["company", "foundation"]) is True
    assert compared("kinds", INCLUDES, "company", kinds=["foundation"]) is False


@pytest.mark.parametrize(
    ("operator", "value"),
    [(EQUALS, 1), (AT_LEAST, 1), (AT_MOST, 1), (ONE_OF, ("a",)), (INCLUDES, "company")],
)
@pytest.mark.parametrize("name", ["size", "kinds", "form", "unheard-of"])
def test_comparison_with_an_open_answer_is_open(name, operator, value):
    assert compared(name, operator, value) is None


def test_order_is_asked_of_numbers_alone():
    assert compared("form", AT_LEAST, 1, form="company") is None
    assert compared("size", AT_LEAST, "12", size=13) is None
    assert compared("size", AT_MOST, "12", size=11) is None


def test_what_is_not_a_list_includes_nothing():
    assert compared("form", INCLUDES, "company", form="company") is False
    assert compared("form", ONE_OF, "company", form="company") is False


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("written", False),
        ("size", 0),
        ("form", "company"),
        ("kinds", ["company"]),
        ("name", "Timber"),
        ("founded", "2020-01-31"),
        ("costs", [{"item": "Mail"}]),
    ],
)
def test_whether_something_is_answered_is_never_open(name, answer):
    assert compared(name, IS_ANSWERED, True, **{name: answer}) is True
    assert compared(name, IS_ANSWERED, False, **{name: answer}) is False
    assert compared(name, IS_ANSWERED, True) is False
    assert compared(name, IS_ANSWERED, False) is True


@pytest.mark.parametrize(
    ("rows", "is_answered"),
    [
        ([{"item": "Mail"}, {"cost": 3}], True),
        ([{"cost": 0}], True),
        ([{"item": "Mail"}], False),
        ([], False),
    ],
)
def test_column_is_answered_with_a_cell_in_it(rows, is_answered):
    condition = compare(own("costs", "cost"), IS_ANSWERED, True)
    assert holds(condition, costs=rows) is is_answered
    of_words = compare(own("costs", "item"), IS_ANSWERED, True)
    assert holds(of_words, costs=[{"item": "Mail"}, {"cost": 3}]) is True
    assert holds(of_words, costs=[{"cost": 3}]) is False


def test_figure_compares_like_any_number():
    total = Figure("total", Operation.SUM, (own("size"), own("size")))
    facts = facts_of(make_criterion(questions=QUESTIONS, figures=(total,)), {"size": 3})
    of_nothing = facts_of(make_criterion(questions=QUESTIONS, figures=(total,)), {})
    for operator, value, other in ((EQUALS, 6, 3), (AT_LEAST, 6, 7), (AT_MOST, 6, 5)):
        assert facts.holds(compare(own("total"), operator, value)) is True
        assert facts.holds(compare(own("total"), operator, other)) is False
        assert of_nothing.holds(compare(own("total"), operator, value)) is None
    assert facts.holds(compare(own("total"), IS_ANSWERED, True)) is True
    assert of_nothing.holds(compare(own("total"), IS_ANSWERED, True)) is False


def test_what_is_no_table_has_no_column_that_could_be_answered():
    condition = compare(own("kinds", "company"), IS_ANSWERED, True)
    assert holds(condition, kinds=["company"]) is False


def test_total_of_a_column_compares_as_a_number():
    rows = [{"item": "Mail", "cost": 3}, {"item": "Web", "cost": "4"}]
    assert holds(compare(own("costs", "cost"), AT_LEAST, 7), costs=rows) is True
    assert holds(compare(own("costs", "cost"), AT_LEAST, 8), costs=rows) is False


def test_day_can_only_be_asked_for_being_there():
    assert compared("founded", EQUALS, "2020-01-31", founded=date(2020, 1, 31)) is False
