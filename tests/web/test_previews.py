"""Before anybody begins: what a label asks, its questionnaire as a file, and who may apply."""

import pytest
from flask import Flask

from assessment.app import create_app
from assessment.config import Settings
from assessment.db.models import ClusterYear
from assessment.db.queries import clusters
from assessment.services.making_questionnaires import make_waiting_questionnaires
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read

GOLD = "/labels/cluster-excellence/gold"
ENOUGH = {
    "q-management": "0.5",
    "q-smes": "14",
    "q-large-enterprises": "0",
    "q-research": "1",
    "q-education": "0",
    "q-public-bodies": "0",
    "q-others": "0",
    "q-website-active": "true",
    "q-eccp-profile": "true",
}


def query(**answers: str) -> str:
    return "&".join(f"{key}={value}" for key, value in (ENOUGH | answers).items())


@pytest.fixture
def place(world: World) -> str:
    return f"/clusters/{world.cluster.id}/labels/cluster-excellence/gold"


def test_anybody_reads_what_a_label_asks(seat: Seat) -> None:
    page = seat().get(GOLD).text
    words = read(page)
    for text in (
        "31 criteria",
        "Threshold: 120 of 150 points",
        "A first certificate holds for 2 years.",
        "1.1 Committed participation",
        "at most 24 months old",
    ):
        assert text in words
    assert page.count("<details") >= 31
    assert "Mitä Kulta" not in words
    assert "osallistu" in read(seat(None, "fi").get(GOLD).text)


@pytest.mark.parametrize("address", ["/labels/cluster-excellence/tin", "/labels/none/gold"])
def test_label_that_nobody_offers_is_not_found(seat: Seat, address: str) -> None:
    assert seat().get(address).status_code == 404
    assert seat().get(f"{address}/eligibility").status_code == 404
    assert seat().post(f"{address}/questionnaire/pdf").status_code == 404


def test_file_is_ordered_by_a_button_made_once_and_then_there(app: Flask, seat: Seat) -> None:
    browser, place = seat(), f"{GOLD}/questionnaire/xlsx"
    assert browser.get(place).location == GOLD
    assert browser.post(place).location == place
    waiting = browser.get(place)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "3")
    make_waiting_questionnaires(app.extensions["engine"], app.extensions["settings"])
    made = seat().get(place)
    assert made.status_code == 200
    assert made.data.startswith(b"PK")
    name = "cluster-excellence-gold-2026.2-en.xlsx"
    assert made.headers["Content-Disposition"] == f"attachment; filename={name}"
    assert f'href="{place}"' in seat().get(GOLD).text


def test_file_of_another_format_is_not_found(seat: Seat) -> None:
    assert seat().post(f"{GOLD}/questionnaire/docx").status_code == 404


def test_check_says_that_one_may_apply(seat: Seat) -> None:
    words = read(seat().get(f"{GOLD}/eligibility?{query()}").text)
    assert "Every condition is met: the cluster may apply." in words
    assert words.count("Met ") == 5


def test_check_says_what_is_missed_and_what_is_open(seat: Seat) -> None:
    sent = query(**{"q-management": "0.4", "q-eccp-profile": ""})
    page = seat().get(f"{GOLD}/eligibility?{sent}").text
    words = read(page)
    assert "1 condition is missed." in words
    assert "Today: 0.4." in words
    assert 'href="#q-eccp-profile"' in page


def test_sum_that_no_empty_field_can_undo_is_met(seat: Seat) -> None:
    empty = dict.fromkeys(("q-education", "q-public-bodies", "q-others"), "")
    page = seat().get(f"{GOLD}/eligibility?{query(**empty)}").text
    assert "Met The cluster has at least 15 committed participants." in read(page)


def test_check_leads_to_the_secretariat_where_it_has_an_address(
    settings: Settings, seat: Seat
) -> None:
    app = create_app(settings.model_copy(update={"contact_email": "office@labels.example"}))
    link = 'href="mailto:office@labels.example"'
    for address, number in ((f"{GOLD}/eligibility?{query()}", 2), ("/about", 2), ("/", 1)):
        assert Browser(app).get(address).text.count(link) == number
        assert "mailto:" not in seat().get(address).text
    app.extensions["engine"].dispose()


def test_check_names_what_cannot_be_and_keeps_what_was_typed(seat: Seat) -> None:
    response = seat().get(f"{GOLD}/eligibility?{query(**{'q-smes': 'lots'})}")
    assert response.status_code == 422
    assert response.text.count("Write a whole number, such as 1250.") == 2
    assert 'value="lots"' in response.text
    assert 'value="0.5"' in response.text


def test_check_of_a_cluster_begins_with_what_it_has_told(
    line: Line, world: World, seat: Seat, place: str
) -> None:
    line.session.add(
        ClusterYear(cluster_id=world.cluster.id, year=2025, figures={"smes": "21", "staff": "1.5"})
    )
    shown = filled_in(seat(world.viewer).get(f"{place}/eligibility").text)
    assert (shown["q-smes"], shown["q-management"], shown["q-research"]) == ("21", "1.5", "")


def test_check_of_a_cluster_saves_nothing(line: Line, world: World, seat: Seat, place: str) -> None:
    response = seat(world.viewer).post(f"{place}/eligibility", dict(ENOUGH))
    assert response.status_code == 200
    assert "Every condition is met" in read(response.text)
    assert clusters.profile(line.session, world.cluster.id, "cluster-excellence") is None


def test_check_is_taken_over_into_the_profile(
    line: Line, world: World, seat: Seat, place: str
) -> None:
    line.save_profile({"founded": "2015-03-01", "smes": "9"})
    browser = seat(world.editor)
    opened = filled_in(browser.get(f"{place}/eligibility").text)
    response = browser.post(f"{place}/eligibility/profile", opened | ENOUGH)
    assert response.location == place
    line.session.expire_all()
    saved = clusters.profile(line.session, world.cluster.id, "cluster-excellence")
    assert saved is not None
    assert (saved.values["founded"], saved.values["smes"]) == ("2015-03-01", "14")
    line.session.commit()
    page = browser.get(place).text
    assert "the cluster may apply" in read(page)


def test_taking_over_what_somebody_else_answered_otherwise_shows_both(
    line: Line, world: World, seat: Seat, place: str
) -> None:
    line.save_profile({"smes": "9"})
    browser = seat(world.editor)
    response = browser.post(f"{place}/eligibility/profile", dict(ENOUGH))
    assert "Last saved by Owner, " in read(response.text)
    form = filled_in(response.text)
    assert (form["q-smes"], form["between"], form["seen-q-smes"]) == ("14", "q-smes", '"9"')
    assert "Last saved by Owner, " in read(browser.post(f"{place}/eligibility", form).text)
    assert browser.post(f"{place}/eligibility/profile", form).location == place


def test_label_out_of_reach_says_so_and_can_be_opened(
    line: Line, world: World, seat: Seat, place: str
) -> None:
    line.save_profile({"management": "0.25"})
    silver = place.replace("gold", "silver")
    page = seat(world.owner).get(silver).text
    words = read(page)
    assert "2 conditions are missed." in words
    assert "The label Bronze is held" in words
    assert "You may open the assessment all the same" in words
    assert ">Open the assessment</button>" in page
    assert ">Open the assessment</button>" not in seat(world.viewer).get(silver).text


def test_label_under_way_leads_on(line: Line, world: World, seat: Seat, place: str) -> None:
    opened = line.open()
    page = seat(world.viewer).get(place).text
    assert f'href="/assessments/{opened.id}"' in page
    assert ">Open the assessment</button>" not in page


def test_pages_ask_a_handful_of_times(world: World, seat: Seat, place: str, statements) -> None:
    for person, address in [
        (None, GOLD),
        (world.owner, place),
        (world.owner, f"{place}/eligibility"),
    ]:
        browser = seat(person)
        with statements() as found:
            assert browser.get(address).status_code == 200
        assert len(found) <= 10, address
