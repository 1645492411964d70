"""What a label asks beside its points: each condition with its figures, its name and how it stands."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest

from assessment.domain.answers import Answer, HeldLabel
from assessment.domain.conditions import Operator
from assessment.domain.criteria import (
    UNRATED,
    CriterionStatus,
    Eligibility,
    EvidenceRule,
    Improvements,
    NotApplicable,
    Prerequisite,
    Renewal,
    SupportRule,
)
from assessment.domain.questions import Obligation, QuestionType
from assessment.domain.scorecard import ConditionKind, LabelCondition, Status
from assessment.domain.scoring import score
from tests.domain.building import (
    TODAY,
    compare,
    is_yes,
    make_answer,
    make_criterion,
    make_label,
    make_question,
    make_section,
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


NEEDS_EVIDENCE = SupportRule(evidence=(EvidenceRule(0),))


@pytest.mark.parametrize(
    ("answers", "settled"),
    [
        ({}, 1),
        ({"team": make_answer(0)}, 2),
        ({"team": make_answer(0), "plan": Answer(2)}, 2),
        ({"team": make_answer(0), "plan": make_answer(2)}, 3),
        ({"team": Answer(justification="None.", is_not_applicable=True)}, 2),
        ({"team": Answer(is_not_applicable=True)}, 1),
        ({"web": make_answer(4), "later": make_answer(4)}, 1),
    ],
)
def test_label_without_a_threshold_asks_for_completeness(answers, settled):
    label = make_label(
        make_criterion("team", points=0, not_applicable=NotApplicable.ZERO),
        make_criterion("plan", points=0, support=NEEDS_EVIDENCE),
        make_criterion("reach", points=0, when=is_yes(of_profile("has-web"))),
        make_criterion("web", points=0, obligation=Obligation.SHOULD),
        make_criterion("facts", points=0, scale=UNRATED, obligation=Obligation.INFORMATIVE),
        make_criterion("later", status=CriterionStatus.FUTURE),
        threshold=None,
        profile=PROFILE,
    )
    card = score(label, make_sheet(answers, profile={"has-web": False}))
    (found,) = card.conditions
    missing = 3 - settled or None
    assert found.kind is ConditionKind.COMPLETE
    assert figures(found) == (UNDETERMINED if missing else MET, settled, 3, missing)
    assert card.outcome is found.status


def test_label_with_a_threshold_does_not_ask_for_completeness():
    assert score(make_label(), make_sheet()).of_kind(ConditionKind.COMPLETE) == ()


AREAS = make_question("areas", QuestionType.CHOICES, options=("team", "money", "plan", "web"))


def improvements(*named):
    """The condition of improvement areas that name these criteria (None: not answered)."""
    keys = [f"area-{i}" for i in range(len(named))]
    criteria = [make_criterion(key, points=0, questions=(AREAS,)) for key in keys]
    label = make_label(*criteria, threshold=None, improvements=Improvements(tuple(keys), "areas"))
    answers = {
        key: make_answer(2, values={"areas": value})
        for key, value in zip(keys, named, strict=True)
        if value is not None
    }
    (found,) = score(label, make_sheet(answers)).of_kind(ConditionKind.IMPROVEMENTS)
    return figures(found)


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        ((["team"], ["money"], ["plan"]), (MET, 3, 3, None)),
        ((["team", "web"], ["money"], ["plan"]), (MET, 3, 3, None)),
        ((["team"], ["money"], None), (UNDETERMINED, 2, 3, 1)),
        ((None, None, None), (UNDETERMINED, 0, 3, 3)),
        ((["team"], ["team"], ["plan"]), (MISSED, 2, 3, 1)),
        ((["team"], None, ["team"]), (MISSED, 1, 3, 2)),
        ((["team"], ["team"], ["team"]), (MISSED, 1, 3, 2)),
        ((["team", "web"], ["web", "money"], ["money"]), (MISSED, 1, 3, 2)),
        ((["team", "web"], ["money", "web"], ["plan"]), (MISSED, 2, 3, 1)),
    ],
)
def test_each_improvement_area_names_what_no_other_names(named, expected):
    assert improvements(*named) == expected


def test_minimum_shows_the_level_that_there_is_and_the_one_asked():
    label = make_label(make_criterion("team", minimum=3), threshold=None)
    for level, expected in ((1, (MISSED, 1, 3, 2)), (3, (MET, 3, 3, None)), (4, (MET, 4, 3, None))):
        card = score(label, make_sheet(team=level))
        (found,) = card.of_kind(ConditionKind.MINIMUM)
        assert (found.subject, figures(found)) == ("team", expected)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (Answer(4), MISSED),
        (Answer(), UNDETERMINED),
        (Answer(justification="None.", is_not_applicable=True), MISSED),
    ],
)
def test_claim_that_is_not_supported_falls_short_by_no_figure(answer, status):
    team = make_criterion(minimum=3, support=NEEDS_EVIDENCE, not_applicable=NotApplicable.ZERO)
    (found,) = score(make_label(team), make_sheet({"team": answer})).of_kind(ConditionKind.MINIMUM)
    assert figures(found) == (status, None, 3, None)


def test_minimum_that_bears_on_nothing_is_no_condition():
    team = make_criterion(minimum=3, not_applicable=NotApplicable.EXCLUDE)
    sheet = make_sheet({"team": Answer(justification="None.", is_not_applicable=True)})
    label = make_label(team, make_criterion("plan"), threshold=None)
    assert score(label, sheet).of_kind(ConditionKind.MINIMUM) == ()


def test_minimum_of_the_lowest_level_is_a_condition():
    (found,) = score(make_label(make_criterion(minimum=0)), make_sheet(team=0)).of_kind(
        ConditionKind.MINIMUM
    )
    assert figures(found) == (MET, 0, 0, None)


@pytest.mark.parametrize(
    ("level", "section", "threshold"),
    [
        (0, (MISSED, 0, 2, 2), (MISSED, 0, 3, 3)),
        (2, (MET, 2, 2, None), (MISSED, 2, 3, 1)),
        (3, (MET, 3, 2, None), (MET, 3, 3, None)),
        (None, (UNDETERMINED, 0, 2, 2), (UNDETERMINED, 0, 3, 3)),
    ],
)
def test_section_and_threshold_show_their_points(level, section, threshold):
    part = make_section("structure", make_criterion(), minimum=Fraction(2))
    sheet = make_sheet() if level is None else make_sheet(team=level)
    card = score(make_label(sections=(part,), threshold=3), sheet)
    (of_section,) = card.of_kind(ConditionKind.SECTION)
    (of_label,) = card.of_kind(ConditionKind.THRESHOLD)
    assert (of_section.subject, figures(of_section)) == ("structure", section)
    assert (of_label.subject, figures(of_label)) == ("", threshold)


def test_points_that_are_enough_today_fall_short_by_nothing_while_they_are_open():
    web = make_criterion("web", when=is_yes(of_profile("has-web")))
    label = make_label(make_criterion("team"), web, threshold=4, profile=PROFILE)
    (found,) = score(label, make_sheet(team=0, web=4)).conditions
    assert figures(found) == (UNDETERMINED, 4, 4, None)


def test_conditions_stand_in_the_order_in_which_people_ask():
    sections = (
        make_section("s", make_criterion("team", minimum=1), minimum=Fraction(1)),
        make_section("t", make_criterion("area", minimum=2, questions=(AREAS,))),
        make_section("u", make_criterion("plan"), minimum=Fraction(1)),
    )
    more = {
        "eligibility": (
            Eligibility("staff", is_yes(of_profile("has-web"))),
            Eligibility("members", compare(MEMBERS, Operator.AT_LEAST, 15)),
        ),
        "profile": PROFILE,
        "prerequisite": Prerequisite("bronze"),
        "improvements": Improvements(("area",), "areas"),
    }
    first = ["eligibility.staff", "eligibility.members", "prerequisite"]
    rest = ["improvements", "minimum.team", "minimum.area", "section.s", "section.u"]
    scored = score(make_label(sections=sections, **more), make_sheet())
    assert [c.key for c in scored.conditions] == [*first, *rest, "threshold"]
    complete = score(make_label(sections=sections, threshold=None, **more), make_sheet())
    assert [c.key for c in complete.conditions] == [*first, "complete", *rest]


@pytest.mark.parametrize(("is_renewal", "asks"), [(None, False), (True, False), (False, True)])
def test_what_is_frozen_says_itself_whether_it_is_a_renewal(
    is_renewal: bool | None, asks: bool
) -> None:
    """Of a draft the label that is held tells; what was held is not asked of a renewal again."""
    label = make_label(prerequisite=Prerequisite("bronze"), renewal=Renewal(3))
    held = (HeldLabel(label.id, TODAY - timedelta(days=700), TODAY + timedelta(days=30)),)
    sheet = replace(make_sheet(held=held), is_renewal=is_renewal)
    kinds = {found.kind for found in score(label, sheet).conditions}
    assert (ConditionKind.PREREQUISITE in kinds) == asks


def test_outcome_is_that_of_all_conditions():
    eligible = compare(MEMBERS, Operator.AT_LEAST, 15)
    label = make_label(
        eligibility=(Eligibility("members", eligible),),
        profile=PROFILE,
        prerequisite=Prerequisite("bronze"),
    )
    held = (HeldLabel("bronze", TODAY),)
    cases = (
        ({"members": 15}, held, 4, MET),
        ({"members": 14}, held, 4, MISSED),
        ({}, held, 4, UNDETERMINED),
        ({}, (), 4, MISSED),
        ({"members": 15}, held, 0, MISSED),
    )
    for profile, labels, level, outcome in cases:
        assert score(label, make_sheet(profile=profile, held=labels, team=level)).outcome is outcome


@pytest.mark.parametrize(
    ("status", "actual", "required", "missing"),
    [
        (MISSED, 3, 5, 2),
        (MISSED, 5, 3, 2),
        (UNDETERMINED, 3, 5, 2),
        (UNDETERMINED, 5, 5, None),
        (UNDETERMINED, 6, 5, None),
        (MET, 3, 5, None),
        (MISSED, None, 5, None),
        (MISSED, 3, None, None),
    ],
)
def test_what_is_missing_is_a_figure_above_zero_or_none(status, actual, required, missing):
    kind = ConditionKind.THRESHOLD
    exact = [None if value is None else Fraction(value) for value in (actual, required)]
    assert LabelCondition(kind, status, "", *exact).missing == missing


@pytest.mark.parametrize(
    ("kind", "subject", "key"),
    [
        ("eligibility", "staff", "eligibility.staff"),
        ("prerequisite", "bronze", "prerequisite"),
        ("complete", "", "complete"),
        ("improvements", "", "improvements"),
        ("minimum", "team", "minimum.team"),
        ("section", "structure", "section.structure"),
        ("threshold", "", "threshold"),
    ],
)
def test_condition_has_a_name_in_examples_and_records(kind, subject, key):
    assert LabelCondition(ConditionKind(kind), MET, subject).key == key


def test_condition_may_be_about_nothing_but_the_label():
    condition = LabelCondition(ConditionKind.COMPLETE, MET)
    assert (condition.subject, *figures(condition)) == ("", MET, None, None, None)
