"""How alike reviewers rate: who is stricter than the others, and the table that a coefficient needs.

Levels of different scales are compared as shares of their scale, 0 at its lowest step and 1 at its
highest. A view that a criterion does not apply is no level, and says nothing about strictness.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.criteria import RatingScale
from assessment.domain.review import Level


@dataclass(frozen=True, slots=True)
class Unit:
    """One criterion as one panel rated it: the level that each reviewer gave before they talked."""

    scale: RatingScale
    levels: Mapping[int, Level]

    @property
    def shares(self) -> dict[int, Fraction]:
        """By reviewer, how far up the scale their level stands.

        Empty unless two of them gave a level on a scale of two steps or more: otherwise there is
        nothing to compare.
        """
        found = {who: level for who, level in self.levels.items() if level is not None}
        if len(found) < 2 or len(self.scale.levels) < 2:
            return {}
        return {who: self.scale.share(level) for who, level in found.items()}


@dataclass(frozen=True, slots=True)
class Severity:
    """How far a reviewer's levels are from those of the others on the same panels, on average.

    `mean` is a share of the scale: 0 like the others, −1/4 a quarter of the scale stricter, 1/4 a
    quarter of it milder. `ratings` is how many levels it rests on, so that few are told from many.
    """

    mean: Fraction
    ratings: int


@dataclass(frozen=True, slots=True)
class RatingTable:
    """What reviewers gave, a row each in the order of `reviewers`, a column for each unit.

    A value is a share of the unit's scale; None: this reviewer gave no level there. Each unit has
    two values at least.
    """

    reviewers: tuple[int, ...]
    rows: tuple[tuple[Fraction | None, ...], ...]


def severities(units: Iterable[Unit]) -> dict[int, Severity]:
    """By reviewer, the mean of their level less the mean of the others' on the same criterion.

    Every rating counts alike, whichever panel it was on. Whoever was never rated beside somebody
    else is not in the answer.
    """
    apart: dict[int, list[Fraction]] = {}
    for unit in units:
        for who, difference in _differences(unit):
            apart.setdefault(who, []).append(difference)
    return {
        who: Severity(sum(found, Fraction(0)) / len(found), len(found))
        for who, found in sorted(apart.items())
    }


def _differences(unit: Unit) -> Iterator[tuple[int, Fraction]]:
    shares = unit.shares
    total = sum(shares.values(), Fraction(0))
    for who, share in shares.items():
        yield who, share - (total - share) / (len(shares) - 1)


def rating_table(units: Iterable[Unit]) -> RatingTable:
    """The table of all units that two reviewers or more have rated, in the order of the units."""
    columns = [shares for unit in units if (shares := unit.shares)]
    reviewers = tuple(sorted({who for shares in columns for who in shares}))
    rows = tuple(tuple(shares.get(who) for shares in columns) for who in reviewers)
    return RatingTable(reviewers, rows)
