"""What a reviewer reads of the outcome, as it stands today: revoked since, or decided anew on appeal."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import OutboxMessage, Submission
from assessment.domain.label_life import LifeEvent
from assessment.domain.workflow import State
from assessment.services.decisions import Outcome
from assessment.services.label_lives import change_life
from tests.appealed import admit, decide_again
from tests.building import MAILING, NOON, Line, World
from tests.services.conftest import QuickLine
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def line(session: Session, world: World, edition: Edition, settings: Settings) -> Line:
    return QuickLine(session, world, edition, settings.evidence_path)


def change(line: Line, submission: Submission, event: LifeEvent) -> None:
    change_life(
        line.session,
        submission=submission,
        event=event,
        reason="A false figure.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


@pytest.mark.parametrize(
    ("event", "listed", "told"),
    [
        (LifeEvent.REVOKE, "Revoked", "The label was revoked on 15 June 2026."),
        (LifeEvent.SUSPEND, "Suspended", "The label has been suspended since 15 June 2026."),
    ],
)
def test_a_label_that_does_not_hold_is_not_told_as_awarded(
    line: Line, world: World, seat: Seat, event: LifeEvent, listed: str, told: str
) -> None:
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    change(line, submission, event)
    reviewer = seat(world.reviewer)
    page = reviewer.get(f"/reviews/{submission.id}/seat")
    assert told in read(page.text)
    assert "A false figure." not in page.text
    seats = reviewer.get("/reviews").text
    assert listed in read(seats)
    assert "state--success" not in seats


def test_a_label_that_holds_is_told_as_awarded(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    reviewer = seat(world.reviewer)
    told = read(reviewer.get(f"/reviews/{submission.id}/seat").text)
    assert "The label is awarded" in told
    assert "The label ended" not in told
    assert "state--success" in reviewer.get("/reviews").text


def test_the_first_panel_reads_both_decisions_and_of_the_second_the_outcome_alone(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.APPEALED))
    first = world.reviewer
    page = f"/reviews/{submission.id}/seat"
    assert "First decision" not in read(seat(first).get(page).text)
    decide_again(line, submission, Outcome.AWARD)
    told = read(seat(first).get(page).text)
    assert "First decision The application is declined On appeal The label is awarded" in told
    assert told.count("Well done.") == 1


def test_while_the_fresh_panel_works_the_first_reads_that_nothing_is_decided(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.APPEALED))
    admit(line, submission)
    told = read(seat(world.reviewer).get(f"/reviews/{submission.id}/seat").text)
    assert "First decision The application is declined On appeal Not decided yet" in told


@pytest.mark.parametrize(
    ("state", "mails"),
    [(State.DEFERRED, 0), (State.DECLINED, 2), (State.CONDITIONAL, 2)],
)
def test_the_panel_is_told_what_was_decided_and_nothing_of_a_deferral(
    line: Line, state: State, mails: int
) -> None:
    line.lead_to(state)
    found = select(OutboxMessage.body).where(OutboxMessage.subject.startswith("Outcome of your"))
    bodies = [" ".join(body.split()) for body in line.session.scalars(found)]
    assert len(bodies) == mails
    said = {
        State.DECLINED: "the application for the label Gold is declined.",
        State.CONDITIONAL: "is valid from 15 June 2026 until 30 June 2028.",
    }
    assert [body for body in bodies if said[state] in body] == bodies
