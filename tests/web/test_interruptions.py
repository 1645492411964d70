"""Forms that come too late or too large: explained, and nothing typed is lost."""

import re

import pytest

from assessment.config import Settings
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat

FORM = {"version": "0", "level": "3", "justification": "An hour of writing.", "save": "1"}


def test_stale_form_shows_what_was_typed_and_can_be_sent_again(
    line: Line, world: World, seat: Seat
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    browser = seat(world.owner)
    stale = {**FORM, "csrf_token": "old"}
    response = browser.post(address, stale, headers={"Origin": "http://localhost"})
    assert response.status_code == 400
    assert "An hour of writing.</textarea>" in response.text
    assert "Send again" in response.text
    assert browser.post(address, FORM).status_code == 303


def test_form_planted_elsewhere_is_not_offered_for_sending(
    line: Line, world: World, seat: Seat
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    stale = {**FORM, "csrf_token": "old"}
    response = seat(world.owner).post(address, stale, headers={"Origin": "https://evil.example"})
    assert response.status_code == 400
    assert "Send again" not in response.text


def test_ended_session_keeps_what_was_typed_and_offers_to_sign_in(
    line: Line, world: World, seat: Seat
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    response = seat(None).post(address, FORM, headers={"Origin": "http://localhost"})
    assert response.status_code == 401
    assert "An hour of writing.</textarea>" in response.text
    assert "Sign in in a new tab" in response.text


def test_page_for_a_form_that_came_too_late_tells_how_to_send_it_with_and_without_script(
    line: Line, world: World, seat: Seat
) -> None:
    """A script fetches the new session's token at the press; without one the page comes once more."""
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    browser = seat(None)
    late = browser.post(address, FORM, headers={"Origin": "http://localhost"})
    assert 'data-send-again="You are not signed in yet.' in late.text
    assert "<noscript><p>Your browser runs no script here" in late.text
    browser.person = world.owner
    browser.client.delete_cookie("session")
    browser.sign_in()
    again = {**FORM, "csrf_token": "of the visitor who was signed out"}
    once_more = browser.post(address, again, headers={"Origin": "http://localhost"})
    assert (once_more.status_code, "<noscript>" in once_more.text) == (400, False)
    assert browser.post(address, FORM).status_code == 303


def test_kept_page_shows_what_was_typed_and_nothing_of_the_forms_own(
    line: Line, world: World, seat: Seat
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    typed = {
        "version": "0",
        "shown": "before",
        "q-value-before": "17",
        "q-list-0-task": "Plan",
        "q-chart-kept": "4",
        "is_not_applicable": "y",
    }
    page = seat(None).post(address, typed, headers={"Origin": "http://localhost"}).text
    shown = re.findall(r">([^<>]+)</label>\s*<textarea[^>]*>([^<]*)</textarea>", page)
    assert shown == [
        ("Value before", "17"),
        ("List 1 task", "Plan"),
        ("This does not apply to us", "Yes"),
    ]


@pytest.mark.parametrize(
    ("state", "place", "code"),
    [(State.SUBMITTED, "criteria/web-presence", 409), (State.DRAFT, "criteria/gone", 404)],
)
def test_refused_form_shows_what_was_typed_unless_it_was_planted_elsewhere(
    line: Line, world: World, seat: Seat, state: State, place: str, code: int
) -> None:
    """A form that is open while the draft is submitted, or the label stops asking its criterion."""
    address = f"/assessments/{line.lead_to(state).id}/{place}"
    browser = seat(world.owner)
    ours = browser.post(address, FORM, headers={"Origin": "http://localhost"})
    assert (ours.status_code, "An hour of writing.</textarea>" in ours.text) == (code, True)
    planted = browser.post(address, FORM, headers={"Origin": "https://evil.example"})
    assert (planted.status_code, "An hour of writing." in planted.text) == (code, False)


def test_kept_page_shows_no_password(world: World, seat: Seat) -> None:
    form = {"csrf_token": "old", "email": "a@people.example", "password": "hush hush hush"}
    response = seat(None).post("/login", form)
    assert response.status_code == 401
    assert "a@people.example" in response.text
    assert "hush hush hush" not in response.text


def test_body_over_the_limit_is_explained(
    line: Line, world: World, seat: Seat, settings: Settings
) -> None:
    address = f"/assessments/{line.open().id}/criteria/web-presence"
    much = b"0" * (4 * settings.upload_bytes + 1)
    browser = seat(world.owner)
    kind = "multipart/form-data; boundary=x"
    response = browser.client.post(address, data=much, content_type=kind)
    assert response.status_code == 413
    assert "Choose files of at most 4 MB in all" in response.text


def test_late_form_that_needs_nobody_to_sign_in_is_sent_again_by_anybody(seat: Seat) -> None:
    late = {"csrf_token": "old", "language": "fi", "next": "/"}
    home = {"Origin": "http://localhost"}
    browser = seat(None)
    page = browser.post("/preferences/language", late, headers=home)
    assert page.status_code == 401
    assert "Sign in in a new tab" not in page.text
    assert "data-send-again" not in page.text
    assert "Send again" in page.text
    assert (
        browser.post("/preferences/language", {**late, "csrf_token": browser.token}).status_code
        == 303
    )


def test_answer_to_a_wrong_method_names_those_that_are_right(seat: Seat) -> None:
    answer = seat().post("/register")
    assert answer.status_code == 405
    assert {*answer.allow} == {"GET", "HEAD", "OPTIONS"}
