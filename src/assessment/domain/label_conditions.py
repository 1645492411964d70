"""The conditions of a label beside its points, and how a sheet stands to each of them."""

from collections.abc import Iterator
from fractions import Fraction

from assessment.domain.conditions import Comparison, Condition, Operator, Status
from assessment.domain.facts import Facts
from assessment.domain.figures import whole_months
from assessment.domain.renewals import Award, renewing
from assessment.domain.scorecard import ConditionKind, LabelCondition, Scorecard


def label_conditions(facts: Facts, card: Scorecard) -> Iterator[LabelCondition]:
    """Every condition of the label, in the order in which people ask."""
    label = facts.label
    yield from _eligibility(facts)
    if label.prerequisite is not None and not _is_renewal(facts):
        yield _prerequisite(facts)
    if not label.is_scored:
        yield _completeness(card)
    if label.improvements is not None:
        yield _improvements(facts)
    for found in card.criteria:
        if found.minimum is not None:
            level = found.level if found.is_supported else None
            actual = None if level is None else Fraction(level)
            required = Fraction(found.criterion.minimum or 0)
            subject = found.criterion.id
            yield LabelCondition(ConditionKind.MINIMUM, found.minimum, subject, actual, required)
    for section in card.sections:
        if section.minimum is not None:
            facts_of = (section.section_id, section.points, section.section.minimum)
            yield LabelCondition(ConditionKind.SECTION, section.minimum, *facts_of)
    if label.is_scored:
        threshold = ("", card.points, label.threshold)
        yield LabelCondition(ConditionKind.THRESHOLD, card.threshold, *threshold)


def _eligibility(facts: Facts) -> Iterator[LabelCondition]:
    for rule in facts.label.eligibility:
        status = Status.of(facts.holds(rule.condition))
        bound = _bound(facts, rule.condition)
        yield LabelCondition(ConditionKind.ELIGIBILITY, status, rule.id, *bound)


def _bound(facts: Facts, condition: Condition) -> tuple[Fraction | None, Fraction | None]:
    """The figure that the condition asks for and the bound that it sets, if it is of that kind."""
    if not isinstance(condition, Comparison) or not isinstance(condition.value, Fraction):
        return None, None
    if condition.operator not in (Operator.AT_LEAST, Operator.AT_MOST):
        return None, None
    return facts.number(condition.of), condition.value


def _is_renewal(facts: Facts) -> bool:
    """Whether the label itself is renewed: what had to be held before it is not asked again.

    What is frozen says so itself. domain.md: a label is renewed up to a year after its end by the
    label itself; the one below may have ended long ago.
    """
    sheet = facts.sheet
    if sheet.is_renewal is not None or sheet.on is None:
        return bool(sheet.is_renewal)
    awards = [
        Award(held.label_id, held.since, held.until)
        for held in sheet.held
        if held.label_id == facts.label.id and held.until is not None
    ]
    return renewing(awards, facts.label.renewal, sheet.on).renewed is not None


def _prerequisite(facts: Facts) -> LabelCondition:
    """The label that must be held, by the full months since its certificate began.

    A renewal that begins in days to come is not held yet: until then the one before it counts.
    """
    rule, on = facts.label.prerequisite, facts.sheet.on
    assert rule is not None  # noqa: S101  # asked only where there is one
    kind = ConditionKind.PREREQUISITE
    least = Fraction(rule.months_at_least)
    if on is None:
        return LabelCondition(kind, Status.UNDETERMINED, rule.label_id, None, least)
    ages = [
        whole_months(held.since, on)
        for held in facts.sheet.held
        if held.label_id == rule.label_id
        and held.since <= on
        and (held.until is None or held.until >= on)
    ]
    suitable = [age for age in ages if age >= rule.months_at_least]
    if rule.months_at_most is not None:
        suitable = [age for age in suitable if age <= rule.months_at_most]
    if suitable or not ages:
        age = Fraction(max(suitable)) if suitable else None
        return LabelCondition(kind, Status.of(bool(suitable)), rule.label_id, age, least)
    oldest = max(ages)
    bound = least if oldest < rule.months_at_least else Fraction(rule.months_at_most or 0)
    return LabelCondition(kind, Status.MISSED, rule.label_id, Fraction(oldest), bound)


def _completeness(card: Scorecard) -> LabelCondition:
    required = [found for found in card.criteria if found.criterion.is_required]
    settled = sum(found.is_supported for found in required)
    status = Status.MET if settled == len(required) else Status.UNDETERMINED
    counts = (Fraction(settled), Fraction(len(required)))
    return LabelCondition(ConditionKind.COMPLETE, status, "", *counts)


def _improvements(facts: Facts) -> LabelCondition:
    """Whether each improvement area names what it improved, and no two the same."""
    rule = facts.label.improvements
    assert rule is not None  # noqa: S101  # asked only where there is one
    named = [_named(facts, criterion, rule.named_by) for criterion in rule.criteria]
    every = set().union(*named)
    is_twice = sum(map(len, named)) > len(every)
    status = Status.MISSED if is_twice else Status.of(True if all(named) else None)
    fresh = [own for i, own in enumerate(named) if own and own.isdisjoint(set().union(*named[:i]))]
    counts = (Fraction(len(fresh)), Fraction(len(rule.criteria)))
    return LabelCondition(ConditionKind.IMPROVEMENTS, status, "", *counts)


def _named(facts: Facts, criterion_id: str, question_id: str) -> set[object]:
    """What an improvement area names."""
    value = facts.values(criterion_id).get(question_id)
    return set(value) if isinstance(value, tuple) else set()
