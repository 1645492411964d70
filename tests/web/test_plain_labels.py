"""A label without points or levels: its pages speak of nothing that it does not have."""

import pytest

from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

BRONZE = "/labels/cluster-excellence/bronze"
LEVELS = ("glossary#minimum", "glossary#threshold", "glossary#level")


@pytest.fixture
def line(line: Line) -> Line:
    line.label_id = "bronze"
    return line


def test_help_explains_only_what_the_label_has(line: Line, world: World, seat: Seat) -> None:
    home = f"/assessments/{line.open().id}"
    opening = f"/clusters/{world.cluster.id}/labels/cluster-excellence/bronze"
    browser = seat(world.owner)
    for address in (BRONZE, opening, f"{home}/check", f"{home}/criteria/cluster-age"):
        page = browser.get(address).text
        assert "glossary#supported" in page, address
        assert [mark for mark in LEVELS if mark in page] == [], address
    assert "glossary#threshold" in browser.get("/labels/cluster-excellence/gold").text


def test_label_without_points_does_not_say_so_of_each_criterion(seat: Seat) -> None:
    page = read(seat().get(BRONZE).text)
    assert "The label has no points." in page
    assert "Not scored" not in page
    assert "Points: at most" in read(seat().get("/labels/cluster-excellence/gold").text)


def test_hint_tells_to_choose_a_level_only_where_there_is_one(
    line: Line, world: World, seat: Seat
) -> None:
    home = f"/assessments/{line.open().id}"
    bronze = seat(world.owner).get(f"{home}/criteria/cluster-age").text
    assert "Answer the questions. What else is asked stands below them" in bronze
    assert "Read the levels" not in bronze
    line.label_id = "gold"
    home = f"/assessments/{line.open().id}"
    gold = seat(world.owner).get(f"{home}/criteria/committed-participation").text
    assert "Read the levels" in gold


def test_new_draft_names_the_criterion_that_its_button_leads_to(
    line: Line, world: World, seat: Seat
) -> None:
    home = f"/assessments/{line.open().id}"
    page = read(seat(world.owner).get(home).text)
    assert "Start with 1.1" in page
    assert "Begin with the basic facts, then" not in page
