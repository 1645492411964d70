"""Charts as plain SVG: the same drawing on a page and in a document.

A page's content security policy lets the SVG through, for it carries classes alone;
`static/css/chart.css` gives it colour. A document needs those rules inside the SVG, because the
PDF renderer does not apply a page's styles there.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

from markupsafe import Markup

from assessment.reports import formats
from assessment.reports.bars import Mark, Row, draw_bars
from assessment.resources import STATIC

_AXIS = [Fraction(quarter, 4) for quarter in range(5)]


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


def section_chart(
    sections: Sequence[ChartSection], words: ChartWords, language: str, *, for_print: bool = False
) -> Markup:
    """The share of points reached in each row, by agreed and by own rating, with their figures.

    A picture whose `<title>` is its name and whose `<desc>` says every figure. For print it holds
    its style too, and says all in the title, since a PDF gives a picture one alternative text.
    Titles of rows may be some 80 characters long.
    """
    drawn = [_Drawn(section, words, language) for section in sections]
    names = {"agreed": words.agreed, "own": words.own}
    rated = {key: name for key, name in names.items() if any(key in one.bars for one in drawn)}
    axis = [Mark(float(share), formats.share(share, language)) for share in _AXIS]
    svg = draw_bars([one.row for one in drawn], rated, axis)
    details = " ".join(one.sentence for one in drawn)
    children = {"title": f"{words.title}. {details}" if for_print else words.title, "desc": details}
    if for_print:
        children["style"] = _print_rules()
    return _picture(svg, children)


def _picture(svg: ElementTree.Element, children: Mapping[str, str]) -> Markup:
    """The drawing as a picture with these children before all others."""
    svg.attrib |= {"class": "chart", "role": "img"}
    for place, (tag, text) in enumerate(children.items()):
        child = ElementTree.Element(tag)
        child.text = text
        svg.insert(place, child)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 (serialised XML)


@dataclass(frozen=True, slots=True)
class YearBar:
    """One year of a cluster: how many members it had, and how many of them were enterprises."""

    year: int
    members: Fraction
    enterprises: Fraction | None


def year_chart(
    years: Sequence[YearBar], title: str, members: str, enterprises: str, language: str
) -> Markup:
    """The members of each year as bars on one scale, from the years as they are given.

    A picture whose `<title>` is its name and whose `<desc>` says every figure.
    """
    top = max((bar.members for bar in years), default=Fraction(0)) or Fraction(1)
    names = {"agreed": members, "own": enterprises}
    rows, sentences = [], []
    for bar in years:
        found = {"agreed": bar.members, "own": bar.enterprises}
        told = {key: number for key, number in found.items() if number is not None}
        marks = {
            key: Mark(float(number / top), formats.number(number, language))
            for key, number in told.items()
        }
        rows.append(Row(str(bar.year), marks))
        said = ", ".join(f"{names[key]} {mark.text}" for key, mark in marks.items())
        sentences.append(f"{bar.year}: {said}.")
    shown = {key: name for key, name in names.items() if any(key in row.bars for row in rows)}
    svg = draw_bars(rows, shown, [Mark(0, "0"), Mark(1, formats.number(top, language))])
    return _picture(svg, {"title": title, "desc": " ".join(sentences)})


class _Drawn:
    """A section as a row of bars, and the same in words."""

    def __init__(self, section: ChartSection, words: ChartWords, language: str) -> None:
        self.section, self.words, self.language = section, words, language
        points = {"agreed": section.agreed, "own": section.own}
        self.bars = {key: self._mark(value) for key, value in points.items() if value is not None}

    def _mark(self, points: Fraction) -> Mark:
        earned = formats.points(points, self.language)
        maximum = formats.points(self.section.maximum, self.language)
        share = self.section.share(points)
        return Mark(float(share), f"{earned} / {maximum} ({formats.share(share, self.language)})")

    @property
    def _line(self) -> Mark | None:
        threshold = self.section.threshold
        if threshold is None:
            return None
        text = f"{self.words.threshold} {formats.points(threshold, self.language)}"
        return Mark(float(self.section.share(threshold)), text)

    @property
    def row(self) -> Row:
        return Row(self.section.title, self.bars, self._line)

    @property
    def sentence(self) -> str:
        names = {"agreed": self.words.agreed, "own": self.words.own}
        parts = [f"{names[rating]} {mark.text}" for rating, mark in self.bars.items()]
        parts += [self._line.text] if self._line else []
        return f"{self.section.title}: {', '.join(parts)}."


@cache
def _print_rules() -> str:
    """The chart's stylesheet with the values of the tokens that it names."""
    css = STATIC / "css"
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (css / "tokens.css").read_text("utf-8")))
    rules = (css / "chart.css").read_text("utf-8")
    return re.sub(r"var\(--([\w-]+)\)", lambda name: tokens[name[1]], rules)
