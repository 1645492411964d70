"""Whom the secretariat's mail about an application reaches: nobody who was asked to review it."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import OutboxMessage
from assessment.db.queries import people
from assessment.domain.workflow import State
from assessment.services.clock import run_clock
from assessment.services.decisions import Outcome
from assessment.services.seats import decline_seat
from assessment.services.several import foresee_reminders
from tests.building import MAILING, NOON, Line, World

OFFICE = ["deputy@people.example", "secretary@people.example"]


@pytest.fixture
def line(quick_line: Line) -> Line:
    """Somebody of the secretariat is asked to review."""
    quick_line.world.colleague.is_secretariat = True
    return quick_line


def readers(session: Session, subject: str) -> list[str]:
    session.expire_all()
    found = session.scalars(
        select(OutboxMessage.recipient).where(OutboxMessage.subject.startswith(subject))
    ).all()
    session.commit()
    return sorted(found)


def test_who_was_asked_to_review_is_left_out_of_the_secretariat(line: Line, world: World) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    cluster_id, number = world.cluster.id, submission.assessment_id
    office = [world.colleague, world.secretary, world.deputy]
    assert people.secretariat_for(line.session, cluster_id, number) == office
    line.propose(submission)
    assert people.secretariat_for(line.session, cluster_id, number) == office[1:]


def test_a_declined_seat_is_told_to_the_rest_of_the_secretariat(
    line: Line, session: Session, world: World
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    decline_seat(
        line.session,
        submission=submission,
        reviewer_id=world.reviewer.id,
        reason="No time.",
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    assert readers(session, "A reviewer declined") == OFFICE


def test_a_disclosed_tie_is_told_to_the_rest_of_the_secretariat(
    line: Line, session: Session, world: World
) -> None:
    submission = line.submission(line.lead_to(State.PANEL_PROPOSED))
    line.agree_to_panel(submission)
    line.declare(submission, world.reviewer, "We shared an office.")
    line.session.commit()
    assert readers(session, "A reviewer disclosed a tie") == OFFICE


def test_what_waits_for_a_decision_is_told_to_the_rest_of_the_secretariat(
    line: Line, session: Session, world: World
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    assert readers(session, "Waiting for decision") == OFFICE
    line.propose_decision(submission, Outcome.AWARD)
    line.session.commit()
    assert readers(session, "Decision to confirm") == OFFICE[:1]
    rows = foresee_reminders(session, [submission.id], world.secretary.id, NOON)
    assert [person.email for person in rows[0].people] == OFFICE[:1]


@pytest.mark.parametrize(
    ("state", "subject"),
    [
        (State.IN_REVIEW, "A review is overdue"),
        (State.CONSENSUS, "A step is overdue"),
        (State.REVIEWED, "A decision is overdue"),
    ],
)
def test_what_is_overdue_is_told_to_the_rest_of_the_secretariat(
    line: Line, engine: Engine, settings: Settings, session: Session, state: State, subject: str
) -> None:
    line.lead_to(state)
    line.session.commit()
    run_clock(engine, settings, NOON + timedelta(days=40))
    assert set(readers(session, subject)) == set(OFFICE)
