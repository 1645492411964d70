"""Appeals: a cluster that was declined may have a fresh panel look at what it submitted.

LEED's process ends with one; here it is open to the owner for the days that the scheme's review rules
give (`ReviewRules.appeal_days`), once, against a decision that declines. The secretariat admits it or
rejects it with reasons. An admitted one goes to reviewers who had no seat before, on the submission as it
was frozen; what they find is decided upon, and stands.
"""

from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.db.models import Appeal, Assessment, Decision, Submission
from assessment.db.queries import appeals as queries
from assessment.db.queries import assessments, outcomes, people, schemes
from assessment.domain.deadlines import due_in, is_past
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.workflow import Event, State
from assessment.services.announcing import announce
from assessment.services.decision_news import appeal_day
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import check_step, take_step


class TooLateToAppeal(DomainError):
    """The days for an appeal are over; `last_day` was the last one."""

    def __init__(self, last_day: date) -> None:
        super().__init__(last_day.isoformat())
        self.last_day = last_day


class AnotherUnderWay(DomainError):
    """The cluster applies for the label anew already: that one ends first."""


def appeal_until(session: Session, assessment: Assessment, submission: Submission) -> date | None:
    """The last day for an appeal; None where the decision allows none, or there was one already.

    Only a decision that declines can be appealed against, not an award whose conditions were missed:
    of that nothing is left to review.
    """
    if assessment.state != State.DECLINED or submission.round > 1:
        return None
    decision = outcomes.decision(session, submission.id)
    if decision is None or queries.appeal(session, submission.id) is not None:
        return None
    return appeal_day(submission, decision)


def first_decision(session: Session, submission: Submission) -> Decision | None:
    """The decision against which there was an appeal, once a fresh panel is at work; else None."""
    return outcomes.decision(session, submission.id, 1) if submission.round > 1 else None


def make_appeal(
    session: Session,
    *,
    submission: Submission,
    grounds: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Appeal:
    """The cluster appeals, with its grounds; the team and the secretariat are told.

    Raises `TooLateToAppeal`, `AnotherUnderWay`, and `IllegalTransition` where there can be none.
    """
    schemes.lock_scheme(session, submission.assessment.scheme_id)  # as a new application does
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.APPEAL)
    last_day = appeal_until(session, assessment, submission)
    if last_day is None:
        raise IllegalTransition("this decision cannot be appealed against")
    if is_past(last_day, at):
        raise TooLateToAppeal(last_day)
    told = (assessment.cluster_id, assessment.scheme_id, assessment.label_id)
    if assessments.under_way(session, *told) is not None:
        raise AnotherUnderWay
    edition, _label = rules_of(submission)
    due_on = due_in(at, edition.scheme.review.appeal_answer_days)
    appeal = Appeal(
        submission_id=submission.id,
        grounds=grounds,
        made_by=actor_id,
        made_at=at,
        due_on=due_on,
    )
    session.add(appeal)
    session.flush()
    facts = {"reason": grounds, "due_on": due_on.isoformat()}
    take_step(
        session, assessment, Event.APPEAL, actor_id=actor_id, at=at, facts=facts, due_on=due_on
    )
    office = people.secretariat_for(session, assessment.cluster_id, assessment.id)
    announce(
        session,
        mailing,
        office,
        "appeal_made",
        f"/secretariat/submissions/{submission.id}/appeal",
        assessment=assessment,
        edition=edition,
        until=due_on,
    )
    _tell_team(session, submission, assessment, "appeal_received", mailing, due_on)
    return appeal


def admit_appeal(
    session: Session,
    *,
    submission: Submission,
    answer: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Appeal:
    """A fresh panel is to look at the submission; the cluster may object to it as before.

    Raises `IllegalTransition` when no appeal waits.
    """
    assessment, appeal = _waiting(session, submission)
    facts = {"reason": answer}
    submission.round += 1
    submission.had_objection = False
    _answer(appeal, answer, actor_id, at, is_admitted=True)
    take_step(session, assessment, Event.ADMIT_APPEAL, actor_id=actor_id, at=at, facts=facts)
    _tell_team(session, submission, assessment, "appeal_admitted", mailing)
    session.flush()
    return appeal


def reject_appeal(
    session: Session,
    *,
    submission: Submission,
    answer: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Appeal:
    """The decision stands, and that is the end of it. Raises as above."""
    assessment, appeal = _waiting(session, submission)
    facts = {"reason": answer}
    _answer(appeal, answer, actor_id, at, is_admitted=False)
    take_step(session, assessment, Event.REJECT_APPEAL, actor_id=actor_id, at=at, facts=facts)
    _tell_team(session, submission, assessment, "appeal_rejected", mailing)
    session.flush()
    return appeal


def _waiting(session: Session, submission: Submission) -> tuple[Assessment, Appeal]:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    appeal = queries.appeal(session, submission.id)
    if appeal is None or assessment.state != State.APPEALED:
        raise IllegalTransition(f"answering an appeal in state {assessment.state}")
    return assessment, appeal


def _answer(appeal: Appeal, answer: str, actor_id: int, at: datetime, *, is_admitted: bool) -> None:
    appeal.is_admitted, appeal.answer = is_admitted, answer
    appeal.answered_by, appeal.answered_at = actor_id, at


def _tell_team(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    kind: str,
    mailing: Mailing,
    until: date | None = None,
) -> None:
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        kind,
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        until=until,
    )
