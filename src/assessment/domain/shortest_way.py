"""The search for the shortest way to so many points: fewest steps first, then least effort.

What can be done is given as blocks of parts, in whole numbers. A part is a list of ways of which
exactly one is gone; steps, effort and points of the parts add up. A block is a row of parts which
together must earn a minimum of their own. Searched is one way for each part such that every block
earns its minimum and all blocks together earn what is needed.

Why the result is the best there is:

1. Curves give the most points that can be had within each number of steps, exactly (`ways.added`). So
   the first number of steps within which all blocks earn what is needed is the fewest.
2. `_Search` then goes through the parts and keeps, for each number of steps, the ways that no other
   beats. One that earns as many points with as little effort can stand in for another, because
   whatever follows adds the same to both; points above every goal are no better than the goal. Beside
   that, a way is dropped only when a goal is out of its reach within the fewest steps even with the
   most points of all that is still to come, which the curves know. Neither loses a best way.
3. Where weights hardly differ, that alone would keep very many ways. So points get a price in effort:
   a curve gives what all that is still to come can be worth at most at that price, and from it
   follows the effort that any way takes at least. The search looks for a way of little more than that
   and drops what would end above. If there is one, the best is among what is left; if not, it looks
   again with more room. This holds at any price (it is Lagrangian relaxation): the price decides how
   long it takes, never what is found.

Of ways that are alike in steps and effort it is always the same one, by the order of the parts.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Generic, NamedTuple

from assessment.domain.ways import Block, Curve, Move, Part, Way, added, curve_of, joined

EASY = 40_000
"""Ways that a search may look at before points get a price."""

_FINE = 2**20
"""Into how many parts the average price of a point is divided to try others."""


def shortest_way(
    blocks: Sequence[Block[Move]], needed: int, at_most: int | None = None
) -> Way[Move] | None:
    """The way of fewest steps, and of least effort among these, on which every block earns its
    minimum and all earn `needed` points; None where none of `at_most` steps does (None: however many).
    """
    if needed > sum(block.minimum for block in blocks):
        return _joint_way(blocks, needed, at_most)
    whole: Way[Move] = Way(0, 0, 0)
    for block in blocks:  # the minimums suffice, so no block bears on another
        way = _joint_way([Block(block.parts)], block.minimum, at_most)
        if way is None:
            return None
        whole = _both(whole, way)
    return whole if at_most is None or whole.steps <= at_most else None


def _both(way: Way[Move], own: Way[Move]) -> Way[Move]:
    steps, effort, points = way.steps + own.steps, way.effort + own.effort, way.points + own.points
    return Way(steps, effort, points, way.moves + own.moves)


def _joint_way(blocks: Sequence[Block[Move]], needed: int, at_most: int | None) -> Way[Move] | None:
    curves = [curve_of(block) for block in blocks]
    longest = sum(len(curve) - 1 for curve in curves)
    reach = joined(curves, longest if at_most is None else min(longest, at_most))
    fewest = next((k for k, p in enumerate(reach) if p is not None and p >= needed), None)
    if fewest is None:
        return None
    try:
        return _Search(blocks, curves, needed, fewest, most_ways=EASY).best_way()
    except _TooManyWays:
        parts = [part for block in blocks for part in block.parts]
        least, price = _tightest(parts, needed, fewest)
    search, room = _Search(blocks, curves, needed, fewest, price), 1 + least // 128
    while (way := search.best_way(least + room)) is None:
        room *= 4
    return way


class _TooManyWays(Exception):
    """The search would take long without a price."""


class _Price(NamedTuple):
    """What points and effort are worth against each other."""

    of_points: int
    of_effort: int

    def worth(self, points: int, effort: int) -> int:
        return self.of_points * points - self.of_effort * effort

    def part(self, part: Part[Move]) -> list[Way[Move]]:
        """The ways of a part with what they are worth in place of their points."""
        return [Way(way.steps, 0, self.worth(way.points, way.effort)) for way in part]

    def curve(self, parts: Iterable[Part[Move]], longest: int) -> Curve:
        """The most that parts can be worth with exactly so many steps."""
        curve: Curve = [0, *[None] * longest]
        for part in parts:
            curve = added(curve, self.part(part))
        return curve

    def least_effort(self, parts: Iterable[Part[Move]], needed: int, steps: int) -> int:
        """The effort without which no way of exactly so many steps earns what is needed."""
        most = self.curve(parts, steps)[steps] or 0
        return -((most - self.of_points * needed) // self.of_effort)


_FREE = _Price(0, 0)
"""At this price no way is worth more than another, so every effort is taken."""


def _tightest(parts: Sequence[Part[Move]], needed: int, steps: int) -> tuple[int, _Price]:
    """The most that any price tried says of the least effort, and that price.

    Tried are, as long as they say more, halves and doubles of the effort that a point takes on the
    average, and then prices in between.
    """
    effort = sum(max((way.effort for way in part), default=0) for part in parts)
    points = sum(max((way.points for way in part), default=0) for part in parts)
    price = _Price(max(effort, 1) * _FINE, max(points, 1) * _FINE)
    best = price.least_effort(parts, needed, steps), price
    for factor in (Fraction(2), Fraction(1, 2), Fraction(5, 4), Fraction(4, 5)):
        is_better = True
        while is_better:
            price = _Price(int(best[1].of_points * factor), best[1].of_effort)
            bound = price.least_effort(parts, needed, steps)
            is_better = bound > best[0]
            best = max(best, (bound, price), key=lambda tried: tried[0])
    return best


@dataclass(frozen=True, slots=True)
class _Goal:
    """What must be had in the end, and the most that others add by the steps that are left."""

    least: int
    beyond: Curve

    def floor(self, steps: int) -> int | None:
        """What a way of so many steps must have for the goal to be within reach; None: no way can."""
        left = len(self.beyond) - 1 - steps
        still = self.beyond[left] if left >= 0 else None
        return None if still is None else self.least - still

    def before(self, part: Part[Move]) -> "_Goal":
        """The goal as it stands before the part, which is then one of the others."""
        return _Goal(self.least, added(self.beyond, part))


class _Goals(NamedTuple):
    """All that a way must lead to: points for the label, points for the block, and worth."""

    points: tuple[_Goal, ...]
    worth: _Goal

    def before(self, part: Part[Move], price: _Price) -> "_Goals":
        points = tuple(goal.before(part) for goal in self.points)
        return _Goals(points, self.worth.before(price.part(part)))

    def floors(self, steps: int) -> tuple[int, int] | None:
        """The points and the worth that a way of so many steps must have; None: no way can."""
        floors = [goal.floor(steps) for goal in self.points]
        least, known = self.worth.floor(steps), [floor for floor in floors if floor is not None]
        return None if least is None or len(known) < len(floors) else (max(known), least)


_Grown = tuple[int, int, Way[Move], Way[Move]]
"""A way and the next part's: their points together (negated, to sort the most first) and effort."""


@dataclass
class _Search(Generic[Move]):
    """The search for the least effort with the fewest steps that earn what is needed.

    Raises `_TooManyWays` once it has looked at more than `most_ways` (None: it never does).
    """

    blocks: Sequence[Block[Move]]
    curves: Sequence[Curve]
    needed: int
    fewest: int
    price: _Price = _FREE
    most_ways: int | None = None
    _goals: list[_Goals] = field(init=False)

    def __post_init__(self) -> None:
        self._goals = [self._goals_of(i) for i in range(len(self.blocks))]

    def _goals_of(self, place: int) -> _Goals:
        """What the ways through one block must lead to, beside the other blocks."""
        others = [i for i in range(len(self.blocks)) if i != place]
        points = joined([self.curves[i] for i in others], self.fewest)
        alone: Curve = [None if most is None else 0 for most in points]
        parts = [part for i in others for part in self.blocks[i].parts]
        return _Goals(
            (_Goal(self.needed, points), _Goal(self.blocks[place].minimum, alone)),
            _Goal(0, self.price.curve(parts, self.fewest)),
        )

    def best_way(self, most_effort: int = 0) -> Way[Move] | None:
        """The way of least effort; None where every way takes more than `most_effort`."""
        least = self.price.worth(self.needed, most_effort)
        fronts = [
            self._spread(block.parts, goals._replace(worth=_Goal(least, goals.worth.beyond)))
            for block, goals in zip(self.blocks, self._goals, strict=True)
        ]
        whole = _Goal(self.needed, [0] * (self.fewest + 1))
        worth = _Goal(least, self.price.curve((), self.fewest))
        found = self._spread(fronts, _Goals((whole,), worth))
        return min(found, key=lambda way: way.cost, default=None)

    def _spread(self, parts: Sequence[Part[Move]], goals: _Goals) -> list[Way[Move]]:
        """The ways through the parts that none beats and from which every goal can be reached."""
        ahead = []
        for part in reversed(parts):
            ahead.append((part, goals))
            goals = goals.before(part, self.price)
        ways: dict[int, list[Way[Move]]] = {0: [Way(0, 0, 0)]}
        seen = 0
        for part, goals in reversed(ahead):
            grown = self._one_further(ways, part, goals)
            seen += sum(map(len, grown.values()))
            if self.most_ways is not None and seen > self.most_ways:
                raise _TooManyWays
            ways = {steps: _unbeaten(steps, found) for steps, found in grown.items() if found}
        return [way for k in sorted(ways) for way in ways[k]]

    def _one_further(
        self, ways: dict[int, list[Way[Move]]], part: Part[Move], goals: _Goals
    ) -> dict[int, list[_Grown[Move]]]:
        """Every way with one more part that can reach the goals, by steps."""
        cap = max(goal.least for goal in goals.points)
        further: dict[int, list[_Grown[Move]]] = {}
        for k in sorted(ways, reverse=True):
            for own in part:
                floors = goals.floors(k + own.steps)
                if floors is not None:
                    grown = self._grown(ways[k], own, floors, cap)
                    further.setdefault(k + own.steps, []).extend(grown)
        return further

    def _grown(
        self, ways: list[Way[Move]], own: Way[Move], floors: tuple[int, int], cap: int
    ) -> Iterator[_Grown[Move]]:
        """The ways together with the part's own that reach both floors."""
        of_points, of_effort = self.price
        for way in ways:
            points = way.points + own.points
            if points < floors[0]:
                return
            points, effort = min(points, cap), way.effort + own.effort
            if of_points * points - of_effort * effort >= floors[1]:
                yield -points, effort, way, own


def _unbeaten(steps: int, grown: list[_Grown[Move]]) -> list[Way[Move]]:
    """Of ways of as many steps those for which no other earns as much with as little effort."""
    kept: list[Way[Move]] = []
    for negated, effort, way, own in sorted(grown, key=lambda entry: entry[:2]):
        if not kept or effort < kept[-1].effort:
            kept.append(Way(steps, effort, -negated, way.moves + own.moves))
    return kept
