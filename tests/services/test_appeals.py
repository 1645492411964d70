"""An appeal: once, in time, to a fresh panel on what was frozen. And complaints."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Certificate, EventRecord, OutboxMessage, Submission
from assessment.db.queries import appeals, outcomes, relations
from assessment.domain.complaints import Finding
from assessment.domain.errors import IllegalTransition, UnsuitablePanel
from assessment.domain.validity import HOME
from assessment.domain.workflow import SeatState, State
from assessment.services.appeals import (
    AnotherUnderWay,
    TooLateToAppeal,
    appeal_until,
    make_appeal,
    reject_appeal,
)
from assessment.services.complaints import answer_complaint
from assessment.services.decisions import Outcome
from assessment.services.making_documents import document_html
from tests.appealed import ANSWER, admit, decide_again, fresh_panel
from tests.building import MAILING, NOON, Line


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def declined(line: Line) -> Submission:
    return line.submission(line.lead_to(State.DECLINED))


@pytest.fixture
def appealed(line: Line) -> Submission:
    return line.submission(line.lead_to(State.APPEALED))


def appeal(line: Line, submission: Submission, at: datetime = NOON) -> None:
    make_appeal(
        line.session,
        submission=submission,
        grounds="The plan was not read.",
        actor_id=line.world.owner.id,
        at=at,
        mailing=MAILING,
    )


def mails(session: Session, kind: str) -> list[str]:
    subjects = {
        "made": "Appeal of ",
        "admitted": "Appeal admitted",
        "rejected": "Appeal rejected",
        "complaint": "Complaint of ",
        "answered": "Your complaint",
    }
    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.recipient)).all()
    return [mail.recipient for mail in found if mail.subject.startswith(subjects[kind])]


def test_an_appeal_is_open_for_thirty_days_and_no_longer(line: Line, declined: Submission) -> None:
    last = NOON.date() + timedelta(days=30)
    assert appeal_until(line.session, declined.assessment, declined) == last
    too_late = datetime.combine(last + timedelta(days=1), time.min, HOME).astimezone(UTC)
    with pytest.raises(TooLateToAppeal) as refused:
        appeal(line, declined, too_late)
    assert refused.value.last_day == last
    assert declined.assessment.state == State.DECLINED
    appeal(line, declined, too_late - timedelta(seconds=1))
    assert declined.assessment.state == State.APPEALED


def test_an_appeal_waits_for_an_answer_and_both_sides_are_told(
    line: Line, appealed: Submission
) -> None:
    found = appeals.appeal(line.session, appealed.id)
    assert found is not None
    assert (found.grounds, found.made_by, found.due_on, found.is_admitted) == (
        "The plan was not read.",
        line.world.owner.id,
        NOON.date() + timedelta(days=60),
        None,
    )
    assert appealed.assessment.due_on == found.due_on
    team = [line.world.owner, line.world.editor, line.world.viewer]
    office = [line.world.secretary, line.world.deputy]
    assert set(mails(line.session, "made")) >= {p.email for p in (*team, *office)}


def test_there_is_one_appeal_and_a_rejected_one_is_the_end(
    line: Line, appealed: Submission
) -> None:
    by = {"submission": appealed, "actor_id": line.world.deputy.id, **ANSWER}
    reject_appeal(line.session, **by)
    assert appealed.assessment.state == State.DECLINED
    assert appealed.round == 1
    assert line.world.owner.email in mails(line.session, "rejected")
    assert appeal_until(line.session, appealed.assessment, appealed) is None
    for late in (lambda: appeal(line, appealed), lambda: reject_appeal(line.session, **by)):
        with pytest.raises(IllegalTransition):
            late()


def test_an_admitted_appeal_asks_for_a_panel_on_which_nobody_sat_before(
    line: Line, appealed: Submission
) -> None:
    before = dict(appealed.record), appealed.digest
    admit(line, appealed)
    assert (appealed.assessment.state, appealed.round) == (State.ACCEPTED, 2)
    assert (appealed.record, appealed.digest) == before
    with pytest.raises(UnsuitablePanel) as refused:
        line.propose(appealed)
    assert refused.value.reason == "sat_before"
    assert set(refused.value.who) == {person.id for person in line.panel}


def test_a_fresh_panel_sees_nothing_of_the_first_and_its_decision_stands(
    line: Line, appealed: Submission
) -> None:
    first = list(line.panel)
    admit(line, appealed)
    fresh_panel(line, appealed)
    session = line.session
    report = next(d for d in outcomes.documents(session, appealed.id) if d.kind == "report")
    seen = relations.to_document(session, line.panel[0].id, report.id)
    assert seen is not None
    assert seen.subject.seat is None
    former = relations.to_submission(session, first[0].id, appealed.id)
    assert former is not None
    assert former.subject.seat is SeatState.REPLACED
    for reviewer in line.panel:
        line.rate_all(appealed, reviewer, 4)
        line.hand_in(appealed, reviewer)
    line.close(appealed)
    assert outcomes.decision(session, appealed.id) is None
    line.decide(appealed, Outcome.AWARD)
    assert appealed.assessment.state == State.AWARDED
    second, old = (
        outcomes.decision(session, appealed.id),
        outcomes.decision(session, appealed.id, 1),
    )
    assert second is not None
    assert old is not None
    assert (second.outcome, second.round, old.outcome, old.round) == ("award", 2, "decline", 1)
    assert session.scalars(select(Certificate.submission_id)).all() == [appealed.id]
    made = [(d.kind, d.language, d.round) for d in outcomes.documents(session, appealed.id)]
    assert made == [
        ("application", "en", 1),
        ("application", "fi", 1),
        ("certificate", "en", 2),
        ("certificate", "fi", 2),
        ("report", "en", 1),
        ("report", "fi", 1),
        ("report", "en", 2),
        ("report", "fi", 2),
    ]


def test_the_report_of_the_second_decision_says_that_it_is_on_appeal(
    line: Line, appealed: Submission, settings: Settings
) -> None:
    decide_again(line, appealed, Outcome.DECLINE)
    reports = {
        document.round: document_html(line.session, settings, document)
        for document in outcomes.documents(line.session, appealed.id)
        if (document.kind, document.language) == ("report", "en")
    }
    assert "Evaluation report on appeal" in reports[2]
    assert "The plan was not read." in reports[2]
    assert "on appeal" not in reports[1]


def test_a_decision_on_appeal_cannot_be_appealed_against(line: Line, appealed: Submission) -> None:
    decide_again(line, appealed, Outcome.DECLINE)
    assert appeal_until(line.session, appealed.assessment, appealed) is None
    with pytest.raises(IllegalTransition):
        appeal(line, appealed)


def test_who_applies_anew_ends_that_before_an_appeal(line: Line, declined: Submission) -> None:
    line.open()
    with pytest.raises(AnotherUnderWay):
        appeal(line, declined)
    assert appeals.appeal(line.session, declined.id) is None


def test_a_complaint_moves_nothing_and_is_answered_once(line: Line) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    complaint = line.complain(assessment)
    assert assessment.state == State.IN_REVIEW
    assert complaint.due_on == NOON.date() + timedelta(days=30)
    office = sorted([line.world.secretary.email, line.world.deputy.email])
    assert mails(line.session, "complaint") == office
    by = {
        "complaint_id": complaint.id,
        "edition": line.edition,
        "finding": Finding.UPHELD,
        "answer": "It was too slow.",
        "actor_id": line.world.deputy.id,
        "at": NOON,
        "mailing": MAILING,
    }
    answered = answer_complaint(line.session, **by)
    assert (answered.finding, answered.answer) == ("upheld", "It was too slow.")
    team = sorted(p.email for p in (line.world.owner, line.world.editor, line.world.viewer))
    assert mails(line.session, "answered") == team
    with pytest.raises(IllegalTransition):
        answer_complaint(line.session, **by)
    kinds = line.session.scalars(
        select(EventRecord.kind).order_by(EventRecord.number.desc()).limit(2)
    ).all()
    assert kinds == ["answer_complaint", "complain"]


def test_complaints_reach_nobody_who_was_asked_to_review(line: Line) -> None:
    line.world.colleague.is_secretariat = True
    line.complain(line.lead_to(State.IN_REVIEW))
    office = sorted([line.world.secretary.email, line.world.deputy.email])
    assert mails(line.session, "complaint") == office
    for waiting in (True, False):
        by = {"except_clusters_of": line.world.colleague.id, "waiting": waiting}
        assert appeals.count_complaints(line.session, **by) == 0


def test_complaints_about_a_cluster_of_ones_own_are_not_listed(line: Line) -> None:
    line.complain(line.open())
    listed = {
        person.name: appeals.count_complaints(
            line.session, except_clusters_of=person.id, waiting=True
        )
        for person in (line.world.secretary, line.world.owner)
    }
    assert listed == {line.world.secretary.name: 1, line.world.owner.name: 0}


def test_who_complains_gets_a_receipt_with_the_day_of_the_answer(line: Line) -> None:
    complaint = line.complain(line.lead_to(State.SUBMITTED))
    found = select(OutboxMessage).where(OutboxMessage.subject.startswith("Complaint received"))
    (mail,) = line.session.scalars(found)
    assert mail.recipient == "owner@people.example"
    day = f"{complaint.due_on.day} {complaint.due_on:%B %Y}"
    assert f"which answers by {day}." in " ".join(mail.body.split())
    assert f"/assessments/{complaint.assessment_id}/complaints\n" in mail.body
