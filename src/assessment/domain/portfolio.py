"""Figures of a portfolio of labels: how long steps take, how many applications succeed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median

from assessment.domain.workflow import State


@dataclass(frozen=True, slots=True)
class Move:
    """That an assessment came into a state, and when."""

    assessment_id: int
    state: State
    at: datetime


def median_days(moves: Iterable[Move]) -> Mapping[State, Fraction]:
    """The median of whole days that assessments stayed in each state that they left again.

    `moves` come by assessment and in their order. A draft counts from when it was given back.
    """
    stays: dict[State, list[int]] = {}
    last: Move | None = None
    for move in moves:
        if last is not None and last.assessment_id == move.assessment_id:
            if last.state != move.state:
                stays.setdefault(last.state, []).append((move.at - last.at).days)
            else:
                move = last  # it did not leave the state
        last = move
    return {state: Fraction(median(days)) for state, days in stays.items()}


@dataclass(frozen=True, slots=True)
class Success:
    """How many applications were decided, and how many of them by an award."""

    awarded: int
    declined: int

    @property
    def decided(self) -> int:
        return self.awarded + self.declined

    @property
    def rate(self) -> Fraction | None:
        """The share of awards; None while nothing is decided."""
        return Fraction(self.awarded, self.decided) if self.decided else None
