"""How alike reviewers rate: who is stricter than the others, and the table that a coefficient needs.

Levels of different scales are compared as shares of their scale, 0 at its lowest step and 1 at its
highest. A view that a criterion does not apply is no level, and says nothing about strictness.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from assessment.domain.criteria import RatingScale
from assessment.domain.review import Level


@dataclass(frozen=True, slots=True)
class Unit:
    """One criterion as one panel rated it: the level that each reviewer gave before they talked."""

    scale: RatingScale
    levels: Mapping[int, Level]

    @property
    def given(self) -> dict[int, int]:
        """The levels by reviewer, without those who gave none.

        Empty unless two of them gave a level on a scale of two steps or more: otherwise there is
        nothing to compare.
        """
        found = {who: level for who, level in self.levels.items() if level is not None}
        return found if len(found) > 1 and len(self.scale.levels) > 1 else {}

    @property
    def shares(self) -> dict[int, Fraction]:
        """The same as how far up the scale each level stands."""
        return {who: _share(self.scale, level) for who, level in self.given.items()}


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
    seen: Counter[tuple[int, int, int]] = Counter()
    known: dict[tuple[RatingScale, tuple[int, ...]], int] = {}
    for unit in units:
        given = unit.given
        pattern = known.setdefault((unit.scale, tuple(given.values())), len(known))
        for place, who in enumerate(given):
            seen[who, place, pattern] += 1
    differences = [_differences(scale, levels) for scale, levels in known]
    sums: dict[int, Fraction] = defaultdict(Fraction)
    ratings: Counter[int] = Counter()
    for (who, place, pattern), number in seen.items():
        sums[who] += differences[pattern][place] * number
        ratings[who] += number
    return {who: Severity(sums[who] / ratings[who], ratings[who]) for who in sorted(sums)}


def _differences(scale: RatingScale, levels: tuple[int, ...]) -> tuple[Fraction, ...]:
    """Of levels that one panel gave, each less the mean of the others, in shares of the scale."""
    shares = [_share(scale, level) for level in levels]
    total = sum(shares, Fraction(0))
    return tuple(share - (total - share) / (len(shares) - 1) for share in shares)


@lru_cache(maxsize=256)
def _share(scale: RatingScale, level: int) -> Fraction:
    return scale.share(level)


def nameless_table(units: Iterable[Unit]) -> RatingTable:
    """The table of all units that two reviewers or more have rated, in the order of the units.

    A coefficient does not ask who gave which level: it has as many rows as the largest panel has
    people, however many reviewers there are; its `reviewers` are their places.
    """
    columns = [tuple(shares.values()) for unit in units if (shares := unit.shares)]
    places = range(max(map(len, columns), default=0))
    rows = tuple(
        tuple(column[place] if place < len(column) else None for column in columns)
        for place in places
    )
    return RatingTable(tuple(places), rows)
