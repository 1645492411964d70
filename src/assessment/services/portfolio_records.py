"""The portfolio on a day as plain JSON: the figures of its page, and what a board asks beside them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.queries import portfolio as figures
from assessment.db.queries import portfolio_lists as lists
from assessment.domain.days import add_months
from assessment.domain.deadlines import day_of
from assessment.domain.validity import HOME
from assessment.services.portfolio import read_portfolio

MONTHS = 12
"""How far ahead labels that end are listed."""


def portfolio_record(
    session: Session, catalogue: Catalogue, language: str, issuer: str, at: datetime
) -> dict[str, Any]:
    """Everything that a report of the portfolio says on the day of a moment.

    Fractions are texts ("9/2"), days `YYYY-MM-DD`. Labels are called as they are in the language that
    day. Of work that waits, only what may be named is listed; `unnamed` counts the rest.
    """
    day = day_of(at)
    year_began = datetime.combine(day.replace(month=1, day=1), time(), HOME)
    found = read_portfolio(session, at)
    overdue, overdue_unnamed = _told(lists.overdue(session, day))
    conditions, conditions_unnamed = _told(lists.open_conditions(session))
    objections, objections_unnamed = _told(lists.open_objections(session))
    until = add_months(day, MONTHS)
    return {
        "on": day.isoformat(),
        "until": until.isoformat(),
        "issuer": issuer,
        "labels": _names(catalogue, language),
        "held": found.held,
        "held_by_label": [list(row) for row in figures.held_by_label(session, day)],
        "countries": dict(found.countries),
        "sectors": dict(found.sectors),
        "years": {str(year): number for year, number in found.years.items()},
        "days": {str(state): str(median) for state, median in found.days.items()},
        "success": [
            [*key, success.awarded, success.declined] for key, success in found.success.items()
        ],
        "awards": [list(row) for row in lists.awards_since(session, year_began, at)],
        "under_way": [list(row) for row in lists.under_way(session)],
        "ending": [_plain(row) for row in lists.ending(session, day, until)],
        "overdue": overdue,
        "conditions": conditions,
        "objections": objections,
        "unnamed": {
            "overdue": overdue_unnamed,
            "conditions": conditions_unnamed,
            "objections": objections_unnamed,
        },
        "reviewers": lists.reviewers_work(session, day, year_began),
    }


def _names(catalogue: Catalogue, language: str) -> list[list[str]]:
    """Scheme, label, and what both are called, in the order of the catalogue."""
    return [
        [edition.scheme.id, label.id, texts.scheme.title, texts.labels[label.id].title]
        for edition in catalogue
        for texts in (edition.texts.in_language(language),)
        for label in edition.scheme
    ]


def _told(rows: Sequence[Any]) -> tuple[list[dict[str, Any]], int]:
    """The rows that may be named, and how many may not."""
    told = [_plain(row) for row in rows if row.ours]
    return told, len(rows) - len(told)


def _plain(row: Any) -> dict[str, Any]:
    values: Iterable[tuple[str, Any]] = row._mapping.items()
    return {name: _text(value) for name, value in values if name != "ours"}


def _text(value: Any) -> Any:
    """A moment as the day that it is at home."""
    if isinstance(value, datetime):
        return day_of(value).isoformat()
    return value.isoformat() if hasattr(value, "isoformat") else value
