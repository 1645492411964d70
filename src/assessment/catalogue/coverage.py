"""Whether worked examples stand on every edge: at, just under and just over each bound of a label.

A level stands just beside a minimum when it is the next one. Points stand just beside a bound
within the smallest step that a criterion can make there.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

from assessment.catalogue.numerals import mixed
from assessment.domain.conditions import Status
from assessment.domain.criteria import Aggregation, Label, Section
from assessment.domain.scorecard import ConditionKind, LabelCondition, Scorecard

AT, UNDER, OVER = "at", "just under", "just over"


def bare_edges(label: Label, cards: Sequence[Scorecard]) -> Iterator[tuple[str, str, list[str]]]:
    """The bounds on which examples are missing: kind of condition, its subject, and the sides in words."""
    bounds = [
        (
            ConditionKind.MINIMUM,
            c.id,
            Fraction(c.minimum),
            _sides_of_level(c.minimum, c.scale.levels),
        )
        for c in label.criteria
        if c.minimum is not None
    ]
    bounds += [
        (
            ConditionKind.SECTION,
            s.id,
            s.minimum,
            _sides_of_points(s.minimum, s.points, *_of_section(s)),
        )
        for s in label.sections
        if s.minimum is not None
    ]
    if label.threshold is not None:
        sides = _sides_of_points(label.threshold, label.points, *_of_label(label))
        bounds.append((ConditionKind.THRESHOLD, "", label.threshold, sides))
    for kind, subject, bound, sides in bounds:
        found = [c for card in cards for c in card.of_kind(kind) if c.subject == subject]
        bare = [
            _told(side, bound, near)
            for side, near in sides.items()
            if not any(near_by(c, side, near) for c in found)
        ]
        if bare:
            yield kind.value, subject, bare


def _told(side: str, bound: Fraction, near: Fraction) -> str:
    """A side with the figures that stand on it."""
    if side == AT:
        return f"at ({mixed(bound)})"
    return (
        f"{side} (from {mixed(bound - near)})"
        if side == UNDER
        else f"{side} (up to {mixed(bound + near)})"
    )


def near_by(condition: LabelCondition, side: str, near: Fraction) -> bool:
    """Whether the condition stands on that side of its bound, no further away than `near`."""
    if condition.actual is None or condition.required is None:
        return False
    if (condition.status is Status.MET) is (side == UNDER):
        return False
    above = condition.actual - condition.required
    if side == AT:
        return above == 0
    return 0 < (above if side == OVER else -above) <= near


def _sides_of_level(minimum: int, levels: tuple[int, ...]) -> dict[str, Fraction]:
    """The sides of a minimum that the scale has, each with how near it is."""
    wanted = {AT: minimum, UNDER: minimum - 1, OVER: minimum + 1}
    return {side: Fraction(1) for side, level in wanted.items() if level in levels}


def _sides_of_points(
    bound: Fraction, maximum: Fraction, steps: list[Fraction], aggregation: Aggregation
) -> dict[str, Fraction]:
    """The sides of a bound in points that steps of these sizes can reach, and how near."""
    if not steps:
        return {}
    grids = [_common_measure(steps)] if aggregation is Aggregation.SUM else steps
    is_on_grid = any((bound / grid).denominator == 1 for grid in grids)
    sides = {AT: Fraction(0)} if is_on_grid else {}
    sides[UNDER] = min(steps)
    if bound < maximum:
        sides[OVER] = min(steps)
    return sides


def _of_section(section: Section) -> tuple[list[Fraction], Aggregation]:
    """What one level of each criterion is worth in the section's points, and how they add up."""
    is_sum = section.aggregation is Aggregation.SUM
    steps = [
        (c.points if is_sum else section.points) / (len(c.scale.levels) - 1)
        for c in section.criteria
        if c.is_scored
    ]
    return steps, section.aggregation


def _of_label(label: Label) -> tuple[list[Fraction], Aggregation]:
    """The same in the label's points."""
    is_sum = label.aggregation is Aggregation.SUM
    steps = [
        step if is_sum else step * label.points / section.points
        for section in label.sections
        for step in _of_section(section)[0]
    ]
    return steps, label.aggregation


def _common_measure(steps: list[Fraction]) -> Fraction:
    """The largest number of which every step is a multiple."""
    over = lcm(*(step.denominator for step in steps))
    return Fraction(reduce(gcd, (int(step * over) for step in steps)), over)
