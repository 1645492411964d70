"""The register of clusters and people: searched, narrowed, a page at a time, as files."""

import csv
import io
from datetime import date, timedelta
from urllib.parse import quote

import pytest

from assessment.db.models import Cluster, EarlierLabel
from assessment.db.queries import clusters
from assessment.domain.answers import HeldLabel
from assessment.domain.workflow import State
from tests.building import NOON, Line, World, today
from tests.people import make_person
from tests.web.conftest import Seat


def earlier(world: World, first: date, last: date, label: str = "silver") -> EarlierLabel:
    return EarlierLabel(
        cluster_id=world.foreign_cluster.id,
        scheme_id="cluster-excellence",
        label_id=label,
        number="S-1",
        valid_from=first,
        valid_until=last,
        recorded_by=world.secretary.id,
        recorded_at=NOON,
    )


def names(text: str) -> list[str]:
    parts = text.split('<th scope="row">')[1:]
    return [part.split("</a>")[0].split(">")[-1] for part in parts]


def table(answer) -> list[list[str]]:  # type: ignore[no-untyped-def]
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


def test_clusters_are_searched_and_narrowed(line: Line, world: World, seat: Seat) -> None:
    line.session.add(earlier(world, today() - timedelta(9), today() + timedelta(9)))
    browser = seat(world.secretary)
    for query, expected in (
        ("", ["Northern Timber", "Southern Stone"]),
        ("?sort=-name", ["Southern Stone", "Northern Timber"]),
        ("?q=stone", ["Southern Stone"]),
        ("?country=SE", []),
        ("?label=cluster-excellence.silver", ["Southern Stone"]),
        ("?label=cluster-excellence.gold", []),
    ):
        assert names(browser.get(f"/secretariat/clusters{query}").text) == expected, query
    page = browser.get("/secretariat/clusters").text
    assert "recorded by hand" in page


@pytest.mark.parametrize(
    "words", ["Äänekosken", "äänekosken", "ÄÄNEKOSKEN", "keski-ÄÄNE", "ÖLJY JA å"]
)
def test_small_and_capital_letters_are_the_same_where_it_is_searched(
    world: World, seat: Seat, words: str
) -> None:
    cluster = world.foreign_cluster
    cluster.name, cluster.organisation = "Keski-Äänekosken puu", "Öljy ja Åkerman"
    world.viewer.name, world.viewer.organisation = "Eino Keski-Äänekosken", "Öljy ja Åkerman"
    browser, query = seat(world.secretary), f"?q={quote(words)}"
    assert names(browser.get(f"/secretariat/clusters{query}").text) == ["Keski-Äänekosken puu"]
    page = browser.get(f"/secretariat/people{query}").text
    assert world.viewer.email in page
    assert world.owner.email not in page


def test_a_label_recorded_by_hand_counts_as_held(line: Line, world: World, seat: Seat) -> None:
    first, last = date(2025, 1, 1), date(2027, 1, 1)
    line.session.add(earlier(world, first, last))
    line.session.flush()
    number = world.foreign_cluster.id
    held = clusters.profile_and_labels_held(line.session, number, "cluster-excellence")[1]
    assert held == (HeldLabel("silver", first, last),)
    for person, place in (
        (world.secretary, f"/secretariat/clusters/{number}"),
        (world.stranger, f"/clusters/{number}"),
    ):
        assert "recorded by hand" in seat(person).get(place).text


def test_an_awarded_label_is_shown_as_held(line: Line, world: World, seat: Seat) -> None:
    line.lead_to(State.AWARDED)
    browser = seat(world.secretary)
    query = "/secretariat/clusters?label=cluster-excellence.gold"
    assert names(browser.get(query).text) == ["Northern Timber"]
    assert "recorded by hand" not in browser.get(query).text


def test_a_long_register_comes_by_pages_and_asks_as_often(
    line: Line, world: World, seat: Seat, statements
) -> None:
    pages = ["/secretariat/clusters", "/secretariat/people"]
    browser = seat(world.secretary)
    asked = []
    for page in pages:
        with statements() as found:
            browser.get(page)
        asked.append(len(found))
    for number in range(60):
        line.session.add(Cluster(name=f"Zebra {number:02}", country="FI"))
        make_person(line.session, f"zebra{number:02}")
    line.session.commit()
    for page, before in zip(pages, asked, strict=True):
        with statements() as found:
            text = browser.get(page).text
        assert (len(names(text)), len(found)) == (25, before)
        assert "Page 1 of 3" in text
        assert "Page 3 of 3" in browser.get(f"{page}?page=99").text


def test_files_have_everything_that_fits(line: Line, world: World, seat: Seat) -> None:
    world.foreign_cluster.organisation = "=cmd"
    browser = seat(world.secretary)
    rows = table(browser.get("/secretariat/clusters/file/csv?q=stone"))
    assert [row[:2] for row in rows] == [["Name", "Lead organisation"], ["Southern Stone", "'=cmd"]]
    people = table(browser.get("/secretariat/people/file/csv?role=secretariat"))
    assert [row[1] for row in people[1:]] == [world.deputy.email, world.secretary.email]
    for place in ("clusters/file", "people/file", "people/invitations/file"):
        assert browser.get(f"/secretariat/{place}/xlsx").status_code == 200
        assert browser.get(f"/secretariat/{place}/exe").status_code == 404


def test_people_are_searched_and_narrowed(line: Line, world: World, seat: Seat) -> None:
    browser = seat(world.secretary)
    page = browser.get("/secretariat/people?role=viewer").text
    assert world.viewer.email in page
    assert world.owner.email not in page
    assert "Nobody is as the filters say." in browser.get("/secretariat/people?q=zz9").text
