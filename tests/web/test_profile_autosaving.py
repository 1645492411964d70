"""The scheme's profile page saves itself: what its fields take, nothing that is only offered."""

from typing import Any

import pytest

from assessment.db.queries import clusters
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import filled_in

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


def typed(browser: Browser, address: str, **form: str) -> Any:
    return browser.post(address, {f"q-{k}": v for k, v in form.items() if k != "version"} | {
        "version": form.get("version", "0")
    }, headers=DATA)  # fmt: skip


def test_what_is_typed_is_saved_with_its_version_and_time(
    line: Line, owner: Browser, address: str
) -> None:
    answer = typed(owner, address, smes="20")
    assert answer.status_code == 200
    assert answer.json["said"].startswith("Saved ")
    told = {key: answer.json[key] for key in ("state", "version", "others", "errors")}
    assert told == {"state": "saved", "version": 1, "others": [], "errors": []}
    assert saved(line) == {"smes": "20"}
    assert typed(owner, address, smes="21", version="1").json["version"] == 2


def test_field_that_does_not_take_it_stays_and_the_rest_is_saved(
    line: Line, owner: Browser, address: str
) -> None:
    typed(owner, address, smes="20")
    answer = typed(owner, address, smes="many", research="3", version="1")
    assert [error["name"] for error in answer.json["errors"]] == ["q-smes"]
    assert saved(line) == {"smes": "20", "research": "3"}


def test_somebody_elses_save_is_told_and_not_overwritten(
    line: Line, world: World, seat: Seat, owner: Browser, address: str
) -> None:
    typed(seat(world.editor), address, smes="18")
    answer = typed(owner, address, smes="20")
    assert (answer.status_code, answer.json["state"]) == (409, "refused")
    assert "Press Save to see both versions." in answer.json["said"]
    assert saved(line) == {"smes": "18"}
    page = owner.post(address, {"version": "0", "q-smes": "20"}).text
    assert "Editor saved the basic facts while you were writing." in page
    assert "data-autosave" not in page  # the choice is made with the button
    assert filled_in(page)["q-smes"] == "20"


def test_what_is_only_offered_waits_for_the_button(
    line: Line, world: World, owner: Browser, address: str
) -> None:
    year = f"/clusters/{world.cluster.id}/profile/years/2025"
    owner.post(year, {"version": "0", "smes": "20", "staff": "0.5"})
    offered = {"smes": "20", "management": "0.5"}
    typed(owner, address, **offered, research="3")
    assert saved(line) == {"research": "3"}
    form = {f"q-{key}": value for key, value in offered.items()}
    owner.post(address, {"version": "1", "q-research": "3", **form})
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
