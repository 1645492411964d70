"""Conditions of awards that wait for the secretariat: one was missed, or has something to be checked."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessment.db.models import AwardCondition, Decision, EventRecord, Submission

_TO_CHECK, _CHECKED = ("report_condition", "lapse_condition"), "check_condition"


def _of_assessment(assessment_id: int) -> Select[int]:
    """The conditions of the decision that counts, by their numbers."""
    return (
        select(AwardCondition.id)
        .join(Decision, Decision.id == AwardCondition.decision_id)
        .join(Decision.submission)
        .where(
            Submission.assessment_id == assessment_id,
            Decision.round == Submission.round,
            Decision.decided_at.is_not(None),
        )
    )


def has_missed(session: Session, assessment_id: int) -> bool:
    """Whether it is recorded that a condition of the award was missed."""
    found = _of_assessment(assessment_id).where(AwardCondition.is_met.is_(False)).limit(1)
    return session.scalar(found) is not None


def is_to_be_checked(session: Session, assessment_id: int) -> bool:
    """Whether the cluster told something of a condition that is not met, or its last day came to an end,
    since the secretariat recorded last what became of it."""
    not_met = _of_assessment(assessment_id).where(AwardCondition.is_met.is_not(True))
    open_ones = session.scalars(not_met).all()
    if not open_ones:
        return False
    rows = session.execute(
        select(EventRecord.kind, EventRecord.facts)
        .where(
            EventRecord.assessment_id == assessment_id, EventRecord.kind.in_((*_TO_CHECK, _CHECKED))
        )
        .order_by(EventRecord.number)
    )
    last = {facts["condition"]: kind for kind, facts in rows}
    return any(last.get(one) in _TO_CHECK for one in open_ones)


def missed_submissions() -> Select[int]:
    """The submissions of whose award it is recorded that a condition was missed."""
    return (
        select(Decision.submission_id)
        .join(AwardCondition, AwardCondition.decision_id == Decision.id)
        .where(AwardCondition.is_met.is_(False))
    )


def missed_by_others(user_id: int) -> Select[int]:
    """The same, as far as somebody else recorded it."""
    return missed_submissions().where(AwardCondition.checked_by != user_id)
