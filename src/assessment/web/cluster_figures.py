"""A cluster's figures year by year, as pages show them: a picture, and the table beneath."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from flask_babel import gettext as _

from assessment.domain.clusters import YearFigure, members, read_figures
from assessment.reports.chart_rows import Row, YearBar, year_bars
from assessment.web.language import language

if TYPE_CHECKING:
    from assessment.db.models import ClusterYear

_ENTERPRISES = (YearFigure.SMES, YearFigure.LARGE_ENTERPRISES)
MOST_BARS = 8
"""Years in the picture; the table has them all."""


@dataclass(frozen=True, slots=True)
class YearShown:
    """One year: its figures, and all members (None while no kind is told)."""

    year: int
    figures: Mapping[YearFigure, Fraction]
    members: Fraction | None


@dataclass(frozen=True, slots=True)
class FiguresShown:
    """All years, the newest first; there are no bars while no year tells of members."""

    years: tuple[YearShown, ...]
    bars: tuple[Row, ...]
    ratings: Mapping[str, str]


def figures_shown(rows: "Sequence[ClusterYear]") -> FiguresShown:
    """The picture and the table of these years, the newest first."""
    years = tuple(
        YearShown(row.year, figures, members(figures))
        for row in rows
        for figures in (read_figures(row.figures),)
    )
    bars = [
        YearBar(shown.year, shown.members, _enterprises(shown.figures))
        for shown in years
        if shown.members is not None
    ]
    ratings = {"agreed": _("Members"), "own": _("of these, enterprises")}
    return FiguresShown(years, year_bars(bars[:MOST_BARS], language()), ratings)


def _enterprises(figures: Mapping[YearFigure, Fraction]) -> Fraction | None:
    known = [figures[kind] for kind in _ENTERPRISES if kind in figures]
    return sum(known, Fraction(0)) if known else None
