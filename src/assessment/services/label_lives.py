"""What is done to a label after its award: it rests, comes back, is taken away; conditions are checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Certificate, Decision, Submission
from assessment.db.queries import assessments, outcomes, people, renewals, reviews
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import ENDED, LifeEvent, LifeState, advance_life
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


def supersede(
    session: Session, before: Certificate, renewal: Certificate, actor_id: int, at: datetime
) -> None:
    """Records that the renewal takes the certificate's place, as an event about the one before.

    The caller holds the row of the certificate. Raises `IllegalTransition` when it was suspended or
    revoked.
    """
    former = LifeState(before.life)
    before.life, before.life_since = advance_life(former, LifeEvent.SUPERSEDE), at
    earlier = reviews.submission(session, before.submission_id)
    record_event(
        session,
        LifeEvent.SUPERSEDE,
        actor_id=actor_id,
        at=at,
        assessment=earlier.assessment,
        certificate_id=before.id,
        before=former,
        after=before.life,
        facts={"renewal": renewal.number},
    )


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

    Once all are met the award stands without conditions, and takes the place of the certificate that
    it renews, if nothing else became of that one; one that was missed takes the label away, unless it
    was taken away before. Raises `IllegalTransition` when the award has no conditions, or they are
    settled.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.MEET_CONDITIONS)
    certificate = outcomes.certificate_for_change(session, submission.id)
    assert certificate is not None  # noqa: S101  # an award has one
    before = _renewed_by(session, submission)
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
        if certificate.life not in ENDED:
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
        if before is not None and before.life == LifeState.VALID:
            supersede(session, before, certificate, actor_id, at)
    return decision


def _renewed_by(session: Session, submission: Submission) -> Certificate | None:
    """The certificate that the submission renews, locked; None for a first award."""
    number = submission.renews_certificate_id
    return None if number is None else renewals.certificate_for_change(session, number)


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
