"""Where a person is signed in: looked at, ended, and over for every copy of its cookie."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import BrowserSession, OutboxMessage
from assessment.db.queries.signing_in import sessions_of
from assessment.web.sessions import coarse
from tests.building import PASSWORD, Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0"
)


def sign_in(browser: Browser, email: str, agent: str = FIREFOX, **more: str) -> None:
    browser.client.environ_base["HTTP_USER_AGENT"] = agent
    browser.token = ""
    assert browser.post("/login", {"email": email, "password": PASSWORD, **more}).location


def is_in(browser: Browser) -> bool:
    return browser.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on iPhone"),
        (EDGE, "Edge on Windows"),
        ("<script>alert(1)</script>", "A browser on an unknown device"),
        ("", "A browser on an unknown device"),
    ],
)
def test_a_session_is_named_after_browser_and_system(
    world: World, seat: Seat, agent: str, name: str
) -> None:
    browser = seat()
    sign_in(browser, world.owner.email, agent)
    page = browser.get("/account/sessions").text
    assert name in page
    assert "this one" in page
    assert "You are signed in nowhere else." in page


def test_a_copied_cookie_is_useless_after_signing_out(world: World, seat: Seat) -> None:
    browser, thief = seat(), seat()
    sign_in(browser, world.owner.email)
    cookie = browser.client.get_cookie("session")
    assert cookie is not None
    thief.client.set_cookie("session", cookie.value)
    assert is_in(thief)
    assert is_in(browser)
    browser.post("/logout")
    assert not is_in(thief)


def test_a_copied_cookie_that_remembers_is_useless_after_signing_out(
    world: World, seat: Seat
) -> None:
    browser, thief = seat(), seat()
    sign_in(browser, world.owner.email, remember="y")
    cookie = browser.client.get_cookie("remember_token")
    assert cookie is not None
    thief.client.set_cookie("remember_token", cookie.value)
    assert is_in(thief)
    browser.token = ""
    browser.get("/account")
    browser.post("/logout")
    thief.client.delete_cookie("session")
    assert not is_in(thief)


def test_another_session_is_ended_from_the_list(world: World, seat: Seat, line: Line) -> None:
    here, there = seat(), seat()
    sign_in(there, world.owner.email, SAFARI)
    sign_in(here, world.owner.email)
    ends = re.findall(r"/account/sessions/(\d+)/end", here.get("/account/sessions").text)
    assert len(ends) == 1
    assert here.post(f"/account/sessions/{ends[0]}/end").status_code == 303
    assert (is_in(here), is_in(there)) == (True, False)


def test_all_others_are_ended_at_once(world: World, seat: Seat) -> None:
    browsers = [seat() for _ in range(3)]
    for browser in browsers:
        sign_in(browser, world.owner.email)
    browsers[0].get("/account/sessions")
    browsers[0].post("/account/sessions/end-others")
    assert "2 other browsers are signed out." in browsers[0].get("/account/sessions").text
    assert [is_in(browser) for browser in browsers] == [True, False, False]


def test_somebody_elses_session_is_not_ended(line: Line, world: World, seat: Seat) -> None:
    theirs = seat(world.viewer)
    number = sessions_of(line.session, world.viewer.id)[0].id
    seat(world.owner).post(f"/account/sessions/{number}/end")
    assert is_in(theirs)


def test_a_new_password_ends_the_other_sessions(world: World, seat: Seat) -> None:
    here, there = seat(), seat()
    for browser in (here, there):
        sign_in(browser, world.owner.email)
    new = "quiet forest lake"
    form = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    here.token = ""
    here.get("/change-password")
    assert here.post("/change-password", form).location == "/account/signing-in"
    assert (is_in(here), is_in(there)) == (True, False)


def test_signing_in_leaves_nothing_of_the_cookie_from_before(world: World, seat: Seat) -> None:
    browser = seat()
    browser.get("/login")
    with browser.client.session_transaction() as before:
        planted = before["csrf_token"]
    sign_in(browser, world.owner.email)
    browser.get("/account")
    with browser.client.session_transaction() as after:
        assert after["csrf_token"] != planted


def test_the_key_in_the_cookie_is_new_at_each_sign_in(world: World, seat: Seat) -> None:
    browser = seat()
    keys = set()
    for _ in range(2):
        sign_in(browser, world.owner.email)
        with browser.client.session_transaction() as cookie:
            keys.add(cookie["_user_id"])
        browser.token = ""
        browser.get("/account")
        browser.post("/logout")
    assert len(keys) == 2


def test_a_page_asks_for_person_and_session_at_once(
    world: World, seat: Seat, statements: object
) -> None:
    browser = seat(world.owner)
    with statements() as found:  # type: ignore[operator]
        browser.get("/account/data")
    assert [text for text in found if "sessions" in text and "users" in text] == found[:1]
    assert not [text for text in found if not text.startswith("SELECT")]


def test_last_sight_is_written_at_most_every_ten_minutes(
    line: Line, world: World, seat: Seat, statements: object
) -> None:
    browser = seat(world.owner)
    earlier = now() - timedelta(minutes=11)
    line.session.execute(update(BrowserSession).values(last_seen_at=earlier))
    line.session.commit()
    written = []
    for _ in range(2):
        with statements() as found:  # type: ignore[operator]
            browser.get("/account/data")
        written.append(sum(text.startswith("UPDATE") for text in found))
    assert written == [1, 0]
    assert sessions_of(line.session, world.owner.id)[0].last_seen_at > earlier


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("192.0.2.17", "192.0.2.x"),
        ("2001:db8:1:2::17", "2001:db8:1::"),
        ("unknown", ""),
        (None, ""),
    ],
)
def test_the_last_part_of_an_address_is_not_kept(address: str | None, kept: str) -> None:
    assert coarse(address) == kept


def test_a_password_with_the_persons_name_is_refused_where_it_is_chosen(
    world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    new = "the owner of much timber"
    form = {"password": PASSWORD, "new_password": new, "new_password_confirm": new}
    assert "It has your name or address in it" in browser.post("/change-password", form).text


def test_library_mail_comes_in_its_readers_language(line: Line, world: World, seat: Seat) -> None:
    world.owner.language = "fi"
    browser = seat()
    browser.post("/reset-password", {"email": world.owner.email})
    mail = line.session.scalars(select(OutboxMessage)).one()
    line.session.commit()
    assert mail.subject == "Valitse uusi salasana"
    assert "https://labels.example/reset-password/" in mail.body


def test_tries_are_counted_for_all_web_workers_together(
    settings: Settings, world: World, line: Line
) -> None:
    from assessment.app import create_app

    line.session.commit()
    strict = settings.model_copy(update={"sign_in_limit": "3 per minute"})
    workers: list[Flask] = [create_app(strict) for _ in range(2)]
    form = {"email": world.owner.email, "password": "guess guess guess"}
    statuses = [Browser(workers[n % 2]).post("/login", form).status_code for n in range(4)]
    for worker in workers:
        worker.extensions["engine"].dispose()
    assert statuses == [200, 200, 200, 429]
