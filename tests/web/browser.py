"""A test client that behaves like a person's browser and looks at every page it gets."""

import re
import time
from collections import Counter
from html.parser import HTMLParser

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assessment.db.base import now
from assessment.db.models import User
from assessment.db.session import unit_of_work
from assessment.services.sessions import Visitor, begin_session

HERE = Visitor("Firefox", "Linux", "127.0.0.x")

_VOID = {"input", "meta", "link", "br", "img", "hr", "use", "rect", "path", "circle"}


class _Page(HTMLParser):
    """What every page must have, whatever it is about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.language = ""
        self.title = ""
        self.inline: list[str] = []
        self.labels: set[str] = set()
        self.controls: list[dict[str, str | None]] = []
        self._in_title = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        self._in_title = tag == "title" and not self.title
        if tag == "html":
            self.language = values.get("lang") or ""
        if values.get("id"):
            self.ids[values["id"] or ""] += 1
        if tag == "label" and values.get("for"):
            self.labels.add(values["for"] or "")
        self.inline += [name for name in values if name == "style" or name.startswith("on")]
        if (tag == "script" and "src" not in values) or tag == "style":
            self.inline.append(tag)
        if tag in ("input", "select", "textarea") and values.get("type") != "hidden":
            self.controls.append(values)

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
            self._in_title = False


def check_page(html: str) -> None:
    """One heading, a title, a language, ids used once, nothing inline, every control named."""
    page = _Page(html)
    assert page.tags["h1"] == 1
    assert page.tags["main"] == 1
    assert page.title.strip().endswith("Cluster Assessment")
    assert page.language in ("en", "fi")
    assert [name for name, count in page.ids.items() if count > 1] == []
    assert page.inline == []
    assert [c for c in page.controls if not _is_named(c, page.labels)] == []
    posts = re.findall(r'<form[^>]*method="post".*?</form>', html, re.DOTALL)
    assert [form for form in posts if 'name="csrf_token"' not in form] == []


def _is_named(control: dict[str, str | None], labels: set[str]) -> bool:
    return control.get("id") in labels or bool(control.get("aria-label"))


class Browser:
    """One person at one browser. `get` and `post` check every page that comes back."""

    def __init__(self, app: Flask, person: User | None = None, language: str = "en") -> None:
        self.client: FlaskClient = app.test_client()
        self.client.set_cookie("language", language)
        self.person = person
        self.token = ""
        self.sign_in()

    def sign_in(self) -> None:
        """Begins a session of the person's, just now, without the way through the form."""
        self.token = ""
        if self.person is not None:
            with unit_of_work(self.client.application.extensions["engine"]) as database:
                key = begin_session(database, self.person.id, HERE, is_remembered=False, at=now())
            with self.client.session_transaction() as session:
                session.update({"_user_id": key, "_fresh": True, "fs_paa": time.time()})

    def get(self, path: str) -> TestResponse:
        return self._seen(self.client.get(path, buffered=True))

    def post(
        self, path: str, data: dict[str, object] | None = None, **options: object
    ) -> TestResponse:
        """Posts a form with the token of a page seen before."""
        if not self.token:
            self.get("/verify")
        form = {"csrf_token": self.token, **(data or {})}
        return self._seen(self.client.post(path, data=form, buffered=True, **options))  # type: ignore[arg-type]

    def _seen(self, response: TestResponse) -> TestResponse:
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            check_page(response.text)
            found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', response.text)
            self.token = found[1] if found else self.token
        return response
