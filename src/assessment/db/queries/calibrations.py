"""What reviewers said of the cases on which they calibrate."""

from collections.abc import Iterable, Sequence

from sqlalchemy import exists, select, true
from sqlalchemy.orm import Session

from assessment.db.models import Calibration, Rating, User


def given_by(session: Session, user_id: int, scheme_id: str) -> dict[tuple[str, str], Calibration]:
    """What a person said of the cases of a scheme, by case and the digest of its text."""
    found = session.scalars(
        select(Calibration).where(
            Calibration.user_id == user_id, Calibration.scheme_id == scheme_id
        )
    )
    return {(given.anchor_id, given.case_digest): given for given in found}


def all_given(session: Session, user_ids: Iterable[int] | None) -> Sequence[Calibration]:
    """What these people said, or everybody; oldest first."""
    whose = true() if user_ids is None else Calibration.user_id.in_(list(user_ids))
    return session.scalars(select(Calibration).where(whose).order_by(Calibration.id)).all()


def has_ratings(session: Session, seat_id: int) -> bool:
    """Whether anything is saved on the seat."""
    return bool(session.scalar(select(exists().where(Rating.seat_id == seat_id))))


def lock_person(session: Session, user_id: int) -> None:
    """One save at a time of what a person may say once."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update())
