"""What the label files make: points, numbers, what is taken in from other labels, and the rules."""

from fractions import Fraction

import pytest

from assessment.domain.criteria import (
    Aggregation,
    Clarification,
    Duty,
    Improvements,
    Panel,
    Prerequisite,
    Renewal,
    Tier,
    Visit,
)
from assessment.domain.questions import Obligation
from tests.catalogue.building import EVERYTHING, made


@pytest.fixture(scope="module")
def scheme():
    return made(base=EVERYTHING).scheme


@pytest.fixture(scope="module")
def gold(scheme):
    return scheme.label("gold")


def points_of(label):
    return {criterion.id: criterion.points for criterion in label.criteria}


def test_label_has_its_rules(gold):
    assert (gold.tier, gold.threshold) == (Tier.GOLD, Fraction(81, 2))
    assert gold.panel == Panel(2, national=1, foreign=1, visit=Visit.ON_SITE, hours=16)
    assert gold.clarification == Clarification(rounds=2, days=14)
    assert gold.validity_years == 2
    shorter = Panel(1, foreign=1, visit=Visit.VIDEO, hours=6)
    assert gold.renewal == Renewal(years=3, months_late=12, is_reduced=True, panel=shorter)
    assert gold.duties == (Duty("news", 12, 30), Duty("numbers", 6, 14))


def test_label_has_no_rule_that_its_file_does_not_give(scheme):
    bronze = scheme.label("bronze")
    assert bronze.threshold is None
    assert bronze.panel == Panel(1, visit=Visit.VIDEO, hours=3)
    assert (bronze.clarification, bronze.renewal) == (None, None)
    assert bronze.duties == ()
    assert (bronze.prerequisite, bronze.improvements) == (None, None)
    assert bronze.aggregation is Aggregation.SUM


def test_label_builds_on_another_and_on_what_was_improved(scheme):
    silver = scheme.label("silver")
    assert silver.prerequisite == Prerequisite("bronze", 18, 24)
    assert silver.improvements == Improvements(("area-1", "area-2"), "areas")


def test_prerequisite_may_be_of_any_age():
    change = ("silver.yaml", ", months_at_least: 18, months_at_most: 24", "")
    silver = made(change, base=EVERYTHING).scheme.label("silver")
    assert silver.prerequisite == Prerequisite("bronze", 0, None)


def test_criteria_are_numbered_by_section_and_place(gold):
    assert [(c.number, c.id) for c in gold.criteria] == [
        ("1.1", "strategy"),
        ("1.2", "learning"),
        ("1.3", "climate"),
        ("2.1", "funding"),
        ("2.2", "turnover"),
        ("2.3", "legal-form"),
        ("3.1", "quality"),
        ("3.2", "reach"),
    ]


def test_criterion_bears_the_number_of_each_label(scheme):
    numbers = [label.criterion("funding").number for label in list(scheme)[1:]]
    assert numbers == ["4.1", "2.1"]


def test_section_has_its_rules(gold):
    plans, money, market = gold.sections
    assert (plans.minimum, plans.exclude_at_most) == (4, Fraction(1, 4))
    assert (money.aggregation, plans.aggregation) == (Aggregation.LOWEST, Aggregation.SUM)
    assert (market.minimum, market.exclude_at_most) == (None, Fraction(1, 2))


def test_criterion_has_the_minimum_and_obligation_of_its_label(gold):
    strategy, legal_form = gold.criterion("strategy"), gold.criterion("legal-form")
    assert (strategy.minimum, strategy.obligation) == (2, Obligation.MUST)
    assert (legal_form.minimum, legal_form.obligation) == (None, Obligation.SHOULD)


# Points


def test_points_are_taken_as_they_are_given(gold):
    assert points_of(gold) == {
        "strategy": 6,
        "learning": Fraction(9, 2),
        "climate": 3,
        "funding": 20,
        "turnover": 10,
        "legal-form": 0,
        "quality": 5,
        "reach": 5,
    }


def test_what_is_yet_to_come_does_not_count_in_the_sum(gold):
    assert [section.points for section in gold.sections] == [Fraction(21, 2), 30, 10]
    assert gold.points == Fraction(101, 2)


def test_points_of_a_section_are_shared_out_exactly():
    """Ten points by weights 1 and 2: three and a third, six and two thirds."""
    gold = made(
        ("gold.yaml", "points: 30", "points: 10"),
        ("gold.yaml", "threshold: 40.5", "threshold: 30"),
        base=EVERYTHING,
    ).scheme.label("gold")
    points = points_of(gold)
    assert (points["funding"], points["turnover"]) == (Fraction(20, 3), Fraction(10, 3))
    assert gold.sections[1].points == 10


def test_what_is_yet_to_come_takes_no_share_of_the_points():
    """Its weight is not counted among those that share the 30 points."""
    gold = made(
        ("gold.yaml", "      - {id: climate, points: 3}\n", ""),
        (
            "gold.yaml",
            "- {id: turnover, weight: 1}",
            "- {id: turnover, weight: 1}\n      - {id: climate, weight: 3}",
        ),
        base=EVERYTHING,
    ).scheme.label("gold")
    points = points_of(gold)
    assert (points["funding"], points["turnover"]) == (20, 10)
    assert gold.sections[1].points == 30


def test_points_of_a_label_are_shared_out_by_section_and_then_by_criterion():
    """A hundred points: three quarters for one section, of which two criteria share 1 to 2."""
    gold = made(
        ("gold.yaml", "threshold: 40.5", "threshold: 60\npoints: 100\naggregate: lowest"),
        ("gold.yaml", "- id: plans\n    minimum: 4", "- id: plans\n    weight: 3"),
        ("gold.yaml", "{id: strategy, points: 6,", "{id: strategy, weight: 1,"),
        ("gold.yaml", "{id: learning, points: 4.5}", "{id: learning, weight: 2}"),
        ("gold.yaml", "{id: climate, points: 3}", "{id: climate}"),
        ("gold.yaml", "    points: 30\n", "    weight: 1\n"),
        (
            "gold.yaml",
            "  - id: market\n    criteria:\n      - {id: quality, points: 5}\n"
            "      - {id: reach, points: 5, obligation: should}\n",
            "",
        ),
        ("texts/en.yaml", "  market: {title: Market, intro: Whom for.}\n", ""),
        base=EVERYTHING,
    ).scheme.label("gold")
    assert gold.aggregation is Aggregation.LOWEST
    assert points_of(gold) == {
        "strategy": 25,
        "learning": 50,
        "climate": 0,
        "funding": Fraction(50, 3),
        "turnover": Fraction(25, 3),
        "legal-form": 0,
    }
    assert gold.points == 100


# What is taken in from other labels


def test_own_sections_come_first_and_then_those_taken_in(scheme):
    silver = scheme.label("silver")
    assert [(s.number, s.id) for s in silver.sections] == [
        (1, "improvements"),
        (2, "who"),
        (3, "plans"),
        (4, "money"),
    ]


def test_everything_or_what_has_a_minimum_is_taken_in(scheme):
    silver = scheme.label("silver")
    assert [(c.number, c.id, c.minimum) for c in silver.criteria[2:]] == [
        ("2.1", "portrait", None),
        ("2.2", "services", None),
        ("3.1", "strategy", 2),
        ("4.1", "funding", 1),
    ]


def test_what_is_taken_in_brings_its_minimums_and_no_points(scheme):
    silver = scheme.label("silver")
    assert silver.points == 0
    assert [section.minimum for section in silver.sections] == [None] * 4
    assert silver.criterion("services").obligation is Obligation.INFORMATIVE


def test_what_a_label_takes_in_may_itself_be_taken_in():
    change = ("gold.yaml", "sections:", "includes: [{label: silver, criteria: all}]\nsections:")
    loose = ("silver.yaml", "  - {label: gold, criteria: minimums}\n", "")
    gold = made(change, loose, base=EVERYTHING).scheme.label("gold")
    assert [section.id for section in gold.sections] == [
        "plans",
        "money",
        "market",
        "improvements",
        "who",
    ]
    assert gold.points == Fraction(101, 2)


def test_label_can_be_made_of_others_alone():
    head, _, _ = EVERYTHING["bronze.yaml"].partition("sections:")
    files = EVERYTHING | {
        "scheme.yaml": EVERYTHING["scheme.yaml"].replace("silver, gold]", "silver, gold, all]"),
        "all.yaml": head.replace("bronze\ntier", "all\ntier")
        + "includes: [{label: bronze, criteria: all}]\n",
        "texts/en.yaml": EVERYTHING["texts/en.yaml"].replace(
            "  gold: {", "  all: {title: All, claim: All, description: All.}\n  gold: {"
        ),
    }
    whole = made(base=files).scheme.label("all")
    assert [(c.number, c.id) for c in whole.criteria] == [("1.1", "portrait"), ("1.2", "services")]
