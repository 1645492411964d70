"""Deciding on a reviewed submission, and issuing the certificate."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.db.base import Base
from assessment.db.models import (
    Certificate,
    Decision,
    Document,
    OutboxMessage,
    PanelVisit,
    Submission,
)
from assessment.db.queries import assessments, outcomes
from assessment.domain.decision_days import DayFault, WrongDays
from assessment.domain.errors import IllegalTransition, InvalidRating
from assessment.domain.workflow import State
from assessment.services.decisions import (
    Condition,
    FinalLevel,
    LabelNotReached,
    Outcome,
    Proposal,
    SamePerson,
    confirm_decision,
    propose_decision,
    reject_decision,
    resume,
    send_back,
)
from assessment.services.issuing import NothingLeft
from tests.building import DUE, MAILING, NOON, OFFICE, Line, World
from tests.services.at_once import at_once


@pytest.fixture
def line(quick_line: Line) -> Line:
    return quick_line


@pytest.fixture
def reviewed(line: Line) -> Submission:
    """Reviewed, with the label reached; the reviewers differed on everything by one step."""
    line.ratings = (4, 3)
    return reviewed_by(line)


def reviewed_by(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    return submission


def count(session: Session, table: type[Base]) -> int:
    return session.scalars(select(func.count()).select_from(table)).one()


def documents(session: Session, submission: Submission) -> list[tuple[str, str]]:
    """The documents of the decision; those of the application were ordered before."""
    found = [d for d in outcomes.documents(session, submission.id) if d.kind != "application"]
    assert {(d.made_at, d.sha256, d.fault, d.requested_at) for d in found} == {
        (None, None, "", NOON)
    }
    return [(d.kind, d.language) for d in found]


def test_an_award_issues_a_certificate(line: Line, reviewed: Submission) -> None:
    reviewed.assessment.cluster.name = "Renamed Since"
    line.decide(reviewed, Outcome.AWARD)
    _decision, certificate = outcomes.decision_and_certificate(line.session, reviewed.id)
    assert certificate is not None
    assert certificate.number == f"G-2026-{certificate.id:04d}"
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2026, 6, 15),
        date(2028, 6, 30),
    )
    assert (certificate.cluster_name, certificate.issuer) == ("Northern Timber", "The Office")
    assert certificate.issued_at == NOON
    assert len(certificate.token) == 22


def test_an_award_orders_certificate_and_report_in_each_language(
    line: Line, reviewed: Submission
) -> None:
    line.decide(reviewed, Outcome.AWARD)
    assert documents(line.session, reviewed) == [
        ("certificate", "en"),
        ("certificate", "fi"),
        ("report", "en"),
        ("report", "fi"),
    ]
    assert line.session.info["work_waits"] is True


def test_a_decision_of_the_night_counts_from_the_day_at_home(
    line: Line, reviewed: Submission, world: World
) -> None:
    line.propose_decision(reviewed, Outcome.AWARD)
    confirm_decision(
        line.session,
        submission=reviewed,
        decision_id=line.waiting(reviewed),
        label=line.label,
        languages=("en",),
        letterhead=OFFICE,
        actor_id=world.deputy.id,
        at=datetime(2026, 12, 31, 22, 30, tzinfo=UTC),  # 00:30 on 1 January in Helsinki
        mailing=MAILING,
    )
    _decision, certificate = outcomes.decision_and_certificate(line.session, reviewed.id)
    assert certificate is not None
    assert certificate.number.startswith("G-2027-")
    assert (certificate.valid_from, certificate.valid_until) == (
        date(2027, 1, 1),
        date(2028, 6, 30),  # from the month of the visit
    )


def test_a_decline_orders_the_report_alone(line: Line, reviewed: Submission) -> None:
    line.decide(reviewed, Outcome.DECLINE)
    assert documents(line.session, reviewed) == [("report", "en"), ("report", "fi")]
    _decision, certificate = outcomes.decision_and_certificate(line.session, reviewed.id)
    assert certificate is None


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.AWARD, State.AWARDED),
        (Outcome.AWARD_WITH_CONDITIONS, State.CONDITIONAL),
        (Outcome.DEFER, State.DEFERRED),
        (Outcome.DECLINE, State.DECLINED),
    ],
)
def test_a_decision_counts_once_a_second_person_has_confirmed_it(
    line: Line, reviewed: Submission, world: World, outcome: Outcome, state: State
) -> None:
    line.propose_decision(reviewed, outcome)
    assert outcomes.decision(line.session, reviewed.id) is None
    assert reviewed.assessment.state == State.DECISION_PROPOSED
    line.confirm(reviewed)
    decision = outcomes.decision(line.session, reviewed.id)
    assert decision is not None
    assert (decision.outcome, decision.statement) == (outcome, "Well done.")
    assert (decision.proposed_by, decision.proposed_at) == (world.secretary.id, NOON)
    assert (decision.decided_by, decision.decided_at) == (world.deputy.id, NOON)
    assert reviewed.assessment.state == state
    last = outcomes.events(line.session, reviewed.assessment_id)[-1]
    assert (last.kind, last.state_after) == (outcome, state)


def test_a_decision_keeps_the_work_of_the_panel(line: Line, reviewed: Submission) -> None:
    line.decide(reviewed, Outcome.AWARD)
    line.session.commit()
    line.session.expire_all()
    record = line.session.scalars(select(Decision.record)).one()
    declared = {
        "disclosed": "",
        "cleared_because": "",
        "declared_at": NOON.isoformat(),
        "conflicts": [],
        "took_over_from": "",
    }
    assert record["proposed"] == {
        "outcome": "award",
        "statement": "Well done.",
        "until": None,
        "conditions": [],
    }
    assert record["panel"] == [
        {"name": "Reviewer", "country": "FI", "is_lead": True, **declared},
        {"name": "Colleague", "country": "AT", "is_lead": False, **declared},
    ]
    assert record["left"] == []
    assert list(record["criteria"]) == [criterion.id for criterion in line.label.criteria]
    assert record["criteria"]["web-presence"] == {
        "agreed": 4,
        "ratings": [
            {"level": 4, "comment": "Seen by Reviewer.", "checks": []},
            {"level": 3, "comment": "Seen by Colleague.", "checks": []},
        ],
        "reason": "Settled at the table.",
    }
    assert (record["scorecard"]["points"], record["scorecard"]["outcome"]) == ("150", "met")


def test_an_award_of_a_label_not_reached_leaves_nothing(line: Line) -> None:
    line.ratings = (3, 3)  # 150 × 3/4 = 112.5 of 120
    submission = reviewed_by(line)
    assessment_id = submission.assessment_id
    mails = count(line.session, OutboxMessage)
    with pytest.raises(LabelNotReached):
        line.decide(submission, Outcome.AWARD)
    line.session.rollback()
    assert assessments.assessment(line.session, assessment_id).state == State.REVIEWED
    assert count(line.session, OutboxMessage) == mails
    assert [count(line.session, table) for table in (Decision, Certificate, Document)] == [0, 0, 2]


def test_an_award_that_would_be_over_is_refused(line: Line, reviewed: Submission) -> None:
    visit = line.session.scalars(select(PanelVisit)).one()
    visit.visited_on = date(2024, 5, 31)  # the two years ended with May
    with pytest.raises(NothingLeft):
        line.propose_decision(reviewed, Outcome.AWARD)
    line.propose_decision(reviewed, Outcome.DECLINE)


def test_a_label_not_reached_can_be_declined(line: Line) -> None:
    line.ratings = (3, 3)
    submission = reviewed_by(line)
    line.decide(submission, Outcome.DECLINE)
    assert submission.assessment.state == State.DECLINED


@pytest.mark.parametrize("second", list(Outcome))
def test_a_second_decision_is_refused(line: Line, reviewed: Submission, second: Outcome) -> None:
    line.decide(reviewed, Outcome.AWARD)
    with pytest.raises(IllegalTransition):
        line.decide(reviewed, second)


def test_whoever_proposed_it_confirms_and_rejects_nothing(
    line: Line, reviewed: Submission, world: World
) -> None:
    line.propose_decision(reviewed, Outcome.AWARD)
    world.deputy = world.secretary
    with pytest.raises(SamePerson):
        line.confirm(reviewed)
    with pytest.raises(SamePerson):
        reject(line, reviewed, world.secretary.id)
    assert count(line.session, Certificate) == 0


def reject(line: Line, submission: Submission, actor_id: int) -> Decision:
    return reject_decision(
        line.session,
        submission=submission,
        decision_id=line.waiting(submission),
        reason="The third minimum needs a word.",
        actor_id=actor_id,
        at=NOON,
        mailing=MAILING,
    )


def test_a_rejected_proposal_stays_on_record_and_another_one_is_made(
    line: Line, reviewed: Submission, world: World
) -> None:
    line.propose_decision(reviewed, Outcome.DECLINE)
    reject(line, reviewed, world.deputy.id)
    assert reviewed.assessment.state == State.REVIEWED
    last = outcomes.last_rejected(line.session, reviewed)
    assert last is not None
    assert last.rejected_by == world.deputy.id
    line.decide(reviewed, Outcome.AWARD)
    assert outcomes.last_rejected(line.session, reviewed) is None
    found = select(Decision.outcome, Decision.rejection_reason).order_by(Decision.id)
    assert [tuple(row) for row in line.session.execute(found)] == [
        ("decline", "The third minimum needs a word."),
        ("award", ""),
    ]


def test_an_award_with_conditions_keeps_them_and_issues_the_certificate(
    line: Line, reviewed: Submission
) -> None:
    line.decide(reviewed, Outcome.AWARD_WITH_CONDITIONS)
    decision, certificate = outcomes.decision_and_certificate(line.session, reviewed.id)
    assert decision is not None
    assert [(c.text, c.due_on, c.is_met) for c in decision.conditions] == [
        ("Publish the plan.", date(2026, 9, 13), None)
    ]
    assert certificate is not None


def test_a_deferral_has_a_day_and_is_taken_up_again(
    line: Line, reviewed: Submission, world: World
) -> None:
    line.decide(reviewed, Outcome.DEFER)
    decision, certificate = outcomes.decision_and_certificate(line.session, reviewed.id)
    assert decision is not None
    assert (decision.until, decision.conditions, certificate) == (date(2026, 9, 13), [], None)
    assert {d.kind for d in outcomes.documents(line.session, reviewed.id)} == {"application"}
    resume(
        line.session,
        submission=reviewed,
        reason="The board has met.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.decide(reviewed, Outcome.AWARD)
    assert reviewed.assessment.state == State.AWARDED


def propose_days(line: Line, submission: Submission, outcome: Outcome, *days: date) -> None:
    """Proposes a condition for each of the days, and a deferral until the first of them."""
    conditions = [Condition("Publish the plan.", day) for day in days]
    propose_decision(
        line.session,
        submission=submission,
        label=line.label,
        proposal=Proposal(outcome, "Nearly.", {}, conditions, days[0]),
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_conditions_fall_due_after_today_and_while_the_certificate_holds(
    line: Line, reviewed: Submission
) -> None:
    days = date(2028, 6, 30), date(2028, 7, 1), NOON.date(), NOON.date() + timedelta(days=1)
    with pytest.raises(WrongDays) as refused:
        propose_days(line, reviewed, Outcome.AWARD_WITH_CONDITIONS, *days)
    assert refused.value.conditions == {1: DayFault.AFTER_END, 2: DayFault.NOT_TO_COME}
    assert refused.value.end == date(2028, 6, 30)
    assert count(line.session, Decision) == 0
    propose_days(line, reviewed, Outcome.AWARD_WITH_CONDITIONS, days[0], days[3])


def test_a_deferral_lasts_beyond_today(line: Line, reviewed: Submission) -> None:
    with pytest.raises(WrongDays) as refused:
        propose_days(line, reviewed, Outcome.DEFER, NOON.date())
    assert (refused.value.conditions, refused.value.until) == ({}, DayFault.NOT_TO_COME)
    propose_days(line, reviewed, Outcome.DEFER, date(2040, 1, 1))


@pytest.mark.parametrize("outcome", [Outcome.AWARD, Outcome.DECLINE])
def test_days_of_another_decision_count_for_nothing(
    line: Line, reviewed: Submission, outcome: Outcome
) -> None:
    propose_days(line, reviewed, outcome, date(2020, 1, 1))


@pytest.mark.parametrize("outcome", [Outcome.AWARD_WITH_CONDITIONS, Outcome.DEFER])
def test_a_proposal_whose_day_came_while_it_waited_is_not_confirmed(
    line: Line, reviewed: Submission, world: World, outcome: Outcome
) -> None:
    line.propose_decision(reviewed, outcome)
    with pytest.raises(WrongDays):
        confirm_decision(
            line.session,
            submission=reviewed,
            decision_id=line.waiting(reviewed),
            label=line.label,
            languages=("en",),
            letterhead=OFFICE,
            actor_id=world.deputy.id,
            at=NOON + (DUE - NOON.date()),
            mailing=MAILING,
        )
    assert reviewed.assessment.state == State.DECISION_PROPOSED
    assert count(line.session, Certificate) == 0
    reject(line, reviewed, world.deputy.id)


def propose(line: Line, submission: Submission, **changes: FinalLevel) -> Decision:
    return propose_decision(
        line.session,
        submission=submission,
        label=line.label,
        proposal=Proposal(
            Outcome.DECLINE,
            "Not yet.",
            {key.replace("_", "-"): change for key, change in changes.items()},
        ),
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def test_final_levels_stand_beside_the_agreed_ones_with_their_reason(
    line: Line, reviewed: Submission
) -> None:
    decision = propose(line, reviewed, web_presence=FinalLevel(1, "The site is down."))
    assert decision.record["changes"] == {
        "web-presence": {"level": 1, "reason": "The site is down."}
    }
    assert decision.record["criteria"]["web-presence"]["agreed"] == 4
    assert decision.record["scorecard"]["points"] == "291/2"  # 150 - 6 × 3/4


@pytest.mark.parametrize(
    ("key", "level"), [("web_presence", 5), ("web_presence", None), ("nothing", 1)]
)
def test_a_final_level_that_nobody_can_give_is_refused(
    line: Line, reviewed: Submission, key: str, level: int | None
) -> None:
    with pytest.raises(InvalidRating):
        propose(line, reviewed, **{key: FinalLevel(level, "So.")})


def test_work_sent_back_opens_the_consensus_again(
    line: Line, reviewed: Submission, world: World
) -> None:
    send_back(
        line.session,
        submission=reviewed,
        reason="Two reasons are missing.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    assert reviewed.assessment.state == State.CONSENSUS
    line.close(reviewed)
    line.decide(reviewed, Outcome.AWARD)
    assert reviewed.assessment.state == State.AWARDED


def test_two_proposals_at_once_let_one_win(
    engine: Engine, line: Line, reviewed: Submission
) -> None:
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: replace(line, session=s).propose_decision(reviewed, Outcome.AWARD),
            lambda s: replace(line, session=s).propose_decision(reviewed, Outcome.DECLINE),
        )
    assert line.session.scalars(select(Decision.outcome)).all() == ["award"]


def test_of_a_confirmation_and_a_rejection_at_once_the_first_holds(
    engine: Engine, line: Line, reviewed: Submission, world: World
) -> None:
    line.propose_decision(reviewed, Outcome.AWARD)
    line.session.commit()
    with pytest.raises(IllegalTransition):
        at_once(
            engine,
            lambda s: replace(line, session=s).confirm(reviewed),
            lambda s: reject(replace(line, session=s), reviewed, world.deputy.id),
        )
    found = outcomes.decision(line.session, reviewed.id)
    assert found is not None
    assert found.rejected_at is None
    assert (count(line.session, Certificate), count(line.session, Document)) == (1, 6)
