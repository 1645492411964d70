"""Figures derived from answers."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from assessment.domain.questions import Reference, Value

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


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers that open answers can still bring: from `least` to `most`, None without an end."""

    least: Fraction | None = None
    most: Fraction | None = None

    def __add__(self, other: "Span") -> "Span":
        return Span(_added(self.least, other.least), _added(self.most, other.most))

    def is_at_least(self, bound: Fraction) -> bool | None:
        """Whether all of them reach the bound; None where some do and some do not."""
        if self.least is not None and self.least >= bound:
            return True
        return False if self.most is not None and self.most < bound else None

    def is_at_most(self, bound: Fraction) -> bool | None:
        """Whether none of them passes the bound; None where some do and some do not."""
        if self.most is not None and self.most <= bound:
            return True
        return False if self.least is not None and self.least > bound else None


def _added(one: Fraction | None, other: Fraction | None) -> Fraction | None:
    return None if one is None or other is None else one + other


def figure_of(figures: Collection[Figure], figure_id: str) -> Figure | None:
    """The figure of that id; None where it is none of these."""
    return next((figure for figure in figures if figure.id == figure_id), None)


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


def column_total(value: Value | None, column: str) -> Fraction | None:
    """The sum of a table's number column; None when no row has a number there."""
    rows = value if isinstance(value, tuple) else ()
    cells = [row.get(column) for row in rows if isinstance(row, Mapping)]
    numbers = [cell for cell in cells if isinstance(cell, Fraction)]
    return sum(numbers, Fraction(0)) if numbers else None


def whole_years(since: date, until: date) -> int:
    """The birthdays between two days: 29 February counts from 1 March in other years."""
    is_before = (until.month, until.day) < (since.month, since.day)
    return until.year - since.year - is_before


def whole_months(since: date, until: date) -> int:
    """The full months between two days; the last day of a month ends every longer one."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day and (until + _DAY).month == until.month)
