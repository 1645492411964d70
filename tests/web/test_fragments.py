"""Parts of a page that are the same for everybody are rendered once, and never what is somebody's own."""

import re

import pytest
from flask import Flask

from assessment.web.fragments import MOST, Fragments
from tests.building import Line, World
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
PAGE = "/assessments/{}/criteria/committed-participation"


def test_fragment_is_rendered_once_for_its_key_and_language(app: Flask) -> None:
    kept, said = Fragments(), []

    def caller() -> str:
        said.append("again")
        return f"text {len(said)}"

    for language in ("en", "fi", "en"):
        with app.test_request_context(headers={"Cookie": f"language={language}"}):
            assert kept("rules", "a", caller=caller) == kept("rules", "a", caller=caller)
    with app.test_request_context():
        assert kept("rules", "b", caller=caller) == "text 3"
    assert len(said) == 3


def test_fragment_of_a_form_that_was_sent_is_rendered_anew(app: Flask) -> None:
    kept = Fragments()
    with app.test_request_context():
        kept("level", caller=lambda: "as it was")
    with app.test_request_context(method="POST"):
        assert kept("level", caller=lambda: "as it was sent") == "as it was sent"
    with app.test_request_context():
        assert kept("level", caller=lambda: "anything") == "as it was"


def test_fragments_do_not_grow_without_end(app: Flask) -> None:
    kept = Fragments()
    with app.test_request_context():
        for number in range(MOST + 10):
            kept(number, caller=lambda: "text")
    assert len(kept._kept) <= MOST


def test_chosen_level_is_the_saved_one_also_after_others_have_looked(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    address = PAGE.format(assessment.id)
    for level in ("2", "3", "2"):
        version = re.search(r'name="version"[^>]*value="(\d+)"', browser.get(address).text)
        assert version
        browser.post(address, {"level": level, "version": version[1], "save": "1"})
        assert re.findall(r'value="(\d)" checked', browser.get(address).text) == [level]


def test_refused_form_shows_what_was_typed_and_the_next_page_does_not(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    address = PAGE.format(assessment.id)
    browser.get(address)
    refused = browser.post(address, {"justification": "<b>" + "x" * 20_000, "version": "0"})
    assert refused.status_code == 422
    assert "&lt;b&gt;xxx" in refused.text
    assert "&lt;b&gt;xxx" not in browser.get(address).text
