"""Horizontal bars drawn by pygal and stripped to bare SVG. The only place that knows pygal.

What comes out has shapes, words, geometry and our own classes; no style, script, event or id.
"""

import sys
from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

from pygal import HorizontalBar, PluginImportFixer
from pygal.style import Style

from assessment.reports.chart_rows import Mark, Row

# On import pygal leaves a hook for map plugins in the import system. It is of a kind that Python
# 3.12 ignores and 3.11 warns about at every missing module; nothing here draws maps.
sys.meta_path[:] = [hook for hook in sys.meta_path if not isinstance(hook, PluginImportFixer)]

_SVG = "{http://www.w3.org/2000/svg}"
_WIDTH = 720
_ROW, _ROW_WITH_LINE = 70, 86
"""A row that names what it has to reach has a line of words beneath its bars, too."""
_FRAME, _LEGEND, _STRETCH = 68, 22.5, 1.04
"""What pygal takes for the axis, for each line of the legend, and beyond the rows by itself."""
_LETTER, _SMALL = 15, 13
_AXIS_END = 1.36
"""The bars end at 1; the figures stand between 1 and here."""

_CLASSES = {
    "axis",
    "figure",
    "legends",
    "row-title",
    "threshold",
    "threshold-edge",
    "threshold-text",
}
_ATTRIBUTES = {"class", "d", "height", "transform", "viewBox", "width", "x", "y"}
_NEEDLESS = {"defs", "desc", "script", "style", "title"}


def draw_bars(
    rows: Sequence[Row], ratings: Mapping[str, str], axis: Sequence[Mark]
) -> ElementTree.Element:
    """The rows from the top as an `<svg>`; `ratings` gives each class its name in the legend."""
    drawing = _Bars(rows[::-1], ratings, axis).render(is_unicode=True)
    svg = ElementTree.fromstring(drawing)  # noqa: S314 (made by pygal, a line ago)
    for parent in reversed(list(svg.iter())):
        for child in list(parent):
            if _is_needless(child):
                parent.remove(child)
    for element in svg.iter():
        element.tag = element.tag.removeprefix(_SVG)
        element.attrib = {k: v for k, v in element.items() if k in _ATTRIBUTES}
        _rename(element, list(ratings))
    svg.attrib["xmlns"] = _SVG[1:-1]
    return svg


class _Bars(HorizontalBar):  # type: ignore[misc]
    """Pygal's bars with the title above each row, the figures in a column and a line to reach, named
    beneath it.

    Rows come from the lowest upwards, as pygal counts them.
    """

    _serie_margin = 0.03

    def __init__(
        self, rows: Sequence[Row], ratings: Mapping[str, str], axis: Sequence[Mark]
    ) -> None:
        has_lines = any(row.line for row in rows)
        self._series_margin = 0.26 if has_lines else 0.21
        row = _ROW_WITH_LINE if has_lines else _ROW
        super().__init__(
            width=_WIDTH,
            height=round(row * len(rows) * _STRETCH + _FRAME + _LEGEND * len(ratings)),
            range=(0, _AXIS_END),
            style=Style(label_font_size=_LETTER, legend_font_size=_LETTER),
            legend_at_bottom=True,
            truncate_legend=-1,
            margin_left=1,
            js=(),
        )
        self.rows = rows
        self.y_labels = [{"value": mark.share, "label": mark.text} for mark in axis]
        for rating, name in ratings.items():
            marks = [row.bars.get(rating) for row in rows]
            self.add(name, [mark and _value(mark) for mark in marks])

    def _plot(self) -> None:
        super()._plot()
        for index, row in enumerate(self.rows):
            edges = self.view.x(index / self._len), self.view.x((index + 1) / self._len)
            top, bottom = min(edges), max(edges)
            inset = (bottom - top) * self._series_margin
            self._write(row.title, "row-title", self.view.y(0), top + inset - 5)
            if row.line:
                self._line(row.line, top + inset, bottom - inset)

    def _line(self, mark: Mark, top: float, bottom: float) -> None:
        """The line with a light edge, so that it is seen on a dark bar in black and white too, and its
        words from there to the right: left of the axis there is no room, beside it there always is."""
        x = self.view.y(mark.share)
        foot = bottom + _SMALL + 3
        overlay = self.nodes["text_overlay"]
        for css_class in ("threshold-edge", "threshold"):
            self.svg.node(overlay, "path", d=f"M{x} {top}V{foot}", class_=css_class)
        self._write(mark.text, "threshold-text", x + 6, foot - 1)

    def _tooltip_and_print_values(
        self, serie_node: Any, serie: Any, parent: Any, i: int, val: str, *geometry: Any
    ) -> None:
        _, across, _, thickness, _ = geometry
        self._write(val, "figure", self.view.y(1) + 12, across + thickness / 2 + _LETTER / 3)

    def _write(self, words: str, css_class: str, x: float, y: float) -> None:
        node = self.svg.node(self.nodes["text_overlay"], "text", x=x, y=y, class_=css_class)
        node.text = words


def _value(mark: Mark) -> dict[str, Any]:
    return {"value": mark.share, "formatter": lambda _: mark.text}


def _is_needless(element: ElementTree.Element) -> bool:
    name, css_class = element.tag.removeprefix(_SVG), element.get("class", "")
    is_empty_group = name == "g" and not len(element)
    is_for_script = "tooltip-overlay" in css_class
    return name in _NEEDLESS or is_for_script or is_empty_group or css_class == "background"


def _rename(element: ElementTree.Element, ratings: Sequence[str]) -> None:
    """Names pygal's numbered series after their rating, and drops what only its script reads."""
    names = {name: name for name in _CLASSES}
    names |= {f"color-{number}": rating for number, rating in enumerate(ratings)}
    classes = [names[name] for name in element.get("class", "").split() if name in names]
    element.attrib.pop("class", None)
    if classes:
        element.set("class", " ".join(classes))
