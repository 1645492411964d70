"""A cluster's profile: facts and figures by year, read by its team, kept by its editors."""

import re

import pytest
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import clusters, people
from tests.building import World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read

FACTS = {"version": "0", "name": "Northern Timber", "country": "FI", "region": "Lapland"}


@pytest.fixture
def home(world: World) -> str:
    return f"/clusters/{world.cluster.id}/profile"


def saved(session: Session, world: World) -> Cluster:
    session.expire_all()
    found = session.get_one(Cluster, world.cluster.id)
    session.commit()
    return found


def test_region_is_shown_by_its_name(world: World, seat: Seat, home: str) -> None:
    world.secretary.language = "fi"
    assert "Lapland (FI1D7)" in seat(world.viewer).get(home).text
    assert (
        "Lappi (FI1D7)"
        in seat(world.secretary).get(f"/secretariat/clusters/{world.cluster.id}").text
    )


def test_facts_are_saved_and_read(session: Session, world: World, seat: Seat, home: str) -> None:
    browser = seat(world.editor)
    told = {
        "founded": "2015-03-01",
        "legal_form": "association",
        "sectors": ["forestry", "ict"],
        "priorities": "Wood in public building\n\n  Sensors  ",
        "description_local": "Puuta.",
        "local_language": "fi",
    }
    response = browser.post(f"{home}/edit", FACTS | told)
    assert (response.status_code, response.location) == (303, home)
    cluster = saved(session, world)
    assert (cluster.region, cluster.sectors) == ("FI1D7", ["forestry", "ict"])
    assert cluster.priorities == ["Wood in public building", "Sensors"]
    page = browser.get(home).text
    for text in ("1 March 2015", "Association", "Forest, wood and paper; Information", "Editor"):
        assert text in page
    assert '<div class="prose" lang="fi">Puuta.</div>' in page


def test_a_name_like_an_address_comes_from_the_secretariat_alone(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    told = FACTS | {"name": "automobile.example"}
    assert seat(world.editor).post(f"{home}/edit", told).status_code == 422
    world.cluster.name = told["name"]
    session.commit()
    browser = seat(world.editor)
    assert browser.post(f"{home}/edit", told | {"country": "SE", "region": ""}).status_code == 303
    assert saved(session, world).country == "SE"


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("region", "Narnia", "No region of Finland is called that."),
        ("founded", "2999-01-01", "at the latest today"),
        ("website", "timber", "starting with https://"),
        ("contact_email", "nobody", "Write an e-mail address"),
        ("description_local", "Puuta.", "Choose the language"),
        ("name", "Southern stone", "Another cluster has this name."),
        ("name", "", "Write the cluster"),
    ],
)
def test_fault_is_told_at_its_field_and_nothing_typed_is_lost(
    world: World, seat: Seat, home: str, field: str, typed: str, told: str
) -> None:
    response = seat(world.owner).post(
        f"{home}/edit", FACTS | {"other_networks": "Kept <b>so</b>", field: typed}
    )
    assert response.status_code == 422
    assert response.text.count(told) == 2
    assert 'value="Kept &lt;b&gt;so&lt;/b&gt;"' in response.text


def test_facts_of_two_people_are_both_shown(world: World, seat: Seat, home: str) -> None:
    first, second = seat(world.owner), seat(world.editor)
    first.post(f"{home}/edit", FACTS | {"organisation": "Saw House"})
    page = second.post(f"{home}/edit", FACTS | {"organisation": "Plank House"}).text
    assert "Owner saved the facts while you were writing." in page
    assert "<dd>Saw House</dd>" in page
    assert 'value="Plank House"' in page
    again = FACTS | {"organisation": "Plank House", "version": "1"}
    assert second.post(f"{home}/edit", again).status_code == 303


def test_region_of_an_earlier_edition_stays_until_another_takes_its_place(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    world.cluster.region = "FI1A9"
    browser = seat(world.owner)
    assert browser.post(f"{home}/edit", FACTS | {"region": "FI1A9"}).status_code == 303
    assert saved(session, world).region == "FI1A9"
    assert browser.post(f"{home}/edit", FACTS | {"region": "FI1A8"}).status_code == 422


def test_secretariat_registers_a_region_by_its_name(
    session: Session, world: World, seat: Seat
) -> None:
    sent = {"name": "Eastern Peat", "country": "FI", "region": "North Karelia"}
    assert seat(world.secretary).post("/secretariat/clusters/new", sent).status_code == 303
    found = people.cluster_by_name(session, "Eastern Peat")
    assert found is not None
    assert found.region == "FI1DC"
    session.commit()


def add_year(browser: Browser, home: str, year: int, **figures: str) -> int:
    return browser.post(f"{home}/years/{year}", {"version": "0", **figures}).status_code


def test_figures_by_year_are_a_picture_and_a_table(world: World, seat: Seat, home: str) -> None:
    world.owner.language = "fi"
    browser = seat(world.owner)
    assert add_year(browser, home, 2024, smes="20", research="3", staff="1,5") == 303
    assert add_year(browser, home, 2025, smes="25", budget="1 250 000") == 303
    page = browser.get(home).text
    picture = "2025 Jäsenet 25 näistä yrityksiä 25 2024 Jäsenet 23 näistä yrityksiä 20"
    assert picture in read(page)
    headings = re.findall(r'<th scope="col" class="number">(\d+)', page)
    assert headings == ["2025", "2024"]
    for text in ("1,5", "1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000 EUR", "<b>23</b>"):
        assert text in page


def test_figure_that_cannot_be_is_told_at_its_field(world: World, seat: Seat, home: str) -> None:
    response = seat(world.owner).post(f"{home}/years/2025", {"smes": "-3", "research": "two"})
    assert response.status_code == 422
    assert response.text.count("Write a number of at least 0.") == 2
    assert 'value="two"' in response.text


def test_year_begins_with_a_figure(world: World, seat: Seat, home: str) -> None:
    response = seat(world.owner).post(f"{home}/years/2025", {"version": "0"})
    assert response.status_code == 422
    assert "Write at least one figure." in response.text


def test_emptied_year_is_removed_and_stays_in_the_history(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    add_year(browser, home, 2025, smes="25")
    assert browser.post(f"{home}/years/2025", {"version": "1"}).status_code == 303
    assert clusters.years(session, world.cluster.id) == []
    assert "<del>25</del> → <ins>–</ins>" in browser.get(home).text


@pytest.mark.parametrize("year", [1949, 2999])
def test_years_are_those_that_can_be_told(world: World, seat: Seat, home: str, year: int) -> None:
    assert seat(world.owner).get(f"{home}/years/{year}").status_code == 404


def test_viewer_reads_and_does_not_change(world: World, seat: Seat, home: str) -> None:
    browser = seat(world.viewer)
    assert "Change the facts" not in browser.get(home).text
    assert browser.post(f"{home}/edit", FACTS).status_code == 403


def test_profile_asks_as_often_for_many_years_as_for_one(
    world: World, seat: Seat, home: str, statements
) -> None:
    browser = seat(world.owner)
    add_year(browser, home, 2025, smes="25")
    with statements() as before:
        browser.get(home)
    for year in range(2000, 2025):
        add_year(browser, home, year, smes="20")
    with statements() as after:
        browser.get(home)
    assert len(after) == len(before) <= 10
