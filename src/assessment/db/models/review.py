"""Panels, the reviewers' ratings, and what they agree on."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, now
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class Seat(Base):
    """A reviewer's place on the panel of a submission; `handed_in_at` ends their rating."""

    __tablename__ = "seats"
    __table_args__ = (UniqueConstraint("submission_id", "reviewer_id"),)

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    appointed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    appointed_at: Mapped[datetime] = mapped_column(default=now)
    handed_in_at: Mapped[datetime | None]

    submission: Mapped[Submission] = relationship(lazy="raise")
    reviewer: Mapped[User] = relationship(lazy="raise", foreign_keys=[reviewer_id])
    ratings: Mapped[list["Rating"]] = relationship(lazy="raise", back_populates="seat")


class Rating(Base):
    """One reviewer's level for one criterion, with the comment. `version` counts its saves from 1.

    `is_not_applicable` stands in place of a level; `checks` are the ids of the quality checks ticked.
    """

    __tablename__ = "ratings"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[LongText] = mapped_column(default="")
    checks: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column()
    saved_at: Mapped[datetime]

    seat: Mapped[Seat] = relationship(lazy="raise", back_populates="ratings")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012


class Agreement(Base):
    """What the panel agrees on for a criterion on which it differed, and why.

    `level` None: that the criterion does not apply.
    """

    __tablename__ = "agreements"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    reason: Mapped[LongText]
    version: Mapped[int] = mapped_column()
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
