"""A freshly started server with the demonstration, and people at real browsers."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import expect, sync_playwright
from sqlalchemy.orm import Session

from assessment.db.queries import reviews
from assessment.db.session import make_engine, unit_of_work
from assessment.domain.criteria import Label
from assessment.services.consensus import read_panel
from served import served
from tests.journeys.person import Person

ASSESSMENT = str(Path(sys.executable).with_name("assessment"))
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
PATIENCE = 30_000
"""Milliseconds for whatever is waited for: a slow machine is no fault."""
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Site:
    """A running installation: its address, its folder and its database."""

    address: str
    instance: Path
    database: str

    @contextmanager
    def records(self) -> Iterator[Session]:
        """A session on the database beside the running server; committed at the end."""
        engine = make_engine(self.database)
        with unit_of_work(engine) as session:
            yield session
        engine.dispose()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Chromium]:
    """The system's Chromium, without a window. Without one, tests fail in CI and say so elsewhere."""
    if CHROMIUM is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def start(
    instance: Path, database: str = "", options: Sequence[str] = ("--demonstration",)
) -> Iterator[Site]:
    """`assessment serve` as an installation of its own, stopped at the end; SQLite unless told."""
    database = database or f"sqlite:///{instance / 'assessment.db'}"
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("ASSESSMENT_", "PYTEST_"))}
    environ = kept | {
        "ASSESSMENT_INSTANCE": str(instance),
        "ASSESSMENT_DATABASE_URL": database,
        "ASSESSMENT_SIGN_IN_LIMIT": "100 per minute",
        "PORT": "0",
    }
    with served([ASSESSMENT, "serve", *options], environ, instance) as server:
        yield Site(server.wait_for_address(180), instance, database)
        print(server.output)


@pytest.fixture
def site(database: str, tmp_path: Path) -> Iterator[Site]:
    """A freshly started server of this test's own, on SQLite and on PostgreSQL."""
    yield from start(tmp_path, database)


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One server with the demonstration, for tests that only look."""
    yield from start(tmp_path_factory.mktemp("demonstration"))


@pytest.fixture(scope="session")
def places(demonstration: Site, gold: Label) -> dict[str, str]:
    """The numbers of the demonstration's gold submissions by state, a criterion still disputed, and the
    address of a cluster's public page."""
    with demonstration.records() as session:
        submissions = [s for s in reviews.submissions(session) if s.assessment.label_id == gold.id]
        found = {s.assessment.state: s.id for s in submissions}
        submission = reviews.submission(session, found["consensus"])
        disputed = read_panel(session, submission, gold).open[0].criterion.id
        awarded = reviews.submission(session, found["awarded"])
        public = awarded.assessment.cluster.public_id
    numbers = {state: str(number) for state, number in found.items()}
    return numbers | {"disputed": disputed, "public": public}


@pytest.fixture
def visit(chromium: Chromium) -> Iterator[Callable[..., Person]]:
    """Seats a person at a browser of their own: `visit(site, width=360, ...)`."""
    contexts = []

    def seat(site: Site, *, width: int = 1280, **options: object) -> Person:
        context = chromium.new_context(
            base_url=site.address,
            viewport={"width": width, "height": 900},
            locale="en-GB",
            **options,  # type: ignore[arg-type]
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        return Person(context.new_page(), site.address)

    yield seat
    for context in contexts:
        context.close()
