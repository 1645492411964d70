"""Help beside things, the glossary behind it, and hints that go away."""

import re

import pytest

from assessment.web.glossary import TERMS
from assessment.web.hints import HINTS
from tests.building import Line, World
from tests.web.conftest import Seat

HINT = 'class="hint"'


def test_glossary_explains_every_term_under_its_anchor(seat: Seat) -> None:
    page = seat().get("/glossary").text
    anchors = re.findall(r'<div id="([a-z-]+)">\s*<dt>', page)
    assert sorted(anchors) == sorted(TERMS)
    assert 'href="/glossary"' in seat().get("/").text


def test_glossary_is_in_the_order_of_the_language(seat: Seat) -> None:
    english = re.findall(r"<dt>([^<]+)</dt>", seat().get("/glossary").text)
    finnish = re.findall(r"<dt>([^<]+)</dt>", seat(None, "fi").get("/glossary").text)
    assert english == sorted(english, key=str.casefold)
    assert finnish == sorted(finnish, key=str.casefold)
    assert "Vähimmäistaso" in finnish


def test_terms_lead_only_to_terms() -> None:
    assert [key for term in TERMS.values() for key in term.see if key not in TERMS] == []


def test_help_beside_a_criterion_says_what_the_glossary_says(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    page = seat(world.owner).get(f"/assessments/{assessment.id}/criteria/web-presence").text
    assert str(TERMS["supported"].text) in page
    assert 'href="/glossary#supported"' in page


def test_hint_goes_away_when_it_is_put_away_and_comes_again(world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    assert browser.get("/desk").text.count(HINT) == 1
    response = browser.post("/account/hints", {"hint": "desk", "next": "/desk"})
    assert (response.status_code, response.location) == (303, "/desk")
    browser.post("/account/hints", {"hint": "desk", "next": "/desk"})
    assert HINT not in browser.get("/desk").text
    assert HINT in seat(world.editor).get("/desk").text
    assert browser.post("/account/hints/again").location == "/account"
    assert HINT in browser.get("/desk").text


def test_hint_goes_away_when_its_step_is_done(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    browser, place = seat(world.owner), f"/assessments/{assessment.id}"
    assert HINT not in browser.get("/desk").text
    pages = [place, f"{place}/criteria/web-presence", f"{place}/check"]
    assert [browser.get(page).text.count(HINT) for page in pages] == [1, 1, 1]
    line.answer_all(assessment)
    browser = seat(world.owner)
    assert [browser.get(page).text.count(HINT) for page in pages] == [0, 0, 0]


def test_whoever_only_reads_gets_no_hint_on_answering(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    assert HINT not in seat(world.viewer).get(f"/assessments/{assessment.id}").text


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "/\\e"])
def test_putting_away_leads_to_no_other_site(world: World, seat: Seat, address: str) -> None:
    response = seat(world.owner).post("/account/hints", {"hint": "desk", "next": address})
    assert response.location == "/"


def test_unknown_hint_is_refused(world: World, seat: Seat) -> None:
    assert seat(world.owner).post("/account/hints", {"hint": "nonsense"}).status_code == 400
    assert "nonsense" not in HINTS
