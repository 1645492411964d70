"""The mail that a running installation without a mail server leaves in its folder."""

import email
import email.policy
import io
import re
from email.message import EmailMessage
from pathlib import Path

from pypdf import PdfReader

from tests.journeys.person import Person


def letter(
    person: Person, outbox: Path, recipient: str, subject: str, seconds: int = 90
) -> EmailMessage:
    """The newest mail whose subject begins so, once the worker has written it.

    Even if nobody rings for it, the worker looks after a minute.
    """
    for _ in range(seconds * 10):
        for path in sorted(outbox.glob("*.eml"), reverse=True):
            mail = email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
            if mail["To"] == recipient and mail["Subject"].startswith(subject):
                return mail
        person.page.wait_for_timeout(100)
    raise AssertionError(f"no mail {subject!r} to {recipient}")


def read_mail(person: Person, outbox: Path, recipient: str, subject: str) -> str:
    """The text of that mail."""
    return str(letter(person, outbox, recipient, subject).get_content())


def attached(mail: EmailMessage) -> str:
    """The text of the PDF that came with a mail."""
    (part,) = mail.iter_attachments()
    pages = PdfReader(io.BytesIO(part.get_payload(decode=True))).pages
    return "".join(page.extract_text() for page in pages)


def link_in(text: str, address: str) -> str:
    """The path of the first link to the site at that address."""
    found = re.search(re.escape(address) + r"(\S+)", text)
    assert found
    return found[1]
