"""What reviewers rated before they talked, over the decided applications for a label."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Membership,
    Rating,
    SchemeEdition,
    Seat,
    Submission,
    User,
)
from assessment.domain.workflow import DECIDED, SeatState, State


@dataclass(frozen=True, slots=True)
class GivenLevel:
    """One reviewer's level for one criterion of one application; None: it does not apply."""

    submission_id: int
    scheme_digest: str
    criterion_id: str
    reviewer_id: int
    level: int | None


def given_levels(
    session: Session, scheme_id: str, label_id: str, except_clusters_of: int
) -> Sequence[GivenLevel]:
    """The ratings of the last panels, those of reviewers who handed in; in the order of applications."""
    own = select(Membership.cluster_id).where(Membership.user_id == except_clusters_of)
    rows = session.execute(
        select(
            Submission.id,
            Submission.scheme_digest,
            Rating.criterion_id,
            Seat.reviewer_id,
            Rating.level,
        )
        .select_from(Rating)
        .join(Rating.seat)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Assessment.scheme_id == scheme_id,
            Assessment.label_id == label_id,
            Assessment.state.in_(DECIDED | {State.APPEALED}),
            Assessment.cluster_id.not_in(own),
            Submission.withdrawn_at.is_(None),
            Seat.round == Submission.round,
            Seat.state == SeatState.HANDED_IN,
            or_(Rating.level.is_not(None), Rating.is_not_applicable),
        )
        .order_by(Submission.id, Rating.criterion_id, Seat.id)
    )
    return [GivenLevel(*row) for row in rows]


def own_clusters(session: Session, user_id: int) -> frozenset[int]:
    """The clusters on which a person works."""
    own = select(Membership.cluster_id).where(Membership.user_id == user_id)
    return frozenset(session.scalars(own))


def editions(session: Session, digests: Iterable[str]) -> Sequence[SchemeEdition]:
    """The text of these editions."""
    found = select(SchemeEdition).where(SchemeEdition.digest.in_(list(digests)))
    return session.scalars(found).all()


def people_by_id(session: Session, user_ids: Collection[int]) -> dict[int, User]:
    """These people by their numbers."""
    found = session.scalars(select(User).where(User.id.in_(user_ids)))
    return {person.id: person for person in found}
