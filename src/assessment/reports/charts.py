"""The bar chart and the radar of a document, as SVG that brings its style along.

The PDF renderer does not apply a page's styles inside a drawing, so the rules of
`static/css/chart.css` stand in it. Pages show the same rows as `components/bars.html`.
"""

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

from markupsafe import Markup

from assessment.reports import formats
from assessment.reports.bars import draw_bars
from assessment.reports.chart_rows import ChartSection, ChartWords, Mark, Row, section_bars
from assessment.reports.radar import radar_drawing
from assessment.reports.standing import radar_axes
from assessment.resources import STATIC

_AXIS = [Fraction(quarter, 4) for quarter in range(5)]


def section_chart(sections: Sequence[ChartSection], words: ChartWords, language: str) -> Markup:
    """The share of points reached in each row, by agreed and by own rating, with their figures.

    A picture that says every figure in its title, since a PDF gives a picture one alternative text.
    Titles of rows may be some 80 characters long.
    """
    rows = section_bars(sections, words, language)
    rated = {key: name for key, name in words.ratings.items() if any(key in r.bars for r in rows)}
    axis = [Mark(float(share), formats.share(share, language)) for share in _AXIS]
    svg = draw_bars(rows, rated, axis)
    svg.attrib |= {"class": "chart", "role": "img"}
    return _told(svg, rows, words)


def section_radar(sections: Sequence[ChartSection], words: ChartWords, language: str) -> Markup:
    """The same shares as a radar; nothing where there are too few sections for a surface."""
    rows = section_bars(sections, words, language)
    svg = radar_drawing("", radar_axes(sections, rows))
    if svg is None:
        return Markup("")
    svg.remove(svg[0])
    return _told(svg, rows, words)


def _told(svg: ElementTree.Element, rows: Sequence[Row], words: ChartWords) -> Markup:
    """The drawing with its style and, as its title, all that it shows in words."""
    said = " ".join(_sentence(row, words) for row in rows)
    for place, (tag, text) in enumerate([("title", f"{words.title}. {said}"), ("style", _rules())]):
        child = ElementTree.Element(tag)
        child.text = text
        svg.insert(place, child)
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 (serialised XML)


def _sentence(row: Row, words: ChartWords) -> str:
    parts = [f"{words.ratings[rating]} {mark.text}" for rating, mark in row.bars.items()]
    parts += [row.line.text] if row.line else []
    return f"{row.title}: {', '.join(parts)}."


@cache
def _rules() -> str:
    """The chart's stylesheet with the values of the tokens that it names."""
    css = STATIC / "css"
    tokens = dict(re.findall(r"--([\w-]+):\s*([^;]+);", (css / "tokens.css").read_text("utf-8")))
    rules = (css / "chart.css").read_text("utf-8")
    return re.sub(r"var\(--([\w-]+)\)", lambda name: tokens[name[1]], rules)
