"""Checking a file on the public page, the credential and what software asks of it."""

import io
import json
import re
from pathlib import Path

import pytest
from flask import Flask
from openbadgeslib.ob3 import OB3Verifier
from sqlalchemy import Engine, func, select

from assessment.config import Settings
from assessment.db.base import Base, now
from assessment.db.models import Certificate, Document, Submission
from assessment.domain.label_life import LifeState
from assessment.reports.issuer_keys import keys_in
from assessment.services.status_lists import sign_status_lists
from assessment.web.public import verification
from tests.building import Line
from tests.issuing import issue, made
from tests.web.browser import check_page
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def issued(line: Line, engine: Engine, settings: Settings) -> tuple[str, bytes]:
    """The token of a certificate, and its file."""
    token = issue(line).token
    ((_document, content),) = made(line, engine, settings)
    return token, content


def sent(content: bytes) -> dict[str, object]:
    return {"file": (io.BytesIO(content), "certificate.pdf")}


def files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("assessment.db", "checking", "queue"))
    )


def test_a_genuine_file_is_shown_with_what_it_certifies_and_how_that_stands_today(
    issued: tuple[str, bytes], line: Line, seat: Seat, tmp_path: Path
) -> None:
    before = files(tmp_path)
    page = read(seat().post("/verify/file", sent(issued[1])).text)
    for said in (
        "This file is genuine: it is what we issued, byte for byte.",
        "The label today: Valid",
        "Certificate G-2026-0001",
        "Northern Timber",
        "The file was not kept.",
    ):
        assert said in page
    assert files(tmp_path) == before
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.life, certificate.life_since = LifeState.REVOKED, now()
    page = read(seat().post("/verify/file", sent(issued[1])).text)
    assert "The label today: Revoked Certificate G-2026-0001 This file is genuine" in page


@pytest.mark.parametrize(
    ("life", "is_corrected", "kind", "said"),
    [
        (LifeState.VALID, False, "success", "This file is genuine: it is what we issued"),
        (LifeState.VALID, True, "warning", "This file is genuine, but a corrected one took"),
        (LifeState.SUSPENDED, False, "warning", "The label today: Suspended"),
        (LifeState.SUSPENDED, True, "warning", "This file is genuine, but a corrected one took"),
        (LifeState.REVOKED, False, "danger", "The label today: Revoked"),
        (LifeState.REVOKED, True, "danger", "The label today: Revoked"),
    ],
)
def test_one_notice_says_the_worse_first(
    issued: tuple[str, bytes],
    line: Line,
    seat: Seat,
    life: LifeState,
    is_corrected: bool,
    kind: str,
    said: str,
) -> None:
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.life, certificate.life_since = life, now()
    line.session.scalars(select(Document)).one().superseded_at = now() if is_corrected else None
    page = seat().post("/verify/file", sent(issued[1])).text
    (shown,) = re.findall(r'<div class="notice notice--(\w+)".*?</div>', page, re.DOTALL)
    assert shown == kind
    told = read(page)
    assert told.index(said) < told.index("Certificate G-2026-0001", told.index("The label today"))
    first = min(told.index("The label today"), told.index("This file is genuine"))
    assert told.startswith(said, first)


@pytest.mark.parametrize(
    ("life", "kind", "begins"),
    [
        (LifeState.VALID, "warning", "Our seal is on this file and it is unchanged, but it is not"),
        (LifeState.SUSPENDED, "warning", "Our seal is on this file and it is unchanged, but it"),
        (LifeState.REVOKED, "danger", "The label today: Revoked Certificate G-2026-0001 Our seal"),
    ],
)
def test_of_a_file_that_we_sealed_and_have_not_on_record_the_label_is_told(
    issued: tuple[str, bytes], line: Line, seat: Seat, life: LifeState, kind: str, begins: str
) -> None:
    line.session.scalars(select(Document)).one().sha256 = "0" * 64
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.life, certificate.life_since = life, now()
    page = seat().post("/verify/file", sent(issued[1])).text
    (shown,) = re.findall(r'<div class="notice notice--(\w+)".*?</div>', page, re.DOTALL)
    assert shown == kind
    told = read(page)
    assert f"What the file proves {begins}" in told
    assert f"The label today: {life.capitalize()} Certificate G-2026-0001" in told
    assert "Northern Timber" in told
    assert "Issued on" not in told


def test_a_label_that_has_ended_is_told_of_a_file_that_is_not_on_record(
    issued: tuple[str, bytes], line: Line, seat: Seat
) -> None:
    line.session.scalars(select(Document)).one().sha256 = "0" * 64
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.valid_from = certificate.valid_from.replace(year=2020)
    certificate.valid_until = certificate.valid_until.replace(year=2022)
    page = read(seat().post("/verify/file", sent(issued[1])).text)
    assert "The label today: Expired" in page


def test_a_file_that_is_not_as_issued_shows_nothing_of_what_it_claims(
    issued: tuple[str, bytes], seat: Seat
) -> None:
    page = read(seat().post("/verify/file", sent(issued[1] + b"\n")).text)
    assert (
        "Our seal is on this file, but does not fit it: the file was changed or put together."
        in page
    )
    assert "Northern Timber" not in page
    page = read(seat().post("/verify/file", sent(b"Gold for everybody")).text)
    assert "This file is not from us as it is. It is no PDF that can be read." in page


def test_without_a_file_or_with_too_large_a_one_it_is_asked_again(
    seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = seat().post("/verify/file", {})
    assert (asked.status_code, "Choose a file." in asked.text) == (422, True)
    asked = seat().post("/verify/file", sent(b""))
    assert asked.status_code == 422
    assert "The file is empty. Perhaps it was not downloaded whole" in asked.text
    monkeypatch.setattr(verification, "FILE_BYTES", 1000)
    asked = seat().post("/verify/file", sent(b"%PDF" + b"0" * 997))
    assert asked.status_code == 422
    assert "The file is too large to be a document from here." in asked.text
    assert seat().get("/verify/file").location == "/verify"


def test_the_page_of_the_certificate_has_digests_and_the_credential(
    issued: tuple[str, bytes], line: Line, seat: Seat
) -> None:
    document = line.session.scalars(select(Document)).one()
    digest, credential = document.sha256, document.credential
    line.session.commit()
    page = seat().get(f"/verify/{issued[0]}").text
    assert '<a href="/register">Register of labelled clusters</a>' in page
    page = read(page)
    assert digest is not None
    assert digest in page
    answer = seat().get(f"/verify/{issued[0]}/credential.jwt")
    assert (answer.text, answer.mimetype) == (credential, "application/vc+jwt")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="G-2026-0001.jwt"'
    assert seat().get("/verify/made-up/credential.jwt").status_code == 404


def test_a_stranger_verifies_the_credential_from_its_address_alone(
    issued: tuple[str, bytes], engine: Engine, settings: Settings, seat: Seat
) -> None:
    sign_status_lists(engine, settings)
    stranger = seat()
    token = stranger.get(f"/verify/{issued[0]}/credential.jwt").text

    def download(address: str, *_how: object, **_more: object) -> bytes:
        assert address.startswith("https://labels.example/")
        return stranger.get(address.removeprefix("https://labels.example")).data

    verifier = OB3Verifier.for_issuer_did("did:web:labels.example", download)
    found = verifier.verify(token, check_status=True, download=download)
    assert found.name == "Gold: Northern Timber"


def test_lists_and_keys_are_for_anybody(
    issued: tuple[str, bytes], engine: Engine, settings: Settings, seat: Seat
) -> None:
    stranger = seat()
    assert stranger.get("/credentials/status/revocation/0").status_code == 404
    sign_status_lists(engine, settings)
    answer = stranger.get("/credentials/status/revocation/0")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert stranger.get("/credentials/status/revocation/1").status_code == 404
    assert stranger.get("/credentials/status/other/0").status_code == 404
    keys = keys_in(stranger.get("/issuer.pem").data)
    assert (len(keys.seals), len(keys.stamps)) == (1, 0)
    assert keys.credentials is not None
    document = json.loads(stranger.get("/.well-known/did.json").data)
    assert document["id"] == "did:web:labels.example"
    assert b"PRIVATE" not in stranger.get("/issuer.pem").data


def test_somebody_who_checks_too_many_files_is_asked_to_wait(seat: Seat) -> None:
    stranger = seat()
    answers = [stranger.post("/verify/file", {}).status_code for _ in range(11)]
    assert answers == [422] * 10 + [429]


def test_a_file_is_checked_for_whoever_keeps_no_cookies(
    issued: tuple[str, bytes], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And from wherever it is sent; every other form still needs its token."""
    visitor = app.test_client(use_cookies=False)
    for headers in ({}, {"Origin": "https://elsewhere.example"}):
        answer = visitor.post("/verify/file", data=sent(issued[1]), headers=headers)
        assert answer.status_code == 200
        assert "This file is genuine" in answer.text
    assert visitor.post("/verify/file").status_code == 422
    assert visitor.post("/login", data={"email": "a@b.fi"}).status_code == 401


def test_what_goes_wrong_with_a_check_leads_back_to_it(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = app.test_client(use_cookies=False)

    def page(code: int, said: str, **more: object) -> None:
        answer = visitor.post("/verify/file", data=sent(b"%PDF"), **more)  # type: ignore[arg-type]
        assert answer.status_code == code
        check_page(answer.text)
        assert said in read(answer.text)
        assert '<li><a href="/verify">Check a certificate</a></li>' in answer.text
        assert "typed" not in read(answer.text)

    limit = app.config["MAX_CONTENT_LENGTH"]
    app.config["MAX_CONTENT_LENGTH"] = 10
    page(413, "The file is too large to be a document from here.")
    app.config["MAX_CONTENT_LENGTH"] = limit

    def fail(*_about: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(verification, "check_file", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    page(500, "The file was not checked. Try again in a moment.")
    for _ in range(8):
        visitor.post("/verify/file")
    page(429, "So many files in a minute are too many. Wait a minute and try again.")


def test_nothing_is_written_when_a_file_is_checked(
    issued: tuple[str, bytes], line: Line, seat: Seat
) -> None:
    def kept() -> dict[str, int]:
        line.session.commit()
        tables = Base.metadata.sorted_tables
        return {
            table.name: line.session.execute(select(func.count()).select_from(table)).scalar_one()
            for table in tables
            if table.name != "try_counts"  # what the limit counts
        }

    before = kept()
    assert before["documents"] == 1
    assert seat().post("/verify/file", sent(issued[1])).status_code == 200
    assert seat().post("/verify/file", sent(issued[1] + b"\n")).status_code == 200
    assert kept() == before


def test_a_report_is_no_certificate_and_one_that_an_appeal_followed_says_so(
    issued: tuple[str, bytes], line: Line, seat: Seat
) -> None:
    document = line.session.scalars(select(Document)).one()
    document.kind = "report"
    page = read(seat().post("/verify/file", sent(issued[1])).text)
    assert "This is no certificate. It does not say whether a label is held." in page
    assert "An appeal was admitted" not in page
    assert "The label today" not in page
    line.session.scalars(select(Submission)).one().round = 2
    page = read(seat().post("/verify/file", sent(issued[1])).text)
    assert "An appeal was admitted after this report. A later decision takes its place." in page
