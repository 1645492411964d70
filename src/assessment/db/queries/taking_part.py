"""Who had a part in what: they handed it in for its cluster, or were asked to review it at any time.

Nobody acts for the secretariat on what they had a part in, nor is told of it as its member. What was
only proposed to a reviewer and dropped is no part.
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, or_, select, union
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Membership, Seat, Submission, User
from assessment.domain.workflow import SeatState

_WAS_ASKED = Seat.state != SeatState.DROPPED
_OFFICE = select(User.id).where(User.is_secretariat, User.active)

IsMeant = Callable[[Any], ColumnElement[bool]]
"""Whether a column has the number of somebody who is meant."""


def concerns(user_id: int) -> ColumnElement[bool]:
    """Of a submission, joined to its assessment: whether it concerns the person themselves.

    It does where it is of a cluster on which they work, or where they had a part in it.
    """
    return _concerns(lambda person: person == user_id)


def concerns_office() -> ColumnElement[bool]:
    """The same of anybody of the secretariat."""
    return _concerns(lambda person: person.in_(_OFFICE))


def _concerns(is_meant: IsMeant) -> ColumnElement[bool]:
    clusters = select(Membership.cluster_id).where(is_meant(Membership.user_id))
    return or_(
        Assessment.cluster_id.in_(clusters),
        Submission.id.in_(_parts(is_meant, select(Submission.id))),
    )


def assessments_with_a_part(user_id: int) -> CompoundSelect[int]:
    """The numbers of the assessments in which the person had a part."""
    return _parts(lambda person: person == user_id, select(Submission.assessment_id))


def _parts(is_meant: IsMeant, chosen: Select[int]) -> CompoundSelect[int]:
    """Two ways to a part, each by an index of its own: either of them in one condition reads all."""
    asked = chosen.join(Seat, Seat.submission_id == Submission.id)
    return union(
        chosen.where(is_meant(Submission.submitted_by)),
        asked.where(is_meant(Seat.reviewer_id), _WAS_ASKED),
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
