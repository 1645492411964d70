"""Figures derived from answers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from assessment.domain.questions import Reference

_DAY = timedelta(days=1)


class Operation(StrEnum):
    """How a figure comes about."""

    SUM = "sum"
    DIFFERENCE = "difference"
    RATIO = "ratio"
    YEARS_SINCE = "years_since"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure derived from its operands in order; `in_percent` makes a ratio a number of percent.

    Outside `at_least` and `at_most` it cannot be true, whatever the answers say.
    """

    id: str
    operation: Operation
    operands: tuple[Reference, ...]
    in_percent: bool = False
    unit: str | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None

    def is_out_of_bounds(self, number: Fraction | None) -> bool:
        """Whether this number cannot be true; one that is not known (None) may still be."""
        if number is None:
            return False
        is_below = self.at_least is not None and number < self.at_least
        return is_below or (self.at_most is not None and number > self.at_most)


def made_of(figure: Figure, owner: str, figures: Collection[Figure]) -> tuple[str, ...]:
    """The owner's questions from which its figure is derived, also by way of its other figures."""
    own = {each.id: each for each in figures}
    found: list[str] = []
    for operand in figure.operands:
        if operand.owner == owner and operand.name in own:
            found += made_of(own[operand.name], owner, figures)
        elif operand.owner == owner:
            found.append(operand.name)
    return tuple(dict.fromkeys(found))


def whole_years(since: date, until: date) -> int:
    """The birthdays between two days: 29 February counts from 1 March in other years."""
    is_before = (until.month, until.day) < (since.month, since.day)
    return until.year - since.year - is_before


def whole_months(since: date, until: date) -> int:
    """The full months between two days; the last day of a month ends every longer one."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day and (until + _DAY).month == until.month)
