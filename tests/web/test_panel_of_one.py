"""A panel of one agrees with nobody: its pages and mail speak of the outcome that it writes."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import OutboxMessage
from assessment.db.models import Seat as ReviewSeat
from assessment.domain.workflow import SeatState, State
from tests.building import Line, World
from tests.services.conftest import QuickLine
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

FROM_ITS_MONTH = "the certificate counts from its month."
GOES_ON = "The days of a renewal go on from the end before, whenever you met."


@pytest.fixture
def line(session: Session, world: World, edition: Edition, settings: Settings) -> Line:
    return QuickLine(session, world, edition, settings.evidence_path, label_id="silver")


def mail(line: Line, subject: str) -> str:
    found = select(OutboxMessage.body).where(OutboxMessage.subject.startswith(subject))
    return " ".join(line.session.scalars(found).one().split())


def test_one_alone_is_asked_by_mail_to_write_the_outcome(line: Line) -> None:
    submission = line.submission(line.lead_to(State.CONSENSUS))
    told = mail(line, "Write the outcome")
    assert "Write its outcome next and close it by 29 June 2026" in told
    assert f"/reviews/{submission.id}/outcome " in told
    assert "panel" not in told.partition("https://")[0]


def test_the_pages_of_one_alone_speak_of_no_panel_that_agrees(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CONSENSUS))
    reviewer = seat(world.reviewer)
    listed = read(reviewer.get("/reviews").text)
    assert "Write the outcome" in listed
    assert "Close the consensus" not in listed
    told = read(reviewer.get(f"/reviews/{submission.id}/outcome").text)
    assert "Once the outcome is written, you close the review." in told
    assert "Before the review is closed:" in told
    for word in ("You lead", "whole panel agrees", "consensus is closed"):
        assert word not in told
    line.write_outcome(submission)
    told = read(seat(world.reviewer).get(f"/reviews/{submission.id}/outcome").text)
    assert "Close the review? It goes to the secretariat and can no longer be changed." in told
    assert "The reviewer has handed in and writes the outcome." in read(
        seat(world.owner).get(f"/assessments/{submission.assessment_id}").text
    )


@pytest.mark.parametrize(
    ("state", "at_round", "is_alone"),
    [
        (SeatState.REPLACED, 1, True),
        (SeatState.DECLINED, 1, True),
        (SeatState.DROPPED, 1, True),
        (SeatState.HANDED_IN, 2, True),
        (SeatState.ACCEPTED, 1, False),
        (SeatState.HANDED_IN, 1, False),
    ],
)
def test_who_is_alone_is_told_by_who_is_at_work_beside_them(
    line: Line, world: World, seat: Seat, state: SeatState, at_round: int, is_alone: bool
) -> None:
    submission = line.submission(line.lead_to(State.CONSENSUS))
    beside = ReviewSeat(
        submission_id=submission.id,
        reviewer_id=world.colleague.id,
        state=state,
        round=at_round,
        appointed_by=world.secretary.id,
    )
    line.session.add(beside)
    told = read(seat(world.reviewer).get("/reviews").text)
    assert ("Write the outcome" in told, "Close the consensus" in told) == (is_alone, not is_alone)


def test_after_closing_one_alone_is_led_to_the_outcome(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    sheet, outcome = (f"/reviews/{submission.id}/{page}" for page in ("consensus", "outcome"))
    reviewer = seat(world.reviewer)
    assert reviewer.get(sheet).location == outcome
    assert "The review is closed." in read(reviewer.get(outcome).text)
    told = read(seat(world.secretary).get(sheet).text)
    assert "There was one reviewer; there is nothing to settle." in told
    seats = read(seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/seats").text)
    assert "Panel at work" not in seats


def test_the_visit_counts_for_a_first_certificate_and_not_for_a_renewal(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "gold"
    first = line.submission(line.lead_to(State.CONSENSUS))
    told = read(seat(world.reviewer).get(f"/reviews/{first.id}/outcome").text)
    assert f"Needed before the consensus is closed: {FROM_ITS_MONTH}" in told
    assert GOES_ON not in told


def test_the_days_of_a_renewal_do_not_hang_on_the_visit(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "gold"
    line.hold(date(2025, 5, 14), date(2027, 5, 31))
    renewal = line.submission(line.lead_to(State.CONSENSUS))
    told = read(seat(world.reviewer).get(f"/reviews/{renewal.id}/outcome").text)
    assert f"Needed before the review is closed. {GOES_ON}" in told
    assert FROM_ITS_MONTH not in told


def test_two_who_rated_alike_read_that_no_criterion_was_rated_differently(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id = "gold"
    submission = line.submission(line.lead_to(State.CONSENSUS))
    reviewer = seat(world.reviewer)
    assert "Close the consensus" in read(reviewer.get("/reviews").text)
    told = read(reviewer.get(f"/reviews/{submission.id}/consensus").text)
    assert "No criterion was rated differently; there is nothing to settle." in told


def test_once_closed_the_sheet_tells_on_what_the_panel_differed(
    line: Line, world: World, seat: Seat
) -> None:
    line.label_id, line.ratings = "gold", (4, 3)
    submission = line.submission(line.lead_to(State.REVIEWED))
    told = read(seat(world.reviewer).get(f"/reviews/{submission.id}/consensus").text)
    assert "You differed on 31 criteria" in told
    assert "The sheet for your meeting" not in told
    assert "You differ on" not in told
