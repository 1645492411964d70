"""The register as open data: JSON, CSV and JSON-LD with the filters of the page, kept by caches."""

import csv
import io
from datetime import date

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from assessment.catalogue.loader import Edition
from assessment.db.models import Certificate, Cluster
from assessment.domain.label_life import LifeState
from tests.building import World, today
from tests.holding import award, award_before, cluster_of, make_holder
from tests.web.browser import Browser
from tests.web.conftest import Seat

FILES = ("/register.json", "/register.csv", "/register.jsonld")
OPEN = (*FILES, "/register/feed.xml", "/sitemap.xml", "/robots.txt")


@pytest.fixture
def held(session: Session, world: World, edition: Edition) -> Certificate:
    """Gold of a cluster that tells much, and silver of another from before this system."""
    cluster = make_holder(
        session,
        "=Arctic Timber",
        organisation="Timber House",
        region="FI1D7",
        website="https://timber.example/",
        sectors=["forestry"],
        contact_email="olga@people.example",
    )
    old = make_holder(session, "Old Stone", country="AT", public_parts=[])
    award_before(
        session,
        edition,
        old,
        world.secretary,
        valid_from=date(2026, 1, 1),
        valid_until=date(2100, 12, 31),
    )
    return award(
        session,
        edition,
        cluster,
        world.secretary,
        first=date(2026, 6, 15),
        until=date(2100, 6, 30),
    )


def table(response: TestResponse, separator: str = ",") -> list[list[str]]:
    text = response.get_data().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=separator))


def address(session: Session, certificate: Certificate) -> str:
    found = f"https://labels.example/clusters/{cluster_of(session, certificate).public_id}"
    session.commit()
    return found


def test_json_has_codes_and_words_of_each_label(
    held: Certificate, session: Session, world: World, seat: Seat
) -> None:
    found = seat().get("/register.json").json
    labels = found.pop("labels")
    assert found == {
        "title": "Register of labelled clusters",
        "language": "en",
        "publisher": {
            "name": "Cluster Assessment Demonstration Office",
            "url": "https://labels.example/",
        },
        "page": "https://labels.example/register",
        "as_of": today().isoformat(),
        "filters": {},
        "total": 2,
    }
    page = address(session, held)
    assert labels[0] == {
        "cluster": {
            "id": page.rpartition("/")[2],
            "name": "=Arctic Timber",
            "url": page,
            "organisation": "Timber House",
            "website": "https://timber.example/",
            "country": {"code": "FI", "name": "Finland"},
            "region": {"code": "FI1D7", "name": "Lapland (FI1D7)"},
            "sectors": [{"code": "forestry", "name": "Forest, wood and paper"}],
        },
        "label": {
            "scheme": {"id": "cluster-excellence", "title": "Cluster Excellence Assessment"},
            "id": "gold",
            "title": "Gold",
            "tier": "gold",
        },
        "certificate": {
            "number": held.number,
            "url": f"https://labels.example/verify/{held.token}",
        },
        "valid_from": "2026-06-15",
        "valid_until": "2100-06-30",
        "standing": {"code": "valid", "name": "Valid"},
        "in_force": True,
    }
    assert labels[1]["certificate"] == {"number": "OLD-1"}
    assert set(labels[1]["cluster"]) == {"id", "name", "url", "country"}


def test_csv_runs_no_formula_and_follows_the_language(held: Certificate, seat: Seat) -> None:
    browser = seat()
    english = table(browser.get("/register.csv"))
    assert english[0][:5] == ["Cluster", "Lead organisation", "Website", "Country code", "Country"]
    assert english[1][:9] == [
        "'=Arctic Timber",
        "Timber House",
        "https://timber.example/",
        "FI",
        "Finland",
        "FI1D7",
        "Lapland (FI1D7)",
        "Forest, wood and paper",
        "Cluster Excellence Assessment",
    ]
    assert english[1][9:14] == ["Gold", held.number, "2026-06-15", "2100-06-30", "Valid"]
    finnish = table(browser.get("/register.csv?language=fi"), ";")
    assert (finnish[1][4], finnish[1][9], finnish[1][13]) == ("Suomi", "Kulta", "Voimassa")


def test_json_ld_can_be_put_into_a_page(
    session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    cluster = make_holder(session, "R&D </script><b>")
    award(session, edition, cluster, world.secretary)
    response = seat().get("/register.jsonld")
    assert not set("<>&") & set(response.text)
    assert r"R\u0026D \u003c/script\u003e\u003cb\u003e" in response.text
    names = [one["item"]["name"] for one in response.get_json(force=True)["itemListElement"]]
    assert "R&D </script><b>" in names


def test_json_ld_is_a_list_of_organisations_with_their_certifications(
    held: Certificate, session: Session, seat: Seat
) -> None:
    response = seat().get("/register.jsonld")
    assert response.mimetype == "application/ld+json"
    found = response.get_json(force=True)
    items = found.pop("itemListElement")
    assert found == {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "name": "Register of labelled clusters",
        "url": "https://labels.example/register",
        "inLanguage": "en",
        "numberOfItems": 2,
    }
    office = "Cluster Assessment Demonstration Office"
    assert items[0] == {
        "@type": "ListItem",
        "position": 1,
        "item": {
            "@type": "Organization",
            "@id": address(session, held),
            "name": "=Arctic Timber",
            "url": "https://timber.example/",
            "parentOrganization": {"@type": "Organization", "name": "Timber House"},
            "address": {
                "@type": "PostalAddress",
                "addressCountry": "FI",
                "addressRegion": "Lapland (FI1D7)",
            },
            "knowsAbout": ["Forest, wood and paper"],
            "hasCertification": [
                {
                    "@type": "Certification",
                    "name": "Gold, Cluster Excellence Assessment",
                    "certificationIdentification": held.number,
                    "certificationStatus": "https://schema.org/CertificationActive",
                    "validFrom": "2026-06-15",
                    "expires": "2100-06-30",
                    "url": f"https://labels.example/verify/{held.token}",
                    "issuedBy": {
                        "@type": "Organization",
                        "name": office,
                        "url": "https://labels.example/",
                    },
                }
            ],
        },
    }
    assert "issuedBy" not in items[1]["item"]["hasCertification"][0]


def test_open_data_is_narrowed_and_sorted_as_the_page_is(held: Certificate, seat: Seat) -> None:
    browser = seat()
    found = browser.get("/register.json?country=AT&validity=all&page=7").json
    assert [one["cluster"]["name"] for one in found["labels"]] == ["Old Stone"]
    assert found["filters"] == {"country": "AT", "validity": "all"}
    names = [row[0] for row in table(browser.get("/register.csv?sort=country"))[1:]]
    assert names == ["Old Stone", "'=Arctic Timber"]
    assert browser.get("/register.jsonld?q=stone").get_json(force=True)["numberOfItems"] == 1


@pytest.mark.parametrize(
    ("sent", "understood"),
    [
        ("q=%20%20Old%0AStone", {"q": "Old Stone"}),
        ("q=" + "x" * 300, {"q": "x" * 200}),
        ("country=fi&region=fi1d7", {"country": "FI", "region": "FI1D7"}),
        ("country=AT&region=FI1D7", {"country": "AT"}),
        ("country=%3Cs&region=%22%3E&sector=none&validity=ever&sort=secret", {}),
        ("label=cluster-excellence.gold&sort=-until", None),
        ("label=cluster-excellence.%3Clead%3E", {}),
        ("label=cluster-excellence.lead", {"label": "cluster-excellence.lead"}),
        ("evil=%3Cscript%3E&__proto__=x&language=en", {}),
        ("validity=in-force", {"validity": "in-force"}),
    ],
)
def test_the_answer_says_what_was_understood_and_nothing_else_that_was_sent(
    held: Certificate, seat: Seat, sent: str, understood: dict[str, str] | None
) -> None:
    answer = seat().get(f"/register.json?{sent}")
    expected = {"label": "cluster-excellence.gold", "sort": "-until"}
    assert answer.json["filters"] == (expected if understood is None else understood)
    assert "script" not in answer.text
    if understood == {}:
        assert answer.json["total"] == seat().get("/register.json").json["total"] > 0


def test_a_cluster_with_two_labels_is_one_item(
    held: Certificate, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    award(session, edition, cluster_of(session, held), world.secretary, label_id="silver")
    found = seat().get("/register.jsonld?q=timber").get_json(force=True)
    item = found["itemListElement"][0]["item"]
    assert found["numberOfItems"] == 1
    names = [one["name"].partition(",")[0] for one in item["hasCertification"]]
    assert names == ["Gold", "Silver"]


@pytest.mark.parametrize("path", OPEN)
def test_an_open_answer_is_kept_for_minutes_and_known_again(
    held: Certificate, world: World, seat: Seat, path: str
) -> None:
    browser = seat(world.owner)
    first = browser.get(path)
    tag = first.headers["ETag"]
    assert first.headers["Cache-Control"] == "public, max-age=300"
    assert tag.startswith('W/"')
    again = browser.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.data) == (304, b"")
    assert (again.headers["ETag"], again.headers["Cache-Control"]) == (
        tag,
        first.headers["Cache-Control"],
    )
    other = browser.client.get(path, headers={"If-None-Match": 'W/"other"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", OPEN)
def test_an_open_answer_is_the_same_whoever_asks(
    app: Flask, held: Certificate, world: World, seat: Seat, path: str
) -> None:
    nobody = seat().get(path)
    world.owner.language = "fi"
    somebody = seat(world.owner, language="fi").get(path)
    assert somebody.data == nobody.data
    assert somebody.headers["ETag"] == nobody.headers["ETag"]
    for response in (nobody, somebody):
        assert "Set-Cookie" not in response.headers
        assert response.headers.get("Vary", "Accept-Encoding") == "Accept-Encoding"


def test_scripts_of_other_addresses_may_read_the_data_and_the_feed_alone(
    held: Certificate, seat: Seat
) -> None:
    browser = seat()
    for path in (*FILES, "/register/feed.xml"):
        assert browser.get(path).headers["Access-Control-Allow-Origin"] == "*"
    tag = browser.get(FILES[0]).headers["ETag"]
    known = browser.client.get(FILES[0], headers={"If-None-Match": tag})
    assert known.headers["Access-Control-Allow-Origin"] == "*"
    for path in ("/", "/register", "/sitemap.xml", f"/verify/{held.token}"):
        assert "Access-Control-Allow-Origin" not in browser.get(path).headers


@pytest.mark.parametrize("path", FILES)
def test_what_happens_changes_the_tag(
    held: Certificate, session: Session, world: World, edition: Edition, seat: Seat, path: str
) -> None:
    browser = seat()

    def tag(query: str = "") -> str:
        return browser.get(path + query).headers["ETag"]

    tags = [tag(), tag("?language=fi"), tag("?validity=all")]
    assert tag("?language=fi") == tags[1]
    award(session, edition, make_holder(session, "New"), world.secretary)
    session.commit()
    tags.append(tag())
    assert len(set(tags)) == 4


def test_past_labels_say_so(
    held: Certificate, session: Session, world: World, edition: Edition, seat: Seat
) -> None:
    award(session, edition, make_holder(session, "Gone"), world.secretary, life=LifeState.REVOKED)
    browser = seat()
    found = browser.get("/register.json?validity=revoked").json["labels"][0]
    assert (found["standing"], found["in_force"]) == ({"code": "revoked", "name": "Revoked"}, False)
    linked = browser.get("/register.jsonld?validity=revoked").get_json(force=True)
    certification = linked["itemListElement"][0]["item"]["hasCertification"][0]
    assert certification["certificationStatus"] == "https://schema.org/CertificationInactive"


def test_an_address_that_is_no_page_of_the_web_is_left_out(
    held: Certificate, session: Session, seat: Seat
) -> None:
    cluster: Cluster = cluster_of(session, held)
    cluster.website = "javascript:alert(1)"
    session.flush()
    browser: Browser = seat()
    for path in (*FILES, f"/clusters/{cluster.public_id}"):
        assert "javascript:" not in browser.get(path).text
