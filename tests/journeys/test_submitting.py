"""Check, sign, receive the application by mail from a real server, and take it back."""

import io
import re
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from aiosmtpd.handlers import Message
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Site, start
from tests.journeys.person import Person
from tests.mail_server import MailServer


class Letterbox(Message):
    """Keeps every mail that the server takes."""

    def __init__(self) -> None:
        super().__init__()
        self.mails: list[bytes] = []

    def handle_message(self, message) -> None:  # type: ignore[no-untyped-def]
        self.mails.append(message.as_bytes())


@pytest.fixture
def letterbox() -> Iterator[tuple[Letterbox, int]]:
    """A mail server of this test's own, and its port."""
    box = Letterbox()
    server = MailServer(box)
    server.start()
    yield box, server.port
    server.stop()


@pytest.fixture
def mailing_site(database: str, tmp_path: Path, letterbox: tuple[Letterbox, int]) -> Iterator[Site]:
    """A server whose mail goes out over SMTP, on SQLite and on PostgreSQL."""
    (tmp_path / "config.toml").write_text(
        f'smtp_host = "127.0.0.1"\nsmtp_port = {letterbox[1]}\n', encoding="utf-8"
    )
    yield from start(tmp_path, database)


def foundation(person: Person) -> str:
    """A draft of a small label, which is renewed, opened at the desk; its address."""
    person.sign_in("manager@demo.example").go("/desk")
    person.press("Renew: Bronze")
    person.page.wait_for_url("**/assessments/*")
    return re.sub(r"^https?://[^/]+", "", person.page.url)


def test_application_is_checked_signed_received_and_withdrawn(
    mailing_site: Site, letterbox: tuple[Letterbox, int], visit: Callable[..., Person]
) -> None:
    owner = visit(mailing_site)
    place = foundation(owner)
    owner.go(f"{place}/check").sees("answers are to be confirmed")
    owner.go(f"{place}/confirm")
    found = owner.page.get_by_text(re.compile(r"^\d+ of \d+ confirmed$")).inner_text()
    confirmed, total = int(found.split()[0]), int(found.split()[2])
    for done in range(confirmed, total):
        owner.sees(f"{done} of {total} confirmed").press("Still true")
    owner.sees("Nothing waits to be confirmed")
    owner.follow("Check and submit").is_at("Check and submit").sees("Sign and submit")
    owner.press("Submit the assessment").sees("Tick this to sign the statement.")
    owner.page.get_by_label("I sign this statement for the cluster").check()
    owner.fill("Your function in the cluster", "Cluster manager")
    owner.press("Submit the assessment").sees("Submitted. A receipt with the application")
    link = owner.page.get_by_role("link", name="Application as submitted (English")
    expect(link).to_be_visible()
    receipt = wait_for_receipt(owner, letterbox[0])
    part = next(iter(receipt.iter_attachments()))
    pages = PdfReader(io.BytesIO(part.get_payload(decode=True)))
    text = "".join(page.extract_text() for page in pages.pages)
    assert "Cluster manager" in text
    assert pages.trailer["/Root"]["/Lang"] == "en"
    owner.go(place).follow("Withdraw the application").fill("Reason", "A figure was wrong.")
    owner.press("Withdraw the application").sees("Withdrawn. The assessment is a draft again")
    owner.sees("A figure was wrong.")
    assert [each for each in owner.complaints if "422" not in each] == []  # the unsigned statement


def wait_for_receipt(owner: Person, box: Letterbox):  # type: ignore[no-untyped-def]
    """The receipt for the owner, once the application is made; looked for for three minutes."""
    for _look in range(180):
        for mail in box.mails:
            message = message_from_bytes(mail, policy=policy.default)
            if message["Subject"].startswith("Submitted:") and list(message.iter_attachments()):
                return message
        owner.page.wait_for_timeout(1000)
    raise AssertionError("no receipt came")
