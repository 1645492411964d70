"""What the cluster's own profile says already: offered in a scheme's profile, and never forced."""

import pytest

from assessment.db.queries import clusters
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read

NOT_TOLD = {"q-management": "0,5", "q-smes": "20"}


@pytest.fixture
def browser(line: Line, world: World, seat: Seat) -> Browser:
    """The owner, whose cluster has figures of 2025: 20 small firms and half a person."""
    world.owner.language = "fi"
    line.open()
    found = seat(world.owner)
    year = f"/clusters/{world.cluster.id}/profile/years/2025"
    found.post(year, {"smes": "20", "staff": "0,5"})
    return found


PROFILE = "/assessments/1/profile"


def saved(line: Line) -> dict[str, object]:
    line.session.expire_all()
    found = clusters.profile(line.session, line.world.cluster.id, "cluster-excellence")
    line.session.commit()
    return dict(found.values) if found else {}


def test_answers_come_filled_in_and_nothing_is_saved_by_looking(
    line: Line, browser: Browser
) -> None:
    page = browser.get(PROFILE).text
    assert {key: filled_in(page)[key] for key in NOT_TOLD} == NOT_TOLD
    assert filled_in(page)["q-research"] == ""
    assert page.count('class="field__source"') == 2
    assert "(2025)" in page
    assert saved(line) == {}


def test_filled_in_answers_are_saved_like_others(line: Line, browser: Browser) -> None:
    browser.post(PROFILE, dict(NOT_TOLD))
    assert saved(line) == {"management": "0.5", "smes": "20"}


def test_difference_is_told_and_taken_over_with_one_press(line: Line, browser: Browser) -> None:
    browser.post(PROFILE, {"q-smes": "18", "q-management": "0,5"})
    page = browser.get(PROFILE).text
    assert filled_in(page)["q-smes"] == "18"
    assert page.count("field__source--differs") == 1
    assert 'name="take" value="smes"' in page
    sent = filled_in(page) | {"q-research": "3"}
    assert browser.post(PROFILE, sent | {"take": "smes"}).status_code == 303
    assert saved(line) == {"management": "0.5", "smes": "20", "research": "3"}


def test_taking_over_beside_a_fault_loses_nothing(line: Line, browser: Browser) -> None:
    sent = {"q-smes": "18", "q-research": "some", "take": "smes"}
    response = browser.post(PROFILE, sent)
    assert response.status_code == 422
    shown = filled_in(response.text)
    assert (shown["q-smes"], shown["q-research"]) == ("20", "some")
    assert saved(line) == {}


def test_later_figures_change_nothing_that_was_saved(
    line: Line, world: World, browser: Browser
) -> None:
    browser.post(PROFILE, dict(NOT_TOLD))
    year = f"/clusters/{world.cluster.id}/profile/years/2026"
    browser.post(year, {"smes": "31"})
    assert saved(line)["smes"] == "20"
    assert "31" in read(browser.get(PROFILE).text)
