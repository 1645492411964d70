"""The figures of the portfolio, read in three questions, once for each state of the record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.queries import portfolio as queries
from assessment.domain.deadlines import day_of
from assessment.domain.portfolio import Success, median_days
from assessment.domain.workflow import State
from assessment.services.standing_figures import as_it_stands


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Labels that hold today by country, sector and year of award; the days of each state, and the
    decisions by scheme and label. A label counts in every sector of its cluster; one that was recorded by
    hand in the year of its first day, for no other is known.
    """

    held: int
    countries: Mapping[str, int]
    sectors: Mapping[str, int]
    years: Mapping[int, int]
    days: Mapping[State, Fraction]
    success: Mapping[tuple[str, str], Success]


def read_portfolio(session: Session, at: datetime) -> Portfolio:
    """The portfolio as it is on a day. A cluster's label renewed without a gap counts once."""
    day = day_of(at)
    return as_it_stands(session, ("portfolio", day), lambda: _counted(session, day))


def _counted(session: Session, day: date) -> Portfolio:
    labels = queries.labels_held(session, day)
    unique = {(row.cluster_id, row.scheme_id, row.label_id): row for row in labels}.values()
    return Portfolio(
        len(unique),
        Counter(row.country for row in unique),
        Counter(sector for row in unique for sector in row.sectors or ()),
        Counter(_year_of_award(row) for row in unique),
        median_days(queries.moves(session)),
        _success(session),
    )


def _year_of_award(label: Any) -> int:
    awarded_on: date = day_of(label.issued_at) if label.issued_at else label.valid_from
    return awarded_on.year


def _success(session: Session) -> dict[tuple[str, str], Success]:
    counts: dict[tuple[str, str], Counter[bool]] = {}
    for scheme_id, label_id, state, number in queries.decided(session):
        is_awarded = state in (State.AWARDED, State.CONDITIONAL)
        counts.setdefault((scheme_id, label_id), Counter())[is_awarded] += number
    return {key: Success(found[True], found[False]) for key, found in counts.items()}
