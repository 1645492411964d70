"""What a page costs the server: a request straight to the application, without a network."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import event
from werkzeug.test import EnvironBuilder, run_wsgi_app

from assessment.db.base import now
from assessment.db.models import User
from assessment.db.session import unit_of_work
from assessment.services.sessions import Visitor as Browser
from assessment.services.sessions import begin_session

GZIP = "gzip, deflate"


@dataclass(frozen=True)
class Answer:
    """What a request got; `seconds` from its first byte to the last of the answer."""

    status: int
    body: bytes
    seconds: float
    is_page: bool


@dataclass
class Person:
    """Somebody who is signed in to an application."""

    app: Flask
    user: User
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        client = self.app.test_client()
        client.set_cookie("language", "en")
        with unit_of_work(self.app.extensions["engine"]) as session:
            browser = Browser("Firefox", "Linux", "127.0.0.x")
            key = begin_session(session, self.user.id, browser, is_remembered=False, at=now())
        with client.session_transaction() as kept:
            kept.update({"_user_id": key, "_fresh": True, "fs_paa": time.time()})
        shown = client.get("/account", buffered=True).text
        self.token = shown.partition('name="csrf_token"')[2].partition('value="')[2].split('"')[0]
        for name in ("language", "session"):
            found = client.get_cookie(name)
            self.cookies[name] = found.value if found else ""

    def ask(
        self, path: str, form: Mapping[str, str] | None = None, *, accept: str = "text/html"
    ) -> Answer:
        """Asks for a page as a browser does; with a form, posts it."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        builder = EnvironBuilder(
            path=path,
            base_url="https://labels.example",
            method="GET" if form is None else "POST",
            data=None if form is None else {"csrf_token": self.token, **form},
            headers={
                "Accept": accept,
                "Accept-Encoding": GZIP,
                "Cookie": cookies,
                "Referer": f"https://labels.example{path}",
            },
        )
        environ = builder.get_environ()
        began = time.perf_counter()
        parts, status, headers = run_wsgi_app(self.app.wsgi_app, environ)
        body = b"".join(parts)
        seconds = time.perf_counter() - began
        builder.close()
        is_page = headers.get("Content-Type", "").startswith("text/html")
        return Answer(int(status[:3]), body, seconds, is_page)


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Gathers the SQL of an application."""
    found: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    engine = app.extensions["engine"]
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)
