"""What the answers of a sheet say: which count, which are still open, and what they add up to."""

from fractions import Fraction

import pytest

from assessment.domain.conditions import All, LevelReached, Not, Operator
from assessment.domain.criteria import NotApplicable
from assessment.domain.facts import Facts
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import PROFILE, Obligation, QuestionType
from tests.domain.building import (
    compare,
    facts_of,
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_sheet,
    make_yes_no,
    of_profile,
    own,
)

SHOULD = Obligation.SHOULD
SIZE = make_question("size")
COSTS = make_question(
    "costs",
    QuestionType.TABLE,
    columns=(
        make_question("item", QuestionType.TEXT, obligation=SHOULD),
        make_question("cost", QuestionType.MONEY, obligation=SHOULD),
    ),
)
WRITTEN = make_yes_no("written")
BUDGET = make_question("budget", when=is_yes(own("written")))
PLAN = make_criterion(questions=(WRITTEN, BUDGET))


def gated(*questions, on_profile=None, values=None):
    """The facts of `team`, which applies where the profile says that there is a team."""
    team = make_criterion(questions=questions, when=is_yes(of_profile("has-team")))
    label = make_label(team, profile=(make_yes_no("has-team"),))
    profile = {} if on_profile is None else {"has-team": on_profile}
    return Facts(label, make_sheet({"team": make_answer(values=values or {})}, profile=profile))


def test_values_are_read_by_the_questions_of_their_owner():
    label = make_label(make_criterion(questions=(SIZE,)), profile=(make_question("members"),))
    sheet = make_sheet({"team": make_answer(values={"size": "3"})}, profile={"members": "20"})
    facts = Facts(label, sheet)
    assert facts.values("team") == {"size": 3}
    assert facts.values(PROFILE) == {"members": 20}
    assert facts.number(of_profile("members")) == 20


def test_nothing_is_asked_or_derived_where_the_label_asks_nothing():
    facts = Facts(make_label(make_criterion("team")), make_sheet(weather=3))
    assert (facts.questions("weather"), facts.figures("weather")) == ((), ())
    assert facts.values("weather") == {}
    assert facts.open_questions("weather") == ()
    assert facts.number(own("size", owner="weather")) is None


def test_value_that_its_question_no_longer_takes_is_not_answered():
    facts = facts_of(make_criterion(questions=(SIZE, WRITTEN)), {"size": "many", "written": True})
    assert facts.values("team") == {"written": True}
    assert facts.open_questions("team") == ("size",)


def test_value_to_which_there_is_no_question_is_ignored():
    assert facts_of(make_criterion(questions=(SIZE,)), {"age": 3}).values("team") == {}


@pytest.mark.parametrize(
    ("name", "answer", "number"),
    [
        ("size", "7", 7),
        ("written", True, None),
        ("kinds", ["a", "b"], 2),
        ("costs", [{"item": "Mail"}], 1),
    ],
)
def test_number_of_a_question(name, answer, number):
    kinds = make_question("kinds", QuestionType.CHOICES, options=("a", "b", "c"))
    criterion = make_criterion(questions=(SIZE, WRITTEN, kinds, COSTS))
    assert facts_of(criterion, {name: answer}).number(own(name)) == number


@pytest.mark.parametrize(
    ("rows", "total"),
    [
        ([{"cost": "1.25"}, {"cost": "2.5"}], Fraction(15, 4)),
        ([{"cost": 3}, {"item": "Mail"}], 3),
        ([{"cost": 0}], 0),
        ([{"cost": "-2"}, {"cost": 2}], 0),
        ([{"item": "Mail"}], None),
        ([], None),
    ],
)
def test_total_of_a_column_sums_the_cells_that_are_there(rows, total):
    facts = facts_of(make_criterion(questions=(COSTS,)), {"costs": rows})
    assert facts.number(own("costs", "cost")) == total


def test_table_in_which_rows_or_cells_are_missing_has_no_total_yet():
    columns = (make_question("item", QuestionType.TEXT), make_question("cost"))
    costs = make_question("costs", QuestionType.TABLE, columns=columns, rows_at_least=2)
    mail, web = {"item": "Mail", "cost": 3}, {"item": "Web", "cost": 4}
    for rows, total in (([mail], None), ([mail, {"cost": 4}], None), ([mail, web], 7)):
        facts = facts_of(make_criterion(questions=(costs,)), {"costs": rows})
        assert facts.number(own("costs", "cost")) == total
        is_answered = compare(own("costs"), Operator.IS_ANSWERED, True)
        assert facts.holds(is_answered) is (total is not None)


def test_column_that_holds_no_numbers_has_no_total():
    facts = facts_of(make_criterion(questions=(COSTS,)), {"costs": [{"item": "Mail", "cost": 1}]})
    assert facts.number(own("costs", "item")) is None
    assert facts.number(own("costs", "weight")) is None


def test_question_that_is_no_table_has_no_columns():
    kinds = make_question("kinds", QuestionType.CHOICES, options=("a", "b"))
    facts = facts_of(make_criterion(questions=(SIZE, kinds)), {"size": 3, "kinds": ["a"]})
    assert facts.number(own("size", "cost")) is None
    assert facts.number(own("kinds", "a")) is None


def test_figure_reaches_to_other_criteria_and_to_the_profile():
    share = Figure("share", Operation.RATIO, (own("size"), of_profile("members")))
    team = make_criterion("team", questions=(SIZE,))
    plan = make_criterion("plan", figures=(share,))
    label = make_label(team, plan, profile=(make_question("members"),))
    sheet = make_sheet({"team": make_answer(values={"size": 5})}, profile={"members": 20})
    assert Facts(label, sheet).number(own("share", owner="plan")) == Fraction(1, 4)


def test_figure_of_the_profile_is_made_from_the_profile():
    total = Figure("total", Operation.SUM, (of_profile("a"), of_profile("b")))
    profile = (make_question("a"), make_question("b"))
    label = make_label(profile=profile, profile_figures=(total,))
    facts = Facts(label, make_sheet(profile={"a": 1, "b": 2}))
    assert facts.figures(PROFILE) == (total,)
    assert facts.number(of_profile("total")) == 3


def test_open_questions_are_those_that_must_be_answered():
    questions = (SIZE, make_question("note", QuestionType.TEXT, obligation=SHOULD), WRITTEN)
    criterion = make_criterion(questions=questions)
    assert facts_of(criterion, {}).open_questions("team") == ("size", "written")
    assert facts_of(criterion, {"written": False}).open_questions("team") == ("size",)
    assert facts_of(criterion, {"written": False, "size": 0}).open_questions("team") == ()


def test_table_is_open_until_it_is_complete():
    columns = (make_question("item", QuestionType.TEXT), COSTS.columns[1])
    costs = make_question("costs", QuestionType.TABLE, columns=columns, rows_at_least=2)
    criterion = make_criterion(questions=(costs,))
    row = {"item": "Mail"}
    assert facts_of(criterion, {"costs": [row]}).open_questions("team") == ("costs",)
    assert facts_of(criterion, {"costs": [row, {"cost": 3}]}).open_questions("team") == ("costs",)
    assert facts_of(criterion, {"costs": [row, row]}).open_questions("team") == ()


@pytest.mark.parametrize(
    ("values", "still_open"),
    [
        ({}, ("written", "budget")),
        ({"written": True}, ("budget",)),
        ({"written": True, "budget": 9}, ()),
        ({"written": False}, ()),
    ],
)
def test_question_is_asked_unless_its_condition_fails(values, still_open):
    assert facts_of(PLAN, values).open_questions("team") == still_open


def test_answer_to_what_is_not_asked_any_more_counts_for_nothing():
    facts = facts_of(PLAN, {"written": False, "budget": 9})
    assert facts.values("team") == {"written": False}
    assert facts.number(own("budget")) is None


def test_answer_counts_while_it_is_open_whether_it_is_asked():
    facts = facts_of(PLAN, {"budget": 9})
    assert facts.values("team") == {"budget": 9}
    assert facts.number(own("budget")) == 9


@pytest.mark.parametrize(
    "condition",
    [
        compare(own("budget"), Operator.AT_LEAST, 1),
        compare(own("budget"), Operator.AT_MOST, 99),
        compare(own("budget"), Operator.EQUALS, 9),
        compare(own("budget"), Operator.ONE_OF, (Fraction(9),)),
        compare(own("budget"), Operator.INCLUDES, "a"),
        compare(own("budget"), Operator.IS_ANSWERED, True),
        compare(own("double"), Operator.AT_LEAST, 1),
    ],
)
def test_no_comparison_holds_with_what_is_not_asked(condition):
    double = Figure("double", Operation.SUM, (own("budget"), own("budget")))
    criterion = make_criterion(questions=(WRITTEN, BUDGET), figures=(double,))
    assert facts_of(criterion, {"written": False, "budget": 9}).holds(condition) is False
    assert facts_of(criterion, {"written": False}).holds(condition) is False
    assert facts_of(criterion, {"written": False}).holds(Not(condition)) is True


def test_figure_that_is_made_in_part_from_what_is_not_asked_can_never_be_known():
    total = Figure("total", Operation.SUM, (own("size"), own("budget")))
    criterion = make_criterion(questions=(SIZE, WRITTEN, BUDGET), figures=(total,))
    facts = facts_of(criterion, {"written": False, "size": 3})
    assert facts.number(own("total")) is None
    assert facts.holds(compare(own("total"), Operator.AT_LEAST, 1)) is False


def test_question_behind_one_that_is_not_asked_is_not_asked():
    deeper = make_yes_no("approved", when=is_yes(own("written")))
    deepest = make_question("year", when=is_yes(own("approved")))
    facts = facts_of(
        make_criterion(questions=(WRITTEN, deeper, deepest)),
        {"written": False, "approved": True, "year": 2026},
    )
    assert facts.values("team") == {"written": False}
    assert facts.open_questions("team") == ()


@pytest.mark.parametrize(("has_team", "applies"), [(True, True), (None, True), (False, False)])
def test_criterion_applies_unless_its_condition_fails(has_team, applies):
    facts = gated(SIZE, on_profile=has_team, values={"size": 3})
    assert facts.applies(facts.label.criterion("team")) is applies
    assert facts.values("team") == ({"size": 3} if applies else {})
    assert facts.number(own("size")) == (3 if applies else None)


def test_nothing_is_open_in_a_criterion_that_does_not_apply():
    assert gated(SIZE, on_profile=True).open_questions("team") == ("size",)
    assert gated(SIZE, on_profile=False).open_questions("team") == ()


@pytest.mark.parametrize(("has_team", "is_presumed"), [(True, False), (None, True), (False, False)])
def test_criterion_is_presumed_to_apply_while_that_is_open(has_team, is_presumed):
    facts = gated(on_profile=has_team)
    assert facts.is_presumed(facts.label.criterion("team")) is is_presumed


def test_criterion_without_a_condition_simply_applies():
    facts = Facts(make_label(make_criterion()), make_sheet())
    assert facts.applies(facts.label.criterion("team"))
    assert not facts.is_presumed(facts.label.criterion("team"))


@pytest.mark.parametrize(
    ("levels", "unsettled", "is_presumed"),
    [({"team": 3}, (), False), ({"team": None}, (), False), ({}, ("team",), True)],
)
def test_word_of_the_reviewers_presumes_nothing(levels, unsettled, is_presumed):
    team = make_criterion(when=is_yes(of_profile("has-team")), not_applicable=NotApplicable.EXCLUDE)
    facts = Facts(make_label(team), make_sheet(team=1).attested(levels, unsettled))
    assert facts.is_presumed(team) is is_presumed


def test_reviewers_cannot_say_that_what_must_apply_does_not():
    team = make_criterion(when=is_yes(of_profile("has-team")))
    assert Facts(make_label(team), make_sheet().attested({"team": None})).is_presumed(team)


def test_criterion_may_wait_for_the_level_of_another():
    plan = make_criterion("plan", when=LevelReached("team", 2))
    label = make_label(make_criterion("team"), plan)
    found = [Facts(label, make_sheet(team=level)).applies(plan) for level in (1, 2)]
    assert found == [False, True]


def test_long_chains_of_figures_are_walked_once():
    links = [Figure("f0", Operation.SUM, (own("size"),))]
    for i in range(1, 65):
        links.append(Figure(f"f{i}", Operation.SUM, (own(f"f{i - 1}"), own(f"f{i - 1}"))))
    facts = facts_of(make_criterion(questions=(SIZE,), figures=tuple(links)), {"size": 1})
    assert facts.number(own("f64")) == 2**64
    assert facts.holds(compare(own("f64"), Operator.AT_LEAST, 2**64)) is True


def test_long_chains_of_conditions_are_walked_once():
    gates = [make_yes_no("q0")]
    for i in range(1, 65):
        before = is_yes(own(f"q{i - 1}"))
        gates.append(make_yes_no(f"q{i}", when=All((before, before))))
    facts = facts_of(make_criterion(questions=tuple(gates)), {q.id: True for q in gates})
    assert facts.open_questions("team") == ()
    assert len(facts.values("team")) == 65


def test_answers_are_read_once():
    facts = facts_of(make_criterion(questions=(SIZE,)), {"size": 3})
    before = facts.values("team")
    facts.sheet.of("team").values["size"] = 4
    assert facts.values("team") == before


def test_day_that_is_still_to_come_is_not_answered_where_it_has_to_be_past():
    founded = make_question("founded", QuestionType.DATE, not_after_today=True)
    criterion = make_criterion(questions=(founded,))
    tomorrow = facts_of(criterion, {"founded": "2026-06-16"})
    assert dict(tomorrow.values("team")) == {}
    assert tomorrow.open_questions("team") == ("founded",)
    assert facts_of(criterion, {"founded": "2026-06-15"}).open_questions("team") == ()
    assert facts_of(criterion, {"founded": "2026-06-16"}, on=None).open_questions("team") == ()
