"""Mail: written into the outbox with the work that causes it, sent after the commit."""

import hashlib
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from email.errors import MessageError
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid, parseaddr

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import OutboxMessage, User
from assessment.db.queries import outcomes
from assessment.db.session import unit_of_work
from assessment.reports.rendering import render
from assessment.services.uploads import write_once

CLAIM = timedelta(minutes=5)
"""How long a sender has for one batch before another may try."""

UNSENT = (OSError, smtplib.SMTPException, ValueError, MessageError)
"""What keeps one mail from leaving: no server, its refusal, or a line that no mail can have."""


@dataclass(frozen=True, slots=True)
class Mailing:
    """Queues mail; `base_url` is the public address that the links in it lead to."""

    base_url: str

    def queue(
        self, session: Session, person: User, kind: str, path: str, facts: dict[str, str]
    ) -> None:
        """A mail of `templates/email/<kind>.txt` to a person, in their language, with one link."""
        self.queue_to(session, person.email, person.name, person.language, kind, path, facts)

    def queue_to(
        self,
        session: Session,
        email: str,
        name: str,
        language: str,
        kind: str,
        path: str,
        facts: dict[str, str],
    ) -> None:
        """The same to somebody without an account yet."""
        link = f"{self.base_url}{path}"
        text = render(f"email/{kind}.txt", language, name=name, link=link, **facts)
        subject, _, body = text.strip().partition("\n")
        queue_mail(session, email, subject, body.strip() + "\n")


def queue_mail(session: Session, recipient: str, subject: str, body: str) -> None:
    """Puts a mail into the outbox; it leaves when the unit of work has committed."""
    session.add(
        OutboxMessage(
            message_id=make_msgid(domain="assessment.invalid"),
            recipient=recipient,
            subject=" ".join(subject.split())[:300],
            body=body,
        )
    )
    session.info["work_waits"] = True


def send_waiting_mail(engine: Engine, settings: Settings) -> int:
    """Sends what waits and returns how many left.

    Mail is claimed, sent, and marked in three steps, so that no lock is held while a server is
    spoken to. A mail that cannot be sent is tried again later, with growing pauses.
    """
    transport = _smtp(settings) if settings.smtp_host else _outbox_folder(settings)
    sent = 0
    for message_id in _claim(engine):
        with unit_of_work(engine) as session:
            waiting = outcomes.outbox_message(session, message_id)
        try:
            transport(message_id, _message(waiting, settings))
        except UNSENT as error:
            _postpone(engine, message_id, str(error))
            continue
        with unit_of_work(engine) as session:
            outcomes.outbox_message(session, message_id).sent_at = now()
        sent += 1
    return sent


def _claim(engine: Engine) -> list[int]:
    at = now()
    with unit_of_work(engine) as session:
        waiting = outcomes.waiting_mail(session, at)
        for message in waiting:
            message.claimed_until = at + CLAIM
            message.attempts += 1
        return [message.id for message in waiting]


def _postpone(engine: Engine, message_id: int, fault: str) -> None:
    with unit_of_work(engine) as session:
        message = outcomes.outbox_message(session, message_id)
        pause = timedelta(minutes=min(2**message.attempts, 360))
        message.claimed_until = now() + pause
        message.fault = fault


def _message(waiting: OutboxMessage, settings: Settings) -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = settings.mail_sender
    mail["To"] = waiting.recipient
    mail["Subject"] = waiting.subject
    mail["Date"] = format_datetime(waiting.queued_at)
    mail["Message-ID"] = waiting.message_id
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(waiting.body)
    return mail


Transport = Callable[[int, EmailMessage], None]


def _outbox_folder(settings: Settings) -> Transport:
    def write(message_id: int, mail: EmailMessage) -> None:
        mark = hashlib.sha256(mail["Message-ID"].encode()).hexdigest()[:8]
        write_once(settings.outbox_path / f"{message_id:06d}-{mark}.eml", mail.as_bytes())

    return write


def _smtp(settings: Settings) -> Transport:
    def send(_message_id: int, mail: EmailMessage) -> None:
        with _connect(settings) as server:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
            server.send_message(mail, from_addr=parseaddr(settings.mail_sender)[1])

    return send


def _connect(settings: Settings) -> smtplib.SMTP:
    address = (settings.smtp_host, settings.smtp_port)
    if settings.smtp_security == "tls":
        return smtplib.SMTP_SSL(*address, timeout=30, context=ssl.create_default_context())
    return smtplib.SMTP(*address, timeout=30)
