"""Figures derived from answers."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

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
    """A figure derived from its operands in order; `in_percent` makes a ratio a number of percent."""

    id: str
    operation: Operation
    operands: tuple[Reference, ...]
    in_percent: bool = False
    unit: str | None = None


def whole_years(since: date, until: date) -> int:
    """The birthdays between two days: 29 February counts from 1 March in other years."""
    is_before = (until.month, until.day) < (since.month, since.day)
    return until.year - since.year - is_before


def whole_months(since: date, until: date) -> int:
    """The full months between two days; the last day of a month ends every longer one."""
    months = (until.year - since.year) * 12 + until.month - since.month
    return months - (until.day < since.day and (until + _DAY).month == until.month)
