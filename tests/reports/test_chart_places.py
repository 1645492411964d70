"""Where the words of the bar chart stand: none over another, whatever a row has to reach."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import combinations
from typing import Any
from xml.etree import ElementTree

import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from assessment.reports.chart_rows import ChartSection, ChartWords
from assessment.reports.charts import section_chart
from assessment.resources import STATIC

SVG = "{http://www.w3.org/2000/svg}"
WORDS = {
    "en": ChartWords("Share of points", "Agreed by the panel", "Self-assessment", "Needed"),
    "fi": ChartWords("Osuus pisteistä", "Arviointiryhmän sopima", "Itsearviointi", "Tarvitaan"),
}
SIZES = {"row-title": 15, "figure": 15, "threshold-text": 13}
ASCENT, DESCENT = 0.75, 0.25
"""How far letters reach above and below their line, as a part of their size."""


@dataclass(frozen=True)
class Box:
    """The place of words, or of a bar, in the drawing."""

    what: str
    left: float
    right: float
    top: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        is_beside = self.right <= other.left or other.right <= self.left
        return not (is_beside or self.bottom <= other.top or other.bottom <= self.top)


@cache
def letters() -> tuple[dict[int, str], Any, int]:
    """The wider of the two weights: what it measures is the most that words need."""
    font = TTFont(STATIC / "fonts" / "atkinson-hyperlegible-next-latin-600.woff2")
    return font.getBestCmap(), font["hmtx"], font["head"].unitsPerEm


def width(words: str, size: float) -> float:
    glyphs, advances, per_em = letters()
    return sum(advances[glyphs.get(ord(c), ".notdef")][0] for c in words) * size / per_em


def boxes(svg: ElementTree.Element) -> Iterator[Box]:
    """All words of the rows, and the bars."""
    for element in svg.iter():
        css_class, x, y = (element.get(name, "") for name in ("class", "x", "y"))
        if css_class in SIZES:
            size, left, base = SIZES[css_class], float(x), float(y)
            words = element.text or ""
            right = left + width(words, size)
            yield Box(words, left, right, base - ASCENT * size, base + DESCENT * size)
        elif element.tag == f"{SVG}rect" and element.get("width") and not css_class:
            left, top = float(x), float(y)
            right, bottom = (
                left + float(element.get("width", 0)),
                top + float(element.get("height", 0)),
            )
            if right > left:
                yield Box("bar", left, right, top, bottom)


ROWS = st.lists(
    st.tuples(
        st.integers(1, 200),
        st.fractions(0, 1, max_denominator=100),
        st.none() | st.fractions(0, 1, max_denominator=100),
        st.none() | st.just(0) | st.just(1) | st.fractions(0, 1, max_denominator=100),
    ),
    min_size=1,
    max_size=9,
)


@given(ROWS, st.sampled_from(["en", "fi"]))
def test_words_of_a_row_stand_over_nothing_at_any_minimum(rows: list[Any], language: str) -> None:
    sections = [
        ChartSection(
            f"{number} Internationalisation and learning across the borders of regions",
            Fraction(most),
            most * own,
            None if agreed is None else most * agreed,
            None if needed is None else Fraction(most) * needed,
        )
        for number, (most, own, agreed, needed) in enumerate(rows, start=1)
    ]
    svg = ElementTree.fromstring(section_chart(sections, WORDS[language], language))  # noqa: S314

    found = list(boxes(svg))

    words = [box for box in found if box.what != "bar"]
    needs = sum(section.threshold is not None for section in sections)
    bars = sum(1 + (section.agreed is not None) for section in sections)
    assert len(words) == len(sections) + bars + needs
    over = [(a.what, b.what) for a, b in combinations(words, 2) if a.overlaps(b)]
    over += [(a.what, b.what) for a in words for b in found if b.what == "bar" and a.overlaps(b)]
    assert over == []
    assert min(box.left for box in words) >= 0


@pytest.mark.parametrize("share", [0, 1])
def test_words_of_a_minimum_begin_at_their_line(share: int) -> None:
    row = ChartSection("1 A", Fraction(16), Fraction(4), None, Fraction(16 * share))
    svg = ElementTree.fromstring(section_chart([row], WORDS["en"], "en"))  # noqa: S314

    (words,) = (box for box in boxes(svg) if box.what == f"Needed {16 * share}")
    (line,) = (e for e in svg.iter(f"{SVG}path") if e.get("class") == "threshold")
    assert words.left - float(line.get("d", "").removeprefix("M").split()[0]) == 6


def test_line_has_a_light_edge_beneath_it() -> None:
    row = ChartSection("1 A", Fraction(16), Fraction(4), None, Fraction(2))
    svg = ElementTree.fromstring(section_chart([row], WORDS["en"], "en"))  # noqa: S314

    lines = [(e.get("class"), e.get("d")) for e in svg.iter(f"{SVG}path") if e.get("class")]
    assert [name for name, _where in lines] == ["threshold-edge", "threshold"]
    assert lines[0][1] == lines[1][1]
