"""Being signed in: a session begins, is seen, and ends."""

from datetime import timedelta

from sqlalchemy.orm import Session

from assessment.db.models import BrowserSession
from assessment.db.queries.signing_in import sessions_of
from assessment.services.sessions import (
    IDLE,
    REMEMBERED,
    SEEN_EVERY,
    Visitor,
    begin_session,
    end_session,
    end_sessions,
    find_session,
    is_seen_again,
    see_session,
)
from tests.building import NOON, World

HERE = Visitor("Firefox", "Linux", "192.0.2.x")


def begin(session: Session, world: World, *, is_remembered: bool = False) -> str:
    return begin_session(session, world.owner.id, HERE, is_remembered=is_remembered, at=NOON)


def test_the_key_alone_finds_the_person(session: Session, world: World) -> None:
    found = find_session(session, begin(session, world), NOON)
    assert found is not None
    kept = found.session
    assert (found.person, kept.browser, kept.address) == (world.owner, "Firefox", "192.0.2.x")
    assert find_session(session, "another", NOON) is None


def test_the_key_itself_is_not_kept(session: Session, world: World) -> None:
    key = begin(session, world)
    kept = sessions_of(session, world.owner.id)[0]
    assert key not in (kept.key_digest, str(kept.id))


def test_a_session_lasts_twelve_hours_without_use(session: Session, world: World) -> None:
    key = begin(session, world)
    assert find_session(session, key, NOON + IDLE - timedelta(seconds=1)) is not None
    assert find_session(session, key, NOON + IDLE) is None


def test_a_remembered_session_lasts_thirty_days_without_use(session: Session, world: World) -> None:
    key = begin(session, world, is_remembered=True)
    assert find_session(session, key, NOON + REMEMBERED - timedelta(seconds=1)) is not None
    assert find_session(session, key, NOON + REMEMBERED) is None


def test_use_prolongs_a_session_and_is_written_every_ten_minutes(
    session: Session, world: World
) -> None:
    key = begin(session, world)
    record = sessions_of(session, world.owner.id)[0]
    assert is_seen_again(record, NOON + SEEN_EVERY - timedelta(seconds=1)) is False
    assert is_seen_again(record, NOON + SEEN_EVERY) is True
    see_session(session, record.id, NOON + SEEN_EVERY)
    assert find_session(session, key, NOON + IDLE + timedelta(minutes=9)) is not None


def test_nobody_is_signed_in_to_an_account_that_is_switched_off(
    session: Session, world: World
) -> None:
    key = begin(session, world)
    world.owner.active = False
    session.flush()
    assert find_session(session, key, NOON) is None


def test_ending_a_session_leaves_the_others_and_other_peoples(
    session: Session, world: World
) -> None:
    first, second = begin(session, world), begin(session, world)
    found = find_session(session, first, NOON)
    assert found is not None
    end_session(session, world.viewer.id, found.session.id)
    assert find_session(session, first, NOON) is not None
    end_session(session, world.owner.id, found.session.id)
    assert find_session(session, first, NOON) is None
    assert find_session(session, second, NOON) is not None


def test_all_others_end_at_once(session: Session, world: World) -> None:
    keys = [begin(session, world) for _ in range(3)]
    here = find_session(session, keys[1], NOON)
    assert here is not None
    assert end_sessions(session, world.owner.id, but=here.session.id) == 2
    assert [find_session(session, key, NOON) is not None for key in keys] == [False, True, False]


def test_what_has_run_out_is_removed_at_the_next_sign_in(session: Session, world: World) -> None:
    begin(session, world)
    begin_session(session, world.owner.id, HERE, is_remembered=False, at=NOON + IDLE * 2)
    assert session.query(BrowserSession).count() == 1
