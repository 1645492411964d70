"""Engines and the unit of work, on both kinds of database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Engine, String, cast, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session

from assessment.db.models import Cluster, Membership, OutboxMessage, User
from assessment.db.session import make_engine, open_session, unit_of_work
from tests.building import NOON, make_cluster, make_person


def names(session: Session) -> list[str]:
    return list(session.scalars(select(Cluster.name).order_by(Cluster.id)))


def test_sqlite_writes_ahead_durably_and_heeds_foreign_keys(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
    pragmas = ("journal_mode", "synchronous", "foreign_keys")
    with engine.connect() as connection:
        found = [connection.execute(text(f"PRAGMA {pragma}")).scalar() for pragma in pragmas]
    engine.dispose()
    assert found == ["wal", 2, 1]


def test_both_databases_know_the_small_letters_of_every_alphabet(session: Session) -> None:
    for word, small in (("ÄÄNEKOSKEN", "äänekosken"), ("Ολυμπος", "ολυμπος"), (None, None)):
        assert session.scalar(select(func.lower(cast(word, String)))) == small


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_postgresql_is_spoken_to_by_psycopg(scheme: str) -> None:
    engine = make_engine(f"{scheme}://labels@db.example/labels")
    assert engine.url.drivername == "postgresql+psycopg"


def test_a_row_cannot_lead_to_one_that_is_not_there(session: Session) -> None:
    session.add(Membership(cluster_id=77, user_id=77, role="owner"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_a_unit_of_work_commits_when_it_ends(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        make_cluster(session)
    with open_session(engine, writes=False) as session:
        assert names(session) == ["Northern Timber"]


def test_a_unit_of_work_that_raises_leaves_nothing(engine: Engine) -> None:
    def work() -> None:
        with unit_of_work(engine) as session:
            make_cluster(session)
            raise KeyError

    with pytest.raises(KeyError):
        work()
    with open_session(engine, writes=False) as session:
        assert names(session) == []


def test_a_session_that_is_not_committed_leaves_nothing(engine: Engine) -> None:
    with open_session(engine, writes=True) as session:
        make_cluster(session)
    with open_session(engine, writes=False) as session:
        assert names(session) == []


def test_what_was_read_may_be_used_after_the_session(engine: Engine) -> None:
    with unit_of_work(engine) as session:
        cluster = make_cluster(session)
    assert cluster.name == "Northern Timber"


def test_writers_that_read_first_wait_for_each_other(engine: Engine) -> None:
    """Each counts before it writes: the pattern on which SQLite gives up without its write lock."""
    with unit_of_work(engine) as session:
        make_person(session, "start")

    def work(number: int) -> None:
        with unit_of_work(engine) as session:
            session.scalar(select(func.count()).select_from(User))
            sleep(0.02)
            make_person(session, f"person{number}")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(work, range(18)))
    with open_session(engine, writes=False) as session:
        assert session.scalar(select(func.count()).select_from(User)) == 19


def test_a_reader_does_not_wait_for_a_writer(engine: Engine) -> None:
    with open_session(engine, writes=True) as writer:
        make_cluster(writer)
        with open_session(engine, writes=False) as reader:
            assert names(reader) == []
        writer.commit()
    with open_session(engine, writes=False) as reader:
        assert names(reader) == ["Northern Timber"]


def keep(session: Session, moment: datetime) -> datetime | None:
    """The moment as it comes back from the database."""
    message = OutboxMessage(
        message_id="<a@b>", recipient="a@b.example", subject="", body="", sent_at=moment
    )
    session.add(message)
    session.flush()
    session.expire_all()
    return message.sent_at


@pytest.mark.parametrize(
    "moment",
    [
        NOON,
        datetime(2026, 3, 29, 3, 30, 15, 123456, tzinfo=timezone(timedelta(hours=3))),
        datetime(1999, 12, 31, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-11))),
    ],
)
def test_a_moment_comes_back_exactly_and_in_utc(session: Session, moment: datetime) -> None:
    kept = keep(session, moment)
    assert kept == moment
    assert kept is not None
    assert kept.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="a moment needs a time zone"):
        keep(session, datetime(2026, 6, 15, 12, 0))  # noqa: DTZ001


def test_moments_of_different_zones_compare_as_moments(session: Session) -> None:
    kept = datetime(2026, 6, 15, 14, 0, tzinfo=timezone(timedelta(hours=3)))  # 11:00 UTC
    keep(session, kept)
    is_before = select(OutboxMessage.sent_at < NOON)
    assert session.scalar(is_before) is True
