"""How mail leaves: into files of the outbox folder, or over a connection to a mail server."""

import hashlib
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol

from assessment.config import Settings
from assessment.services.uploads import write_once

CONNECTING = 10.0
"""Seconds that a mail server has for each answer until it takes mail."""
SENDING = 30.0
"""Seconds that it has for each answer to a mail."""


class TransportAway(Exception):
    """What carries mail is not there, so the next mail would fare no better; the text says why."""


class Transport(Protocol):
    """Carries one mail away.

    Raises `TransportAway`, or what is wrong with this mail alone: `SMTPException`, `ValueError`,
    `MessageError`.
    """

    def __call__(self, message_id: int, mail: EmailMessage, /) -> None: ...


@contextmanager
def open_transport(settings: Settings) -> Iterator[Transport]:
    """What the settings say; a mail server is connected with the first mail and left at the end."""
    if not settings.smtp_host:
        yield _OutboxFolder(settings.outbox_path)
        return
    connection = _SmtpConnection(settings)
    try:
        yield connection
    finally:
        connection.leave()


class _OutboxFolder:
    """One file for each mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, message_id: int, mail: EmailMessage) -> None:
        mark = hashlib.sha256(mail["Message-ID"].encode()).hexdigest()[:8]
        content = mail.as_bytes()
        try:
            write_once(self._folder / f"{message_id:06d}-{mark}.eml", content)
        except OSError as error:
            raise TransportAway(str(error)) from error


class _SmtpConnection:
    """One connection for many mails, made anew when the server has closed it in between."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._sender = parseaddr(settings.mail_sender)[1]
        self._server: smtplib.SMTP | None = None

    def __call__(self, _message_id: int, mail: EmailMessage) -> None:
        try:
            if self._server is None or not _answers(self._server):
                self.leave()
                self._server = self._connect()
        except OSError as error:  # SMTPException is one
            raise TransportAway(str(error)) from error
        try:
            self._server.send_message(mail, from_addr=self._sender)
        except smtplib.SMTPServerDisconnected as error:
            raise TransportAway(str(error)) from error
        except smtplib.SMTPException:
            raise
        except OSError as error:
            raise TransportAway(str(error)) from error

    def leave(self) -> None:
        """Says good-bye, whether or not the server still listens."""
        if self._server is not None:
            with suppress(OSError):
                self._server.quit()
            self._server.close()
            self._server = None

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        address = (settings.smtp_host, settings.smtp_port)
        server: smtplib.SMTP
        if settings.smtp_security == "tls":
            context = ssl.create_default_context()
            server = smtplib.SMTP_SSL(*address, timeout=CONNECTING, context=context)
        else:
            server = smtplib.SMTP(*address, timeout=CONNECTING)
        try:
            if settings.smtp_security == "starttls":
                server.starttls(context=ssl.create_default_context())
            if settings.smtp_user:
                server.login(settings.smtp_user, settings.smtp_password)
        except OSError:
            server.close()
            raise
        if server.sock is not None:
            server.sock.settimeout(SENDING)
        return server


def _answers(server: smtplib.SMTP) -> bool:
    """Whether the server still takes mail over this connection."""
    try:
        return server.noop()[0] == 250
    except OSError:
        return False
