"""Taking a submission back, ending a draft, and what stays."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import OutboxMessage, Submission
from assessment.db.queries import assessments, outcomes, relations, reviews, schemes
from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import State
from assessment.services.assessments import discard_assessment
from tests.building import NOON, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


def test_withdrawal_leads_back_to_a_draft_with_every_answer(line: Line) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    line.withdraw(assessment)
    assert assessment.state == State.DRAFT
    assert len(assessments.answers(line.session, assessment.id)) == len(line.label.criteria)
    events = outcomes.events(line.session, assessment.id)
    assert [event.kind for event in events] == ["submit", "withdraw"]
    assert events[1].facts == {"reason": "A figure was wrong."}


def test_withdrawn_submission_stays_on_record_and_off_the_lists(line: Line, world: World) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    submission = line.withdraw(assessment)
    assert assessments.submission_of(line.session, assessment.id) is None
    kept = assessments.withdrawn_submissions(line.session, assessment.id)
    assert [(each.id, each.withdrawal_reason) for each in kept] == [
        (submission.id, "A figure was wrong.")
    ]
    assert reviews.submissions(line.session) == []
    assert reviews.submission_counts(line.session) == {}
    assert schemes.frozen_submissions(line.session, "cluster-excellence") == []
    relation = relations.to_submission(line.session, world.secretary.id, submission.id)
    assert relation is not None
    assert relation.subject.is_withdrawn


def test_team_and_secretariat_are_told_of_a_withdrawal(line: Line, world: World) -> None:
    submission = line.withdraw(line.lead_to(State.SUBMITTED))
    told = line.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject == "Withdrawn: Northern Timber, Gold")
    ).all()
    assert [each.recipient for each in told] == [
        person.email
        for person in (world.editor, world.owner, world.viewer, world.secretary, world.deputy)
    ]
    assert all("A figure was wrong." in each.body for each in told)
    assert f"/secretariat/submissions/{submission.id}" in told[-1].body


def test_submitted_again_a_withdrawn_assessment_has_a_second_submission(line: Line) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    first = line.withdraw(assessment)
    second = line.submit(assessment)
    assert first.id != second.id
    standing = assessments.submission_of(line.session, assessment.id)
    assert standing is not None
    assert standing.id == second.id


def test_no_panel_is_appointed_to_a_withdrawn_submission(line: Line) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    first = line.withdraw(assessment)
    line.submit(assessment)
    with pytest.raises(IllegalTransition):
        line.appoint(first)


def test_no_withdrawal_once_a_panel_is_appointed(line: Line) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    with pytest.raises(IllegalTransition):
        line.withdraw(assessment)


def test_of_a_withdrawal_and_an_appointment_at_once_the_first_holds(
    engine: Engine, line: Line
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    line.session.commit()

    def appoint(session: Session) -> None:
        there = replace(line, session=session)
        there.appoint(there.submission(assessment))

    def withdraw(session: Session) -> None:
        replace(line, session=session).withdraw(assessment)

    with pytest.raises((IllegalTransition, AssertionError)):
        at_once(engine, withdraw, appoint)
    line.session.expire_all()
    assert assessments.assessment(line.session, assessment.id).state == State.DRAFT


def test_of_an_appointment_and_a_withdrawal_at_once_the_first_holds(
    engine: Engine, line: Line
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    submission = line.submission(assessment)
    line.session.commit()

    def appoint(session: Session) -> None:
        replace(line, session=session).appoint(reviews.submission(session, submission.id))

    def withdraw(session: Session) -> None:
        replace(line, session=session).withdraw(assessment)

    with pytest.raises(IllegalTransition):
        at_once(engine, appoint, withdraw)
    line.session.expire_all()
    assert assessments.assessment(line.session, assessment.id).state == State.IN_REVIEW


def test_discarded_draft_ends_and_its_answers_stay(line: Line, world: World) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    discard_assessment(line.session, assessment_id=assessment.id, actor_id=world.owner.id, at=NOON)
    assert assessment.state == State.DISCARDED
    assert schemes.labels_with_drafts(line.session, "cluster-excellence") == frozenset()
    again = line.open()
    assert again.id != assessment.id
    assert len(assessments.answers(line.session, again.id)) == len(line.label.criteria)


def test_submission_is_not_discarded(line: Line, world: World) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    with pytest.raises(IllegalTransition):
        discard_assessment(
            line.session, assessment_id=assessment.id, actor_id=world.owner.id, at=NOON
        )


def test_signature_is_frozen_with_the_submission(line: Line) -> None:
    submission = line.session.get_one(Submission, line.submission(line.lead_to(State.SUBMITTED)).id)
    assert submission.record["signed"] == {
        "name": "Olga Owner",
        "function": "Chair of the board",
        "statement": "All of this is true.",
        "language": "en",
    }
