"""People look after how they sign in: passkeys, an authenticator app, sessions, and farewell."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import CDPSession, expect

from tests.authenticator import AuthenticatorApp
from tests.journeys.conftest import Site
from tests.journeys.person import Person

Visit = Callable[..., Person]
MANAGER = "manager@demo.example"
REVIEWER = "reviewer.fi@demo.example"
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_device(person: Person) -> tuple[CDPSession, str]:
    """A device that keeps passkeys and knows its owner, in the browser's own simulation."""
    devtools = person.page.context.new_cdp_session(person.page)
    devtools.send("WebAuthn.enable")
    made = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    return devtools, made["authenticatorId"]


def by_name(site: Site) -> Site:
    """The same site under a name: a passkey belongs to one, never to an IP address."""
    return replace(site, address=site.address.replace("127.0.0.1", "localhost"))


def sign_out(person: Person) -> Person:
    person.page.locator(".strip summary").last.click()
    person.page.get_by_role("button", name="Sign out").click()
    expect(person.page.get_by_role("link", name="Sign in").first).to_be_visible()
    return person


def add_passkey(person: Person, name: str) -> None:
    person.go("/account/signing-in").follow("Add a passkey").is_at("Add a passkey")
    person.fill("Name of the passkey", name).press("Make the passkey")
    person.is_at("Signing in").sees(name)


def test_a_passkey_signs_in_and_is_removed(site: Site, visit: Visit) -> None:
    person = visit(by_name(site)).sign_in(MANAGER)
    devtools, device = give_device(person)
    add_passkey(person, "Phone")
    person.sees("not used yet")
    sign_out(person).go("/login?next=/account/signing-in").press("Sign in with a passkey")
    person.is_at("Signing in").sees("last used")
    person.follow("Remove").is_at("Remove the passkey Phone").press("Remove")
    person.sees("The passkey Phone no longer signs you in here.").sees("None yet.")
    sign_out(person).go("/login").button("Sign in with a passkey").click()
    expect(person.page.locator("[data-passkey-fault]")).not_to_be_empty()
    held = devtools.send("WebAuthn.getCredentials", {"authenticatorId": device})
    assert len(held["credentials"]) == 1


def test_a_device_that_does_not_know_its_owner_signs_nobody_in(site: Site, visit: Visit) -> None:
    person = visit(by_name(site)).sign_in(MANAGER)
    devtools, device = give_device(person)
    add_passkey(person, "Phone")
    devtools.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    sign_out(person).go("/login").button("Sign in with a passkey").click()
    person.sees("That did not work with a passkey.")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_passkey_confirms_who_is_there(site: Site, visit: Visit) -> None:
    person = visit(by_name(site)).sign_in(MANAGER)
    give_device(person)
    add_passkey(person, "Phone")
    person.go("/confirm-identity?next=/account/data").press("Confirm with a passkey")
    person.is_at("My data")


def test_an_app_and_recovery_codes_guard_the_password(site: Site, visit: Visit) -> None:
    person = visit(site).sign_in(REVIEWER).go("/account/signing-in")
    person.follow("Set up an authenticator app")
    app = AuthenticatorApp(person.page.locator(".key").inner_text())
    person.fill("Code from the app", app.code()).press("Turn it on")
    person.is_at("Your recovery codes")
    listed = person.page.locator(".codes code")
    expect(listed).to_have_count(10)
    codes = listed.all_inner_texts()
    expect(person.page.get_by_role("button", name="Print")).to_be_visible()
    person.follow("I have kept them").sees("10 codes are left.")

    elsewhere = visit(site, java_script_enabled=False).sign_in(REVIEWER)
    used = app.code(
        steps=1
    )  # later than the last, and near enough on both sides of a full half minute
    elsewhere.is_at("Your code, please").fill("Code", used).press("Sign in").is_at("Reviews")
    third = visit(site).sign_in(REVIEWER)
    third.fill("Code", used).press("Sign in").sees("This code is not good")
    third.fill("Code", codes[0].upper()).press("Sign in").sees("9 recovery codes are left.")


def test_a_session_is_ended_from_another_browser(site: Site, visit: Visit) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Safari/604.1"
    phone = visit(site, user_agent=agent).sign_in(MANAGER)
    desk = visit(site).sign_in(MANAGER).go("/account/sessions")
    desk.sees("Safari on iPhone").sees("this one")
    phone.go("/account").is_at("My account")
    desk.page.get_by_role("button", name="End the session of Safari on iPhone").click()
    desk.sees("That browser is signed out.").sees("You are signed in nowhere else.")
    phone.go("/account").is_at("Sign in")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_an_account_is_taken_along_and_its_only_owner_is_told_what_to_do(
    site: Site, visit: Visit
) -> None:
    person = visit(site).sign_in(MANAGER).go("/account/data")
    with person.page.expect_download() as awaited:
        person.page.get_by_role("link", name="Download my data").click()
    assert re.fullmatch(
        r"cluster-assessment-\d{4}-\d\d-\d\d\.json", awaited.value.suggested_filename
    )
    person.follow("Delete my account").sees("You are the only owner of")
    person.follow("Back to my data").is_at("My data")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_without_script_the_password_does_everything(site: Site, visit: Visit) -> None:
    person = visit(site, java_script_enabled=False).go("/login")
    person.sees("Signing in with a passkey needs JavaScript")
    person.sign_in(MANAGER).go("/account/signing-in/passkeys/add")
    person.sees("Passkeys need JavaScript and a recent browser.")
    person.go("/account").page.locator("#language").select_option("fi")
    person.page.locator("form:has(#language) button").click()
    person.is_at("Oma tili").sees("Tallennettu.")
