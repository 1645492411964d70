"""The page that tells the shortest way to a label."""

from assessment.domain.workflow import State
from assessment.web.manager import standing
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read


def test_empty_draft_is_led_to_the_threshold_and_told_what_else_is_missing(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    page = seat(world.viewer).get(f"/assessments/{assessment.id}/shortest-way").text
    assert "The shortest way to Gold" in page
    assert "No smaller set would do" in page
    assert "raises by one level" in page
    assert "answer, level 4" in page
    assert "What else is missing" in page
    assert "At least 0.5 full-time equivalents" in page


def test_way_names_what_to_do_about_each_step(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    place = f"/assessments/{assessment.id}/shortest-way"
    assert "Answer it 1.1" in read(seat(world.owner).get(place).text)
    line.self_level = 2
    line.answer_all(assessment)
    page = read(seat(world.owner).get(place).text)
    assert "Raise the level 1." in page
    assert "Answer it" not in page


def test_steps_that_name_the_improvement_areas_leave_no_condition_on_them(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    address = f"/assessments/{assessment.id}/shortest-way?label=silver"
    page = read(seat(world.owner).get(address).text)
    assert "In each improvement area, name the criteria that it improved" in page
    assert "Open 3 improvement areas are named" in page.split("After these raises")[0]
    assert page.count("Met 3 improvement areas are named, each for other criteria") == 1


def test_label_that_is_reached_needs_no_raise(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    page = seat(world.owner).get(f"/assessments/{assessment.id}/shortest-way").text
    assert "By your own rating the label is reached. Nothing needs to be raised." in page


def test_submitted_assessment_leads_back_to_where_it_stands(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    response = seat(world.owner).get(f"/assessments/{assessment.id}/shortest-way")
    assert response.location == f"/assessments/{assessment.id}"


def test_label_with_too_many_steps_is_not_searched(
    line: Line, world: World, seat: Seat, monkeypatch
) -> None:
    monkeypatch.setattr(standing, "MOST_STEPS", 123)
    browser = seat(world.owner)
    assessment = line.open()
    line.session.commit()
    response = browser.get(f"/assessments/{assessment.id}/shortest-way")
    assert response.location == f"/assessments/{assessment.id}"
    assert "too many criteria to look for the shortest way" in browser.get(response.location).text


def test_label_without_levels_is_told_what_is_missing_and_nothing_of_raises(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "bronze"
    assessment = line.open()
    browser = seat(world.owner)
    page = read(browser.get(f"/assessments/{assessment.id}/shortest-way").text)
    assert "What is missing for Bronze" in page
    assert "What else is missing" not in page
    for word in ("raise", "minimum", "threshold", "rating level"):
        assert word not in page.replace("This label has no rating levels", "")
    check = read(browser.get(f"/assessments/{assessment.id}/check").text)
    assert "choose a lower level" not in check
    assert "Each line leads to its place." in check
