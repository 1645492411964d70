"""What a fresh panel is told: that it reviews on appeal, and once it has accepted, the grounds."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import OutboxMessage, Submission
from assessment.domain.workflow import State
from tests.appealed import admit, ask_fresh_panel
from tests.building import Line, World
from tests.services.conftest import QuickLine
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

AN_APPEAL = "This is an appeal. You review afresh what was submitted"
GROUNDS = "The plan was not read."


@pytest.fixture
def line(session: Session, world: World, edition: Edition, settings: Settings) -> Line:
    return QuickLine(session, world, edition, settings.evidence_path)


@pytest.fixture
def asked(line: Line) -> Submission:
    """Admitted; a fresh panel is asked and has not answered."""
    submission = line.submission(line.lead_to(State.APPEALED))
    admit(line, submission)
    ask_fresh_panel(line, submission)
    return submission


def test_before_the_declaration_the_seat_says_that_it_is_an_appeal_and_no_more(
    line: Line, world: World, seat: Seat, asked: Submission
) -> None:
    told = read(seat(world.reviewer).get(f"/reviews/{asked.id}/seat").text)
    assert AN_APPEAL in told
    assert "Why the cluster appeals stands here once you have accepted." in told
    assert GROUNDS not in told
    assert "on appeal" in read(seat(world.reviewer).get("/reviews").text)


def test_a_disclosed_tie_keeps_the_grounds_closed_until_it_is_cleared(
    line: Line, world: World, seat: Seat, asked: Submission
) -> None:
    line.declare(asked, world.reviewer, disclosed="We met once.")
    told = read(seat(world.reviewer).get(f"/reviews/{asked.id}/seat").text)
    assert AN_APPEAL in told
    assert GROUNDS not in told


def test_once_accepted_the_grounds_stand_on_the_seat_and_over_the_review(
    line: Line, world: World, seat: Seat, asked: Submission
) -> None:
    line.declare(asked, world.reviewer)
    reviewer = seat(world.reviewer)
    for page in (f"/reviews/{asked.id}/seat", f"/reviews/{asked.id}"):
        told = read(reviewer.get(page).text)
        assert (
            f"{AN_APPEAL}; of the first review you see nothing. Why the cluster appeals: {GROUNDS}"
            in told
        )


def test_the_record_lists_for_a_panel_the_application_alone(
    line: Line, world: World, seat: Seat, asked: Submission
) -> None:
    line.declare(asked, world.reviewer)
    place = f"/submissions/{asked.id}"
    assert "Evaluation report" in read(seat(world.owner).get(place).text)
    told = read(seat(world.reviewer).get(place).text)
    assert "Evaluation report" not in told
    assert "Application" in told


def test_the_mail_that_asks_says_that_it_is_an_appeal(line: Line, asked: Submission) -> None:
    found = select(OutboxMessage.recipient, OutboxMessage.body).where(
        OutboxMessage.subject.startswith("Asked to review")
    )
    mails = line.session.execute(found).all()
    fresh = {person.email for person in line.panel}
    assert {who for who, body in mails if "This is an appeal" in body} == fresh
    assert not [body for _who, body in mails if GROUNDS in body]


def test_a_first_panel_is_told_of_no_appeal(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    reviewer = seat(world.reviewer)
    for page in (f"/reviews/{submission.id}/seat", f"/reviews/{submission.id}", "/reviews"):
        assert "appeal" not in read(reviewer.get(page).text)
