"""Who was asked to review what, at any time; what was only proposed and dropped is no asking.

Nobody acts for the secretariat on what they were asked to review, nor is told of it as its member.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assessment.db.models import Seat, Submission
from assessment.domain.workflow import SeatState

_WAS_ASKED = Seat.state != SeatState.DROPPED


def submissions_asked(user_id: int) -> Select[int]:
    """The numbers of the submissions that the person was asked to review."""
    return select(Seat.submission_id).where(Seat.reviewer_id == user_id, _WAS_ASKED)


def assessments_asked(user_id: int) -> Select[int]:
    """The numbers of their assessments."""
    return (
        select(Submission.assessment_id)
        .join(Seat, Seat.submission_id == Submission.id)
        .where(Seat.reviewer_id == user_id, _WAS_ASKED)
    )


def reviewers_asked(assessment_id: int) -> Select[int]:
    """The numbers of the people who were asked to review the assessment."""
    return (
        select(Seat.reviewer_id)
        .join(Seat.submission)
        .where(Submission.assessment_id == assessment_id, _WAS_ASKED)
    )


def asked_by_submission(session: Session, submission_ids: Collection[int]) -> dict[int, set[int]]:
    """The numbers of the people who were asked to review each of these submissions."""
    rows = session.execute(
        select(Seat.submission_id, Seat.reviewer_id).where(
            Seat.submission_id.in_(submission_ids), _WAS_ASKED
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for submission_id, reviewer_id in rows:
        found[submission_id].add(reviewer_id)
    return dict(found)
