"""The feed of new labels, the sitemap and what robots are told."""

from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Certificate, Document
from assessment.domain.label_life import LifeState
from tests.building import World
from tests.holding import award, award_before, cluster_of, make_holder
from tests.web.conftest import Seat

# ruff: noqa: S314  # what is read was written here
ATOM = "{http://www.w3.org/2005/Atom}"
PLACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
DAYS = {"first": date(2026, 6, 15), "until": date(2100, 6, 30)}


@pytest.fixture
def held(session: Session, world: World, edition: Edition) -> Certificate:
    cluster = make_holder(session, "Timber & <Co>\x01")
    return award(session, edition, cluster, world.secretary, issued_at=AT, **DAYS)


def entries(text: str) -> list[dict[str, str]]:
    root = ET.fromstring(text)
    return [
        {part.tag.removeprefix(ATOM): part.text or part.get("href") or "" for part in entry}
        for entry in root.iter(f"{ATOM}entry")
    ]


def test_an_entry_tells_what_was_awarded_to_whom_and_when(held: Certificate, seat: Seat) -> None:
    response = seat().get("/register/feed.xml")
    assert response.mimetype == "application/atom+xml"
    found = entries(response.text)
    identity = found[0].pop("id")
    assert identity.startswith("urn:uuid:")
    assert found == [
        {
            "title": "Timber & <Co>: Gold awarded",
            "published": "2026-06-15T09:00:00Z",
            "updated": "2026-06-15T09:00:00Z",
            "link": f"https://labels.example/verify/{held.token}",
            "summary": (
                "Timber & <Co> (Finland), Cluster Excellence Assessment: certificate "
                f"{held.number}, valid from 15 June 2026 until 30 June 2100."
            ),
        }
    ]


def test_the_feed_names_itself_its_author_and_its_page(held: Certificate, seat: Seat) -> None:
    root = ET.fromstring(seat().get("/register/feed.xml?language=fi").text)
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "self": "https://labels.example/register/feed.xml?language=fi",
        "alternate": "https://labels.example/register",
    }
    for asked, own in (("", ""), ("?language=en", "?language=en"), ("?language=xx&q=1", "")):
        other = ET.fromstring(seat().get(f"/register/feed.xml{asked}").text)
        link = other.find(f"{ATOM}link[@rel='self']")
        assert link is not None
        assert link.get("href") == f"https://labels.example/register/feed.xml{own}"
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Cluster Assessment Demonstration Office"
    assert root.findtext(f"{ATOM}updated") == "2026-06-15T09:00:00Z"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fi"


def test_ids_stay_and_what_was_done_to_a_label_updates_its_entry(
    held: Certificate, session: Session, seat: Seat
) -> None:
    before = entries(seat().get("/register/feed.xml").text)[0]
    held.life, held.life_since = LifeState.SUSPENDED, AT + timedelta(days=40)
    held.life_reason = "It hid its debts."
    after = entries(seat().get("/register/feed.xml").text)[0]
    assert after["id"] == before["id"]
    assert after["published"] == before["published"]
    assert after["updated"] == "2026-07-25T09:00:00Z"
    assert after["summary"].endswith(" The label has been suspended since 25 July 2026.")
    assert after["title"] == "Timber & <Co>: Gold awarded (Suspended)"
    assert "debts" not in after["summary"]


def test_a_correction_updates_the_entry(held: Certificate, session: Session, seat: Seat) -> None:
    papers = {"submission_id": held.submission_id, "kind": "certificate", "requested_at": AT}
    corrected = AT + timedelta(days=50)
    session.add_all(
        [
            Document(**papers, language="en", superseded_at=corrected),
            Document(**papers, language="en", version=2),
        ]
    )
    session.commit()
    (entry,) = entries(seat().get("/register/feed.xml").text)
    assert (entry["updated"], entry["title"]) == (
        "2026-08-04T09:00:00Z",
        "Timber & <Co>: Gold awarded",
    )


def test_the_newest_fifty_come_first_and_a_renewal_is_called_so(
    held: Certificate, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    for number in range(50):
        cluster = make_holder(session, f"Cluster {number:02}")
        at = AT + timedelta(hours=number + 1)
        award(session, edition, cluster, world.secretary, issued_at=at, **DAYS)
    held.life, held.life_since = LifeState.SUPERSEDED, AT
    cluster = cluster_of(session, held)
    at = AT + timedelta(days=90)
    award(session, edition, cluster, world.secretary, issued_at=at, renews=held, **DAYS)
    titles = [entry["title"] for entry in entries(seat().get("/register/feed.xml").text)]
    assert titles[:2] == ["Timber & <Co>: Gold renewed", "Cluster 49: Gold awarded"]
    assert len(titles) == 50
    assert "Cluster 00: Gold awarded" not in titles


def test_an_empty_feed_is_one(seat: Seat) -> None:
    root = ET.fromstring(seat().get("/register/feed.xml").text)
    assert root.findall(f"{ATOM}entry") == []
    assert root.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"


def test_the_sitemap_has_the_public_pages_and_what_is_in_force(
    held: Certificate, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    gone = make_holder(session, "Gone")
    revoked = award(session, edition, gone, world.secretary, life=LifeState.REVOKED)
    old = make_holder(session, "Old")
    award_before(session, edition, old, world.secretary)
    cluster = cluster_of(session, held)
    response = seat().get("/sitemap.xml")
    assert response.mimetype == "application/xml"
    found = [place.text or "" for place in ET.fromstring(response.text).iter(PLACE)]
    paths = {place.removeprefix("https://labels.example") for place in found}
    assert len(found) == len(paths)
    assert {path for path in paths if not path.startswith("/labels/")} == {
        *("/", "/about", "/glossary", "/register", "/verify"),
        *(f"/clusters/{one.public_id}" for one in (cluster, gone, old)),
        f"/verify/{held.token}",
    }
    assert "/labels/cluster-excellence/gold" in paths
    assert revoked.token not in response.text


def test_every_address_of_the_sitemap_answers(held: Certificate, seat: Seat) -> None:
    browser = seat()
    places = ET.fromstring(browser.get("/sitemap.xml").text).iter(PLACE)
    answers = {
        place.text: browser.get((place.text or "").removeprefix("https://labels.example"))
        for place in places
    }
    assert {place: answer.status_code for place, answer in answers.items()} == dict.fromkeys(
        answers, 200
    )


def test_robots_are_led_to_the_sitemap_and_away_from_what_is_closed(seat: Seat) -> None:
    lines = seat().get("/robots.txt").text.splitlines()
    assert lines[0] == "User-agent: *"
    assert "Disallow: /secretariat" in lines
    assert "Disallow: /register?" in lines
    assert "Disallow: /" not in lines
    assert lines[-1] == "Sitemap: https://labels.example/sitemap.xml"
