"""What may be told of a group of clusters so that no figure of a single one can be worked out.

A *table* tells of one indicator and one group: how many clusters, and their quartiles, or the shares of
their choices. It rests on the figures of one moment, its *contributions*, and stands as it is until enough
of them are others. Whoever asks, and whenever, sees the same table.

Everything rests on one notion: figures *hide each other* when beside each of them there are at least
`LEAST` that differ from it. Of such figures any four may be known, and of each further one it stays open
whether it has changed places with another: quartiles and shares would be the same. It so takes six
clusters at least, five beside each, and more where many have the same figure.

- The contributions of a table hide each other.
- Of any two tables ever published for an indicator, what one has beyond the other is nothing or hides each
  other, on either side. So it is useless to lay one report beside another: what one tells beyond the
  other is told of six clusters together.
- Where groups divide all clusters among them, as countries do, what those published leave of all clusters
  is nothing or hides each other.

No smallest or largest figure is published, and quartiles are rounded.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import chain

LEAST = 5
"""Clusters beside each one, with other figures; and of an option, those that must have chosen it."""

RENEWED = Fraction(1, 10)
"""The share of a group that is new before its table is made anew."""

Figure = Fraction | str
"""What a cluster contributes: its number, or the option that it chose."""

Contributions = Mapping[str, Figure]
"""The figures of one indicator by the key of the cluster."""


@dataclass(frozen=True, slots=True)
class Quartiles:
    """How many clusters, and the quartiles of their figures."""

    count: int
    lower: Fraction
    median: Fraction
    upper: Fraction


@dataclass(frozen=True, slots=True)
class Shares:
    """How many clusters, and how many of them chose an option; what is not named here stands together."""

    count: int
    counts: tuple[tuple[str, int], ...]

    @property
    def others(self) -> int:
        """How many chose any of the options that are not named."""
        return self.count - sum(count for _option, count in self.counts)


@dataclass(frozen=True, slots=True)
class Table:
    """What was, or is to be, published of a group; `key` names the group."""

    key: str
    contributions: Contributions


class Place(StrEnum):
    """Where a figure lies among the quartiles of a group; on a quartile counts as above it."""

    LOWEST = "lowest"
    BELOW = "below"
    MIDDLE = "middle"
    ABOVE = "above"
    HIGHEST = "highest"


def hide_each_other(figures: Iterable[Figure]) -> bool:
    """Whether beside each of the figures there are at least `LEAST` that differ from it."""
    counts: Counter[Figure] = Counter()
    most = total = 0
    for figure in figures:
        counts[figure] += 1
        most, total = max(most, counts[figure]), total + 1
        if total - most >= LEAST:
            return True  # and one figure more takes none of these away
    return False


def changed(one: Contributions, other: Contributions) -> int:
    """How many clusters contribute to one of the two alone, or another figure to each."""
    return sum(one.get(key) != other.get(key) for key in one.keys() | other.keys())


def may_stand_beside(table: Table, other: Table) -> bool:
    """Whether nothing of a single cluster follows from the two together."""
    here, there = table.contributions, other.contributions
    both_ways = (beyond(here, there), beyond(there, here))
    return all(_tells_nothing(figure for _key, figure in part) for part in both_ways)


def beyond(one: Contributions, other: Contributions) -> Iterator[tuple[str, Figure]]:
    """What the first has and the second has not: another cluster, or another figure of it."""
    return ((key, figure) for key, figure in one.items() if other.get(key) != figure)


def _tells_nothing(figures: Iterable[Figure]) -> bool:
    """Whether there are none, or they hide each other."""
    rest = iter(figures)
    for first in rest:
        return hide_each_other(chain([first], rest))
    return True


def leave_nobody_alone(whole: Contributions, parts: Iterable[Contributions]) -> bool:
    """Whether what groups leave of all clusters is nothing, or hides each other."""
    named = {key for part in parts for key in part}
    return _tells_nothing(figure for key, figure in whole.items() if key not in named)


def may_publish(table: Table, published: Iterable[Table]) -> bool:
    """Whether a table may join all that were ever published of the indicator."""
    return hide_each_other(table.contributions.values()) and all(
        may_stand_beside(table, other) for other in published
    )


def is_due(found: Contributions, last: Contributions) -> bool:
    """Whether enough of a group is new for its table to be made anew."""
    new = changed(found, last)
    return new > LEAST and new >= RENEWED * len(last)


def standing(
    found: Table,
    published: Sequence[Table],
    whole: Contributions,
    kin: Collection[str] | None = None,
) -> Table | None:
    """The table that a report made now shows of a group: the last one, or `found`, which then is
    published; None where nothing may be told of the group.

    `published` are all tables of the indicator, oldest first, and `whole` the contributions of all
    clusters; `kin` are the keys of the groups that divide them together with this one, None where its
    kind does not divide them.
    """
    own = [table for table in published if table.key == found.key]
    last = own[-1] if own else None
    if last is not None and not is_due(found.contributions, last.contributions):
        return last
    if kin is not None:
        beside = {table.key: table.contributions for table in published if table.key in kin}
        parts = beside | {found.key: found.contributions}
        if not leave_nobody_alone(whole, parts.values()):
            return last
    return found if may_publish(found, published) else last


def quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """The value below which that share of the ordered figures lies, between two of them in proportion
    (definition 7 of Hyndman and Fan, 1996; that of common spreadsheets). `ordered` is not empty.
    """
    at = share * (len(ordered) - 1)
    before = int(at)
    after = min(before + 1, len(ordered) - 1)
    return ordered[before] + (at - before) * (ordered[after] - ordered[before])


def quartiles(figures: Iterable[Fraction]) -> Quartiles:
    """The quartiles, rounded. Raises `ValueError` for fewer than `LEAST` figures."""
    ordered = sorted(figures)
    if len(ordered) < LEAST:
        raise ValueError(f"{len(ordered)} figures: at least {LEAST} are needed")
    lower, median, upper = (rounded(quantile(ordered, Fraction(number, 4))) for number in (1, 2, 3))
    return Quartiles(len(ordered), lower, median, upper)


def shares(options: Iterable[str]) -> Shares:
    """How often each option was chosen, the most frequent first.

    Options that fewer than `LEAST` chose stand together, with the rarest of the others where that would
    still be fewer.
    """
    counts = Counter(options)
    named = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    rest = 0
    while named and (named[-1][1] < LEAST or 0 < rest < LEAST):
        rest += named.pop()[1]
    return Shares(sum(counts.values()), tuple(named))


def place(figure: Fraction, among: Quartiles) -> Place:
    """Where a figure lies among the quartiles."""
    if figure == among.median:
        return Place.MIDDLE
    if figure < among.lower:
        return Place.LOWEST
    if figure < among.median:
        return Place.BELOW
    return Place.ABOVE if figure <= among.upper else Place.HIGHEST


def rounded(figure: Fraction, digits: int = 2) -> Fraction:
    """The figure to that many significant digits, a half away from zero."""
    if not figure:
        return figure
    power, size = 0, abs(figure)
    while size >= 10**digits:
        size, power = size / 10, power + 1
    while size < 10 ** (digits - 1):
        size, power = size * 10, power - 1
    whole = int(size + Fraction(1, 2)) * Fraction(10) ** power
    return whole if figure > 0 else -whole
