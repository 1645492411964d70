"""Buttons that are on every page lead back to the page, and tasks to the list they came from."""

import re

import pytest

from tests.building import Line, World
from tests.web.conftest import Seat

NEXT = re.compile(r'action="/preferences/language".*?name="next" value="([^"]*)"', re.DOTALL)
OFFICE = "http://localhost"


def way_back(page: str) -> str:
    """Where the choice of a language leads to from this page."""
    found = NEXT.search(page)
    assert found is not None
    return found[1]


def test_a_language_is_chosen_on_the_page_that_is_read(line: Line, seat: Seat) -> None:
    draft = line.open()
    address = f"/assessments/{draft.id}?show=mine"
    assert way_back(seat(line.world.owner).get(address).text) == address


@pytest.mark.parametrize(
    ("referrer", "leads_to"),
    [
        ("{office}{criterion}", "{criterion}"),
        ("{office}{criterion}?at=comments", "{criterion}?at=comments"),
        ("https://evil.example/reviews", "/start"),
        ("", "/start"),
        ("http://[", "/start"),
    ],
)
def test_a_refused_form_leads_back_to_the_page_that_it_stood_on(
    line: Line, world: World, seat: Seat, referrer: str, leads_to: str
) -> None:
    criterion = f"/assessments/{line.open().id}/criteria/web-presence"
    known = {"office": OFFICE, "criterion": criterion}
    headers = {"Referer": referrer.format(**known)}
    refused = seat(world.owner).post(f"{criterion}/comments", {"text": ""}, headers=headers)
    assert refused.status_code == 422
    assert way_back(refused.text) == leads_to.format(**known)


def test_a_refused_form_on_a_page_of_its_own_leads_back_to_it(
    line: Line, world: World, seat: Seat
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence/assign"
    refused = seat(world.owner).post(address, {"person": "nobody-known"})
    assert refused.status_code == 422
    assert way_back(refused.text) == address


def test_a_step_of_the_shortest_way_is_assigned_and_the_list_comes_back(
    line: Line, world: World, seat: Seat
) -> None:
    way = f"/assessments/{line.open().id}/shortest-way"
    owner = seat(world.owner)
    found = re.search(r'href="(/assessments/[^"]+/assign\?next=[^"]+)"', owner.get(way).text)
    assert found is not None
    assert f'href="{way}"' in owner.get(found[1]).text
    assert owner.post(found[1], {"person": world.editor.id}).location == way
