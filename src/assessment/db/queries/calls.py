"""Calls for applications."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.db.models import Call, Submission


def calls(session: Session, scheme_id: str = "") -> Sequence[Call]:
    """The calls, the newest first; of one scheme, or of all."""
    found = select(Call).order_by(Call.opens_on.desc(), Call.id.desc())
    return session.scalars(found.where(Call.scheme_id == scheme_id) if scheme_id else found).all()


def call_for_change(session: Session, call_id: int) -> Call | None:
    """The call, locked."""
    return session.scalar(select(Call).where(Call.id == call_id).with_for_update())


def applications_by_call(session: Session) -> dict[int, int]:
    """How many applications that stand answer each call."""
    rows = session.execute(
        select(Submission.call_id, func.count())
        .where(Submission.call_id.is_not(None), Submission.withdrawn_at.is_(None))
        .group_by(Submission.call_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def returned_until(session: Session, assessment_id: int) -> tuple[date | None, int | None]:
    """Until when an assessment that was returned may come again, and to which call."""
    row = session.execute(
        select(Submission.again_until, Submission.call_id)
        .where(Submission.assessment_id == assessment_id, Submission.is_returned)
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row else (None, None)
