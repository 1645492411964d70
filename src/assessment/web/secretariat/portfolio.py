"""Figures of the portfolio: charts with their tables, and each as a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import portfolio_reports
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.reports import formats
from assessment.reports.chart_rows import Mark, Row
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.portfolio import Portfolio, read_portfolio
from assessment.web.access import access
from assessment.web.cluster_words import fact_shown
from assessment.web.context import label_name
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import country_name, language
from assessment.web.listing import send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session
from assessment.web.wording import word_for

_MEASURED = [state for state in State if state not in (State.DRAFT, State.DISCARDED, State.AWARDED)]


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with the table beneath: its title, what its rows and numbers are, and these.

    `numbers` are those of a file, in the `measure` that stands beside them there; `remark` is what else
    there is to know of how they are counted.
    """

    title: str
    head: str
    unit: str
    rows: tuple[Row, ...]
    numbers: tuple[tuple[str, int | float], ...]
    measure: str
    remark: str = ""


@pages.get("/secretariat/portfolio")
@access(Action.RUN_SECRETARIAT)
def portfolio() -> ResponseReturnValue:
    """Labels held by country, sector and year, how long the steps take, and how many succeed."""
    found = read_portfolio(current_session(), now())
    return render_template(
        "secretariat/portfolio.html",
        figures=_figures(found),
        held=found.held,
        reports=portfolio_reports.reports(current_session()),
        form=ConfirmForm(formdata=None),
        chosen=language(),
    )


@pages.get("/secretariat/portfolio/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def portfolio_file(kind: str) -> ResponseReturnValue:
    """All figures in one table."""
    if kind not in LIST_FORMATS:
        abort(404)
    columns = [
        Column(_("Figure"), 32),
        Column(_("What"), 32),
        Column(_("Value"), 12),
        Column(_("Unit"), 12),
    ]
    figures = _figures(read_portfolio(current_session(), now()))
    rows: Iterator[list[Value]] = (
        [f.title, text, number, f.measure] for f in figures for text, number in f.numbers
    )
    return send_list(ListFile(_("Portfolio"), columns, rows, language(), day_of(now())), kind)


def _figures(found: Portfolio) -> list[Figure]:
    labels, in_labels = _("Labels held"), _("labels")
    rates = [
        (label_name(*key), success.rate, f" ({success.awarded} / {success.decided})")
        for key, success in found.success.items()
        if success.rate is not None
    ]
    return [
        _counted(
            _("Labels held by country"),
            _("Country"),
            labels,
            _named(found.countries, country_name),
            in_labels,
        ),
        _counted(
            _("Labels held by sector"),
            _("Sector"),
            labels,
            _named(found.sectors, lambda sector: fact_shown([sector], "sectors")),
            in_labels,
        ),
        _counted(
            _("Labels held by year of award"),
            _("Year"),
            labels,
            [(str(year), Fraction(number)) for year, number in sorted(found.years.items())],
            in_labels,
            _("A label that was recorded by hand counts in the year of its first day."),
        ),
        _counted(
            _("Median days in each state"),
            _("State"),
            _("Days"),
            [(word_for(s, "state"), found.days[s]) for s in _MEASURED if s in found.days],
            _("days"),
        ),
        Figure(
            _("Success rate"),
            _("Label"),
            _("Awarded of those decided"),
            tuple(
                Row(name, {"agreed": Mark(float(rate), formats.share(rate, language()) + of)})
                for name, rate, of in rates
            ),
            tuple((name, formats.whole_percent(rate)) for name, rate, _of in rates),
            "%",
        ),
    ]


def _named(counts: Mapping[str, int], name: Callable[[str], object]) -> list[tuple[str, Fraction]]:
    """The largest first; of those that are equal, by name."""
    found = [(str(name(key)), Fraction(number)) for key, number in counts.items()]
    return sorted(found, key=lambda pair: (-pair[1], pair[0]))


def _counted(
    title: str,
    head: str,
    unit: str,
    numbers: Iterable[tuple[str, Fraction]],
    measure: str,
    remark: str = "",
) -> Figure:
    pairs = tuple(numbers)
    top = max((number for _name, number in pairs), default=Fraction(0)) or Fraction(1)
    rows = tuple(
        Row(name, {"agreed": Mark(float(number / top), formats.number(number, language()))})
        for name, number in pairs
    )
    return Figure(title, head, unit, rows, tuple((n, _plain(v)) for n, v in pairs), measure, remark)


def _plain(number: Fraction) -> int | float:
    return int(number) if number.denominator == 1 else float(number)
