"""A cluster's profile: facts and figures by year, read by its team, kept by its editors."""

# ruff: noqa: RUF001  # letters that look alike

import json
import re

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Cluster
from assessment.db.queries import clusters, people
from tests.building import World
from tests.holding import award
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read

FACTS = {"name": "Northern Timber", "country": "FI", "region": "Lapland"}
SEEN = {
    "name": "Northern Timber",
    "country": "FI",
    "region": "FI1D7",
    "organisation": "Timber House",
}
FACTS |= {f"seen-{name}": json.dumps(value) for name, value in SEEN.items()}


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
        "website": "timber.example/en",
    }
    response = browser.post(f"{home}/edit", FACTS | told)
    assert (response.status_code, response.location) == (303, home)
    cluster = saved(session, world)
    assert (cluster.region, cluster.sectors) == ("FI1D7", ["forestry", "ict"])
    assert cluster.website == "https://timber.example/en"
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
        ("website", "timber", "such as www.example.org."),
        ("eccp_address", "ftp://timber.example", "such as www.example.org."),
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


def test_two_people_change_different_facts_and_both_stay(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    first, second = seat(world.owner), seat(world.editor)
    opened = filled_in(second.get(f"{home}/edit").text)
    first.post(f"{home}/edit", FACTS | {"organisation": "Saw House", "sectors": ["ict"]})
    mine = opened | {"other_networks": "Woodnet", "region": "FI1B1"}
    assert second.post(f"{home}/edit", mine).status_code == 303
    assert "Saved, together with what somebody else changed" in second.get(home).text
    cluster = saved(session, world)
    assert (cluster.organisation, cluster.sectors) == ("Saw House", ["ict"])
    assert (cluster.other_networks, cluster.region) == ("Woodnet", "FI1B1")


def both_write(world: World, seat: Seat, home: str) -> tuple[Browser, str]:
    """The editor's page after owner and editor have named different organisations."""
    first, second = seat(world.owner), seat(world.editor)
    opened = filled_in(second.get(f"{home}/edit").text)
    first.post(f"{home}/edit", FACTS | {"organisation": "Saw <b>House</b>"})
    mine = opened | {"organisation": "Plank House", "other_networks": "Woodnet"}
    return second, second.post(f"{home}/edit", mine).text


def test_one_fact_written_by_two_stands_there_in_both_versions(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    browser, page = both_write(world, seat, home)
    assert read(page).count("Saved by Owner, ") == 1
    assert '<a href="#versions-organisation">Lead organisation</a>' in page
    assert "Saw &lt;b&gt;House&lt;/b&gt;" in page
    form = filled_in(page)
    assert (form["organisation"], form["other_networks"]) == ("Plank House", "Woodnet")
    assert saved(session, world).organisation == "Saw <b>House</b>"
    assert browser.post(f"{home}/edit", form).status_code == 303
    cluster = saved(session, world)
    assert (cluster.organisation, cluster.other_networks) == ("Plank House", "Woodnet")


def test_the_other_version_is_kept_by_a_tick(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    browser, page = both_write(world, seat, home)
    sent = filled_in(page) | {"theirs": "organisation"}
    faulty = browser.post(f"{home}/edit", sent | {"founded": "2999-01-01"})
    assert faulty.status_code == 422
    again = filled_in(faulty.text)
    assert (again["theirs"], again["between"]) == ("organisation", "organisation")
    assert "Saved by Owner, " in faulty.text
    assert browser.post(f"{home}/edit", again | {"founded": ""}).status_code == 303
    cluster = saved(session, world)
    assert (cluster.organisation, cluster.other_networks) == ("Saw <b>House</b>", "Woodnet")


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, "NaN", "null", '{"a": 1}'])
def test_what_a_form_claims_to_have_shown_is_only_compared_with(
    session: Session, world: World, seat: Seat, home: str, text: str
) -> None:
    browser = seat(world.owner)
    browser.post(f"{home}/edit", FACTS | {"organisation": "Saw House"})
    sent = FACTS | {"organisation": "Plank House", "seen-organisation": text}
    page = browser.post(f"{home}/edit", sent | {"seen-version": "1", "theirs": "nothing"})
    assert page.status_code == 200
    assert "Both versions are here" in page.text
    assert saved(session, world).organisation == "Saw House"


def test_what_is_claimed_too_deep_counts_as_not_shown(seat: Seat, world: World, home: str) -> None:
    deep = "[" * 930 + "1" + "]" * 930
    sent = FACTS | {"name": "", "seen-website": deep}
    assert seat(world.owner).post(f"{home}/edit", sent).status_code == 422


def test_region_of_an_earlier_edition_stays_until_another_takes_its_place(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    world.cluster.region = "FI1A9"
    browser = seat(world.owner)
    assert browser.post(f"{home}/edit", FACTS | {"region": "FI1A9"}).status_code == 303
    assert saved(session, world).region == "FI1A9"
    assert browser.post(f"{home}/edit", FACTS | {"region": "FI1A8"}).status_code == 422


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("Northern\u202e Timber", "There are characters in it that nobody sees."),
        ("North\u00adern Timber", "There are characters in it that nobody sees."),
        ("Nоrthern Timber", "A word mixes letters of two alphabets"),
        ("S0uthern Stone", "A name that looks the same is in use."),
        ("SOUTHERN STONE", "Another cluster has this name."),
    ],
)
def test_a_name_that_is_not_what_it_seems_is_refused(
    session: Session, world: World, seat: Seat, home: str, name: str, fault: str
) -> None:
    browser = seat(world.owner)
    answer = browser.post(f"{home}/edit", FACTS | {"name": name})
    assert answer.status_code == 422
    assert fault in answer.text
    assert "Southern Stone" not in answer.text
    assert saved(session, world).name == "Northern Timber"


def test_who_may_know_is_told_whose_name_it_looks_like(
    session: Session, world: World, seat: Seat, home: str, edition: Edition
) -> None:
    sent = {"name": "S0uthern Stone", "country": "FI"}
    told = "This looks like the name of another cluster, “Southern Stone”."
    answer = seat(world.secretary).post("/secretariat/clusters/new", sent)
    assert (answer.status_code, told in answer.text) == (422, True)
    stone = people.cluster_by_name(session, "Southern Stone")
    assert stone is not None
    award(session, edition, stone, world.secretary)
    session.commit()
    answer = seat(world.owner).post(f"{home}/edit", FACTS | {"name": "S0uthern Stone"})
    assert (answer.status_code, told in answer.text) == (422, True)


def test_a_name_from_before_may_stay_while_another_fact_changes(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    world.cluster.name = "S0uthern Stоne"
    session.commit()
    browser = seat(world.owner)
    sent = FACTS | {"name": "S0uthern Stоne", "organisation": "Timber House"}
    assert browser.post(f"{home}/edit", sent).status_code == 303
    assert saved(session, world).organisation == "Timber House"


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
    return browser.post(f"{home}/years/{year}", dict(figures)).status_code


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
    response = seat(world.owner).post(f"{home}/years/2025")
    assert response.status_code == 422
    assert "Write at least one figure." in response.text


def test_emptied_year_is_removed_and_stays_in_the_history(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    browser = seat(world.owner)
    add_year(browser, home, 2025, smes="25")
    emptied = filled_in(browser.get(f"{home}/years/2025").text) | {"smes": ""}
    assert browser.post(f"{home}/years/2025", emptied).status_code == 303
    assert clusters.years(session, world.cluster.id) == []
    assert "<del>25</del> → <ins>–</ins>" in browser.get(home).text


def test_figures_of_two_people_are_merged_one_by_one(
    session: Session, world: World, seat: Seat, home: str
) -> None:
    first, second = seat(world.owner), seat(world.editor)
    place = f"{home}/years/2025"
    add_year(first, home, 2025, smes="20", research="3")
    opened = filled_in(second.get(place).text)
    theirs = filled_in(first.get(place).text)
    assert add_year(first, home, 2025, **theirs | {"smes": "21", "staff": "1.5"}) == 303
    page = second.post(place, opened | {"smes": "22", "research": "4"}).text
    assert '<a href="#versions-smes">' in page
    assert '<a href="#versions-research">' not in page
    form = filled_in(page)
    assert (form["smes"], form["research"], form["staff"]) == ("22", "4", "1.5")
    assert second.post(place, form | {"theirs": "smes"}).status_code == 303
    (row,) = clusters.years(session, world.cluster.id)
    assert row.figures == {"smes": "21", "research": "4", "staff": "1.5"}
    session.commit()


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
