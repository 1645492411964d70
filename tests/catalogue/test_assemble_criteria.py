"""What the files make: figures, ratings and rules of criteria as the exact objects."""

from fractions import Fraction

import pytest

from assessment.domain.compared import Better, Compared
from assessment.domain.conditions import All, AnyOf, Comparison, LevelReached, Operator
from assessment.domain.criteria import (
    UNRATED,
    CriterionStatus,
    EvidenceKind,
    EvidenceRule,
    NotApplicable,
    RatingScale,
    SupportRule,
)
from assessment.domain.figures import Figure, Operation
from assessment.domain.questions import Reference
from assessment.domain.rating import Bands, ByChoice, Ladder, Lowest, Mean, Tally
from tests.catalogue.building import EVERYTHING, made

FORM = Reference("profile", "form")


@pytest.fixture(scope="module")
def scheme():
    return made(base=EVERYTHING).scheme


@pytest.fixture(scope="module")
def gold(scheme):
    return scheme.label("gold")


def test_figures_are_made_of_questions_totals_and_figures(gold):
    def of(*names: str) -> tuple[Reference, ...]:
        return tuple(Reference("funding", name) for name in names)

    total = Reference("funding", "projects", "income")
    assert gold.criterion("funding").figures == (
        Figure("income", Operation.SUM, (*of("fees", "grants"), total)),
        Figure("earned", Operation.DIFFERENCE, of("income", "grants")),
        Figure(
            "earned-share",
            Operation.RATIO,
            of("earned", "income"),
            True,
            "percent",
            None,
            Fraction(100),
        ),
    )


def test_bands_begin_where_more_is_better(gold):
    bounds = ((1, Fraction(10)), (2, Fraction(20)), (3, Fraction(333, 10)), (4, Fraction(50)))
    assert gold.criterion("funding").rating == Bands(Reference("funding", "earned-share"), bounds)


def test_compared_is_a_figure_with_limits_or_a_choice(gold):
    left = Reference("turnover", "left")
    assert gold.criterion("turnover").compared == Compared(
        left, Better.LOWER, Fraction(40), Fraction(10)
    )
    assert gold.criterion("legal-form").compared == Compared(Reference("legal-form", "form"))
    assert gold.criterion("funding").compared is None
    assert [criterion.id for criterion in gold.compared] == ["turnover", "legal-form"]


def test_bands_end_where_less_is_better(gold):
    bounds = ((1, Fraction(40)), (2, Fraction(30)), (4, Fraction(10)))
    left = Reference("turnover", "left")
    assert gold.criterion("turnover").rating == Bands(left, bounds, is_falling=True)


def test_choice_has_a_level_for_every_option(gold):
    levels = {"association": 3, "company": 4, "none-yet": 0}
    assert gold.criterion("legal-form").rating == ByChoice(Reference("legal-form", "form"), levels)


@pytest.mark.parametrize(
    ("written", "cap"),
    [(", cap: 1", 1), (", cap: 2", 2), (", cap: 9", 2), ("", 2)],
)
def test_tally_lifts_at_most_to_the_top_of_its_scale(written, cap):
    """The scale has three stars: two steps above the lowest."""
    change = ("criteria.yaml", ", cap: 1", written)
    services = made(change, base=EVERYTHING).scheme.label("bronze").criterion("services")
    worth = {"training": 1, "matchmaking": 2, "lobbying": 0}
    assert services.rating == Tally(Reference("services", "offered"), worth, cap)


def test_ladder_has_the_conditions_of_every_rung(gold):
    def of(name: str, operator: Operator, value: object) -> Comparison:
        return Comparison(Reference("learning", name), operator, value)

    form = Comparison(FORM, Operator.ONE_OF, ("association", "company"))
    legal = Comparison(Reference("legal-form", "form"), Operator.IS_ANSWERED, True)
    assert gold.criterion("learning").rating == Ladder((
        (1, All((of("has-plan", Operator.EQUALS, True),))),
        (2, All((
            of("days", Operator.AT_LEAST, Fraction(5, 2)),
            of("topics", Operator.INCLUDES, "law"),
        ))),
        (3, All((AnyOf((form, of("days", Operator.AT_MOST, Fraction(9)))),))),
        (4, All((LevelReached("strategy", 2), legal))),
    ))  # fmt: skip


def test_rungs_are_ordered_by_their_level():
    ladder = "        1: [has-plan]\n"
    first = ("criteria.yaml", ladder, "")
    last = ("criteria.yaml", "is_answered: true}]\n", f"is_answered: true}}]\n{ladder}")
    found = made(first, last, base=EVERYTHING).scheme.label("gold").criterion("learning")
    assert [level for level, _condition in found.rating.rungs] == [1, 2, 3, 4]


def test_several_ratings_are_taken_together(gold):
    quality, reach = gold.criterion("quality").rating, gold.criterion("reach").rating
    assert isinstance(quality, Lowest)
    assert [type(part) for part in quality.of] == [Bands, ByChoice]
    assert isinstance(reach, Mean)
    fairs = Tally(Reference("reach", "channels"), {"fairs": 2, "press": 1, "web": 1}, 4)
    assert reach.of[1] == fairs


# Rules of a criterion, and the defaults


def test_every_rule_of_evidence_stands_by_itself(gold):
    document, link = EvidenceKind.DOCUMENT, EvidenceKind.LINK
    assert gold.criterion("strategy").support == SupportRule(
        3, (EvidenceRule(1, 1, frozenset({document})), EvidenceRule(3, 2, frozenset({document, link}), 24))
    )  # fmt: skip


def test_defaults_hold_for_a_criterion_that_says_nothing_else(gold):
    turnover = gold.criterion("turnover")
    assert turnover.support == SupportRule(1, (EvidenceRule(2, 1),))
    assert turnover.not_applicable is NotApplicable.FORBID
    assert turnover.effort == (2, 2, 2, 2)
    assert turnover.scale == RatingScale("steps", (0, 1, 2, 3, 4))


def test_none_switches_a_default_off(gold):
    assert gold.criterion("legal-form").support == SupportRule(None, ())


@pytest.mark.parametrize(
    ("rule", "support"),
    [
        ("", SupportRule(1, (EvidenceRule(2, 3),))),
        ("evidence: {from_level: 1}", SupportRule(1, (EvidenceRule(1, 1),))),
        ("evidence: []", SupportRule(1, ())),
        ("evidence: none", SupportRule(1, ())),
        ("justification: {from_level: 0}", SupportRule(0, (EvidenceRule(2, 3),))),
        ("justification: {from_level: null}", SupportRule(None, (EvidenceRule(2, 3),))),
        ("justification: none", SupportRule(None, (EvidenceRule(2, 3),))),
    ],
)
def test_rule_of_a_criterion_replaces_the_default_as_a_whole(rule, support):
    change = ("criteria.yaml", "evidence: {from_level: 1}", rule or "status: active")
    assert made(change).scheme.label("gold").criterion("money").support == support


def test_without_defaults_nothing_need_be_supported_and_nothing_is_left_out():
    defaults = "  justification: {from_level: 1}\n  evidence: {from_level: 2, at_least: 3}\n"
    team = made(("criteria.yaml", defaults, "")).scheme.label("gold").criterion("team")
    assert team.support == SupportRule(None, ())
    assert (team.not_applicable, team.effort) == (NotApplicable.FORBID, (1, 1))


def test_effort_counts_1_for_a_step_that_the_file_leaves_out(gold):
    assert gold.criterion("strategy").effort == (1, 2, 1, 8)


def test_criterion_has_its_policy_checks_condition_and_status(gold):
    strategy, reach = gold.criterion("strategy"), gold.criterion("reach")
    assert (strategy.not_applicable, reach.not_applicable) == (
        NotApplicable.EXCLUDE,
        NotApplicable.ZERO,
    )
    assert strategy.checks == ("dated", "approved")
    enterprises = Reference("profile", "enterprises")
    assert reach.when == Comparison(enterprises, Operator.AT_LEAST, Fraction(1))
    assert gold.criterion("climate").status is CriterionStatus.FUTURE


def test_what_is_not_rated_has_no_scale(scheme):
    portrait = scheme.label("bronze").criterion("portrait")
    assert portrait.scale is UNRATED
    assert (portrait.rating, portrait.effort) == (None, ())
    assert portrait.support.evidence == (EvidenceRule(0, 1, frozenset({EvidenceKind.IMAGE})),)
