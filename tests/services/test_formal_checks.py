"""The formal check: whether an application may go into review at all."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine, select

from assessment.db.models import OutboxMessage, Submission
from assessment.db.queries import assessments, outcomes
from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import State
from assessment.services.formal_checks import (
    FormallyRefused,
    accept_application,
    return_application,
)
from tests.building import MAILING, NOON, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def submitted(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.SUBMITTED))
    line.session.commit()
    return submission


def give_back(line: Line, submission: Submission) -> None:
    return_application(
        line.session,
        submission=submission,
        reasons="The statutes are missing.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_an_application_in_order_is_accepted_and_what_was_found_is_kept(
    line: Line, submitted: Submission, world: World
) -> None:
    line.accept(submitted)
    assert submitted.assessment.state == State.ACCEPTED
    assert submitted.formal_check == {
        "conditions": [
            {"condition": f"eligibility.{rule}", "status": "met"}
            for rule in ("staff", "members", "kinds", "website", "eccp")
        ],
        "note": "",
        "checked_by": world.secretary.id,
        "checked_at": NOON.isoformat(),
    }


def test_without_the_label_before_it_nothing_goes_into_review(line: Line, world: World) -> None:
    line.label_id = "silver"
    submission = line.submission(line.lead_to(State.SUBMITTED))
    with pytest.raises(FormallyRefused):
        accept_application(
            line.session,
            submission=submission,
            note="",
            actor_id=world.secretary.id,
            at=NOON,
        )
    assert submission.assessment.state == State.SUBMITTED


def test_what_is_returned_is_a_draft_again_with_thirty_days(
    line: Line, submitted: Submission, world: World
) -> None:
    give_back(line, submitted)
    assert submitted.assessment.state == State.DRAFT
    assert (submitted.is_returned, submitted.withdrawn_by, submitted.withdrawn_at) == (
        True,
        world.secretary.id,
        NOON,
    )
    assert submitted.withdrawal_reason == "The statutes are missing."
    assert submitted.again_until == date(2026, 7, 15)
    last = outcomes.events(line.session, submitted.assessment_id)[-1]
    assert (last.kind, last.facts) == (
        "return",
        {"reason": "The statutes are missing.", "until": "2026-07-15"},
    )


def test_the_team_is_told_what_to_mend_and_until_when(line: Line, submitted: Submission) -> None:
    give_back(line, submitted)
    told = line.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject.startswith("Returned"))
    ).all()
    assert [mail.recipient for mail in told] == [
        f"{name}@people.example" for name in ("editor", "owner", "viewer")
    ]
    assert "The statutes are missing." in told[0].body
    assert "An owner submits it again by 15 July 2026." in told[0].body


def test_what_was_returned_is_submitted_again(line: Line, submitted: Submission) -> None:
    give_back(line, submitted)
    line.submit(submitted.assessment)
    again = assessments.submission_of(line.session, submitted.assessment_id)
    assert again is not None
    assert again.id != submitted.id
    with pytest.raises(IllegalTransition):
        line.accept(submitted)


def test_two_verdicts_at_once_let_one_win(
    engine: Engine, line: Line, submitted: Submission
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: replace(line, session=s).accept(submitted),
            lambda s: give_back(replace(line, session=s), submitted),
        )
    line.session.expire_all()
    found = assessments.assessment(line.session, submitted.assessment_id)
    assert found.state == State.ACCEPTED


def test_a_withdrawn_application_is_not_checked(line: Line, submitted: Submission) -> None:
    line.withdraw(submitted.assessment)
    with pytest.raises(IllegalTransition):
        line.accept(submitted)
    with pytest.raises(IllegalTransition):
        give_back(line, submitted)
