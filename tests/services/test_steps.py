"""What happens is one chain for the installation, which nobody can change unseen."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from assessment.db.models import EventRecord
from assessment.db.queries import events, outcomes
from assessment.db.session import open_snapshot, unit_of_work
from assessment.domain.chain import Break, BreakKind, verify
from assessment.domain.seals import Comparison
from assessment.domain.workflow import State
from assessment.services.auditing import Audit, audit_events
from assessment.services.steps import record_event
from tests.building import NOON, Line, World
from tests.services.at_once import at_once

REASON = {
    "reason": "Ei näyttöä – “vielä” 😀",
    "until": "2026-07-01",
    "share": 0.1,
    "tries": [1, None],
}


def tell(session: Session, count: int) -> None:
    """That many events, with and without an actor."""
    for number in range(1, count + 1):
        record_event(session, f"step {number}", actor_id=None, at=NOON, facts=REASON)
    session.commit()


def breaks(session: Session) -> list[Break]:
    session.expire_all()
    return list(verify(events.entries(session), events.head(session)))


def unguarded(session: Session, *statements: str) -> None:
    """Runs the statements as somebody does who owns the database, without the triggers."""
    if session.get_bind().dialect.name == "sqlite":
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
        off = [f"DROP TRIGGER {name}" for name in names.all()]
    else:
        off = ["ALTER TABLE events DISABLE TRIGGER USER"]
    for statement in (*off, *statements):
        session.execute(text(statement))
    session.commit()


def test_an_event_says_who_when_what_about_whom_and_between_which_states(
    session: Session, world: World
) -> None:
    at = datetime(2026, 6, 15, 15, 0, 0, 1, tzinfo=timezone(timedelta(hours=3)))
    written = record_event(
        session,
        "seat_declined",
        actor_id=world.secretary.id,
        at=at,
        about_id=world.reviewer.id,
        before="asked",
        after="declined",
        facts=REASON,
    )
    session.commit()
    session.expire_all()
    found = session.get_one(EventRecord, 1)
    assert found is written
    assert (found.kind, found.actor_id, found.about_id, found.state_before, found.state_after) == (
        "seat_declined",
        world.secretary.id,
        world.reviewer.id,
        "asked",
        "declined",
    )
    assert (found.facts, found.assessment_id, found.certificate_id) == (REASON, None, None)
    assert found.happened_at == datetime(2026, 6, 15, 12, 0, 0, 1, tzinfo=UTC)
    assert (found.number, found.previous_digest) == (1, "0" * 64)
    assert breaks(session) == []


def test_the_digest_is_the_same_in_both_databases(session: Session) -> None:
    tell(session, 1)
    assert (
        session.scalars(select(EventRecord.digest)).one()
        == "0aed3ddbed26597196d0977b1a90cabf9093d94d3bcc9c842cbbe5da216257c1"
    )


def test_each_event_is_chained_to_the_one_before_also_in_one_unit_of_work(
    session: Session,
) -> None:
    tell(session, 3)
    first, second, third = session.scalars(select(EventRecord).order_by(EventRecord.number))
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (second.previous_digest, third.previous_digest) == (first.digest, second.digest)
    assert events.head(session) == events.Head(3, third.digest)


def test_what_is_rolled_back_leaves_no_gap(session: Session) -> None:
    tell(session, 1)
    record_event(session, "lost", actor_id=None, at=NOON)
    session.rollback()
    record_event(session, "kept", actor_id=None, at=NOON)
    session.commit()
    assert [e.number for e in events.entries(session)] == [1, 2]
    assert breaks(session) == []


@pytest.mark.parametrize("facts", [{1: "a"}, {"a": (1,)}, {"day": NOON}, {"a": float("nan")}])
def test_facts_are_plain(session: Session, facts: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError)):
        record_event(session, "step", actor_id=None, at=NOON, facts=facts)


def test_a_whole_path_is_chained_and_those_steps_moved_the_assessment(line: Line) -> None:
    assessment = line.lead_to(State.AWARDED)
    record_event(line.session, "noted", actor_id=None, at=NOON, assessment=assessment)
    line.session.commit()
    told = [event.kind for event in outcomes.events(line.session, assessment.id)]
    assert told == [
        "submit",
        "accept",
        "propose_panel",
        "appoint_panel",
        *("declare", "accept_seat") * 2,
        *("hand_in_review",) * 2,
        "hand_in_last_review",
        "close_consensus",
        "propose_decision",
        "award",
        "noted",
    ]
    assert [event.kind for event in outcomes.steps(line.session, assessment.id)] == [
        "submit",
        "accept",
        "propose_panel",
        "appoint_panel",
        "hand_in_last_review",
        "close_consensus",
        "award",
    ]
    assert breaks(line.session) == []


def test_two_at_once_are_chained_one_after_the_other(engine: Engine) -> None:
    def write(kind: str) -> Callable[[Session], int]:
        return lambda session: record_event(session, kind, actor_id=None, at=NOON).number

    assert at_once(engine, write("first"), write("second")) == (1, 2)
    with unit_of_work(engine) as session:
        assert breaks(session) == []
        kinds = session.scalars(select(EventRecord.kind).order_by(EventRecord.number)).all()
        assert kinds == ["first", "second"]


def test_an_audit_sees_one_moment_whatever_is_written_meanwhile(engine: Engine) -> None:
    def write(kind: str) -> None:
        with unit_of_work(engine) as session:
            record_event(session, kind, actor_id=None, at=NOON)

    write("before")
    with open_snapshot(engine) as reading:
        head = events.head(reading)
        write("meanwhile")
        assert audit_events(reading) == Audit(1, head, (), Comparison())
    with open_snapshot(engine) as reading:
        assert audit_events(reading, kept=head).events == 2


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET kind = 'other' WHERE number = 2",
        "UPDATE events SET digest = digest",
        "DELETE FROM events WHERE number = 3",
        "DELETE FROM events",
    ],
)
def test_the_database_refuses_to_change_events(session: Session, statement: str) -> None:
    tell(session, 3)
    with pytest.raises(DatabaseError, match="events are never changed"):
        session.execute(text(statement))
    session.rollback()
    assert (len(list(events.entries(session))), breaks(session)) == (3, [])


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_replaces_no_event(session: Session) -> None:
    tell(session, 1)
    statement = "INSERT OR REPLACE INTO events SELECT * FROM events"
    with pytest.raises(DatabaseError, match="events are never changed"):
        session.execute(text(statement))


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_postgresql_empties_no_events(session: Session) -> None:
    tell(session, 1)
    with pytest.raises(DatabaseError, match="events are never changed"):
        session.execute(text("TRUNCATE events CASCADE"))


COPIED = (
    "happened_at, facts, kind, previous_digest, digest) "
    "SELECT {}, happened_at, facts, kind, previous_digest, digest FROM events WHERE number = {}"
)
TAMPERING = [
    (["UPDATE events SET kind = 'other' WHERE number = 2"], [("altered", 2, 2)]),
    (["UPDATE events SET facts = '{}' WHERE number = 1"], [("altered", 1, 1)]),
    (["UPDATE events SET state_after = 'awarded' WHERE number = 3"], [("altered", 3, 3)]),
    (
        ["UPDATE events SET happened_at = '2026-06-15 12:00:00.000001+00' WHERE number = 4"],
        [("altered", 4, 4)],
    ),
    (["UPDATE events SET number = 9 WHERE number = 2"], [("removed", 2, 2), ("inserted", 9, 9)]),
    (["DELETE FROM events WHERE number = 3"], [("removed", 3, 3)]),
    (["DELETE FROM events WHERE number > 2"], [("removed", 3, 4)]),
    (["DELETE FROM events"], [("removed", 1, 4)]),
    ([f"INSERT INTO events (number, {COPIED.format(5, 4)}"], [("inserted", 5, 5)]),
    (
        [
            "UPDATE events SET number = 5 WHERE number = 4",
            f"INSERT INTO events (number, {COPIED.format(4, 3)}",
        ],
        [("altered", 4, 4), ("inserted", 5, 5)],
    ),
    (["DELETE FROM event_head"], [("headless", 0, 0)]),
    (["UPDATE event_head SET number = 5"], [("removed", 5, 5)]),
    (["UPDATE event_head SET digest = '" + "a" * 64 + "'"], [("replaced", 4, 4)]),
]


@pytest.mark.parametrize(("statements", "told"), TAMPERING)
def test_tampering_behind_the_triggers_is_found_with_its_numbers(
    session: Session, statements: list[str], told: list[tuple[str, int, int]]
) -> None:
    tell(session, 4)
    unguarded(session, *statements)
    assert breaks(session) == [Break(BreakKind(kind), *numbers) for kind, *numbers in told]


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "change", ["happened_at = 'soon'", "happened_at = 3", "facts = '{'", "facts = x'00'"]
)
def test_what_sqlite_cannot_read_any_more_is_altered(session: Session, change: str) -> None:
    tell(session, 2)
    unguarded(session, f"UPDATE events SET {change} WHERE number = 1")  # noqa: S608
    assert breaks(session) == [Break(BreakKind.ALTERED, 1, 1)]
