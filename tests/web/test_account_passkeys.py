"""Passkeys as the script sees them; tests/journeys/test_accounts.py has a browser make real ones."""

import base64
import json
from dataclasses import dataclass

import flask_security.webauthn
import pytest
from sqlalchemy import func, select

from assessment.db.base import now
from assessment.db.models import OutboxMessage, Passkey, User
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat

AS_JSON = {"Accept": "application/json"}


def ask(browser: Browser, address: str, **body: object):  # type: ignore[no-untyped-def]
    if not browser.token:
        browser.get("/account" if browser.person else "/login")
    headers = {**AS_JSON, "X-CSRFToken": browser.token}
    return browser.client.post(address, json=body, headers=headers)


def make_passkey(line: Line, person: User, name: str = "Phone") -> Passkey:
    passkey = Passkey(
        user_id=person.id,
        name=name,
        credential_id=name.encode(),
        public_key=b"key",
        usage="first",
        lastuse_datetime=now(),
    )
    line.session.add(passkey)
    line.session.flush()
    return passkey


def test_a_passkey_is_kept_on_the_device_which_asks_who_is_there(world: World, seat: Seat) -> None:
    answer = ask(seat(world.owner), "/passkeys/add", name="Phone", usage="first")
    options = answer.json["response"]["credential_options"]
    selection = options["authenticatorSelection"]
    assert selection["residentKey"] == selection["userVerification"] == "required"
    assert options["user"]["name"] == world.owner.email
    assert options["rp"]["name"] == "Cluster Assessment"


def test_the_device_learns_no_number_of_the_person(line: Line, world: World, seat: Seat) -> None:
    ask(seat(world.owner), "/passkeys/add", name="Phone", usage="first")
    line.session.refresh(world.owner)
    assert len(world.owner.fs_webauthn_user_handle) == 32


def test_a_passkey_needs_a_name_of_its_own(line: Line, world: World, seat: Seat) -> None:
    make_passkey(line, world.owner)
    browser = seat(world.owner)
    statuses = [
        ask(browser, "/passkeys/add", name=name, usage="first").status_code
        for name in ("", "  ", "x" * 65, "Phone", "Anna’s <b>phone</b>")
    ]
    assert statuses == [400, 400, 400, 400, 200]


def test_no_passkey_is_a_second_factor_only(world: World, seat: Seat) -> None:
    refused = ask(seat(world.owner), "/passkeys/add", name="Phone", usage="secondary")
    assert refused.status_code == 400


def test_adding_one_asks_who_is_there_unless_it_was_just_shown(world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    browser.get("/account")
    with browser.client.session_transaction() as cookie:
        cookie["fs_paa"] -= 3600
    answer = ask(browser, "/passkeys/add", name="Phone", usage="first")
    assert (answer.status_code, answer.json["response"]["reauth_required"]) == (401, True)


def test_signing_in_tells_nobody_who_has_a_passkey(line: Line, world: World, seat: Seat) -> None:
    make_passkey(line, world.owner)
    told = [
        ask(seat(), "/passkeys/sign-in", identity=email).json["response"]["credential_options"]
        for email in (world.owner.email, "nobody@people.example")
    ]
    assert [options["allowCredentials"] for options in told] == [[], []]
    assert [options["userVerification"] for options in told] == ["required", "required"]


def test_signing_in_from_elsewhere_is_refused(world: World, seat: Seat) -> None:
    answer = seat().client.post("/passkeys/sign-in", json={}, headers=AS_JSON)
    assert answer.status_code in (400, 401)


def test_a_made_up_answer_is_refused(world: World, seat: Seat) -> None:
    browser = seat()
    asked = ask(browser, "/passkeys/sign-in").json["response"]
    for credential in ("", "{}", "no json", '{"id": "x", "rawId": "x", "type": "public-key"}'):
        answer = ask(browser, f"/passkeys/sign-in/{asked['wan_state']}", credential=credential)
        assert answer.status_code == 400
    assert ask(browser, "/passkeys/sign-in/made-up", credential="{}").status_code == 400
    assert browser.get("/account").status_code == 302


def test_passkeys_are_listed_and_removed_after_one_more_question(
    line: Line, world: World, seat: Seat
) -> None:
    passkey = make_passkey(line, world.owner, "<b>Phone</b>")
    browser = seat(world.owner)
    page = browser.get("/account/signing-in").text
    assert "&lt;b&gt;Phone&lt;/b&gt;" in page
    assert "not used yet" in page
    address = f"/account/signing-in/passkeys/{passkey.id}/remove"
    assert "Remove this passkey?" in browser.get(address).text
    assert browser.post(address).location == "/account/signing-in"
    assert line.session.scalar(select(func.count()).select_from(Passkey)) == 0
    mail = line.session.scalars(select(OutboxMessage)).one()
    assert "The passkey named “<b>Phone</b>” was removed" in mail.body
    line.session.commit()


def test_somebody_elses_passkey_is_not_there(line: Line, world: World, seat: Seat) -> None:
    passkey = make_passkey(line, world.owner)
    address = f"/account/signing-in/passkeys/{passkey.id}/remove"
    browser = seat(world.viewer)
    assert (browser.get(address).status_code, browser.post(address).status_code) == (404, 404)


def test_pages_say_what_passkeys_need(world: World, seat: Seat) -> None:
    needs = "needs JavaScript and a recent browser"
    assert needs in seat().get("/login").text
    assert "need JavaScript" in seat(world.owner).get("/account/signing-in/passkeys/add").text


def test_the_overview_asks_as_often_for_many_passkeys_as_for_one(
    line: Line, world: World, seat: Seat, statements: object
) -> None:
    counts = []
    for number in range(2):
        for each in range(1 + 9 * number):
            make_passkey(line, world.owner, f"Key {number} {each}")
        browser = seat(world.owner)
        with statements() as found:  # type: ignore[operator]
            browser.get("/account/signing-in")
        counts.append(len(found))
    assert counts[0] == counts[1] <= 6


@dataclass
class Verified:
    """What the library says of a signature that is right."""

    new_sign_count: int = 0


@pytest.mark.parametrize("address", ["/passkeys/sign-in", "/passkeys/confirm"])
def test_what_a_passkey_signed_is_good_once(
    address: str, line: Line, world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    passkey = make_passkey(line, world.owner)
    monkeypatch.setattr(
        flask_security.webauthn.webauthn, "verify_authentication_response", lambda **_: Verified()
    )
    number = base64.urlsafe_b64encode(passkey.credential_id).rstrip(b"=").decode()
    parts = dict.fromkeys(("clientDataJSON", "authenticatorData", "signature"), "e30")
    told = {"id": number, "rawId": number, "type": "public-key", "response": parts}
    first, second = (
        (seat(), seat())
        if address == "/passkeys/sign-in"
        else (seat(world.owner), seat(world.owner))
    )
    state = ask(first, address).json["response"]["wan_state"]
    statuses = [
        ask(browser, f"{address}/{state}", credential=json.dumps(told)).status_code
        for browser in (first, second)
    ]
    assert statuses == [200, 400]
