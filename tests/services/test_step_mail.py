"""What the mail about a step says of what comes next, and of what can be done about it."""

from datetime import date

import pytest
from sqlalchemy import select

from assessment.db.models import OutboxMessage, Submission
from assessment.db.queries import outcomes
from assessment.domain.label_life import LifeEvent
from assessment.domain.workflow import State
from assessment.services.award_conditions import (
    NOT_CHECKED,
    Finding,
    check_conditions,
    finding_of,
)
from assessment.services.decisions import Condition, Outcome, resume
from assessment.services.label_lives import change_life
from assessment.services.several import remind_several
from tests.building import DUE, MAILING, NOON, Line


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def bodies(line: Line, subject: str) -> dict[str, str]:
    """The mails with that subject, by whom they go to."""
    found = select(OutboxMessage.recipient, OutboxMessage.body).where(
        OutboxMessage.subject.startswith(subject)
    )
    rows = line.session.execute(found)
    return {row[0].partition("@")[0]: row[1] for row in rows}


def test_a_new_application_waits_for_its_formal_check(line: Line) -> None:
    line.lead_to(State.SUBMITTED)
    told = bodies(line, "New application: ")
    assert sorted(told) == ["deputy", "secretary"]
    assert (
        "has applied for the label Gold. Its formal check, due by 29 June 2026, comes next."
        in (told["secretary"])
    )


def test_a_new_application_for_a_renewal_says_so(line: Line) -> None:
    line.hold(date(2025, 5, 14), date(2027, 5, 31))
    line.lead_to(State.SUBMITTED)
    told = bodies(line, "New application for a renewal")
    assert "has applied for the renewal of the label Gold. Its formal check" in told["deputy"]


@pytest.mark.parametrize(
    ("event", "subject"),
    [(LifeEvent.SUSPEND, "Label suspended"), (LifeEvent.REVOKE, "Label revoked")],
)
def test_who_loses_a_label_reads_how_to_complain(
    line: Line, event: LifeEvent, subject: str
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    change_life(
        line.session,
        submission=submission,
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    told = bodies(line, subject)["owner"]
    assert "an owner of the cluster can complain here:" in told
    assert f"/assessments/{submission.assessment_id}/complaints\n" in told


def test_the_team_is_told_that_a_deferred_application_is_taken_up_again(line: Line) -> None:
    submission = line.submission(line.lead_to(State.DEFERRED))
    resume(
        line.session,
        submission=submission,
        reason="The papers came.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    told = bodies(line, "Taken up again")
    assert sorted(told) == ["editor", "owner", "viewer"]
    assert "It waits for a decision, which you are told by mail:" in told["owner"]
    assert "The papers came." not in told["owner"]


@pytest.fixture
def conditional(line: Line) -> Submission:
    """Awarded with two conditions."""
    submission = line.submission(line.lead_to(State.REVIEWED))
    second = Condition("Hire somebody.", DUE)
    line.propose_decision(submission, Outcome.AWARD_WITH_CONDITIONS, second)
    line.confirm(submission)
    return submission


def check(line: Line, submission: Submission, *found: Finding) -> None:
    conditions = outcomes.conditions_for_change(line.session, submission.id)
    numbers = [one.id for one in conditions]
    check_conditions(
        line.session,
        submission=submission,
        findings=dict(zip(numbers, found, strict=True)),
        seen={one.id: finding_of(one) for one in conditions},
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_one_of_several_conditions_that_is_met_is_told_with_what_is_open(
    line: Line, conditional: Submission
) -> None:
    check(line, conditional, Finding(is_met=True), NOT_CHECKED)
    told = bodies(line, "A condition is met")
    assert sorted(told) == ["editor", "owner", "viewer"]
    assert (
        "this condition of the award of the label Gold to Northern Timber is met:\n\n- Publish the plan."
        in told["owner"]
    )
    assert "Still open:\n\n- Hire somebody. (by 13 September 2026)" in told["owner"]


def test_a_note_that_is_corrected_tells_nothing_anew(line: Line, conditional: Submission) -> None:
    check(line, conditional, Finding(is_met=True, note="Sene."), NOT_CHECKED)
    check(line, conditional, Finding(is_met=True, note="Seen."), Finding(note="Asked."))
    mails = select(OutboxMessage).where(OutboxMessage.subject.startswith("A condition is met"))
    assert len(line.session.scalars(mails).all()) == 3  # one to each of the team


def test_what_is_noted_and_not_known_yet_is_told_to_nobody(
    line: Line, conditional: Submission
) -> None:
    check(line, conditional, Finding(note="We asked."), NOT_CHECKED)
    assert bodies(line, "A condition is met") == {}


def test_once_all_are_met_one_mail_says_so(line: Line, conditional: Submission) -> None:
    check(line, conditional, Finding(is_met=True), Finding(is_met=True))
    assert bodies(line, "A condition is met") == {}
    assert sorted(bodies(line, "Conditions met")) == ["editor", "owner", "viewer"]


def test_one_alone_is_reminded_of_the_outcome_and_not_of_a_panel(line: Line) -> None:
    line.label_id = "silver"
    submission = line.submission(line.lead_to(State.CONSENSUS))
    by = {"actor_id": line.world.secretary.id, "at": NOON, "mailing": MAILING}
    remind_several(line.session, [submission.id], **by)
    told = bodies(line, "Reminder: ")
    assert [*told] == ["reviewer"]
    assert "waits for its outcome, and for you to close it." in told["reviewer"]
    assert "panel" not in told["reviewer"].partition("https://")[0]
