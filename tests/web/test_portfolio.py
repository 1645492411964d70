"""The figures of the portfolio, as charts with tables and as a file."""

from datetime import timedelta
from fractions import Fraction

from assessment.db.base import now
from assessment.db.models import EarlierLabel
from assessment.domain.portfolio import Success
from assessment.domain.workflow import State
from assessment.services.portfolio import read_portfolio
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
    assert rows[0].endswith("Figure,What,Value")
    assert "Labels held by country,Austria,1" in rows
    assert "Success rate,Gold,0.5" in rows
