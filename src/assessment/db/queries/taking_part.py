"""Who had a part in what: they handed it in for its cluster, or were asked to review it at any time.

Nobody acts for the secretariat on what they had a part in, nor is told of it as its member. What was
only proposed to a reviewer and dropped is no part.
"""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import CompoundSelect, Select, select, union
from sqlalchemy.orm import Session

from assessment.db.models import Seat, Submission
from assessment.domain.workflow import SeatState

_WAS_ASKED = Seat.state != SeatState.DROPPED


def submissions_with_a_part(user_id: int) -> CompoundSelect[int]:
    """The numbers of the submissions in which the person had a part."""
    return _of_person(user_id, select(Submission.id))


def assessments_with_a_part(user_id: int) -> CompoundSelect[int]:
    """The numbers of their assessments."""
    return _of_person(user_id, select(Submission.assessment_id))


def _of_person(user_id: int, chosen: Select[int]) -> CompoundSelect[int]:
    """Two ways to a part, each by an index of its own: either of them in one condition reads all."""
    asked = chosen.join(Seat, Seat.submission_id == Submission.id)
    return union(
        chosen.where(Submission.submitted_by == user_id),
        asked.where(Seat.reviewer_id == user_id, _WAS_ASKED),
    )


def people_with_a_part(assessment_id: int) -> CompoundSelect[int]:
    """The numbers of the people who had a part in the assessment."""
    own = Submission.assessment_id == assessment_id
    return union(
        select(Seat.reviewer_id).join(Seat.submission).where(own, _WAS_ASKED),
        select(Submission.submitted_by).where(own),
    )


def people_by_submission(session: Session, submission_ids: Collection[int]) -> dict[int, set[int]]:
    """The numbers of the people who had a part in each of these submissions."""
    rows = session.execute(
        union(
            select(Seat.submission_id, Seat.reviewer_id).where(
                Seat.submission_id.in_(submission_ids), _WAS_ASKED
            ),
            select(Submission.id, Submission.submitted_by).where(Submission.id.in_(submission_ids)),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for submission_id, person_id in rows:
        found[submission_id].add(person_id)
    return dict(found)
