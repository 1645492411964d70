"""Improvement areas name criteria of the gold label: by section, and none of them twice."""

import re

from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read


def test_criteria_to_name_stand_by_section(line: Line, world: World, seat: Seat) -> None:
    line.label_id = "silver"
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/criteria/improvement-1").text
    titles = re.findall(r'option-group__title"[^>]*>(.*?)</p>', page)
    assert titles == [
        "1 Structure of the cluster",
        "2 Governance and cooperation",
        "3 Financing",
        "4 Strategy, objectives and services",
        "5 Achievements and recognition",
    ]
    assert len(re.findall(r'name="q-areas"', page)) == 31


def test_criterion_named_in_another_area_says_where_and_twice_is_told_at_the_field(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "silver"
    home = f"/assessments/{line.open().id}/criteria"
    browser = seat(world.owner)
    form = {"version": "0", "level": "2", "q-areas": "web-presence"}
    assert browser.post(f"{home}/improvement-1", form).status_code == 303
    second = browser.get(f"{home}/improvement-2").text
    assert "Web presence named in First improvement" in read(second)
    assert "Named twice" not in second
    browser.post(f"{home}/improvement-2", form)
    assert "Named twice: Web presence." in read(browser.get(f"{home}/improvement-2").text)
    assert "Named twice: Web presence." in read(browser.get(f"{home}/improvement-1").text)
