"""What the cluster is told of a decision by mail."""

from datetime import date

import pytest
from sqlalchemy import select

from assessment.db.models import OutboxMessage
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services.decision_news import appeal_day
from assessment.services.decisions import Outcome
from tests.appealed import decide_again
from tests.building import Line


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def body(line: Line, subject: str) -> str:
    """The text of the mail to the owner."""
    found = select(OutboxMessage.body).where(
        OutboxMessage.subject.startswith(subject),
        OutboxMessage.recipient == line.world.owner.email,
    )
    return line.session.scalars(found).one()


def test_an_award_with_conditions_names_each_with_its_day_and_the_certificate(line: Line) -> None:
    line.lead_to(State.CONDITIONAL)
    told = body(line, "Awarded with conditions")
    assert "The certificate G-2026-0001 is valid from 15 June 2026 until 30 June 2028." in told
    assert "\n\n- Publish the plan. (by 13 September 2026)\n\n" in told


def test_a_decision_that_declines_says_until_when_an_owner_may_appeal(line: Line) -> None:
    assessment = line.lead_to(State.DECLINED)
    told = body(line, "Decision on")
    assert "An owner of the cluster may appeal against it once, until 15 July 2026:\n\n" in told
    assert f"/assessments/{assessment.id}/appeal\n" in told


def test_what_is_decided_on_appeal_cannot_be_appealed_against_again(line: Line) -> None:
    submission = line.submission(line.lead_to(State.DECLINED))
    decision = outcomes.decision(line.session, submission.id)
    assert decision is not None
    assert appeal_day(submission, decision) == date(2026, 7, 15)
    submission.round = 2
    assert appeal_day(submission, decision) is None


def test_an_award_names_the_certificate_with_its_days(line: Line) -> None:
    line.lead_to(State.AWARDED)
    told = body(line, "Label awarded")
    assert "The certificate G-2026-0001 is valid from 15 June 2026 until 30 June 2028." in told
    assert "appeal" not in told


def test_what_is_declined_on_appeal_is_final_and_leaves_a_complaint(line: Line) -> None:
    assessment = line.lead_to(State.APPEALED)
    decide_again(line, line.submission(assessment), Outcome.DECLINE)
    told = body(line, "Decision on the appeal")
    assert "and it is declined again." in told
    assert "This decision is final: there is no further appeal." in told
    assert f"/assessments/{assessment.id}/complaints\n" in told
    assert "declined this time" not in told
    assert "may appeal" not in told


def test_what_is_awarded_on_appeal_says_that_it_takes_the_place_of_the_first(line: Line) -> None:
    decide_again(line, line.submission(line.lead_to(State.APPEALED)), Outcome.AWARD)
    told = body(line, "Label awarded")
    assert (
        "This was decided on the appeal, in place of the first decision.\n\nThe decision," in told
    )
