"""What is done to a label after its award: it rests, comes back, is taken away; conditions are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Certificate, Decision, Submission
from assessment.db.queries import assessments, outcomes, people
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeEvent, LifeState, advance_life
from assessment.domain.workflow import Event
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import check_step, record_event, take_step


def change_life(
    session: Session,
    *,
    submission: Submission,
    event: LifeEvent,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Certificate:
    """Suspends a label, lifts its suspension or revokes it; every public page follows at once.

    Raises `IllegalTransition` when the submission has no certificate, or what was done to it forbids it.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    certificate = outcomes.certificate_for_change(session, submission.id)
    if certificate is None:
        raise IllegalTransition("nothing was awarded")
    before = LifeState(certificate.life)
    certificate.life = advance_life(before, event)
    certificate.life_since, certificate.life_reason = at, reason
    record_event(
        session,
        event,
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        certificate_id=certificate.id,
        before=before,
        after=certificate.life,
        facts={"reason": reason},
    )
    session.flush()
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        f"label_{event}",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        number=certificate.number,
        reason=reason,
    )
    return certificate


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a condition; `is_met` None: it is not known yet."""

    is_met: bool | None
    note: str


def check_conditions(
    session: Session,
    *,
    submission: Submission,
    findings: Mapping[int, Finding],
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Decision:
    """Records what became of the conditions of an award, by their ids.

    Once all are met the award stands without conditions; one that was missed takes the label away.
    Raises `IllegalTransition` when the award has no conditions, or they are settled.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.MEET_CONDITIONS)
    decision = outcomes.decision(session, submission.id)
    assert decision is not None  # noqa: S101  # an award with conditions is one
    for condition in decision.conditions:
        found = findings.get(condition.id)
        if found is None or (found.is_met, found.note) == (condition.is_met, condition.note):
            continue
        condition.is_met, condition.note = found.is_met, found.note
        condition.checked_by, condition.checked_at = actor_id, at
    session.flush()
    known = [condition.is_met for condition in decision.conditions]
    if False in known:
        _settle(session, submission, Event.MISS_CONDITIONS, actor_id, at, mailing)
        missed = [one.text for one in decision.conditions if one.is_met is False]
        change_life(
            session,
            submission=submission,
            event=LifeEvent.REVOKE,
            reason="\n".join(missed),
            actor_id=actor_id,
            at=at,
            mailing=mailing,
        )
    elif None not in known:
        _settle(session, submission, Event.MEET_CONDITIONS, actor_id, at, mailing)
    return decision


def _settle(
    session: Session,
    submission: Submission,
    event: Event,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    take_step(session, assessment, event, actor_id=actor_id, at=at)
    session.flush()
    if event is Event.MEET_CONDITIONS:
        edition, _label = rules_of(submission)
        announce(
            session,
            mailing,
            people.team(session, assessment.cluster_id),
            "conditions_met",
            f"/assessments/{assessment.id}",
            assessment=assessment,
            edition=edition,
        )
