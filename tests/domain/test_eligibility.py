"""Who may apply: conditions on the cluster itself, and the label that it must hold before."""

from datetime import date

import pytest

from assessment.domain.answers import HeldLabel
from assessment.domain.conditions import All, Not, Operator
from assessment.domain.criteria import Eligibility, Prerequisite
from assessment.domain.eligibility import deciding_questions, prospect
from assessment.domain.figures import Figure, Operation
from assessment.domain.scorecard import ConditionKind, Status
from assessment.domain.scoring import score
from tests.domain.building import (
    TODAY,
    compare,
    is_yes,
    make_label,
    make_question,
    make_sheet,
    make_yes_no,
    of_profile,
)

MET, MISSED, UNDETERMINED = Status.MET, Status.MISSED, Status.UNDETERMINED
MEMBERS = of_profile("members")
PROFILE = (make_question("members"), make_question("firms"), make_yes_no("has-web"))


def figures(condition):
    """How a condition stands, what there is, what is asked, and by how much it falls short."""
    return condition.status, condition.actual, condition.required, condition.missing


def eligibility(condition, **profile):
    label = make_label(
        eligibility=(Eligibility("size", condition),),
        profile=PROFILE,
        profile_figures=(Figure("rest", Operation.DIFFERENCE, (MEMBERS, of_profile("firms"))),),
    )
    (found,) = score(label, make_sheet(profile=profile)).of_kind(ConditionKind.ELIGIBILITY)
    return found


@pytest.mark.parametrize(
    ("operator", "members", "expected"),
    [
        ("at_least", 14, (MISSED, 14, 15, 1)),
        ("at_least", 15, (MET, 15, 15, None)),
        ("at_least", 16, (MET, 16, 15, None)),
        ("at_most", 14, (MET, 14, 15, None)),
        ("at_most", 15, (MET, 15, 15, None)),
        ("at_most", 18, (MISSED, 18, 15, 3)),
    ],
)
def test_eligibility_by_a_figure_says_how_much_is_missing(operator, members, expected):
    condition = compare(MEMBERS, Operator(operator), 15)
    assert figures(eligibility(condition, members=members)) == expected


@pytest.mark.parametrize("operator", ["at_least", "at_most"])
def test_eligibility_is_undetermined_while_its_figure_is_open(operator):
    condition = compare(MEMBERS, Operator(operator), 15)
    assert figures(eligibility(condition)) == (UNDETERMINED, None, 15, None)


def test_eligibility_may_ask_for_a_derived_figure():
    condition = compare(of_profile("rest"), Operator.AT_LEAST, 3)
    assert figures(eligibility(condition, members=15, firms=13)) == (MISSED, 2, 3, 1)


@pytest.mark.parametrize(
    ("condition", "status"),
    [
        (is_yes(of_profile("has-web")), MISSED),
        (compare(MEMBERS, Operator.EQUALS, 14), MET),
        (All((compare(MEMBERS, Operator.AT_LEAST, 15),)), MISSED),
        (Not(compare(MEMBERS, Operator.AT_LEAST, 15)), MET),
        (is_yes(of_profile("unheard-of")), UNDETERMINED),
    ],
)
def test_eligibility_by_anything_else_has_no_figures(condition, status):
    found = eligibility(condition, members=14, **{"has-web": False})
    assert figures(found) == (status, None, None, None)


def held_since(day, until=None, label="bronze"):
    return HeldLabel(label, day, until)


def prerequisite(*held, on=TODAY, least=18, most=24):
    label = make_label(prerequisite=Prerequisite("bronze", least, most))
    (found,) = score(label, make_sheet(held=held, on=on)).of_kind(ConditionKind.PREREQUISITE)
    assert found.subject == "bronze"
    return figures(found)


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (date(2026, 6, 15), (MISSED, 0, 18, 18)),
        (date(2024, 12, 16), (MISSED, 17, 18, 1)),
        (date(2024, 12, 15), (MET, 18, 18, None)),
        (date(2024, 6, 15), (MET, 24, 18, None)),
        (date(2024, 5, 16), (MET, 24, 18, None)),
        (date(2024, 5, 15), (MISSED, 25, 24, 1)),
        (date(2023, 6, 15), (MISSED, 36, 24, 12)),
    ],
)
def test_label_held_before_has_the_age_that_is_asked_in_full_months(since, expected):
    assert prerequisite(held_since(since)) == expected


def test_label_held_before_may_be_of_any_age():
    old, young = held_since(date(1999, 1, 1)), held_since(TODAY)
    assert prerequisite(old, least=0, most=None) == (MET, 329, 0, None)
    assert prerequisite(young, least=0, most=None) == (MET, 0, 0, None)
    to_come = held_since(date(2026, 6, 16))
    assert prerequisite(to_come, least=0, most=None) == (MISSED, None, 0, None)


def test_label_held_before_may_have_to_be_of_this_month():
    assert prerequisite(held_since(date(2026, 5, 15)), least=0, most=0) == (MISSED, 1, 0, 1)
    assert prerequisite(held_since(date(2026, 5, 16)), least=0, most=0) == (MET, 0, 0, None)


def test_label_that_is_not_held_has_no_age():
    assert prerequisite() == (MISSED, None, 18, None)
    assert prerequisite(held_since(date(2024, 12, 15), label="silver"))[0] is MISSED


@pytest.mark.parametrize(
    ("until", "status"),
    [(None, MET), (date(2026, 6, 15), MET), (date(2026, 6, 14), MISSED), (date.max, MET)],
)
def test_label_is_held_to_the_last_day_of_its_certificate(until, status):
    assert prerequisite(held_since(date(2024, 12, 15), until))[0] is status


def test_one_suitable_certificate_is_enough():
    too_young, suitable = held_since(date(2026, 1, 1)), held_since(date(2024, 10, 1))
    too_old, also = held_since(date(2020, 1, 1)), held_since(date(2024, 9, 1))
    for held in ((too_young, suitable, too_old), (too_old, suitable, too_young)):
        assert prerequisite(*held) == (MET, 20, 18, None)
    assert prerequisite(suitable, also) == (MET, 21, 18, None)
    assert prerequisite(too_young, too_old) == (MISSED, 77, 24, 53)


def test_age_is_open_while_the_day_is_not_known():
    expected = (UNDETERMINED, None, 18, None)
    assert prerequisite(held_since(date(2024, 12, 15)), on=None) == expected
    assert prerequisite(on=None) == expected


def deciding(condition, **more):
    label = make_label(eligibility=(Eligibility("size", condition),), **more)
    return [question.id for question in deciding_questions(label)]


def test_eligibility_rests_on_the_questions_that_its_conditions_name():
    condition = All((is_yes(of_profile("has-web")), Not(compare(MEMBERS, Operator.AT_LEAST, 15))))
    assert deciding(condition, profile=PROFILE) == ["members", "has-web"]


def test_eligibility_rests_on_what_its_figures_are_made_of():
    rest = Figure("rest", Operation.DIFFERENCE, (MEMBERS, of_profile("firms")))
    condition = compare(of_profile("rest"), Operator.AT_LEAST, 1)
    found = deciding(condition, profile=PROFILE, profile_figures=(rest,))
    assert found == ["members", "firms"]


def test_eligibility_rests_on_what_decides_whether_a_question_is_asked():
    page = make_yes_no("is-fresh", when=is_yes(of_profile("has-web")))
    condition = is_yes(of_profile("is-fresh"))
    assert deciding(condition, profile=(*PROFILE, page)) == ["has-web", "is-fresh"]


def test_prospect_tells_eligibility_and_prerequisite_before_any_answer():
    label = make_label(
        eligibility=(Eligibility("size", compare(MEMBERS, Operator.AT_LEAST, 15)),),
        profile=PROFILE,
        prerequisite=Prerequisite("tin"),
    )
    held = (HeldLabel("tin", date(2025, 1, 1), date(2027, 1, 1)),)
    found = prospect(label, {"members": "15"}, held, TODAY)
    before = {condition.key: condition.status for condition in found.conditions}
    assert (before["eligibility.size"], before["prerequisite"]) == (MET, MET)
    assert found.answered == 0
