"""Where a figure lies among the quartiles of a group, drawn as SVG.

The middle half of the group is a box with a line at its median, the own figure a diamond. Told apart by
shape, so that a black-and-white print says the same. Colours are those of `static/css/tokens.css`; they
stand in attributes, since the PDF renderer applies no styles of a page inside a drawing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from xml.etree import ElementTree

from markupsafe import Markup

from assessment.domain.benchmark import Quartiles
from assessment.resources import STATIC

_WIDTH, _HEIGHT, _EDGE = 130, 18, 8
_EXAMPLE_WIDTH = 300
_FARTHEST = 3
"""So many times the largest upper quartile the own figure is drawn in its place; beyond, at the edge."""


@dataclass(frozen=True, slots=True)
class Span:
    """The numbers from one edge of a drawing to the other."""

    low: Fraction
    high: Fraction
    width: int = _WIDTH

    def across(self, number: Fraction) -> float:
        """Where a number is drawn; what lies beyond an edge, at the edge."""
        within = min(max(number, self.low), self.high)
        share = (within - self.low) / (self.high - self.low)
        return round(_EDGE + float(share) * (self.width - 2 * _EDGE), 1)


def span_of(groups: Iterable[Quartiles], own: Fraction | None, *, is_share: bool = False) -> Span:
    """The span of one drawing under the other, so that they can be compared: from 0, or below it."""
    numbers = [number for each in groups for number in (each.lower, each.upper)]
    top = max([Fraction(0), *numbers])
    if own is not None:
        is_near = own <= _FARTHEST * top or not top
        top = max(top, own) if is_near else top * _FARTHEST / 2
    low = min([Fraction(0), *numbers, *([own] if own is not None else [])])
    if is_share and top > 50:
        top = max(Fraction(100), top)
    return Span(low, top if top > low else low + 1)


def draw_box(among: Quartiles, own: Fraction | None, span: Span, title: str) -> Markup:
    """One group; `title` says the same in words."""
    svg = _canvas(_WIDTH, _HEIGHT, title)
    _draw(svg, among, own, span, middle=_HEIGHT / 2)
    return _text(svg)


def draw_share(share: Fraction, title: str) -> Markup:
    """A share of 1 as a bar in a frame; `title` says the same in words."""
    svg = _canvas(_WIDTH, _HEIGHT, title)
    width = _WIDTH - 2 * _EDGE
    frame = {"x": _EDGE, "y": 4, "width": width, "height": 10}
    _add(svg, "rect", fill=_ink("surface"), stroke=_ink("line-strong"), **frame)
    filled = frame | {"width": round(width * float(share), 1)}
    _add(svg, "rect", fill=_ink("accent"), stroke=_ink("accent"), **filled)
    return _text(svg)


def draw_length(length: Fraction, title: str) -> Markup:
    """A bar as long as that part of the longest one in its table; `title` says the number in words."""
    svg = _canvas(_WIDTH, _HEIGHT, title)
    _add(svg, "path", d=f"M{_EDGE} 1V{_HEIGHT - 1}", stroke=_ink("line-strong"))
    width = round((_WIDTH - 2 * _EDGE) * float(min(length, Fraction(1))), 1)
    if width:
        bar = {"x": _EDGE, "y": 4, "width": max(width, 0.8), "height": 10}
        _add(svg, "rect", fill=_ink("accent"), **bar)
    return _text(svg)


@dataclass(frozen=True, slots=True)
class ExampleWords:
    """What the parts of the example are called, and the whole in words."""

    title: str
    lower: str
    median: str
    upper: str
    own: str


def draw_example(words: ExampleWords) -> Markup:
    """A box with the names of its parts, for whoever reads such a drawing for the first time."""
    among = Quartiles(23, Fraction(30), Fraction(50), Fraction(74))
    span, middle = Span(Fraction(0), Fraction(100), _EXAMPLE_WIDTH), 28.0
    svg = _canvas(_EXAMPLE_WIDTH, 60, words.title)
    _draw(svg, among, Fraction(62), span, middle=middle)
    below = [(among.lower, words.lower), (among.median, words.median), (among.upper, words.upper)]
    for number, name in below:
        x = span.across(number)
        _add(svg, "path", d=f"M{x} {middle + 8}V{middle + 14}", stroke=_ink("line-strong"))
        _write(svg, name, x, middle + 22)
    x = span.across(Fraction(62))
    _add(svg, "path", d=f"M{x} {middle - 7}V{middle - 13}", stroke=_ink("line-strong"))
    _write(svg, words.own, x, middle - 16)
    return _text(svg)


def _canvas(width: int, height: int, title: str) -> ElementTree.Element:
    svg = ElementTree.Element("svg", {"class": "box", "role": "img"})
    svg.attrib |= {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {width} {height}"}
    ElementTree.SubElement(svg, "title").text = title
    return svg


def _draw(
    svg: ElementTree.Element, among: Quartiles, own: Fraction | None, span: Span, middle: float
) -> None:
    left, line, right = (span.across(n) for n in (among.lower, among.median, among.upper))
    line_of = {"stroke": _ink("line-strong"), "stroke-width": 1}
    _add(svg, "path", d=f"M{_EDGE} {middle}H{span.width - _EDGE}", **line_of)
    if span.low < 0:
        zero = span.across(Fraction(0))
        _add(svg, "path", d=f"M{zero} {middle - 4}V{middle + 4}", **line_of)
    box = {"x": left, "y": middle - 6, "width": max(right - left, 1.5), "height": 12}
    _add(svg, "rect", fill=_ink("accent-tint"), stroke=_ink("ink-soft"), **box)
    _add(svg, "path", d=f"M{line} {middle - 6}V{middle + 6}", stroke=_ink("ink"), **_BOLD)
    if own is None:
        return
    x, size = span.across(own), 5.5
    shape = f"M{x} {middle - size}L{x + size} {middle}L{x} {middle + size}L{x - size} {middle}Z"
    if own > span.high:  # an arrow: it lies beyond
        shape = f"M{x - size} {middle - size}L{x + size} {middle}L{x - size} {middle + size}Z"
    _add(svg, "path", d=shape, fill=_ink("dusk"), stroke=_ink("surface"))


_BOLD = {"stroke-width": 2.5}


def _write(svg: ElementTree.Element, words: str, x: float, y: float) -> None:
    style = {"font-size": "7", "fill": _ink("ink"), "text-anchor": "middle"}
    style |= {"font-family": "Atkinson Hyperlegible Next"}
    node = ElementTree.SubElement(svg, "text", {"x": str(x), "y": str(y), **style})
    node.text = words


def _add(svg: ElementTree.Element, tag: str, **attributes: object) -> None:
    ElementTree.SubElement(svg, tag, {key: str(value) for key, value in attributes.items()})


@cache
def _ink(token: str) -> str:
    """The colour of a token by day."""
    tokens = (STATIC / "css" / "tokens.css").read_text("utf-8")
    found = re.search(rf"--{token}:[^#;]*(#[0-9a-f]+)", tokens)
    assert found is not None, token  # noqa: S101  # a token that the stylesheet has
    return found[1]


def _text(svg: ElementTree.Element) -> Markup:
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 (serialised XML)
