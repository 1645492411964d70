"""A scheme that asks neither a profile nor questions, in one language, works as one that does."""

from dataclasses import replace
from pathlib import Path

import pytest

from assessment.config import Settings
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.first_release import FILES, first_edition
from tests.web.conftest import Seat
from tests.web.filled import SIGNING, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    folder = tmp_path / "criteria"
    for name, text in FILES.items():
        path = folder / "regional" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return settings.model_copy(update={"criteria_path": folder})


@pytest.fixture
def line(line: Line) -> Line:
    return replace(line, edition=first_edition(), ratings=(2, 2))


def test_pages_of_a_draft_open(line: Line, world: World, seat: Seat) -> None:
    home = f"/assessments/{line.open().id}"
    world.viewer.language = "fi"
    for person in (world.owner, world.viewer):
        browser = seat(person)
        for address in ("/desk", home, f"{home}/check", f"{home}/criteria/team"):
            assert browser.get(address).status_code == 200, address
        assert browser.get(f"{home}/profile").status_code == 404
    assert seat(world.owner).post(f"{home}/profile", {"version": "0"}).status_code == 404


def test_what_is_not_translated_says_so(line: Line, world: World, seat: Seat) -> None:
    world.owner.language = "fi"
    number = line.open().id
    page = seat(world.owner).get(f"/assessments/{number}/criteria/team").text
    assert '<span lang="en">Who works here?</span>' in page
    assert '<h1>1.1 <span lang="en">Team</span></h1>' in page
    desk = seat(world.owner).get(f"/assessments/{number}").text
    assert '>1.1 <span lang="en">Team</span></a>' in desk


def test_an_assessment_is_submitted_and_awarded(line: Line, world: World, seat: Seat) -> None:
    assessment = line.lead_to(State.DRAFT)
    line.answer_all(assessment)
    browser, home = seat(world.owner), f"/assessments/{assessment.id}"
    assert "Every criterion is answered and supported." in read(browser.get(f"{home}/check").text)
    assert browser.post(f"{home}/submit", SIGNING).status_code == 303
    assert "Submitted" in read(browser.get(home).text)
