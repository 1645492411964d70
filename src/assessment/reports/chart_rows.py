"""What a bar chart shows, row by row: the same words and shares on a page and in a document."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assessment.reports import formats


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on the axis from 0 to 1 with the words that stand at it."""

    share: float
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A title over one bar for each rating, by its class; `line` is what has to be reached."""

    title: str
    bars: Mapping[str, Mark]
    line: Mark | None = None


@dataclass(frozen=True, slots=True)
class ChartSection:
    """One row of the chart, in points.

    A rating is None while there is none; `threshold` marks the points that the row has to reach.
    """

    title: str
    maximum: Fraction
    own: Fraction | None = None
    agreed: Fraction | None = None
    threshold: Fraction | None = None

    def share(self, points: Fraction) -> Fraction:
        """The part of the maximum that the points are."""
        return points / self.maximum if self.maximum else Fraction(0)


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The chart's words in the reader's language: its name, its two ratings, its line."""

    title: str
    agreed: str
    own: str
    threshold: str

    @property
    def ratings(self) -> Mapping[str, str]:
        """What each class of bars is called."""
        return {"agreed": self.agreed, "own": self.own}


def section_bars(
    sections: Sequence[ChartSection], words: ChartWords, language: str
) -> tuple[Row, ...]:
    """The share of points reached in each section, by agreed and by own rating, with their figures."""

    def mark(section: ChartSection, points: Fraction) -> Mark:
        earned, maximum = (formats.points(n, language) for n in (points, section.maximum))
        share = section.share(points)
        return Mark(float(share), f"{earned} / {maximum} ({formats.share(share, language)})")

    def line(section: ChartSection, needed: Fraction) -> Mark:
        text = f"{words.threshold} {formats.points(needed, language)}"
        return Mark(float(section.share(needed)), text)

    return tuple(
        Row(
            one.title,
            {
                rating: mark(one, points)
                for rating, points in (("agreed", one.agreed), ("own", one.own))
                if points is not None
            },
            None if one.threshold is None else line(one, one.threshold),
        )
        for one in sections
    )


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year of a cluster: how many members it had, and how many of them were enterprises."""

    year: int
    members: Fraction
    enterprises: Fraction | None


def year_bars(years: Sequence[YearBar], language: str) -> tuple[Row, ...]:
    """The members of each year, and the enterprises among them, on one scale."""
    top = max((bar.members for bar in years), default=Fraction(0)) or Fraction(1)
    return tuple(
        Row(
            str(bar.year),
            {
                key: Mark(float(number / top), formats.number(number, language))
                for key, number in (("agreed", bar.members), ("own", bar.enterprises))
                if number is not None
            },
        )
        for bar in years
    )
