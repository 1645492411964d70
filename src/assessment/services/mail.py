"""Mail: written into the outbox with the work that causes it, sent after the commit."""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime, make_msgid
from typing import Any, ClassVar, Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Document, OutboxMessage, User
from assessment.db.queries import outcomes, people
from assessment.db.session import unit_of_work
from assessment.domain.mail_topics import CHOICES, KINDS, Topic, Way
from assessment.reports.rendering import render
from assessment.services.documents import document_name, document_path
from assessment.services.mail_choices import keep_for_digest, way_of
from assessment.services.retries import pause_after
from assessment.services.stopping import stop_token
from assessment.services.transports import TransportAway, open_transport

CLAIM = timedelta(minutes=5)
"""How long a sender has for one mail before another may try; more than the server's answers take."""

ATTACHMENT_LIMIT = 7_000_000
"""Bytes of a document that a mail takes along: coded, they stay under the 10 MB of many servers."""

UNSENT = (smtplib.SMTPException, ValueError, MessageError)
"""What keeps one mail from leaving: the server's refusal, or a line that no mail can have."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Queues mail; `base_url` is the public address that the links in it lead to."""

    base_url: str
    secret_key: str
    """Signs the links by which a mail is ended without signing in."""

    def queue(
        self,
        session: Session,
        person: User,
        kind: str,
        path: str,
        facts: Mapping[str, Any],
        unsubscribe: str = "",
        document_id: int | None = None,
    ) -> None:
        """A mail of `templates/email/<kind>.txt` to a person, in their language, with one link.

        It takes the way that the person chose for its topic (`domain.mail_topics`): at once, as a line
        of the next digest, or not at all. `unsubscribe` is the address where they end such mail; mail
        that can be switched names it by itself. With a document it leaves once that is made, and takes
        it along unless it is too large. Raises `KeyError` for a kind that has no topic.
        """
        topic = KINDS[kind]
        way = way_of(session, person.id, topic)
        if way is Way.DIGEST:
            subject, _body = self._words(person.name, person.language, kind, path, facts)
            keep_for_digest(session, person, kind, subject, path, now())
        if way is not Way.AT_ONCE:
            return
        if topic in CHOICES:
            token = stop_token(self.secret_key, person.id, topic)
            unsubscribe = f"{self.base_url}/mail/stop/{token}"
        about = (person.email, person.name, person.language)
        self.queue_to(session, *about, kind, path, facts, unsubscribe, document_id)

    def queue_to(
        self,
        session: Session,
        email: str,
        name: str,
        language: str,
        kind: str,
        path: str,
        facts: Mapping[str, Any],
        unsubscribe: str = "",
        document_id: int | None = None,
    ) -> None:
        """The same to somebody without an account yet, whatever its topic is."""
        subject, body = self._words(name, language, kind, path, facts)
        if KINDS[kind] in CHOICES or KINDS[kind] is Topic.FORMAL:
            choose = f"{self.base_url}/account/mail"
            body += "\n" + render(
                "email/parts/choices.txt", language, choose=choose, stop=unsubscribe
            )
        queue_mail(session, email, subject, body, unsubscribe, document_id)

    def _words(
        self, name: str, language: str, kind: str, path: str, facts: Mapping[str, Any]
    ) -> tuple[str, str]:
        """Subject and text."""
        link = f"{self.base_url}{path}"
        text = render(f"email/{kind}.txt", language, name=name, link=link, **facts)
        subject, _, body = text.strip().partition("\n")
        return subject_line(subject), body.strip() + "\n"


def subject_line(text: str) -> str:
    """A text as a subject: one line, of a length that every mail program shows."""
    return " ".join(text.split())[:300]


def queue_mail(
    session: Session,
    recipient: str,
    subject: str,
    body: str,
    unsubscribe: str = "",
    document_id: int | None = None,
) -> None:
    """Puts a mail into the outbox; it leaves when the unit of work has committed.

    `unsubscribe` is the address where its reader ends mail of this kind.
    """
    session.add(
        OutboxMessage(
            message_id=make_msgid(domain="assessment.invalid"),
            recipient=recipient,
            subject=subject_line(subject),
            body=body,
            unsubscribe=unsubscribe,
            document_id=document_id,
        )
    )
    session.info["work_waits"] = True


def send_waiting_mail(engine: Engine, settings: Settings) -> int:
    """Sends what waits and returns how many left.

    Mail after mail is claimed, sent, and marked in three steps, so that no lock is held while a
    server is spoken to. A mail that cannot be sent is tried again later, with growing pauses; when
    the server is away, what has not been tried keeps its turn.
    """
    sent = 0
    with open_transport(settings) as transport:
        while (waiting := _claim_next(engine)) is not None:
            try:
                transport(waiting.id, _message(waiting, settings))
            except TransportAway as error:
                _postpone(engine, waiting.id, str(error))
                break
            except UNSENT as error:
                _postpone(engine, waiting.id, str(error))
                continue
            _mark_as_sent(engine, waiting.id)
            sent += 1
    return sent


def _claim_next(engine: Engine) -> OutboxMessage | None:
    """The oldest mail that waits, for this sender alone during `CLAIM`."""
    at = now()
    with unit_of_work(engine) as session:
        for message in outcomes.waiting_mail(session, at, limit=1):
            message.claimed_until = at + CLAIM
            message.attempts += 1
            return message
    return None


def _postpone(engine: Engine, message_id: int, fault: str) -> None:
    with unit_of_work(engine) as session:
        message = outcomes.outbox_message(session, message_id)
        if message is not None:
            message.claimed_until = now() + pause_after(message.attempts)
            message.fault = fault


def _mark_as_sent(engine: Engine, message_id: int) -> None:
    """Its text is not kept: the links in it open what is its reader's alone.

    Nor is an address that belongs to nobody here, such as that of an account just deleted.
    """
    with unit_of_work(engine) as session:
        message = outcomes.outbox_message(session, message_id)
        if message is None:
            return
        message.sent_at = now()
        message.body = message.unsubscribe = ""
        if not people.is_known(session, message.recipient):
            message.recipient = ""


class _WholeHeader(BaseHeader):
    """A header that leaves as it is, on one line: mail programs read no address that was encoded."""

    max_count: ClassVar[Literal[1]] = 1

    @classmethod
    def parse(cls, string: str, kwds: dict[str, Any]) -> None:
        UnstructuredHeader.parse(string, kwds)

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_HEADERS = HeaderRegistry()
_HEADERS.map_to_type("list-unsubscribe", _WholeHeader)
_POLICY = SMTP.clone(header_factory=_HEADERS)


def _message(waiting: OutboxMessage, settings: Settings) -> EmailMessage:
    mail = EmailMessage(policy=_POLICY)
    mail["From"] = settings.mail_sender
    mail["To"] = waiting.recipient
    mail["Subject"] = waiting.subject
    mail["Date"] = format_datetime(waiting.queued_at)
    mail["Message-ID"] = waiting.message_id
    mail["Auto-Submitted"] = "auto-generated"
    if waiting.unsubscribe:
        mail["List-Unsubscribe"] = f"<{waiting.unsubscribe}>"
        if waiting.unsubscribe.startswith("https://"):  # RFC 8058 asks for it
            mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(waiting.body)
    if waiting.document is not None:
        _attach(mail, waiting.document, settings)
    return mail


def _attach(mail: EmailMessage, document: Document, settings: Settings) -> None:
    """Takes the document along; one that is not there or too large waits where the mail's link leads."""
    path = document_path(settings, document)
    if path is None or not path.is_file() or (document.size or 0) > ATTACHMENT_LIMIT:
        return
    mail.add_attachment(
        path.read_bytes(),
        maintype="application",
        subtype="pdf",
        filename=document_name(document),
    )
