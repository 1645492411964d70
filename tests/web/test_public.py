"""Pages for anyone."""

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import Certificate
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from tests.building import Line
from tests.web.conftest import Seat


def certificate(line: Line) -> Certificate:
    line.lead_to(State.AWARDED)
    found = line.session.scalar(select(Certificate))
    assert found is not None
    return found


def test_certificate_page_says_what_who_and_when(line: Line, seat: Seat) -> None:
    found = certificate(line)
    page = seat().get(f"/verify/{found.token}").text
    for text in ("This certificate is valid.", "Northern Timber", "15 June 2026", "30 June 2028"):
        assert text in page


def test_certificate_past_its_last_day_is_expired(line: Line, seat: Seat) -> None:
    found = certificate(line)
    found.valid_until = date(2026, 6, 16)
    page = seat().get(f"/verify/{found.token}").text
    assert "This certificate has expired." in page
    assert "This certificate is valid." not in page


@pytest.mark.parametrize(
    ("days_left", "notice", "status"),
    [
        (400, "This certificate is valid.", "Valid"),
        (30, "This certificate is valid.", "Valid, ends soon"),
        (-1, "This certificate has expired.", "Expired, can still be renewed"),
        (-400, "This certificate has expired.", "Expired"),
    ],
)
def test_certificate_page_says_what_it_is_worth_today(
    line: Line, seat: Seat, days_left: int, notice: str, status: str
) -> None:
    found = certificate(line)
    found.valid_until = now().astimezone(HOME).date() + timedelta(days=days_left)
    page = seat().get(f"/verify/{found.token}").text
    assert notice in page
    assert f"<dd>{status}</dd>" in page


@pytest.mark.parametrize(
    "typed", ["+g-2026-0001+", "G%E2%80%932026%E2%80%930001", "g+2026+0001", "G20260001"]
)
def test_number_leads_to_the_certificate_however_it_is_typed(
    line: Line, seat: Seat, typed: str
) -> None:
    found = certificate(line)
    response = seat().get(f"/verify?number={typed}")
    assert response.location == f"/verify/{found.token}"


def test_the_address_on_the_paper_leads_there_as_well(line: Line, seat: Seat) -> None:
    found = certificate(line)
    typed = quote(f"https://labels.example/verify/{found.token} ")
    assert seat().get(f"/verify?number={typed}").location == f"/verify/{found.token}"
    assert seat().get("/verify?number=https://labels.example/verify/").status_code == 404


@pytest.mark.parametrize("address", ["/verify?number=G-2026-9999", "/verify/made-up"])
def test_unknown_certificate_is_not_ours(seat: Seat, address: str) -> None:
    response = seat().get(address)
    assert response.status_code == 404
    assert "We have not issued a certificate like this." in response.text


def test_every_page_forbids_inline_script_and_frames(seat: Seat) -> None:
    policy = seat().get("/").headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/about", "/about"),
        ("https://evil.example/", "/"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("", "/"),
    ],
)
def test_preferences_lead_back_to_pages_of_ours_alone(
    seat: Seat, address: str, leads_to: str
) -> None:
    browser = seat()
    response = browser.post("/preferences/theme", {"theme": "dark", "next": address})
    assert response.location == leads_to
    assert 'data-theme="dark"' in browser.get("/").text


def test_chosen_language_stays_with_the_person(line: Line, seat: Seat) -> None:
    browser = seat(line.world.owner)
    browser.post("/preferences/language", {"language": "fi", "next": "/desk"})
    line.session.refresh(line.world.owner)
    assert line.world.owner.language == "fi"
    assert '<html lang="fi">' in browser.get("/desk").text
