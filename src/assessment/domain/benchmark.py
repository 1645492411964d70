"""What may be told of a group of clusters so that no figure of a single one can be worked out.

A *table* tells of one indicator and one group: how many clusters, and their quartiles, or the shares of
their choices. It rests on the figures of one moment, its *contributions*, and stands as it is until enough
of them are others. Whoever asks, and whenever, sees the same table.

Two notions carry the rest. Figures *hide each other* when beside each of them there are at least `LEAST`
that differ from it: of such figures any four may be known, and of each further one it stays open whether
it has changed places with another. It so takes six clusters at least, five beside each, and more where
many have the same figure. And all tables ever published of an indicator part their contributions into
*cells*: in one cell are those that stand in the same tables.

**The contributions of every cell hide each other.** Two of a cell that change places stay in the same
tables, and no quartile and no share depends on who has which figure. So not one table alone tells two such
worlds apart, nor any sum or difference of them, nor all of them together, whenever they were made.

A new table therefore takes the contributions of a cell, or some of them, or none, so that on either side
those hide each other again (`tellable`). What it tells of a group may so be less than the group. A table
stands until enough is new, and none tells less than half of its group.

No smallest or largest figure is published, and quartiles are rounded.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from zlib import crc32

LEAST = 5
"""Clusters beside each one, with other figures; and of an option, those that must have chosen it."""

RENEWED = Fraction(1, 10)
"""The share of a table that is new before it is made anew."""

SHOWN = Fraction(1, 2)
"""The least share of a group that a table tells."""

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


class Place(StrEnum):
    """Where a figure lies among the quartiles of a group; on a quartile counts as above it."""

    LOWEST = "lowest"
    BELOW = "below"
    MIDDLE = "middle"
    ABOVE = "above"
    HIGHEST = "highest"


def hide_each_other(figures: Iterable[Figure]) -> bool:
    """Whether beside each of the figures there are at least `LEAST` that differ from it."""
    crowd = _Crowd()
    return any(crowd.is_enough_with(figure) for figure in figures)


class _Crowd:
    """Figures as they come, and whether they hide each other: once they do, one more changes nothing."""

    def __init__(self) -> None:
        self._counts: Counter[Figure] = Counter()
        self._most = self._total = 0

    def is_enough_with(self, figure: Figure) -> bool:
        self._counts[figure] += 1
        self._total += 1
        self._most = max(self._most, self._counts[figure])
        return self._total - self._most >= LEAST


def cells(published: Iterable[Contributions]) -> list[Contributions]:
    """What tables part their contributions into; another figure of a cluster is another contribution."""
    tables: dict[tuple[str, Figure], list[int]] = defaultdict(list)
    for number, contributions in enumerate(published):
        for one in contributions.items():
            tables[one].append(number)
    found: dict[tuple[int, ...], dict[str, Figure]] = defaultdict(dict)
    for (key, figure), numbers in tables.items():
        found[tuple(numbers)][key] = figure
    return list(found.values())


def tellable(group: Contributions, parted: Iterable[Contributions]) -> Contributions:
    """What a table may tell of a group beside those published, whose cells are given: as much of each
    cell, and of what stands in none, as hides each other and leaves behind what hides each other.
    """
    told: dict[str, Figure] = {}
    new = dict(group)
    for cell in parted:
        inside = {key: figure for key, figure in cell.items() if group.get(key) == figure}
        outside = {key: figure for key, figure in cell.items() if key not in inside}
        for key in inside:
            del new[key]
        if inside and outside:
            inside = _without_hiding_places(inside, outside)
        if hide_each_other(inside.values()):
            told |= inside
    return told | new if hide_each_other(new.values()) else told


def _without_hiding_places(inside: Contributions, outside: Contributions) -> dict[str, Figure]:
    """What is left when so many are left behind that those outside hide each other with them; which ones,
    has nothing to do with their figures."""
    crowd, left = _Crowd(), dict(inside)
    if any(crowd.is_enough_with(figure) for figure in outside.values()):
        return left
    for key in sorted(inside, key=lambda key: (crc32(key.encode()), key)):
        if crowd.is_enough_with(left.pop(key)):
            break
    return left


def is_due(group: Contributions, found: Contributions, last: Contributions) -> bool:
    """Whether enough is new for the table of a group to be made anew: clusters that the last one does not
    tell, or not with this figure, and those that it tells and that are no longer so in the group."""
    told = {key for key, figure in found.items() if last.get(key) != figure}
    gone = {key for key, figure in last.items() if group.get(key) != figure}
    new = len(told | gone)
    return new > LEAST and new >= RENEWED * len(last)


def renewed(
    group: Contributions, last: Contributions | None, published: Iterable[Contributions]
) -> Contributions | None:
    """What a new table tells of a group; None where its last one stands, or nothing may be told of it.

    `published` are all tables of the indicator, whichever their groups and however old.
    """
    found = tellable(group, cells(published))
    if last is not None and not is_due(group, found, last):
        return None
    return found if found and len(found) >= SHOWN * len(group) else None


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
