"""What happens because a day has come: once each, and with its mail in one unit of work."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Assessment, EventRecord, OutboxMessage, Reminder, Seat
from assessment.domain.workflow import SeatState, State
from assessment.services import clock
from assessment.services.clock import run_clock
from tests.building import NOON, Line, World

REVIEWERS = ["colleague@people.example", "reviewer@people.example"]
TEAM = ["editor@people.example", "owner@people.example", "viewer@people.example"]
OFFICE = ["deputy@people.example", "secretary@people.example"]


def days_on(days: int) -> datetime:
    return NOON + timedelta(days=days)


def lead_to(line: Line, state: State) -> None:
    line.lead_to(state)
    for message in line.session.scalars(select(OutboxMessage)):
        line.session.delete(message)
    line.session.commit()


def invite(line: Line) -> None:
    """The panel is asked, and nobody has answered."""
    assessment = line.lead_to(State.PANEL_PROPOSED)
    line.agree_to_panel(line.submission(assessment))
    for message in line.session.scalars(select(OutboxMessage)):
        line.session.delete(message)
    line.session.commit()


def mails(session: Session) -> list[str]:
    session.expire_all()
    found = session.scalars(select(OutboxMessage.recipient)).all()
    session.commit()
    return sorted(found)


def state_of(session: Session) -> str:
    session.expire_all()
    found = session.scalars(select(Assessment.state)).one()
    session.commit()
    return found


def test_a_panel_is_appointed_on_the_day_after_the_cluster_could_object_last(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    lead_to(line, State.PANEL_PROPOSED)
    assert run_clock(engine, settings, days_on(7)) == 0
    assert state_of(session) == State.PANEL_PROPOSED
    assert run_clock(engine, settings, days_on(8)) == 1
    assert state_of(session) == State.IN_REVIEW
    assert mails(session) == sorted(REVIEWERS + TEAM)
    told = select(OutboxMessage.subject).where(OutboxMessage.recipient == TEAM[1])
    assert session.scalars(told).all() == ["Your panel is appointed: Northern Timber, Gold"]
    event = session.scalars(select(EventRecord).where(EventRecord.kind == "appoint_panel")).one()
    assert event.actor_id is None
    session.commit()
    assert run_clock(engine, settings, days_on(8)) == 0


@pytest.mark.parametrize(
    ("day", "readers"), [(0, []), (5, []), (6, REVIEWERS), (7, REVIEWERS), (8, OFFICE + OFFICE)]
)
def test_reviewers_are_reminded_the_day_before_they_should_answer_and_the_office_the_day_after(
    line: Line, engine: Engine, settings: Settings, session: Session, day: int, readers: list[str]
) -> None:
    invite(line)
    for _again in range(2):
        run_clock(engine, settings, days_on(day))
    assert mails(session) == sorted(readers)


@pytest.mark.parametrize(
    ("day", "readers"), [(20, []), (21, REVIEWERS), (27, REVIEWERS), (29, OFFICE + OFFICE)]
)
def test_reviewers_are_reminded_of_their_ratings_and_the_office_of_what_is_overdue(
    line: Line, engine: Engine, settings: Settings, session: Session, day: int, readers: list[str]
) -> None:
    lead_to(line, State.IN_REVIEW)
    for _again in range(2):
        run_clock(engine, settings, days_on(day))
    assert mails(session) == sorted(readers)


def test_each_mark_is_sent_once_and_a_deadline_that_moved_begins_anew(
    line: Line, engine: Engine, settings: Settings, session: Session
) -> None:
    lead_to(line, State.IN_REVIEW)
    for day in (21, 22, 27):
        run_clock(engine, settings, days_on(day))
    assert mails(session) == sorted(REVIEWERS + REVIEWERS)
    for seat in session.scalars(select(Seat)):
        seat.due_on = days_on(34).date()
    session.commit()
    run_clock(engine, settings, days_on(28))
    assert mails(session) == sorted(REVIEWERS * 3)
    kept = session.scalars(select(Reminder.mark).order_by(Reminder.due_on, Reminder.mark)).all()
    assert sorted(kept) == [1, 1, 7, 7, 7, 7]


def test_whoever_handed_in_or_disclosed_a_tie_is_not_reminded(
    line: Line, engine: Engine, settings: Settings, session: Session, world: World
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    submission = line.submission(assessment)
    line.agree_to_panel(submission)
    line.declare(submission, world.reviewer, "I advised them.")
    for message in session.scalars(select(OutboxMessage)):
        session.delete(message)
    session.commit()
    run_clock(engine, settings, days_on(6))
    assert mails(session) == ["colleague@people.example"]


def test_a_fault_with_one_keeps_no_other_waiting_and_nothing_of_it_stays(
    line: Line,
    engine: Engine,
    settings: Settings,
    session: Session,
    world: World,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    invite(line)
    announce = clock.announce

    def failing(
        session: Session, mailing: object, people: list[object], *args: object, **facts: object
    ) -> None:
        announce(session, mailing, people, *args, **facts)  # type: ignore[arg-type]
        if facts["reviewer"] == world.reviewer.name:
            raise RuntimeError("the disk is full")

    monkeypatch.setattr(clock, "announce", failing)
    run_clock(engine, settings, days_on(6))
    assert mails(session) == ["colleague@people.example"]
    assert len(session.scalars(select(Reminder)).all()) == 1
    session.commit()
    monkeypatch.undo()
    run_clock(engine, settings, days_on(6))
    assert mails(session) == REVIEWERS
    assert {seat.state for seat in session.scalars(select(Seat))} == {SeatState.INVITED}
