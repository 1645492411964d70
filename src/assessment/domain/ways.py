"""What the search for the shortest way is made of: ways, parts, blocks, and the most they can earn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

Move = TypeVar("Move")


class Way(NamedTuple, Generic[Move]):
    """Moves that together take so many steps and so much effort, and earn so many points."""

    steps: int
    effort: int
    points: int
    moves: tuple[Move, ...] = ()

    @property
    def cost(self) -> tuple[int, int]:
        """By what ways are compared: fewer steps first, then less effort."""
        return self.steps, self.effort


Part = Sequence[Way[Move]]
"""The ways of which exactly one is gone; to stay is one of them."""

Curve = list[int | None]
"""By a number of steps: the most points that can be had with it; None where there is no way."""


@dataclass(frozen=True, slots=True)
class Block(Generic[Move]):
    """Parts whose points must together reach a minimum."""

    parts: Sequence[Part[Move]]
    minimum: int = 0


def added(curve: Curve, part: Iterable[Way[Move]]) -> Curve:
    """The curve of parts that have one more beside them.

    It is exact: with as many steps, ways of more points can stand in for those of fewer.
    """
    total: Curve = [None] * len(curve)
    for steps, _effort, points, _moves in part:
        for k, before in enumerate(curve[: max(len(curve) - steps, 0)], steps):
            if before is not None:
                best = total[k]
                if best is None or before + points > best:
                    total[k] = before + points
    return total


def curve_of(block: Block[Move]) -> Curve:
    """The most points of a block within each number of steps; None where its minimum is missed.

    Nothing else has to be known of a minimum: the most points within so many steps reach it, or no
    points do.
    """
    longest = sum(max((way.steps for way in part), default=0) for part in block.parts)
    curve: Curve = [0] * (longest + 1)
    for part in block.parts:
        curve = added(curve, part)
    return [None if points is None or points < block.minimum else points for points in curve]


def joined(curves: Iterable[Curve], longest: int) -> Curve:
    """The most points of several blocks together within each number of steps, up to the longest."""
    total: Curve = [0] * (longest + 1)
    for curve in curves:
        total = added(total, [Way(k, 0, p) for k, p in enumerate(curve) if p is not None])
    return total
