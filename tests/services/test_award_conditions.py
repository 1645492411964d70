"""The conditions of an award: recorded one by one, settled once all are met, a miss confirmed by two."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import AwardCondition, Certificate, OutboxMessage, Submission, User
from assessment.db.queries import office, outcomes, pipeline
from assessment.db.queries.reminders import open_conditions
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.workflow import State
from assessment.services.award_conditions import (
    CheckedMeanwhile,
    Finding,
    TooEarlyToMiss,
    check_conditions,
    confirm_missed,
    finding_of,
)
from assessment.services.decisions import (
    Condition,
    Outcome,
    SamePerson,
)
from assessment.services.label_lives import change_life
from tests.building import DUE, MAILING, NOON, Line
from tests.services.at_once import at_once

AFTER = NOON + timedelta(days=100)
LATER = DUE + timedelta(days=30)
"""The last day of the second condition; the first has `DUE`."""


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def conditional(line: Line) -> Submission:
    """Awarded with two conditions."""
    return conditionally(line, DUE)


def conditionally(line: Line, second: date) -> Submission:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.propose_decision(
        submission, Outcome.AWARD_WITH_CONDITIONS, Condition("Hire somebody.", second)
    )
    line.confirm(submission)
    line.session.commit()
    return submission


def known(session: Session, submission: Submission) -> dict[int, Finding]:
    """What a page would show."""
    conditions = outcomes.conditions_for_change(session, submission.id)
    return {one.id: finding_of(one) for one in conditions}


def check(
    line: Line,
    session: Session,
    submission: Submission,
    *found: bool | None,
    seen: Mapping[int, Finding] | None = None,
    by: User | None = None,
    note: str = "Seen.",
) -> list[bool | None]:
    shown = known(session, submission) if seen is None else seen
    checked = check_conditions(
        session,
        submission=submission,
        findings={
            key: Finding(is_met, "" if is_met is None else note)
            for key, is_met in zip(known(session, submission), found, strict=True)
        },
        seen=shown,
        actor_id=(by or line.world.secretary).id,
        at=AFTER,
        mailing=MAILING,
    )
    return [one.is_met for one in checked]


def misses(session: Session, submission: Submission) -> dict[int, Finding]:
    """What the page would show that asks for the confirmation."""
    return {
        key: found for key, found in known(session, submission).items() if found.is_met is False
    }


def confirm(
    line: Line,
    submission: Submission,
    by: User | None = None,
    seen: Mapping[int, Finding] | None = None,
) -> Certificate:
    return confirm_missed(
        line.session,
        submission=submission,
        seen=misses(line.session, submission) if seen is None else seen,
        actor_id=(by or line.world.deputy).id,
        at=AFTER,
        mailing=MAILING,
    )


def test_an_award_stands_without_conditions_once_all_are_met(
    line: Line, conditional: Submission
) -> None:
    assert check(line, line.session, conditional, True, None) == [True, None]
    assert conditional.assessment.state == State.CONDITIONAL
    assert check(line, line.session, conditional, True, True) == [True, True]
    assert conditional.assessment.state == State.AWARDED
    assert line.session.scalars(select(Certificate.life)).one() == LifeState.VALID


def test_the_application_is_due_with_its_earliest_open_condition(line: Line) -> None:
    submission = conditionally(line, LATER)
    assert submission.assessment.due_on == DUE
    check(line, line.session, submission, True, None)
    assert submission.assessment.due_on == LATER
    check(line, line.session, submission, None, None)
    assert submission.assessment.due_on == DUE
    check(line, line.session, submission, True, True)
    assert submission.assessment.due_on is None


def test_a_missed_condition_takes_the_label_away_once_a_second_person_confirms_it(
    line: Line, conditional: Submission
) -> None:
    assert check(line, line.session, conditional, True, False) == [True, False]
    certificate = line.session.scalars(select(Certificate)).one()
    assert (conditional.assessment.state, certificate.life) == (State.CONDITIONAL, LifeState.VALID)
    confirm(line, conditional)
    assert (conditional.assessment.state, certificate.life, certificate.life_reason) == (
        State.DECLINED,
        LifeState.REVOKED,
        "Hire somebody.\nSeen.",
    )
    checked = line.session.scalars(select(AwardCondition)).all()
    assert {(one.checked_by, one.note) for one in checked} == {(line.world.secretary.id, "Seen.")}


def test_who_recorded_the_miss_does_not_confirm_it(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, None, False)
    with pytest.raises(SamePerson):
        confirm(line, conditional, line.world.secretary)
    assert conditional.assessment.state == State.CONDITIONAL


def test_without_a_miss_there_is_nothing_to_confirm(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, True, None)
    with pytest.raises(IllegalTransition):
        confirm(line, conditional)


def test_a_miss_is_confirmed_as_it_was_read(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, False, None, note="No plan.")
    read = misses(line.session, conditional)
    [first] = read
    check(line, line.session, conditional, True, False, note="Nobody hired.")
    second = next(iter(misses(line.session, conditional)))
    with pytest.raises(CheckedMeanwhile) as refused:
        confirm(line, conditional, seen=read)
    assert refused.value.conditions == (first, second)
    with pytest.raises(CheckedMeanwhile) as refused:
        confirm(line, conditional, seen={second: Finding(False, "Nobody.")})
    assert refused.value.conditions == (second,)
    assert line.session.scalars(select(Certificate.life)).one() == LifeState.VALID
    assert confirm(line, conditional).life_reason == "Hire somebody.\nNobody hired."


def test_a_miss_waits_for_a_second_person_alone(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, False, None)
    world, session = line.world, line.session
    assert office.standing(session, world.secretary.id, ()) == []
    [waiting] = office.standing(session, world.deputy.id, ())
    assert (waiting.id, waiting.is_missed) == (conditional.id, True)
    for person, found in ((world.secretary, []), (world.deputy, [conditional.id])):
        wanted = pipeline.Wanted(to_confirm_by=person.id)
        rows = pipeline.applications(
            session, wanted, except_clusters_of=person.id, first=0, limit=9
        )
        assert [one.id for one in rows] == found


def test_a_second_person_can_record_what_is_right_instead(
    line: Line, conditional: Submission
) -> None:
    check(line, line.session, conditional, True, False)
    check(line, line.session, conditional, True, True, by=line.world.deputy)
    assert conditional.assessment.state == State.AWARDED


@pytest.mark.parametrize(("day", "is_over"), [(DUE, False), (DUE + timedelta(days=1), True)])
def test_a_condition_is_missed_after_its_last_day_alone(
    line: Line, conditional: Submission, day: date, is_over: bool
) -> None:
    shown = known(line.session, conditional)
    first, second = shown

    def miss() -> None:
        check_conditions(
            line.session,
            submission=conditional,
            findings={first: Finding(True, "Seen."), second: Finding(False, "Nobody hired.")},
            seen=shown,
            actor_id=line.world.secretary.id,
            at=NOON + (day - NOON.date()),
            mailing=MAILING,
        )

    if is_over:
        miss()
    else:
        with pytest.raises(TooEarlyToMiss) as refused:
            miss()
        assert refused.value.conditions == (second,)
    recorded = {key: found.is_met for key, found in known(line.session, conditional).items()}
    assert recorded == ({first: True, second: False} if is_over else {first: None, second: None})


def test_what_somebody_recorded_meanwhile_is_not_written_over(
    line: Line, conditional: Submission
) -> None:
    shown = known(line.session, conditional)
    check(line, line.session, conditional, True, None)
    deputy = line.world.deputy
    with pytest.raises(CheckedMeanwhile) as refused:
        check(line, line.session, conditional, True, True, seen=shown, by=deputy, note="Other.")
    first, second = shown
    assert refused.value.conditions == (first,)
    assert known(line.session, conditional) == {first: Finding(True, "Seen."), second: Finding()}


def test_what_nobody_touched_leaves_what_somebody_recorded_meanwhile(
    line: Line, conditional: Submission
) -> None:
    shown = known(line.session, conditional)
    check(line, line.session, conditional, True, None)
    check(line, line.session, conditional, None, True, seen=shown, by=line.world.deputy)
    assert conditional.assessment.state == State.AWARDED


def test_each_finding_is_an_event(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, True, None)
    check(line, line.session, conditional, True, None)
    number = next(iter(known(line.session, conditional)))
    events = outcomes.events(line.session, conditional.assessment_id)
    found = [one.facts for one in events if one.kind == "check_condition"]
    assert found == [
        {"condition": number, "text": "Publish the plan.", "is_met": True, "note": "Seen."}
    ]


def mails(line: Line, subject: str) -> list[OutboxMessage]:
    found = select(OutboxMessage).where(OutboxMessage.subject.startswith(subject))
    return list(line.session.scalars(found.order_by(OutboxMessage.id)))


def test_a_second_person_is_told_of_what_was_missed(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, True, False)
    (mail,) = mails(line, "Condition not met, to be confirmed")
    assert mail.recipient == line.world.deputy.email
    assert "Hire somebody." in mail.body
    assert f"/secretariat/submissions/{conditional.id}/conditions/confirm" in mail.body


def test_the_team_is_told_which_condition_was_missed(line: Line, conditional: Submission) -> None:
    check(line, line.session, conditional, True, False)
    confirm(line, conditional)
    mail = mails(line, "Label revoked")[0]
    assert "This condition was not met: Hire somebody.\nSeen." in mail.body
    assert "The reason given" not in mail.body
    assert "Publish the plan." not in mail.body


def revoke(line: Line, submission: Submission, event: LifeEvent = LifeEvent.REVOKE) -> None:
    change_life(
        line.session,
        submission=submission,
        event=event,
        reason="Nobody answers.",
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_conditions_of_a_label_that_was_revoked_are_settled_no_more(
    line: Line, conditional: Submission
) -> None:
    check(line, line.session, conditional, None, False)
    revoke(line, conditional)
    assert open_conditions(line.session) == []
    assert conditional.assessment.due_on is None
    with pytest.raises(IllegalTransition):
        check(line, line.session, conditional, True, True)
    with pytest.raises(IllegalTransition):
        confirm(line, conditional)
    assert conditional.assessment.state == State.CONDITIONAL


def test_settled_conditions_are_checked_no_more(
    engine: Engine, line: Line, conditional: Submission
) -> None:
    seen = known(line.session, conditional)
    line.session.commit()
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: check(replace(line, session=s), s, conditional, True, True, seen=seen),
            lambda s: check(replace(line, session=s), s, conditional, True, False, seen=seen),
        )


def test_of_two_who_record_at_once_the_second_is_told(
    engine: Engine, line: Line, conditional: Submission
) -> None:
    seen = known(line.session, conditional)
    line.session.commit()
    with pytest.raises(CheckedMeanwhile):
        at_once(
            engine,
            lambda s: check(line, s, conditional, None, True, seen=seen),
            lambda s: check(line, s, conditional, None, False, seen=seen),
        )
