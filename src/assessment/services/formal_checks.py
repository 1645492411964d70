"""The formal check: whether an application may go into review at all."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Submission
from assessment.db.queries import assessments, people
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label
from assessment.domain.deadlines import due_in
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.scorecard import ConditionKind, LabelCondition
from assessment.domain.workflow import Event
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import own_scorecard, rules_of
from assessment.services.steps import check_step, take_step

FORMAL = (ConditionKind.ELIGIBILITY, ConditionKind.PREREQUISITE)
"""What is checked beside completeness, which a submission has by itself."""


class FormallyRefused(DomainError):
    """The application misses a formal condition, so it cannot go into review."""


def formal_conditions(submission: Submission, label: Label) -> tuple[LabelCondition, ...]:
    """Eligibility and the label held before, as the frozen record answers them."""
    card = own_scorecard(submission, label)
    return tuple(found for kind in FORMAL for found in card.of_kind(kind))


def accept_application(
    session: Session, *, submission: Submission, note: str, actor_id: int, at: datetime
) -> None:
    """Lets the application into review; what was found is kept with it.

    Raises `FormallyRefused` while a formal condition is not met, and `IllegalTransition` when it is
    checked already or was withdrawn.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.ACCEPT)
    check_stands(session, submission)
    _edition, label = rules_of(submission)
    found = formal_conditions(submission, label)
    if any(condition.status is not Status.MET for condition in found):
        raise FormallyRefused
    submission.formal_check = _check_record(found, note, actor_id, at)
    take_step(session, assessment, Event.ACCEPT, actor_id=actor_id, at=at, facts=_noted(note))
    session.flush()


def return_application(
    session: Session,
    *,
    submission: Submission,
    reasons: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Gives the application back with reasons: the assessment is a draft again, to hand in anew.

    The submission stays on record. It may come again for as many days as the scheme says, also when
    the call has closed meanwhile. Raises `IllegalTransition` when it is checked or withdrawn already.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.RETURN)
    check_stands(session, submission)
    edition, _label = rules_of(submission)
    submission.withdrawn_by, submission.withdrawn_at = actor_id, at
    submission.withdrawal_reason, submission.is_returned = reasons, True
    submission.again_until = due_in(at, edition.scheme.review.return_days)
    facts = {"reason": reasons, "until": submission.again_until.isoformat()}
    take_step(session, assessment, Event.RETURN, actor_id=actor_id, at=at, facts=facts)
    session.flush()
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "submission_returned",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        reason=reasons,
        until=submission.again_until,
    )


def check_stands(session: Session, submission: Submission) -> None:
    """Raises `IllegalTransition` for a submission that was taken back: another may stand by now."""
    standing = assessments.submission_of(session, submission.assessment_id)
    if standing is None or standing.id != submission.id:
        raise IllegalTransition("the submission was withdrawn")


def _check_record(
    found: tuple[LabelCondition, ...], note: str, actor_id: int, at: datetime
) -> dict[str, Any]:
    return {
        "conditions": [{"condition": one.key, "status": str(one.status)} for one in found],
        "note": note,
        "checked_by": actor_id,
        "checked_at": at.isoformat(),
    }


def _noted(note: str) -> dict[str, str]:
    return {"reason": note} if note else {}
