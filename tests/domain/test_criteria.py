from fractions import Fraction

import pytest

from assessment.domain.criteria import (
    UNRATED,
    CriterionStatus,
    EvidenceKind,
    EvidenceRule,
    Scheme,
    SupportRule,
)
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.questions import Obligation
from assessment.domain.rating import Bands
from tests.domain.building import (
    make_criterion,
    make_label,
    make_question,
    make_scale,
    make_section,
    own,
)


@pytest.mark.parametrize(
    ("level", "share"),
    [(0, 0), (1, Fraction(1, 4)), (2, Fraction(1, 2)), (3, Fraction(3, 4)), (4, 1)],
)
def test_level_stands_at_its_share_of_the_scale(level, share):
    assert make_scale(0, 4).share(level) == share


def test_lowest_level_of_a_scale_from_one_has_no_share():
    assert [make_scale(1, 4).share(level) for level in (1, 2, 3, 4)] == [
        0,
        Fraction(1, 3),
        Fraction(2, 3),
        1,
    ]


def test_share_of_two_steps_is_nothing_or_all():
    assert [make_scale(0, 1).share(level) for level in (0, 1)] == [0, 1]


def test_justification_is_asked_from_its_level_on():
    rule = SupportRule(justification_from=2)
    assert [rule.asks_justification(level) for level in (0, 1, 2, 3)] == [False, False, True, True]


PAPER = frozenset({EvidenceKind.DOCUMENT})


def test_justification_is_never_asked_without_a_rule():
    assert not SupportRule().asks_justification(4)


def test_justification_from_level_zero_is_asked_of_every_claim():
    assert SupportRule(justification_from=0).asks_justification(0)


def test_rules_on_evidence_bear_on_a_claim_from_their_level_on():
    first, second = EvidenceRule(1), EvidenceRule(3, at_least=2)
    rule = SupportRule(evidence=(first, second))
    found = [rule.evidence_rules(level) for level in (0, 1, 2, 3, 4)]
    assert found == [(), (first,), (first,), (first, second), (first, second)]


@pytest.mark.parametrize(
    ("wide", "narrow", "includes"),
    [
        (EvidenceRule(2, 2), EvidenceRule(2, 1, PAPER), True),
        (EvidenceRule(2, 2), EvidenceRule(2, 1, months_old_at_most=12), True),
        (EvidenceRule(2, 1), EvidenceRule(2, 2, PAPER), False),
        (EvidenceRule(2, 2), EvidenceRule(3, 1, PAPER), False),
        (EvidenceRule(2, 2, PAPER), EvidenceRule(2, 1), False),
        (EvidenceRule(2, 2, months_old_at_most=6), EvidenceRule(2, 1, PAPER), False),
        (EvidenceRule(2, 2), EvidenceRule(2, 2), False),
    ],
)
def test_rule_on_evidence_includes_one_that_the_same_pieces_meet(wide, narrow, includes):
    assert wide.includes(narrow) is includes
    parts = SupportRule(evidence=(narrow, wide)).nested
    assert parts == (((wide, (narrow,)),) if includes else ((narrow, ()), (wide, ())))


def test_evidence_is_never_asked_without_a_rule():
    assert SupportRule().evidence_rules(4) == ()


def test_criterion_is_rated_where_it_has_a_scale():
    assert make_criterion().is_rated
    assert not make_criterion(scale=UNRATED, points=0).is_rated


@pytest.mark.parametrize(
    ("rating", "scale", "is_chosen"),
    [(None, None, True), (Bands(own("size"), ()), None, False), (None, UNRATED, False)],
)
def test_level_is_chosen_where_no_answers_make_it(rating, scale, is_chosen):
    assert make_criterion(rating=rating, scale=scale).is_chosen is is_chosen


@pytest.mark.parametrize(
    ("points", "status", "is_scored"),
    [(1, "active", True), (0, "active", False), (1, "future", False), (1, "retired", False)],
)
def test_criterion_is_scored_when_it_has_points_and_counts_today(points, status, is_scored):
    criterion = make_criterion(points=points, status=CriterionStatus(status))
    assert criterion.is_scored is is_scored


@pytest.mark.parametrize(
    ("obligation", "status", "is_required"),
    [
        ("must", "active", True),
        ("should", "active", False),
        ("informative", "active", False),
        ("must", "future", False),
    ],
)
def test_application_needs_what_must_be_answered_today(obligation, status, is_required):
    criterion = make_criterion(obligation=Obligation(obligation), status=CriterionStatus(status))
    assert criterion.is_required is is_required


def test_criterion_knows_its_questions():
    size = make_question("size")
    criterion = make_criterion(questions=(make_question("age"), size))
    assert criterion.question("size") is size
    with pytest.raises(KeyError, match="weight"):
        criterion.question("weight")


@pytest.mark.parametrize("level", [-1, 5])
def test_criterion_refuses_a_level_that_its_scale_lacks(level):
    with pytest.raises(InvalidRating, match=f"team: {level}"):
        make_criterion("team").check_level(level)


def test_criterion_takes_every_level_of_its_scale():
    for level in (1, 2, 3):
        make_criterion(scale=make_scale(1, 3)).check_level(level)


def test_each_step_up_the_scale_has_its_effort():
    criterion = make_criterion(scale=make_scale(1, 4), effort=(2, 3, 8))
    assert [criterion.step_effort(level) for level in (2, 3, 4)] == [2, 3, 8]


def test_step_without_an_effort_costs_one():
    assert [make_criterion(effort=(5,)).step_effort(level) for level in (1, 2, 4)] == [5, 1, 1]


def test_points_of_sections_and_label_are_those_of_their_criteria():
    structure = make_section("structure", make_criterion("reach", points=Fraction(9, 2)))
    finance = make_section(
        "finance", make_criterion("money", points=5), make_criterion("horizon", points=1)
    )
    label = make_label(sections=(structure, finance))
    assert (structure.points, finance.points, label.points) == (Fraction(9, 2), 6, Fraction(21, 2))


def test_criteria_that_count_later_have_no_points_yet():
    later = make_criterion("later", points=7, status=CriterionStatus.FUTURE)
    assert make_label(make_criterion("team", points=2), later).points == 2


def test_label_lists_what_gets_a_level_today():
    label = make_label(
        make_criterion("team"),
        make_criterion("later", status=CriterionStatus.FUTURE),
        make_criterion("facts", scale=UNRATED, points=0),
        make_criterion("web", points=0),
    )
    assert [c.id for c in label.rated] == ["team", "web"]


def test_label_is_scored_where_it_has_a_threshold():
    assert make_label(threshold=1).is_scored
    assert not make_label(threshold=None).is_scored


def test_label_has_the_size_of_its_panel():
    assert make_label(reviewers=3).panel_size == 3


def test_label_knows_what_is_asked_before_and_after():
    reach, mix, money = (make_criterion(key) for key in ("reach", "mix", "money"))
    label = make_label(sections=(make_section("a", reach, mix), make_section("b", money)))
    assert label.neighbours(reach) == (None, mix)
    assert label.neighbours(mix) == (reach, money)
    assert label.neighbours(money) == (mix, None)


def test_label_lists_its_criteria_in_the_order_of_its_sections():
    first = make_section("structure", make_criterion("reach"), make_criterion("mix"))
    second = make_section("finance", make_criterion("money"))
    label = make_label(sections=(first, second))
    assert [c.id for c in label.criteria] == ["reach", "mix", "money"]


def test_label_finds_a_criterion_and_its_section():
    money = make_criterion("money")
    finance = make_section("finance", money, number=2)
    label = make_label(sections=(make_section("structure", make_criterion("reach")), finance))
    assert label.criterion("money") is money
    assert label.section_of("money") is finance


@pytest.mark.parametrize("find", ["criterion", "section_of"])
def test_label_does_not_know_a_criterion_that_it_does_not_ask(find):
    with pytest.raises(UnknownCriterion, match="money"):
        getattr(make_label(make_criterion("reach")), find)("money")


def test_scheme_finds_a_label_by_id():
    gold = make_label()
    scheme = Scheme("cluster-excellence", "2026.1", ("en",), (gold,))
    assert scheme.label("gold") is gold
    assert list(scheme) == [gold]


def test_scheme_does_not_know_another_label():
    with pytest.raises(KeyError, match="silver"):
        Scheme("cluster-excellence", "2026.1", ("en",), (make_label(),)).label("silver")
