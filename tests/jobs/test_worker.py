"""A real worker process: it works when the bell rings, and ends when it is told to."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Document, OutboxMessage
from assessment.domain.workflow import State
from assessment.jobs.queue import WorkerBell
from assessment.jobs.worker import Work, between
from assessment.services.documents import document_path
from assessment.services.mail import queue_mail
from tests.building import Line
from tests.bundled import as_it_stands, decided, of_day, order, standings
from tests.mail_server import MailServer

PATIENCE = 120
"""Seconds for what takes its time: starting, and making documents."""
HEARING = 45
"""Seconds until the worker must have heard the bell; on its own it looks every 60."""


@contextmanager
def worker(settings: Settings, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A worker of this installation, killed when the block ends before it does."""
    environ = {k: v for k, v in os.environ.items() if not k.startswith("ASSESSMENT_")}
    environ |= {
        "ASSESSMENT_INSTANCE": str(settings.instance_path),
        "ASSESSMENT_DATABASE_URL": settings.database,
        "ASSESSMENT_BASE_URL": settings.base_url,
        **variables,
    }
    with subprocess.Popen(
        [sys.executable, "-m", "assessment", "worker"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(is_reached: Callable[[], bool], seconds: float = PATIENCE) -> None:
    end = time.monotonic() + seconds
    while not is_reached():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def are_all_sent(session: Session) -> bool:
    session.expire_all()
    moments = session.scalars(select(OutboxMessage.sent_at)).all()
    session.rollback()
    return None not in moments


def made_documents(session: Session) -> list[Document]:
    session.expire_all()
    found = session.scalars(select(Document).where(Document.made_at.is_not(None))).all()
    session.commit()
    return list(found)


def test_what_fails_between_two_steps_of_other_work_does_not_end_that(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails() -> None:
        raise OSError("no room")

    between(fails)()
    assert "OSError: no room" in caplog.text


def test_the_worker_does_what_waits_and_then_what_the_bell_tells(
    session: Session, line: Line, settings: Settings
) -> None:
    queue_mail(session, "aila@people.example", "Waiting since yesterday", "Read.\n")
    session.commit()
    with worker(settings) as process:
        wait_until(lambda: are_all_sent(session))
        line.lead_to(State.DECLINED)
        session.commit()
        WorkerBell(settings).ring()
        wait_until(lambda: are_all_sent(session), HEARING)
        wait_until(lambda: len(made_documents(session)) == 2)
        process.send_signal(signal.SIGTERM)
        output, faults = process.communicate(timeout=PATIENCE)
    assert (process.returncode, output, faults) == (0, "", "")
    mails = len(session.scalars(select(OutboxMessage.id)).all())
    assert len(list(settings.outbox_path.glob("*.eml"))) == mails
    for document in made_documents(session):
        path = document_path(settings, document)
        assert path is not None
        assert path.read_bytes().startswith(b"%PDF-1.7")


class SlowPostbox:
    """A mail server that takes its time over a letter."""

    def __init__(self) -> None:
        self.is_reading = threading.Event()

    async def handle_DATA(self, *_: Any) -> str:  # noqa: N802
        self.is_reading.set()
        await asyncio.sleep(1.0)
        return "250 OK"


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_told_to_stop_finishes_the_mail_that_it_has_begun(
    session: Session, settings: Settings, number: signal.Signals
) -> None:
    queue_mail(session, "aila@people.example", "Hello", "Read.\n")
    session.commit()
    postbox = SlowPostbox()
    server = MailServer(postbox)
    server.start()
    try:
        address = {
            "ASSESSMENT_SMTP_HOST": server.hostname,
            "ASSESSMENT_SMTP_PORT": str(server.port),
        }
        with worker(settings, **address) as process:
            assert postbox.is_reading.wait(PATIENCE)
            process.send_signal(number)
            assert process.wait(PATIENCE) == 0
    finally:
        server.stop()
    assert are_all_sent(session)


def test_a_fault_of_other_work_is_none_of_the_bundle_that_was_being_made(
    line: Line, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(line, "Ash")
    number = order(line, of_day("certificate", languages=("en",)))
    line.session.commit()
    turns: list[str] = []

    def fails(_work: Work) -> None:
        turns.append("x")
        raise OSError("no room")

    monkeypatch.setattr(Work, "do_what_people_wait_for", fails)
    assert not Work(engine, settings, lambda: False).make_bundles()
    bundle = as_it_stands(line, number)
    assert (turns, bundle.fault, bundle.made_at is not None) == (["x"], "", True)
    assert [row[3:] for row in standings(line, number)] == [("made", "")]


def test_a_revoked_label_is_told_and_a_closed_sheet_removed_while_documents_are_made(
    line: Line, engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(line, "Ash")
    line.session.commit()
    work, done = Work(engine, settings, lambda: False), []
    tasks = ("sign_status_lists", "sweep_closed_sheets")
    for name in tasks:
        monkeypatch.setattr(
            f"assessment.jobs.worker.{name}", lambda *_given, name=name: done.append(name)
        )

    def make(_engine: Engine, _settings: Settings, after_each: Callable[[], object]) -> None:
        done.append("document")
        after_each()

    monkeypatch.setattr("assessment.jobs.worker.MAKERS", (make, make))
    work.do_what_people_wait_for()
    assert done == [*tasks, "document", *tasks, "document", *tasks]
