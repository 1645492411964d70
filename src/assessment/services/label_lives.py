"""What is done to a label after its award: it rests, comes back, is taken away, is replaced."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import AwardCondition, Certificate, Submission
from assessment.db.queries import assessments, name_corrections, outcomes, people, renewals, reviews
from assessment.domain.deadlines import is_past
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import LifeEvent, LifeState, advance_life
from assessment.domain.workflow import State
from assessment.services.announcing import announce
from assessment.services.duties import carry_duties
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import record_event, settle_turn


def change_life(
    session: Session,
    *,
    submission: Submission,
    event: LifeEvent,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
    missed: Sequence[AwardCondition] = (),
) -> Certificate:
    """Suspends a label, lifts its suspension or revokes it; every public page follows at once.

    `missed` are the conditions of the award that it was revoked for. A renewal whose conditions were
    met while it or the certificate before was suspended takes its place once that is lifted; of one
    that is revoked nothing is due any more. Raises `IllegalTransition` when the submission has no
    certificate, or what was done to it forbids it.
    """
    is_lift = event is LifeEvent.LIFT
    renewal = renewals.standing_renewal_for_change(session, submission.id) if is_lift else None
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    certificate = outcomes.certificate_for_change(session, submission.id)
    if certificate is None:
        raise IllegalTransition("nothing was awarded")
    has_stood = is_lift and assessment.state == State.AWARDED
    renewed = renewed_by(session, submission) if has_stood else None
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
    take_place(session, renewed, certificate, actor_id, at)
    if renewal is not None:
        supersede(session, certificate, renewal, actor_id, at)
    if event is LifeEvent.REVOKE:
        assessment.due_on = None
        name_corrections.lapse(session, submission.id, actor_id, at)
    session.flush()
    settle_turn(session, assessment)
    _tell_team(
        session,
        submission,
        event,
        mailing,
        number=certificate.number,
        ended_on=certificate.valid_until if is_past(certificate.valid_until, at) else None,
        renewal=renewal.number if renewal else "",
        reason=reason,
        missed=missed,
    )
    return certificate


def _tell_team(
    session: Session, submission: Submission, event: LifeEvent, mailing: Mailing, **facts: Any
) -> None:
    edition, _label = rules_of(submission)
    assessment = assessments.assessment(session, submission.assessment_id)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        f"label_{event}",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        **facts,
    )


def supersede(
    session: Session, before: Certificate, renewal: Certificate, actor_id: int, at: datetime
) -> None:
    """Records that the renewal takes the certificate's place, as an event about the one before.

    What was open of its conditions is due no more, and nobody's turn; what its holder had still to do goes
    on with the renewal, which the event names. The caller holds the rows of the certificate and of its
    assessment. Raises `IllegalTransition` when it was suspended or revoked.
    """
    former = LifeState(before.life)
    before.life, before.life_since = advance_life(former, LifeEvent.SUPERSEDE), at
    before.life_reason = ""
    earlier = reviews.submission(session, before.submission_id)
    earlier.assessment.due_on = None
    name_corrections.lapse(session, earlier.id, actor_id, at)
    session.flush()
    settle_turn(session, earlier.assessment)
    _edition, label = rules_of(reviews.submission(session, renewal.submission_id))
    carried = carry_duties(session, before, renewal, label, at)
    duties = [[term.duty_id, term.falls_on.isoformat()] for term in carried]
    record_event(
        session,
        LifeEvent.SUPERSEDE,
        actor_id=actor_id,
        at=at,
        assessment=earlier.assessment,
        certificate_id=before.id,
        before=former,
        after=before.life,
        facts={"renewal": renewal.number} | ({"duties": duties} if duties else {}),
    )


def renewed_by(session: Session, submission: Submission) -> Certificate | None:
    """The certificate that the submission renews, locked; None for a first award."""
    number = submission.renews_certificate_id
    return None if number is None else renewals.renewed_for_change(session, number)


def take_place(
    session: Session, before: Certificate | None, renewal: Certificate, actor_id: int, at: datetime
) -> None:
    """A renewal that stands without conditions replaces the certificate before it, if both are valid.

    Where one of them is suspended it waits until that is lifted; so a label that is revoked leaves the one
    before as it was.
    """
    if before is not None and before.life == renewal.life == LifeState.VALID:
        supersede(session, before, renewal, actor_id, at)
