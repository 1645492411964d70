"""A radar of shares as plain SVG, with our own classes alone; `static/css/chart.css` gives it colour.

Drawn here and not by pygal, whose radar places its words by styles that a page's content security
policy does not let through. Words and figures stand in the table beneath; here are shapes and numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin
from xml.etree import ElementTree

from markupsafe import Markup

_SIZE, _RADIUS, _REACH = 360, 140, 160
_LETTER = 16
_HALF_LINE = 11
_RINGS = (0.25, 0.5, 0.75, 1.0)
FEWEST_AXES = 3
"""With fewer there is no surface."""


@dataclass(frozen=True, slots=True)
class Axis:
    """One direction: its short mark, and the shares from 0 to 1 by the class of their outline.

    `needed` is the share that has to be reached on this axis, if any.
    """

    mark: str
    shares: dict[str, float]
    needed: float | None = None


def draw_radar(title: str, axes: Sequence[Axis]) -> Markup:
    """The outlines over the axes, clockwise from the top, with a line across each at what it needs.

    Nothing where there are too few axes.
    """
    svg = radar_drawing(title, axes)
    if svg is None:
        return Markup("")
    return Markup(ElementTree.tostring(svg, encoding="unicode"))  # noqa: S704 (serialised XML)


def radar_drawing(title: str, axes: Sequence[Axis]) -> ElementTree.Element | None:
    """The same as an `<svg>`, its title first; None where there are too few axes."""
    if len(axes) < FEWEST_AXES:
        return None
    view = {"class": "chart radar", "role": "img", "viewBox": f"0 0 {_SIZE} {_SIZE}"}
    svg = ElementTree.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **view})
    ElementTree.SubElement(svg, "title").text = title
    for ring in _RINGS:
        _outline(svg, "ring", [ring] * len(axes))
    for place, axis in enumerate(axes):
        _spoke(svg, axis.mark, place, len(axes))
    for name in axes[0].shares:
        _outline(svg, f"outline {name}", [axis.shares[name] for axis in axes])
    for place, axis in enumerate(axes):
        if axis.needed is not None:
            _line_across(svg, axis.needed, place, len(axes))
    return svg


def _at(place: int, number: int, distance: float) -> tuple[float, float]:
    """A point on an axis, so far from the middle."""
    angle = 2 * pi * place / number
    return _SIZE / 2 + distance * sin(angle), _SIZE / 2 - distance * cos(angle)


def _outline(svg: ElementTree.Element, css_class: str, shares: Sequence[float]) -> None:
    points = [_at(i, len(shares), _RADIUS * share) for i, share in enumerate(shares)]
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    ElementTree.SubElement(svg, "polygon", {"class": css_class, "points": text})


def _spoke(svg: ElementTree.Element, mark: str, place: int, number: int) -> None:
    middle = _SIZE / 2
    x, y = _at(place, number, _RADIUS)
    line = f"M{middle:.1f} {middle:.1f}L{x:.1f} {y:.1f}"
    ElementTree.SubElement(svg, "path", {"class": "spoke", "d": line})
    x, y = _at(place, number, _REACH)
    where = {"class": "mark", "x": f"{x:.1f}", "y": f"{y + _LETTER / 3:.1f}"}
    ElementTree.SubElement(svg, "text", where).text = mark


def _line_across(svg: ElementTree.Element, share: float, place: int, number: int) -> None:
    x, y = _at(place, number, _RADIUS * share)
    angle = 2 * pi * place / number
    across, down = _HALF_LINE * cos(angle), _HALF_LINE * sin(angle)
    line = f"M{x - across:.1f} {y - down:.1f}L{x + across:.1f} {y + down:.1f}"
    ElementTree.SubElement(svg, "path", {"class": "threshold", "d": line})
