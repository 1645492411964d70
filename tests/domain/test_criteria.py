from fractions import Fraction

import pytest

from assessment.domain.criteria import Scheme, SupportRule
from assessment.domain.errors import UnknownCriterion
from tests.domain.building import make_criterion, make_label, make_scale, make_section


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


def test_justification_is_never_asked_without_a_rule():
    assert not SupportRule().asks_justification(4)


def test_justification_from_level_zero_is_asked_of_every_claim():
    assert SupportRule(justification_from=0).asks_justification(0)


def test_evidence_is_asked_in_its_number_from_its_level_on():
    rule = SupportRule(evidence_from=2, evidence_count=3)
    assert [rule.asks_evidence(level) for level in (0, 1, 2, 3)] == [0, 0, 3, 3]


def test_evidence_is_never_asked_without_a_rule():
    assert SupportRule(evidence_count=3).asks_evidence(4) == 0


def test_points_of_sections_and_label_are_those_of_their_criteria():
    structure = make_section("structure", make_criterion("reach", points=Fraction(9, 2)))
    finance = make_section(
        "finance", make_criterion("money", points=5), make_criterion("horizon", points=1)
    )
    label = make_label(sections=(structure, finance))
    assert (structure.points, finance.points, label.points) == (Fraction(9, 2), 6, Fraction(21, 2))


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
