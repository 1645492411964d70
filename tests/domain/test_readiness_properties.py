"""Readiness against brute force: every way of raising a small label, tried one after the other.

The search is compared with the rule as it is told, not with itself: what a raise costs is written
down here once more, and whether a set of raises reaches the label is asked of `score` alone.
"""

from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise, product

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.conditions import Comparison, LevelReached, Not, Operator, Status
from assessment.domain.criteria import (
    Aggregation,
    Criterion,
    CriterionStatus,
    Label,
    NotApplicable,
    Panel,
    RatingScale,
    Section,
    SupportRule,
    Tier,
)
from assessment.domain.questions import PROFILE, Question, QuestionType, Reference
from assessment.domain.rating import ByChoice, Ladder
from assessment.domain.readiness import readiness, what_if
from assessment.domain.scorecard import ConditionKind, Reason
from assessment.domain.scoring import score

IDS = ("reach", "mix", "team", "money")
BY_LEVELS = (ConditionKind.MINIMUM, ConditionKind.SECTION, ConditionKind.THRESHOLD)
EXPORTS = Question("exports", QuestionType.YES_NO)
IS_EXPORTER = Comparison(Reference(PROFILE, "exports"), Operator.EQUALS, True)
STAGE = Question("stage", QuestionType.CHOICE, options=("a", "b", "c"))
SIZES = (2, 3, 3, 4, 4)
POINTS = tuple(map(Fraction, ("0", "1", "2", "3", "5", "7", "10/3", "1/2")))


@st.composite
def criteria(draw, key):
    lowest = draw(st.integers(0, 1))
    scale = RatingScale("s", tuple(range(lowest, lowest + draw(st.integers(2, 4)))))
    rating = None
    if draw(st.integers(0, 3)) == 0:
        levels = draw(st.lists(st.sampled_from(scale.levels), min_size=3, max_size=3))
        rating = ByChoice(Reference(key, "stage"), dict(zip(STAGE.options, levels, strict=True)))
    return Criterion(
        key,
        "1.1",
        scale,
        SupportRule(draw(st.sampled_from([None, *scale.levels]))),
        draw(st.sampled_from(POINTS)),
        draw(st.none() | st.none() | st.sampled_from(scale.levels)),
        status=draw(st.sampled_from([CriterionStatus.ACTIVE] * 7 + [CriterionStatus.FUTURE])),
        questions=() if rating is None else (STAGE,),
        rating=rating,
        not_applicable=draw(st.sampled_from(NotApplicable)),
        when=IS_EXPORTER if draw(st.integers(0, 5)) == 0 else None,
        effort=tuple(draw(st.lists(st.integers(1, 9), max_size=3))),
    )


@st.composite
def sections(draw, key, asked):
    whole = sum((c.points for c in asked), Fraction(0))
    minimum = st.fractions(0, whole, max_denominator=6) if whole else st.none()
    return Section(
        key,
        1,
        tuple(asked),
        draw(st.none() | minimum),
        draw(st.sampled_from(Aggregation)),
        draw(st.sampled_from([Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(9, 10)])),
    )


@st.composite
def labels(draw, sizes=SIZES):
    asked = [draw(criteria(key)) for key in IDS[: draw(st.sampled_from(sizes))]]
    cuts = sorted(draw(st.sets(st.integers(1, len(asked) - 1), max_size=2)))
    edges = [0, *cuts, len(asked)]
    parts = [asked[a:b] for a, b in pairwise(edges)]
    whole = sum((c.points for c in asked), Fraction(0))
    return Label(
        "gold",
        Tier.GOLD,
        tuple(draw(sections(f"s{i}", part)) for i, part in enumerate(parts)),
        draw(st.none() | st.fractions(0, whole, max_denominator=6)),
        Panel(2),
        2,
        aggregation=draw(st.sampled_from(Aggregation)),
        profile=(EXPORTS,),
    )


@st.composite
def answers(draw, criterion):
    """Supported, not supported, not applicable with or without a reason, or attested."""
    claim = Answer(
        draw(st.sampled_from([None, *criterion.scale.levels])),
        draw(st.sampled_from(["", "We do."])),
        values={"stage": draw(st.sampled_from(["", *STAGE.options]))},
        is_not_applicable=draw(st.integers(0, 5)) == 0,
    )
    if claim.level is not None and not claim.is_not_applicable:
        claim = replace(claim, is_attested=draw(st.booleans()))
    return claim


@st.composite
def assessed(draw, of_labels=labels):
    label = draw(of_labels())
    given_answers = {c.id: draw(answers(c)) for c in label.criteria if draw(st.integers(0, 3))}
    return label, AnswerSheet(given_answers, {"exports": draw(st.booleans())})


@st.composite
def levels_of(draw, earlier):
    """A condition on the level of a criterion asked before."""
    criterion = draw(st.sampled_from(earlier))
    condition = LevelReached(criterion.id, draw(st.sampled_from(criterion.scale.levels)))
    return draw(st.sampled_from([condition, Not(condition)]))


@st.composite
def dependent_labels(draw):
    """Labels of three criteria at most that apply, or are rated, by the levels of others."""
    label = draw(labels(sizes=(2, 3)))
    made = []
    for criterion in label.criteria:
        if made:
            when, rung = draw(st.none() | levels_of(made)), draw(st.none() | levels_of(made))
            ladder = Ladder(((criterion.scale.highest, rung),)) if rung else criterion.rating
            criterion = replace(criterion, when=when, rating=ladder)
        made.append(criterion)
    by_id = {c.id: c for c in made}
    parts = (replace(s, criteria=tuple(by_id[c.id] for c in s.criteria)) for s in label.sections)
    return replace(label, sections=tuple(parts))


@dataclass(frozen=True)
class Cost:
    """What a raise costs."""

    steps: int
    effort: int


def cost_of(found, target):
    """What it costs to bring a criterion to the level; None where that is no raise."""
    criterion = found.criterion
    levels = criterion.scale.levels
    if found.reason in (Reason.UNANSWERED, Reason.QUESTIONS_OPEN) and found.level is None:
        if target == levels[0]:
            return Cost(1, 1)
        start, extra = levels[0], 0
    elif found.level is not None:
        start, extra = found.level, int(found.reason is not Reason.ANSWERED)
    else:
        return None
    if target < start or (target == start and not extra):
        return None
    climbed = range(start + 1, target + 1)
    return Cost(extra + len(climbed), extra + sum(map(criterion.step_effort, climbed)))


def has_levels(card):
    """Whether all is met that levels and points decide, if what is presumed to apply does."""
    minimums = [c.minimum for c in card.criteria if c.minimum is not None]
    sections = [s for s in card.sections if s.minimum is not None]
    return (
        all(status is Status.MET for status in minimums)
        and all(s.points >= s.section.minimum for s in sections)
        and card.points >= (card.label.threshold or 0)
    )


def plans(label):
    """Every set of levels for some of the criteria."""
    for levels in product(*([None, *c.scale.levels] for c in label.rated)):
        given_levels = zip(label.rated, levels, strict=True)
        yield {c.id: level for c, level in given_levels if level is not None}


def costs_of(label, sheet, plan):
    """What each raise costs from where its criterion stands when the others are made."""
    for key, level in plan.items():
        others = {other: plan[other] for other in plan if other != key}
        yield cost_of(score(label, sheet.attested(others)).of(key), level)


def brute_force(label, sheet, costs_of_plan):
    """Fewest steps and least effort of all sets of raises that reach the label; None: none does."""
    found = []
    for plan in plans(label):
        costs = list(costs_of_plan(plan))
        if None not in costs:
            sums = sum(cost.steps for cost in costs), sum(cost.effort for cost in costs)
            found.append((*sums, plan))
    for steps, effort, plan in sorted(found, key=lambda entry: entry[:2]):
        if has_levels(score(label, sheet.attested(plan))):
            return steps, effort
    return None


def found_by_readiness(label, sheet):
    found = readiness(label, sheet)
    return (found.steps, found.effort) if found.is_reachable else None


@settings(max_examples=150, deadline=None)
@given(assessed())
def test_no_set_of_raises_is_smaller(case):
    label, sheet = case
    before = score(label, sheet)

    smallest = brute_force(
        label, sheet, lambda plan: (cost_of(before.of(key), plan[key]) for key in plan)
    )

    assert found_by_readiness(label, sheet) == smallest


@settings(max_examples=70, deadline=None)
@given(assessed(dependent_labels))
def test_no_set_of_raises_is_smaller_where_levels_depend_on_levels(case):
    label, sheet = case

    smallest = brute_force(label, sheet, lambda plan: costs_of(label, sheet, plan))

    assert found_by_readiness(label, sheet) == smallest


@settings(max_examples=60, deadline=None)
@given(assessed())
def test_the_raises_lead_to_the_scorecard_after_them(case):
    label, sheet = case
    found = readiness(label, sheet)
    assume(found.is_reachable)

    after = what_if(label, sheet, {own.criterion.id: own.target for own in found.raises})

    assert found.after == after
    assert all(c.status is Status.MET for c in after.conditions if c.kind in BY_LEVELS)
    assert found.remaining == tuple(c for c in after.conditions if c.status is not Status.MET)
    assert found.remaining or after.outcome is Status.MET


@settings(max_examples=60, deadline=None)
@given(assessed())
def test_raises_add_up_and_never_lower_a_level(case):
    label, sheet = case

    found = readiness(label, sheet)

    assert found.steps == sum(own.steps for own in found.raises)
    assert found.effort == sum(own.effort for own in found.raises)
    for own in found.raises:
        before, after = found.before.of(own.criterion.id), found.after.of(own.criterion.id)
        assert after.level == own.target >= own.start
        assert own.start == (own.criterion.scale.lowest if before.level is None else before.level)
        assert own.points == (after.points or 0) - (before.points or 0)


@settings(max_examples=40, deadline=None)
@given(assessed())
def test_no_raise_can_be_left_out(case):
    label, sheet = case
    found = readiness(label, sheet)

    for own in found.raises:
        rest = {other.criterion.id: other.target for other in found.raises if other is not own}
        assert not has_levels(what_if(label, sheet, rest))


@settings(max_examples=60, deadline=None)
@given(assessed())
def test_a_label_is_within_reach_when_everything_at_the_top_reaches_it(case):
    label, sheet = case
    tops = {
        c.criterion.id: c.criterion.scale.highest
        for c in score(label, sheet).criteria
        if cost_of(c, c.criterion.scale.highest) is not None
    }

    found = readiness(label, sheet)

    at_the_top = what_if(label, sheet, tops)
    assert found.is_reachable == has_levels(at_the_top)
    if not found.is_reachable:
        open_or_missed = (c for c in at_the_top.conditions if c.status is not Status.MET)
        assert (found.raises, found.remaining) == ((), tuple(open_or_missed))
