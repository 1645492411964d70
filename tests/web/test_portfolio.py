"""The figures of the portfolio, as charts with tables and as a file."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from assessment.db.base import now
from assessment.db.models import Assessment, Certificate, EarlierLabel
from assessment.db.queries import outcomes
from assessment.domain.portfolio import Success
from assessment.domain.workflow import State
from assessment.services.portfolio import Portfolio, read_portfolio
from tests.building import NOON, Line, World, make_cluster, today
from tests.web.conftest import Seat


def test_an_empty_portfolio_says_so(world: World, seat: Seat) -> None:
    page = seat(world.secretary).get("/secretariat/portfolio").text
    assert page.count("There is nothing to count yet.") == 5


def test_labels_are_counted_by_country_sector_and_year(
    line: Line, world: World, seat: Seat, statements
) -> None:
    world.cluster.sectors = ["forestry", "materials"]
    line.lead_to(State.AWARDED)
    world.foreign_cluster.country = "AT"
    line.session.add(
        EarlierLabel(
            cluster_id=world.foreign_cluster.id,
            scheme_id="cluster-excellence",
            label_id="silver",
            valid_from=today() - timedelta(9),
            valid_until=today() + timedelta(9),
            recorded_by=world.secretary.id,
            recorded_at=NOON,
        )
    )
    line.session.flush()
    found = read_portfolio(line.session, now())
    assert found.held == 2
    assert found.countries == {world.cluster.country: 1, "AT": 1}
    assert found.sectors == {"forestry": 1, "materials": 1}
    assert sum(found.years.values()) == 2
    assert found.success == {("cluster-excellence", "gold"): Success(1, 0)}
    assert found.days[State.IN_REVIEW] == Fraction(0)
    browser = seat(world.secretary)
    with statements() as few:
        assert "2 labels are held today." in browser.get("/secretariat/portfolio").text
    line.world.cluster = make_cluster(line.session, "Another", owner=world.owner)
    line.lead_to(State.DECLINED)
    browser = seat(world.secretary)
    with statements() as more:
        assert "50% (1 / 2)" in browser.get("/secretariat/portfolio").text.replace("\xa0", "")
    assert len(more) == len(few) <= 10
    rows = browser.get("/secretariat/portfolio/csv").get_data(as_text=True).splitlines()
    assert rows[0].endswith('"Figure","What","Value","Unit"')
    assert '"Labels held by country","Austria","1","labels"' in rows
    assert '"Median days in each state","In review","0","days"' in rows
    assert '"Success rate","Gold","50","%"' in rows


def _certificate(line: Line, assessment: Assessment) -> Certificate:
    found = outcomes.certificate_for_change(line.session, line.submission(assessment).id)
    assert found is not None
    return found


def test_a_label_counts_in_the_year_of_its_award_whenever_its_days_begin(
    line: Line, world: World, seat: Seat
) -> None:
    certificate = _certificate(line, line.lead_to(State.AWARDED))
    certificate.issued_at = datetime(2025, 12, 31, 22, 30, tzinfo=UTC)  # New Year's night at home
    certificate.valid_from = today() + timedelta(400)
    certificate.valid_until = today() + timedelta(800)
    line.session.flush()
    assert read_portfolio(line.session, now()).years == {2026: 1}
    line.session.commit()
    page = seat(world.secretary).get("/secretariat/portfolio").text
    assert "A label that was recorded by hand counts in the year of its first day." in page


def test_shares_in_the_file_are_whole_per_cent_as_on_the_page(
    world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Portfolio(0, {}, {}, {}, {}, {("a", "b"): Success(2, 1)})
    monkeypatch.setattr("assessment.web.secretariat.portfolio.read_portfolio", lambda *_: found)
    told = seat(world.secretary).get("/secretariat/portfolio/csv").get_data(as_text=True)
    assert told.splitlines()[1:] == ['"Success rate","b","67","%"']


def test_a_list_says_its_charset_once(world: World, seat: Seat) -> None:
    answer = seat(world.secretary).get("/secretariat/portfolio/csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
