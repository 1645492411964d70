"""Engines and the unit of work: the only place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session

__all__ = [
    "Engine",
    "Session",
    "make_engine",
    "open_session",
    "open_snapshot",
    "turn_to_writing",
    "unit_of_work",
]

WRITES = {"sqlite_begin": "BEGIN IMMEDIATE"}
"""Execution options of a connection that is going to write.

SQLite cannot turn a read into a write when somebody else has written in between; a unit of work
that writes therefore asks for the write lock at its beginning and waits for it.
"""


def make_engine(url: str) -> Engine:
    """An engine for SQLite (WAL, foreign keys on) or PostgreSQL (psycopg, pooled)."""
    address = make_url(url)
    if address.get_backend_name() != "sqlite":
        if address.drivername == "postgresql":
            address = address.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True)
    engine = create_engine(address, connect_args={"timeout": 30})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.create_function("lower", 1, _lower, deterministic=True)


def _lower(text: Any) -> str | None:
    """SQLite's own knows no letters but those of English; no index may rest on it."""
    return None if text is None else str(text).lower()


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def open_session(engine: Engine, *, writes: bool) -> Session:
    """A session on the engine; `writes` takes SQLite's write lock with the first statement."""
    bind = engine.execution_options(**WRITES) if writes else engine
    return Session(bind, expire_on_commit=False)


def open_snapshot(engine: Engine) -> Session:
    """A session that only reads, and sees the database as it is at its first statement."""
    if engine.dialect.name != "sqlite":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return Session(engine)


def turn_to_writing(session: Session) -> None:
    """Ends what a session has only read; what follows in it takes SQLite's write lock and may write.

    Its objects stay as they were read.
    """
    session.commit()
    session.bind = session.get_bind().execution_options(**WRITES)


@contextmanager
def unit_of_work(engine: Engine) -> Iterator[Session]:
    """A session that commits when the block ends and rolls back when it raises."""
    with open_session(engine, writes=True) as session, session.begin():
        yield session
