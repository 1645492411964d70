"""Days from one to another, and months by the calendar."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day, both included; empty where the last comes before the first."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def common(self, other: "Days") -> "Days":
        """The days that are in both."""
        return Days(max(self.first, other.first), min(self.last, other.last))

    def __len__(self) -> int:
        return max((self.last - self.first).days + 1, 0)

    def __iter__(self) -> Iterator[date]:
        return (self.first + timedelta(days=passed) for passed in range(len(self)))


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or earlier; the last of a month that has no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_of_month(day: date) -> date:
    """The last day of the month in which this day is."""
    return day.replace(day=monthrange(day.year, day.month)[1])
