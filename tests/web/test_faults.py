"""What people see when something breaks, and what breaks nothing."""

import pytest
from flask import Flask
from sqlalchemy import select, text

from assessment.db.models import OutboxMessage
from assessment.db.session import open_session
from assessment.domain.policy import Action
from assessment.web.access import Access
from assessment.web.transactions import current_session
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat


@pytest.mark.parametrize(
    "address",
    [
        "/assessments/99999999999999999999",
        "/documents/2147483648",
        "/evidence/99999999999",
        "/clusters/99999999999999999999",
        "/verify/%00",
        "/verify?number=%00",
        "/secretariat?state=%00",
    ],
)
def test_numbers_that_cannot_be_are_simply_not_there(
    world: World, seat: Seat, address: str
) -> None:
    assert seat(world.owner).get(address).status_code in (200, 404)


@pytest.mark.parametrize("version", ["-1", "2147483648", "9" * 20])
def test_version_that_cannot_be_counts_as_the_oldest(
    line: Line, world: World, seat: Seat, version: str
) -> None:
    place = f"/assessments/{line.open().id}/criteria/web-presence"
    browser = seat(world.owner)
    form = {"version": version, "justification": "Ours."}
    assert browser.post(place, form).status_code == 303
    assert "Ours.</textarea>" in browser.get(place).text


def test_failed_statement_gets_a_page_that_asks_nothing_of_the_database(
    app: Flask, world: World, seat: Seat
) -> None:
    def broken() -> str:
        current_session().execute(text("SELECT * FROM nowhere"))
        return ""

    broken.access = Access(Action.USE_ACCOUNT)  # type: ignore[attr-defined]
    app.add_url_rule("/broken", "broken", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.testing = False
    response = seat(world.owner).get("/broken")
    assert response.status_code in (500, 503)
    assert "What you sent was not saved." in response.text


def test_mail_links_never_follow_a_forged_host(app: Flask, world: World, seat: Seat) -> None:
    browser: Browser = seat()
    forged = {"Host": "evil.example"}
    browser.token = ""
    page = browser.client.get("/reset-password", headers=forged)
    token = page.text.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    form = {"csrf_token": token, "email": world.owner.email}
    browser.client.post("/reset-password", data=form, headers=forged)
    with open_session(app.extensions["engine"], writes=False) as session:
        body = session.scalars(select(OutboxMessage.body)).one()
    assert "https://labels.example/reset-password/" in body
    assert "evil.example" not in body
