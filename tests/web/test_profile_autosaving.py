"""The scheme's profile page saves itself: what its fields take, nothing that is only offered."""

import json
from typing import Any

import pytest

from assessment.db.queries import clusters
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import filled_in, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DATA = {"Accept": "application/json"}


@pytest.fixture
def address(line: Line) -> str:
    return f"/assessments/{line.open().id}/profile"


@pytest.fixture
def owner(world: World, seat: Seat, address: str) -> Browser:
    return seat(world.owner)


def saved(line: Line) -> dict[str, Any]:
    line.session.expire_all()
    found = clusters.profile(line.session, line.world.cluster.id, "cluster-excellence")
    line.session.commit()
    return dict(found.values) if found else {}


def typed(browser: Browser, address: str, seen: dict[str, Any] | None = None, **form: str) -> Any:
    """Posts answers as a script does, from a page that showed those seen."""
    fields = {f"q-{key}": value for key, value in form.items()}
    shown = {f"seen-q-{key}": json.dumps(value) for key, value in (seen or {}).items()}
    return browser.post(address, fields | shown, headers=DATA)


def test_what_is_typed_is_saved_with_its_version_and_time(
    line: Line, owner: Browser, address: str
) -> None:
    answer = typed(owner, address, smes="20")
    assert answer.status_code == 200
    assert answer.json["said"].startswith("Saved ")
    told = {key: answer.json[key] for key in ("state", "seen", "others", "errors")}
    seen = {"seen-q-smes": '"20"'}
    assert told == {"state": "saved", "seen": seen, "others": [], "errors": []}
    assert saved(line) == {"smes": "20"}
    assert typed(owner, address, {"smes": "20"}, smes="21").json["state"] == "saved"
    assert saved(line) == {"smes": "21"}


def test_field_that_does_not_take_it_stays_and_the_rest_is_saved(
    line: Line, owner: Browser, address: str
) -> None:
    typed(owner, address, smes="20")
    answer = typed(owner, address, {"smes": "20"}, smes="many", research="3")
    assert [error["name"] for error in answer.json["errors"]] == ["q-smes"]
    assert answer.json["seen"] == {"seen-q-research": '"3"'}
    assert saved(line) == {"smes": "20", "research": "3"}


def test_what_two_people_type_in_different_fields_is_both_saved(
    line: Line, world: World, seat: Seat, owner: Browser, address: str
) -> None:
    typed(seat(world.editor), address, smes="18", research="2")
    answer = typed(owner, address, smes="", management="1.0")
    assert answer.json["others"] == ["q-smes"]
    assert answer.json["seen"] == {"seen-q-management": '"1"'}
    assert "together with what somebody else changed" in answer.json["said"]
    assert saved(line) == {"smes": "18", "research": "2", "management": "1"}


def test_somebody_elses_answer_is_told_at_the_field_and_not_overwritten(
    line: Line, world: World, seat: Seat, owner: Browser, address: str
) -> None:
    opened = filled_in(owner.get(address).text)
    typed(seat(world.editor), address, smes="18")
    answer = typed(owner, address, smes="20", research="3")
    assert (answer.status_code, answer.json["state"]) == (200, "saved")
    (error,) = answer.json["errors"]
    assert error["name"] == "q-smes"
    assert "Press Save to see both versions." in error["text"]
    assert (answer.json["others"], answer.json["seen"]) == ([], {"seen-q-research": '"3"'})
    assert saved(line) == {"smes": "18", "research": "3"}
    page = owner.post(address, opened | {"q-smes": "20", "q-research": "3"}).text
    assert '<a href="#versions-q-smes">' in page
    assert read(page).count("Saved meanwhile") == read(page).count("Keep this version") == 1
    assert "data-autosave" not in page  # the choice is made with the button
    assert f'href="{address}" data-gives-way' in page
    form = filled_in(page)
    assert form["q-smes"] == "20"
    assert owner.post(address, form).status_code == 303
    assert saved(line) == {"smes": "20", "research": "3"}


def test_other_answer_is_kept_by_a_tick(
    line: Line, world: World, seat: Seat, owner: Browser, address: str
) -> None:
    opened = filled_in(owner.get(address).text)
    typed(seat(world.editor), address, smes="18")
    page = owner.post(address, opened | {"q-smes": "20", "q-research": "3"}).text
    owner.post(address, filled_in(page) | {"theirs": "q-smes"})
    assert saved(line) == {"smes": "18", "research": "3"}


def test_what_is_only_offered_waits_for_the_button(
    line: Line, world: World, owner: Browser, address: str
) -> None:
    year = f"/clusters/{world.cluster.id}/profile/years/2025"
    owner.post(year, {"smes": "20", "staff": "0.5"})
    offered = {"smes": "20", "management": "0.5"}
    typed(owner, address, **offered, research="3")
    assert saved(line) == {"research": "3"}
    form = {f"q-{key}": value for key, value in offered.items()}
    owner.post(address, {"q-research": "3", **form})
    assert saved(line) == {"research": "3", **offered}


def test_viewer_saves_nothing(world: World, line: Line, seat: Seat, address: str) -> None:
    viewer = seat(world.viewer)
    assert "data-autosave" not in viewer.get(address).text
    assert typed(viewer, address, smes="20").status_code == 403
    assert saved(line) == {}


def test_every_question_is_a_part_with_its_state_beside_it(
    line: Line, owner: Browser, address: str
) -> None:
    page = owner.get(address).text
    assert page.count('data-part="q-') == len(line.label.profile)
    assert "data-autosave=" in page
    assert "data-save-state" in page
