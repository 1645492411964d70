"""Signing in, resetting a password, accepting an invitation."""

import re

import pytest
from flask import Flask
from sqlalchemy import select

from assessment.app import create_app
from assessment.config import Settings
from assessment.db.models import OutboxMessage, User
from tests.building import PASSWORD, Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

WRONG = "Authentication failed"


def newest_link(line: Line) -> str:
    line.session.commit()
    body = line.session.scalars(
        select(OutboxMessage.body).order_by(OutboxMessage.id.desc())
    ).first()
    found = re.search(r"https?://[^/\s]+(/\S+)", body or "")
    assert found
    line.session.commit()
    return found[1]


def test_person_signs_in_and_out(world: World, seat: Seat) -> None:
    browser = seat()
    answer = browser.post("/login", {"email": world.owner.email, "password": PASSWORD})
    assert answer.location == "/start"
    assert "Owner" in browser.get("/desk").text
    browser.post("/logout")
    assert browser.get("/desk").location == "/login?next=/desk"


@pytest.mark.parametrize("address", ["/login", "/reset-password", "/"])
def test_pages_are_kept_by_nobody_in_between(address: str, seat: Seat) -> None:
    assert seat().get(address).headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("email", ["owner@people.example", "nobody@people.example"])
def test_wrong_password_and_unknown_person_sound_the_same(
    world: World, seat: Seat, email: str
) -> None:
    page = seat().post("/login", {"email": email, "password": "not the password"})
    known = seat().post("/login", {"email": "owner@people.example", "password": "not it either"})
    assert page.status_code == 200
    assert errors(page.text) == errors(known.text) != []


def errors(page: str) -> list[str]:
    return re.findall(r'<li><a href="#\w+">([^<]+)</a></li>', page) or re.findall(
        r"error-summary.*?<li>([^<]+)</li>", page, re.DOTALL
    )


def test_forgotten_password_is_reset_by_mail(line: Line, world: World, seat: Seat) -> None:
    browser = seat()
    browser.post("/reset-password", {"email": world.owner.email})
    link = newest_link(line)
    new = {"password": "quiet forest lake", "password_confirm": "quiet forest lake"}
    assert browser.get(link).status_code == 200
    assert browser.post(link, new).status_code == 302
    assert (
        browser.post("/login", {"email": world.owner.email, "password": PASSWORD}).status_code
        == 200
    )
    signed_in = browser.post("/login", {"email": world.owner.email, "password": new["password"]})
    assert signed_in.location == "/start"


def test_tries_of_signing_in_are_limited(settings: Settings, world: World, line: Line) -> None:
    line.session.commit()
    app = create_app(settings.model_copy(update={"sign_in_limit": "3 per minute"}))
    browser = Browser(app)
    form = {"email": world.owner.email, "password": "guess guess guess"}
    statuses = [browser.post("/login", form).status_code for _ in range(4)]
    app.extensions["engine"].dispose()
    assert statuses == [200, 200, 200, 429]


def test_invited_person_makes_an_account_and_has_the_role(
    app: Flask, line: Line, world: World, seat: Seat
) -> None:
    form = {
        "name": "Nina New",
        "email": "nina@people.example",
        "role": "editor",
        "cluster": "northern timber",
        "language": "fi",
    }
    assert seat(world.secretary).post("/secretariat/people/invite", form).status_code == 303
    link = newest_link(line)
    newcomer = seat()
    newcomer.client.delete_cookie("language")
    assert "Northern Timber" in newcomer.get(link).text
    short = {"name": "Nina New", "country": "FI", "password": "short", "password_again": "short"}
    assert newcomer.post(link, short).status_code == 422
    assert '<option selected value="">Choose</option>' in newcomer.get(link).text
    elsewhere = newcomer.post(
        link, {**short, "country": ""}, headers={"Origin": "http://localhost"}
    )
    assert "Choose your country." in elsewhere.text
    good = {**short, "password": "snow on the fells", "password_again": "snow on the fells"}
    assert newcomer.post(link, good).location == "/start"
    assert "Northern Timber" in newcomer.get("/desk").text
    assert newcomer.get(link).status_code == 410
    nina = line.session.scalars(select(User).where(User.email == "nina@people.example")).one()
    assert (nina.language, nina.password != "snow on the fells") == ("fi", True)
    line.session.commit()


def test_invitation_to_an_existing_account_is_accepted_by_its_owner_alone(
    line: Line, world: World, seat: Seat
) -> None:
    form = {"name": "Idle", "email": world.stranger.email, "role": "reviewer", "language": "en"}
    seat(world.secretary).post("/secretariat/people/invite", form)
    link = newest_link(line)
    assert "has an account already" in seat(world.owner).get(link).text
    seat(world.owner).post(link)
    line.session.refresh(world.stranger)
    assert world.stranger.is_reviewer is False
    assert seat(world.stranger).post(link).location == "/start"
    line.session.refresh(world.stranger)
    assert world.stranger.is_reviewer is True


def test_password_with_finnish_letters_works_after_the_invitation(
    line: Line, world: World, seat: Seat
) -> None:
    form = {"name": "Päivi", "email": "paivi@people.example", "role": "reviewer", "language": "fi"}
    seat(world.secretary).post("/secretariat/people/invite", form)
    link = newest_link(line)
    password = "yötön yö äärellä"
    data = {"name": "Päivi", "country": "FI", "password": password, "password_again": password}
    assert seat().post(link, data).location == "/start"
    signed_in = seat().post("/login", {"email": "paivi@people.example", "password": password})
    assert signed_in.location == "/start"


def test_language_chosen_before_signing_in_stays(line: Line, world: World, app: Flask) -> None:
    line.session.commit()
    browser = Browser(app)
    browser.post("/preferences/language", {"language": "fi"})
    browser.post("/login", {"email": world.owner.email, "password": PASSWORD})
    assert '<html lang="fi">' in browser.get("/desk").text
    line.session.refresh(world.owner)
    assert world.owner.language == "fi"


def test_language_of_a_browser_gives_way_to_the_persons_own(
    line: Line, world: World, app: Flask
) -> None:
    line.session.commit()
    browser = Browser(app, None, language="fi")
    browser.post("/login", {"email": world.owner.email, "password": PASSWORD})
    assert '<html lang="en">' in browser.get("/desk").text
    line.session.refresh(world.owner)
    assert world.owner.language == "en"


def test_tries_on_one_account_are_limited_from_everywhere(
    settings: Settings, world: World, line: Line
) -> None:
    line.session.commit()
    app = create_app(settings.model_copy(update={"sign_in_limit": "3 per minute"}))
    form = {"email": world.owner.email, "password": "guess guess guess"}
    statuses = []
    for number in range(4):
        browser = Browser(app)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        statuses.append(browser.post("/login", form).status_code)
    app.extensions["engine"].dispose()
    assert statuses == [200, 200, 200, 429]


@pytest.mark.parametrize("address", ["/login", "/reset-password"])
def test_an_address_is_counted_once_however_it_is_spelled(
    address: str, settings: Settings, world: World, line: Line
) -> None:
    line.session.commit()
    app = create_app(settings.model_copy(update={"sign_in_limit": "3 per minute"}))
    statuses = []
    for number, domain in enumerate(
        (
            "people.example",
            "People.Example",
            "\uff50\uff45\uff4f\uff50\uff4c\uff45.example",
            "\uff50eople.example",
        )
    ):
        browser = Browser(app)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        form = {"email": f"owner@{domain}", "password": "guess guess guess"}
        statuses.append(browser.post(address, form).status_code)
    app.extensions["engine"].dispose()
    assert (world.owner.email, statuses[-1]) == ("owner@people.example", 429)
    assert 429 not in statuses[:-1]


def test_tries_sent_as_json_are_counted_with_those_of_the_form(
    settings: Settings, world: World, line: Line
) -> None:
    line.session.commit()
    app = create_app(settings.model_copy(update={"sign_in_limit": "3 per minute"}))
    guess = {"email": world.owner.email, "password": "guess guess guess"}
    statuses = []
    for number in range(4):
        browser = Browser(app)
        browser.get("/login")
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        if number % 2:
            statuses.append(browser.post("/login", guess).status_code)
        else:
            headers = {"X-CSRFToken": browser.token, "Accept": "application/json"}
            answer = browser.client.post("/login", json=guess, headers=headers)
            statuses.append(answer.status_code)
    app.extensions["engine"].dispose()
    assert statuses == [400, 200, 400, 429]


def test_address_that_is_no_text_is_counted_and_refused(app: Flask) -> None:
    browser = Browser(app)
    browser.get("/login")
    headers = {"X-CSRFToken": browser.token, "Accept": "application/json"}
    guess = {"email": "\ud800", "password": "guess guess guess"}
    assert browser.client.post("/login", json=guess, headers=headers).status_code == 400


def test_confirming_who_one_is_is_counted_by_person(
    settings: Settings, world: World, line: Line
) -> None:
    line.session.commit()
    app = create_app(settings.model_copy(update={"sign_in_limit": "3 per minute"}))
    statuses = []
    for number in range(4):
        browser = Browser(app, world.owner)
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        form = {"email": f"{number}@people.example", "password": "guess guess guess"}
        statuses.append(browser.post("/confirm-identity", form).status_code)
    app.extensions["engine"].dispose()
    assert statuses == [200, 200, 200, 429]
