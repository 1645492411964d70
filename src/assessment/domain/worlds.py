"""The criteria whose levels conditions ask for, and every way in which raising them can matter."""

from collections.abc import Iterator, Mapping
from itertools import product
from typing import NamedTuple

from assessment.domain.conditions import All, AnyOf, Condition, LevelReached, Not
from assessment.domain.criteria import Label
from assessment.domain.rating import Ladder, Lowest, Mean, Rating
from assessment.domain.scorecard import CriterionScore, Scorecard


class Band(NamedTuple):
    """Levels to which a criterion may be raised without a condition telling one from the other.

    With `may_stay` it may also stay where it is, and no condition tells that from the rest.
    """

    levels: tuple[int, ...]
    may_stay: bool


MOST_WORLDS = 100
"""Worlds that the rules of a label may make: four criteria whose level one condition asks for make 81.

`assessment.catalogue.lint.levels` refuses more.
"""

World = Mapping[str, Band]
"""The band of each criterion whose level some condition asks for."""


def worlds(before: Scorecard) -> Iterator[World]:
    """Every world that raises can bring about, the highest first.

    A label none of whose conditions asks for a level has one world, and that is empty.
    """
    bounds: dict[str, set[int]] = {}
    for asked in _levels_asked(before.label):
        bounds.setdefault(asked.criterion_id, set()).add(asked.at_least)
    bands = {
        criterion.id: list(_bands(before.of(criterion.id), bounds[criterion.id]))
        for criterion in before.label.rated
        if criterion.id in bounds
    }
    for world in product(*bands.values()):
        yield dict(zip(bands, world, strict=True))


def _bands(found: CriterionScore, bounds: set[int]) -> Iterator[Band]:
    """The bands of a criterion, the highest first; a condition begins to hold at each of the bounds.

    A level that was chosen does not change by itself: to stay there belongs to the band around it.
    """
    levels = found.criterion.scale.levels
    is_firm = found.level is not None and found.criterion.rating is None
    band: tuple[int, ...] = ()
    for level in reversed(levels):
        band = (level, *band)
        if level == found.level and is_firm:
            break
        if level in bounds and level > levels[0]:
            yield Band(band, may_stay=False)
            band = ()
    yield Band(band, may_stay=is_firm)
    if not is_firm:
        yield Band((), may_stay=True)


def _levels_asked(label: Label) -> Iterator[LevelReached]:
    """Every place at which the score asks for the level of a criterion."""
    questions = [*label.profile, *(q for c in label.criteria for q in c.questions)]
    conditions = [criterion.when for criterion in label.criteria]
    conditions += [question.when for question in questions]
    for criterion in label.criteria:
        if criterion.rating is not None:
            conditions += _rungs(criterion.rating)
    for condition in conditions:
        if condition is not None:
            yield from _within(condition)


def _rungs(rating: Rating) -> Iterator[Condition]:
    """The conditions that a rating is made of."""
    match rating:
        case Ladder(rungs):
            yield from (condition for _level, condition in rungs)
        case Lowest(of) | Mean(of):
            for inner in of:
                yield from _rungs(inner)


def _within(condition: Condition) -> Iterator[LevelReached]:
    match condition:
        case LevelReached():
            yield condition
        case All(inner) | AnyOf(inner):
            for part in inner:
                yield from _within(part)
        case Not(part):
            yield from _within(part)
