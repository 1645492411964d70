"""Setting up an authenticator app, signing in with it, and being without it."""

import re

import pytest
from sqlalchemy import select, update

from assessment.app import create_app
from assessment.config import Settings
from assessment.db.models import OutboxMessage, User
from tests.authenticator import AuthenticatorApp
from tests.building import PASSWORD, Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

SETUP = "/account/signing-in/authenticator"


def set_up(browser: Browser) -> tuple[AuthenticatorApp, list[str]]:
    """The app on the person's phone, and the recovery codes that they were shown."""
    page = browser.get(SETUP).text
    found = re.search(r'<code class="key">([A-Z2-7-]+)</code>', page)
    assert found
    app = AuthenticatorApp(found[1])
    answer = browser.post(SETUP, {"one_time_code": app.code(steps=-1)})
    assert answer.headers["Cache-Control"] == "no-store"
    return app, re.findall(r"<code>([a-z0-9-]{14})</code>", answer.text)


def begin(browser: Browser, email: str, address: str = "/login") -> str | None:
    browser.token = ""
    return browser.post(address, {"email": email, "password": PASSWORD}).location


def subjects(line: Line) -> list[str]:
    found = [m.body for m in line.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))]
    line.session.commit()
    return found


def test_the_key_is_shown_as_picture_and_as_text(world: World, seat: Seat) -> None:
    page = seat(world.owner).get(SETUP).text
    assert 'class="qr"' in page
    assert re.search(r'<code class="key">[A-Z2-7-]{20,}</code>', page)


def test_setting_up_gives_ten_recovery_codes_once_and_tells_by_mail(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    _, codes = set_up(browser)
    assert len(set(codes)) == 10
    assert browser.get("/account/signing-in/recovery-codes").text.count(codes[0]) == 0
    assert "now asks for a code" in subjects(line)[-1]


def test_a_wrong_code_keeps_the_key_on_the_page(world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    key = re.search(r'class="key">([A-Z2-7-]+)<', browser.get(SETUP).text)
    wrong = browser.post(SETUP, {"one_time_code": "000000"})
    assert key
    assert (wrong.status_code, key[1] in wrong.text) == (422, True)


def test_the_password_alone_lets_nobody_in(world: World, seat: Seat) -> None:
    set_up(seat(world.owner))
    browser = seat()
    assert begin(browser, world.owner.email) == "/login/code"
    assert browser.get("/account").location == "/login?next=/account"
    assert browser.post("/login/code", {"one_time_code": "123456"}).status_code == 422
    assert browser.get("/account").location == "/login?next=/account"


def test_the_code_lets_in_and_leads_where_the_person_wanted_to_go(world: World, seat: Seat) -> None:
    app, _ = set_up(seat(world.owner))
    browser = seat()
    step = begin(browser, world.owner.email, "/login?next=/account/data")
    assert step == "/login/code?next=/account/data"
    assert browser.post(step, {"one_time_code": app.code()}).location == "/account/data"
    assert browser.get("/account/data").status_code == 200


@pytest.mark.parametrize("next_", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_nobody_is_sent_elsewhere(world: World, seat: Seat, next_: str) -> None:
    app, _ = set_up(seat(world.owner))
    browser = seat()
    begin(browser, world.owner.email)
    answer = browser.post(
        "/login/code", {"one_time_code": app.code()}, query_string={"next": next_}
    )
    assert answer.location == "/start"


def test_a_code_that_was_seen_over_the_shoulder_is_used_up(world: World, seat: Seat) -> None:
    app, _ = set_up(seat(world.owner))
    first, second = seat(), seat()
    code = {"one_time_code": app.code()}
    for browser in (first, second):
        begin(browser, world.owner.email)
    assert first.post("/login/code", code).location == "/start"
    assert second.post("/login/code", code).status_code == 422


def test_a_recovery_code_lets_in_once_and_is_told_by_mail(
    line: Line, world: World, seat: Seat
) -> None:
    _, codes = set_up(seat(world.owner))
    statuses = []
    for _ in range(2):
        browser = seat()
        begin(browser, world.owner.email)
        statuses.append(browser.post("/login/code", {"one_time_code": codes[3]}).status_code)
    assert statuses == [303, 422]
    assert "Codes left: 9." in subjects(line)[-1]


def test_the_step_asks_for_the_password_first(seat: Seat) -> None:
    assert seat().get("/login/code?next=/desk").location == "/login?next=/desk"


def test_the_step_is_over_after_ten_minutes(world: World, seat: Seat) -> None:
    app, _ = set_up(seat(world.owner))
    browser = seat()
    begin(browser, world.owner.email)
    with browser.client.session_transaction() as cookie:
        cookie["halfway_since"] -= 601
    assert browser.post("/login/code", {"one_time_code": app.code()}).location == "/login"


def test_a_new_password_makes_a_begun_step_useless(line: Line, world: World, seat: Seat) -> None:
    app, _ = set_up(seat(world.owner))
    browser = seat()
    begin(browser, world.owner.email)
    line.session.execute(update(User).values(fs_uniquifier=User.email))
    line.session.commit()
    assert browser.post("/login/code", {"one_time_code": app.code()}).location == "/login"


def test_codes_are_limited(settings: Settings, world: World, line: Line, seat: Seat) -> None:
    set_up(seat(world.owner))
    strict = create_app(settings.model_copy(update={"sign_in_limit": "5 per minute"}))
    browser = Browser(strict)
    begin(browser, world.owner.email)
    statuses = []
    for number in range(6):
        browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
        statuses.append(browser.post("/login/code", {"one_time_code": "000000"}).status_code)
    strict.extensions["engine"].dispose()
    assert statuses == [422] * 5 + [429]


def test_thirty_codes_an_hour_are_tried_whatever_is_sent_beside_them(
    settings: Settings, world: World, line: Line, seat: Seat
) -> None:
    set_up(seat(world.owner))
    lenient = create_app(settings.model_copy(update={"sign_in_limit": "100 per minute"}))
    browser = Browser(lenient)
    begin(browser, world.owner.email)
    statuses = [
        browser.post(
            "/login/code", {"one_time_code": "000000", "email": f"{number}@people.example"}
        ).status_code
        for number in range(31)
    ]
    lenient.extensions["engine"].dispose()
    assert statuses == [422] * 30 + [429]


def test_turning_it_off_asks_once_more_and_tells_by_mail(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.owner)
    set_up(browser)
    assert "Sign in without a code?" in browser.get(f"{SETUP}/off").text
    assert browser.post(f"{SETUP}/off").status_code == 303
    assert "no longer asks for a code" in subjects(line)[-1]
    assert begin(seat(), world.owner.email) == "/start"


def test_new_recovery_codes_end_the_old_ones(world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    _, old = set_up(browser)
    page = browser.post("/account/signing-in/recovery-codes").text
    new = re.findall(r"<code>([a-z0-9-]{14})</code>", page)
    assert (len(new), set(new) & set(old)) == (10, set())


@pytest.mark.parametrize(
    "address",
    [
        SETUP,
        "/account/signing-in/passkeys/add",
        "/account/data/export",
        "/account/data/delete",
    ],
)
def test_what_matters_asks_who_is_there_unless_it_was_just_shown(
    world: World, seat: Seat, address: str
) -> None:
    browser = seat(world.owner)
    with browser.client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
    asked = browser.get(address)
    assert asked.location == f"/confirm-identity?next={address}"
    assert browser.post(asked.location, {"password": PASSWORD}).location == address
    assert browser.get(address).status_code == 200


def test_a_remembered_browser_is_asked_who_is_there(world: World, seat: Seat) -> None:
    browser = seat()
    browser.post("/login", {"email": world.owner.email, "password": PASSWORD, "remember": "y"})
    browser.client.delete_cookie("session")
    assert browser.get("/account").status_code == 200
    assert browser.get(SETUP).location == f"/confirm-identity?next={SETUP}"


def test_a_late_code_is_not_shown_on_the_kept_page(world: World, seat: Seat) -> None:
    browser = seat()
    page = browser.post("/login/code", {"csrf_token": "old", "one_time_code": "428391"})
    assert "428391" not in page.text
