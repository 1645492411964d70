"""Correcting who holds a certificate, cluster or organisation, by its name: one person proposes, a second
one confirms, as with an award."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Document, NameCorrection, Submission, User
from assessment.db.queries import assessments, credentials, name_corrections, outcomes, people
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import ENDED, LifeState
from assessment.services.announcing import announce
from assessment.services.clusters import check_name
from assessment.services.correcting import Correction, correct_certificate, said_now
from assessment.services.decisions import SamePerson
from assessment.services.mail import Mailing
from assessment.services.papers import Letterhead
from assessment.services.records import rules_of
from assessment.services.steps import record_event

PROPOSE, REJECT, WITHDRAW = "propose_correction", "reject_correction", "withdraw_correction"


class Settled(StrEnum):
    """What became of a proposal."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


def propose_name(
    session: Session,
    *,
    submission: Submission,
    correction: Correction,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> NameCorrection:
    """Keeps what the certificate is to say until a second person of the secretariat confirms it; they are
    told by mail. Nothing is made, and nothing changes in public.

    Raises as `check_name`, and `IllegalTransition` where there is no certificate that holds, or another
    proposal waits.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    certificate = outcomes.certificate_for_change(session, submission.id)
    if certificate is None or LifeState(certificate.life) in ENDED:
        raise IllegalTransition("there is no certificate that holds")
    if name_corrections.waiting(session, submission.id) is not None:
        raise IllegalTransition("another correction of who holds it waits")
    if correction.cluster_name != certificate.cluster_name:
        check_name(session, correction.cluster_name, assessment.cluster_id, at)
    papers = credentials.current_papers(session, submission.id)
    proposed = NameCorrection(
        submission_id=submission.id,
        before=certificate.cluster_name,
        cluster_name=correction.cluster_name,
        organisation=correction.organisation,
        reason=correction.reason,
        proposed_by=actor_id,
        proposed_at=at,
    )
    session.add(proposed)
    session.flush()
    facts = {
        "correction": proposed.id,
        "before": proposed.before,
        "cluster_name": proposed.cluster_name,
        "organisation_before": said_now(papers, submission).organisation,
        "organisation": proposed.organisation,
        "reason": proposed.reason,
    }
    _record(session, PROPOSE, assessment, actor_id, at, facts)
    whom = [one for one in _office(session, assessment) if one.id != actor_id]
    _tell(session, whom, "correction_proposed", submission, mailing, "label/correct/confirm")
    return proposed


def confirm_name(
    session: Session,
    *,
    submission: Submission,
    correction_id: int,
    letterhead: Letterhead,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> list[Document]:
    """Orders the corrected certificate that was proposed, with the issuer's paper of today.

    `correction_id` is the proposal that was read. Raises `SamePerson` for whoever proposed it,
    `IllegalTransition` when it does not wait any more, and as `check_name`, a name having been taken since.
    """
    assessment, proposed = _waiting(session, submission, correction_id)
    if proposed.proposed_by == actor_id:
        raise SamePerson
    if proposed.cluster_name != proposed.before:
        check_name(session, proposed.cluster_name, assessment.cluster_id, at)
    _settle(proposed, Settled.CONFIRMED, actor_id, at)
    session.flush()
    return correct_certificate(
        session,
        submission=submission,
        correction=Correction(proposed.cluster_name, proposed.organisation, proposed.reason),
        letterhead=letterhead,
        actor_id=actor_id,
        at=at,
        mailing=mailing,
        proposed=proposed,
    )


def turn_down_name(
    session: Session,
    *,
    submission: Submission,
    correction_id: int,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Settled:
    """Whoever proposed it takes it back; anybody else rejects it, and the proposer is told why.

    Raises `IllegalTransition` when it does not wait any more.
    """
    assessment, proposed = _waiting(session, submission, correction_id)
    is_own = proposed.proposed_by == actor_id
    outcome = Settled.WITHDRAWN if is_own else Settled.REJECTED
    _settle(proposed, outcome, actor_id, at, reason)
    facts = {"correction": proposed.id, "reason": reason}
    _record(session, WITHDRAW if is_own else REJECT, assessment, actor_id, at, facts)
    session.flush()
    if not is_own:
        whom = [one for one in _office(session, assessment) if one.id == proposed.proposed_by]
        _tell(
            session,
            whom,
            "correction_rejected",
            submission,
            mailing,
            "label/correct",
            reason=reason,
        )
    return outcome


def others_of_office(session: Session, submission: Submission, user_id: int) -> Sequence[User]:
    """Who else of the secretariat may confirm what this person proposes."""
    assessment = assessments.assessment(session, submission.assessment_id)
    return [one for one in _office(session, assessment) if one.id != user_id]


def _waiting(
    session: Session, submission: Submission, correction_id: int
) -> tuple[Assessment, NameCorrection]:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    proposed = name_corrections.waiting(session, submission.id)
    if proposed is None or proposed.id != correction_id:
        raise IllegalTransition(f"the correction {correction_id} does not wait")
    return assessment, proposed


def _settle(
    proposed: NameCorrection, outcome: Settled, actor_id: int, at: datetime, reason: str = ""
) -> None:
    proposed.outcome, proposed.settled_reason = outcome, reason
    proposed.settled_by, proposed.settled_at = actor_id, at


def _record(
    session: Session,
    kind: str,
    assessment: Assessment,
    actor_id: int,
    at: datetime,
    facts: dict[str, object],
) -> None:
    record_event(session, kind, actor_id=actor_id, at=at, assessment=assessment, facts=facts)


def _office(session: Session, assessment: Assessment) -> Sequence[User]:
    return people.secretariat_for(session, assessment.cluster_id, assessment.id)


def _tell(
    session: Session,
    whom: Sequence[User],
    kind: str,
    submission: Submission,
    mailing: Mailing,
    page: str,
    **facts: str,
) -> None:
    assessment = assessments.assessment(session, submission.assessment_id)
    edition, _label = rules_of(submission)
    place = f"/secretariat/submissions/{submission.id}/{page}"
    announce(session, mailing, whom, kind, place, assessment=assessment, edition=edition, **facts)
