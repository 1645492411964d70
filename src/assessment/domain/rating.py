"""How the answers to a criterion's questions make its rating level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from assessment.domain.conditions import Condition
from assessment.domain.questions import Reference, Value


@dataclass(frozen=True, slots=True)
class Bands:
    """A figure turned into a level: the highest level whose bound is reached, else the lowest.

    `bounds` are (level, bound) by rising level; with `is_falling` a lower figure is better.
    """

    of: Reference
    bounds: tuple[tuple[int, Fraction], ...]
    is_falling: bool = False

    def level(self, figure: Fraction, lowest: int) -> int:
        """The level of a figure on a scale that begins at `lowest`."""
        reached = [
            level
            for level, bound in self.bounds
            if (figure <= bound if self.is_falling else figure >= bound)
        ]
        return max(reached, default=lowest)

    def highest(self, _lowest: int) -> int:
        """The highest level that a figure can make."""
        return max(level for level, _bound in self.bounds)


@dataclass(frozen=True, slots=True)
class ByChoice:
    """The level that stands for the chosen option."""

    of: Reference
    levels: Mapping[str, int]

    def highest(self, _lowest: int) -> int:
        """The highest level that an option stands for."""
        return max(self.levels.values())


@dataclass(frozen=True, slots=True)
class Tally:
    """As many levels above the lowest as the ticked options are worth, at most `cap` of them."""

    of: Reference
    worth: Mapping[str, int]
    cap: int

    def level(self, ticked: Iterable[object], lowest: int) -> int:
        """The level of what is ticked on a scale that begins at `lowest`."""
        worth = sum(self.worth.get(option, 0) for option in ticked if isinstance(option, str))
        return lowest + min(worth, self.cap)

    def highest(self, lowest: int) -> int:
        """The level with everything ticked."""
        return self.level(self.worth, lowest)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The highest level whose conditions hold together with those of every level below it.

    `rungs` are (level, conditions) by rising level.
    """

    rungs: tuple[tuple[int, Condition], ...]


@dataclass(frozen=True, slots=True)
class Lowest:
    """The lowest of several levels."""

    of: tuple["Rating", ...]

    def level(self, levels: Sequence[int]) -> int:
        return min(levels)


@dataclass(frozen=True, slots=True)
class Mean:
    """The mean of several levels, rounded down: a level counts when it is fully reached."""

    of: tuple["Rating", ...]

    def level(self, levels: Sequence[int]) -> int:
        return sum(levels) // len(levels)


Rating = Bands | ByChoice | Tally | Ladder | Lowest | Mean


class Known(Protocol):
    """What ratings ask of the answers (`assessment.domain.facts`)."""

    def number(self, reference: Reference) -> Fraction | None:
        """The number that stands there; None while open."""

    def value(self, reference: Reference) -> Value | None:
        """The answer that stands there; None while open."""

    def holds(self, condition: Condition) -> bool | None:
        """Whether the condition holds; None while open."""


def rate(rating: Rating, lowest: int, known: Known) -> tuple[int | None, int]:
    """The level that answers make on a scale that begins at `lowest`, and the highest that they can.

    The level is None while answers are open; the second one is what these can still bring.
    """
    match rating:
        case Ladder():
            return _climb(rating, lowest, known)
        case Lowest() | Mean():
            parts = [rate(inner, lowest, known) for inner in rating.of]
            levels = [level for level, _highest in parts if level is not None]
            highest = rating.level([highest for _level, highest in parts])
            return (highest if len(levels) == len(parts) else None), highest
    level = _level(rating, lowest, known)
    return level, rating.highest(lowest) if level is None else level


def _level(rating: Bands | ByChoice | Tally, lowest: int, known: Known) -> int | None:
    if isinstance(rating, Bands):
        figure = known.number(rating.of)
        return None if figure is None else rating.level(figure, lowest)
    value = known.value(rating.of)
    if isinstance(rating, Tally):
        return rating.level(value, lowest) if isinstance(value, tuple) else None
    return rating.levels.get(value) if isinstance(value, str) else None


def _climb(rating: Ladder, lowest: int, known: Known) -> tuple[int | None, int]:
    """The level below the first rung that fails; open where a rung up to there is."""
    reached, is_open = lowest, False
    for level, condition in rating.rungs:
        holds = known.holds(condition)
        if holds is False:
            break
        reached, is_open = level, is_open or holds is None
    return (None if is_open else reached), reached
