"""How far each criterion can be raised, and what that is worth: a label in whole numbers.

Points are read off a scorecard. `top` below is that of a sheet on which everything is raised as far
as it can be: what a section makes of its criteria there gives the one factor between their points
and its own, whatever has left the score.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, lcm
from typing import NamedTuple

from assessment.domain.conditions import Status
from assessment.domain.criteria import Aggregation, Criterion
from assessment.domain.scorecard import CriterionScore, Reason, Scorecard, SectionScore
from assessment.domain.ways import Block, Way

SUPPORT_EFFORT = 1
"""What it costs to support a claim at the level that it claims, or to answer at the lowest level."""

_ZERO = Fraction(0)


@dataclass(frozen=True, slots=True)
class Raise:
    """One criterion raised from the level where it stands.

    `steps` of `effort` together; `points` are what the criterion itself earns more. Where it
    `is_support`, the first step leaves the level as it is and has the claim supported, or given at
    the lowest level where there was none; `target` may then be `start`.
    """

    criterion: Criterion
    start: int
    target: int
    steps: int
    effort: int
    points: Fraction
    is_support: bool


class Choice(NamedTuple):
    """What may be done about a criterion, and the share of its points (or those points) it then has."""

    steps: int
    effort: int
    worth: Fraction
    moves: tuple[Raise, ...] = ()


Choices = Sequence[Choice]


def raises_of(found: CriterionScore) -> Iterator[Raise]:
    """Every raise of a criterion from where it stands, the furthest first.

    None unless it is rated, counts today, applies, and is not claimed not to apply.
    """
    criterion, level = found.criterion, found.level
    if not criterion.is_rated or (level is None and not found.is_open):
        return
    start = criterion.scale.lowest if level is None else level
    is_supported = found.reason is Reason.ANSWERED
    for target in reversed(criterion.scale.levels[criterion.scale.levels.index(start) :]):
        is_support = not is_supported and (level is not None or target == start)
        if target == start and not is_support:
            return
        above = [rung for rung in criterion.scale.levels if start < rung <= target]
        effort = sum(criterion.step_effort(rung) for rung in above)
        earned = criterion.points * criterion.scale.share(target) - (found.points or _ZERO)
        yield Raise(
            criterion,
            start,
            target,
            len(above) + is_support,
            effort + SUPPORT_EFFORT * is_support,
            earned,
            is_support,
        )


def choices_of(found: CriterionScore, raises: Sequence[Raise], *, may_stay: bool) -> list[Choice]:
    """What may be done about a criterion without missing its minimum."""
    criterion = found.criterion
    choices = [
        Choice(own.steps, own.effort, criterion.scale.share(own.target), (own,))
        for own in raises
        if criterion.minimum is None or own.target >= criterion.minimum
    ]
    if may_stay and found.minimum in (None, Status.MET):
        earned = (found.points or _ZERO) / criterion.points if criterion.is_scored else _ZERO
        choices.append(Choice(0, 0, earned))
    return choices


def blocks_of(top: Scorecard, choices: Mapping[str, Choices]) -> tuple[list[Block[Raise]], int]:
    """The label as blocks of parts, and what they need together, both in the same unit of points.

    Sections without a minimum make one block.
    """
    minimums, needed = _needs(top)
    parts = [_parts(section, choices) for section in top.sections]
    unit = lcm(*(choice.worth.denominator for own in parts for part in own for choice in part))
    free: list[list[Way[Raise]]] = []
    blocks: list[Block[Raise]] = [Block(free)]
    for own, minimum in zip(parts, minimums, strict=True):
        ways = [[_in_units(choice, unit) for choice in part] for part in own]
        if minimum:
            blocks.append(Block(ways, ceil(minimum * unit)))
        else:
            free.extend(ways)
    return blocks, ceil(needed * unit)


def _in_units(choice: Choice, unit: int) -> Way[Raise]:
    return Way(choice.steps, choice.effort, int(choice.worth * unit), choice.moves)


def _needs(top: Scorecard) -> tuple[list[Fraction], Fraction]:
    """What each section has to earn, and all of them together.

    Where the weakest section decides, each of them has to earn its share of the threshold.
    """
    label = top.label
    minimums = [
        _ZERO if section.minimum is None else section.section.minimum or _ZERO
        for section in top.sections
    ]
    if not label.threshold:
        return minimums, _ZERO
    shares = [label.threshold / label.points * section.maximum for section in top.sections]
    if label.aggregation is Aggregation.SUM:
        return minimums, sum(shares, _ZERO)
    return [max(both) for both in zip(minimums, shares, strict=True)], _ZERO


def _parts(section: SectionScore, choices: Mapping[str, Choices]) -> list[Choices]:
    """The section's parts, worth points of the section."""
    counting = {c.criterion.id: c for c in section.criteria if _counts(c)}
    beside = [c.criterion.id for c in section.criteria if c.criterion.id not in counting]
    parts: list[Choices] = [_worth(choices[key], _ZERO) for key in beside]
    earned = {key: c.points or _ZERO for key, c in counting.items()}
    if section.section.aggregation is Aggregation.LOWEST:
        shares = (earned[key] / c.criterion.points for key, c in counting.items())
        weakest = min(shares, default=_ZERO)
        factor = section.points / weakest if weakest else _ZERO
        return [*parts, _worth(list(_weakest([choices[key] for key in counting])), factor)]
    whole = sum(earned.values(), _ZERO)
    factor = section.points / whole if whole else _ZERO
    own = [_worth(choices[key], factor * c.criterion.points) for key, c in counting.items()]
    return [*parts, *own]


def _counts(found: CriterionScore) -> bool:
    """Whether the criterion bears on its section's points."""
    return found.criterion.is_scored and not found.is_excluded


def _worth(choices: Choices, whole: Fraction) -> list[Choice]:
    """The choices by what their share of the whole is."""
    return [choice._replace(worth=choice.worth * whole) for choice in choices]


def _weakest(parts: Sequence[Choices]) -> Iterator[Choice]:
    """What may be done where the weakest decides: for each share the least that brings all to it."""
    if not parts:
        yield Choice(0, 0, _ZERO)
    for share in sorted({choice.worth for part in parts for choice in part}):
        enough = [[choice for choice in part if choice.worth >= share] for part in parts]
        if not all(enough):
            return
        picked = [min(part, key=lambda choice: choice[:2]) for part in enough]
        yield Choice(
            sum(choice.steps for choice in picked),
            sum(choice.effort for choice in picked),
            share,
            tuple(move for choice in picked for move in choice.moves),
        )
