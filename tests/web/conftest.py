"""People at browsers, and counting what a page asks of the database."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from assessment.db.models import User
from tests.web.browser import Browser

Seat = Callable[..., Browser]


def meanwhile(ask: Callable[..., TestResponse], *about: object) -> TestResponse:
    """What somebody else is answered in the middle of a request: they have a thread of their own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask, *about).result()


@pytest.fixture
def seat(app: Flask, session: Session) -> Seat:
    """Seats a person at a browser; what the test has prepared is committed first."""

    def at_browser(person: User | None = None, language: str = "en") -> Browser:
        session.commit()
        return Browser(app, person, language)

    return at_browser


@pytest.fixture
def statements(app: Flask) -> Callable[..., object]:
    """`with statements() as found:` gathers the SQL of the application."""

    @contextmanager
    def gather() -> Iterator[list[str]]:
        found: list[str] = []

        def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
            if not statement.startswith("BEGIN"):
                found.append(statement)

        engine = app.extensions["engine"]
        event.listen(engine, "before_cursor_execute", note)
        yield found
        event.remove(engine, "before_cursor_execute", note)

    return gather
