"""The labels in force by country and label: a picture, and the table beneath."""

from collections.abc import Sequence
from dataclasses import dataclass

from assessment.reports import formats
from assessment.reports.chart_rows import Mark, Row
from assessment.services.holders import Register
from assessment.web.language import country_name, language
from assessment.web.public.register_filters import Choice

MOST_BARS = 12
"""Countries in the picture; the table has them all."""


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country with the number of each label that holds there, in the order of the labels."""

    country: str
    numbers: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.numbers)


@dataclass(frozen=True, slots=True)
class ByCountry:
    """The countries, that with the most labels first; `labels` are the names of those that any holds."""

    labels: tuple[str, ...]
    rows: tuple[CountryRow, ...]
    bars: tuple[Row, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """How many there are of each label."""
        columns = zip(*(row.numbers for row in self.rows), strict=True)
        return tuple(sum(column) for column in columns)


def by_country(known: Register, labels: Sequence[Choice]) -> ByCountry:
    """How many labels of each kind are in force in each country."""
    in_force = known.in_force
    names = {(key.partition(".")[0], key.partition(".")[2]): name for key, name in labels}
    held = [key for key in names if any(counts[key] for counts in in_force.values())]
    found = [
        CountryRow(country_name(code), tuple(counts[key] for key in held))
        for code, counts in in_force.items()
    ]
    rows = tuple(sorted(found, key=lambda row: (-row.total, row.country.casefold())))
    words = tuple(names[key] for key in held)
    top = max((row.total for row in rows), default=1)
    bars = tuple(
        Row(row.country, {"agreed": Mark(row.total / top, _told(row, words))})
        for row in rows[:MOST_BARS]
    )
    return ByCountry(words, rows, bars)


def _told(row: CountryRow, labels: Sequence[str]) -> str:
    """A sum with what it is made of: 5 (3 Gold, 2 Silver)."""
    parts = [
        f"{formats.number(number, language())} {label}"
        for number, label in zip(row.numbers, labels, strict=True)
        if number
    ]
    return f"{formats.number(row.total, language())} ({', '.join(reversed(parts))})"
