"""Panels, the reviewers' ratings, and what they agree on."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, now
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class Seat(Base):
    """A reviewer's place on a panel of a submission; it stays on record, whatever becomes of it.

    `state` is a `workflow.SeatState`; `round` is 1 for the first panel and 2 for that of an appeal.
    `answer_by` is the last day for accepting, `due_on` the last day for the ratings; `conflicts` what
    the rules said at the appointment and `declaration` what the reviewer declared, as plain JSON;
    `reason` why it was declined, dropped or given to somebody else.
    """

    __tablename__ = "seats"
    __table_args__ = (
        Index(
            "uq_seats_reviewer",
            "submission_id",
            "round",
            "reviewer_id",
            unique=True,
            sqlite_where=text("state <> 'dropped'"),
            postgresql_where=text("state <> 'dropped'"),
        ),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    round: Mapped[int] = mapped_column(default=1)
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
    state: Mapped[Code]
    appointed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    appointed_at: Mapped[datetime] = mapped_column(default=now)
    conflicts: Mapped[list[dict[str, Any]]] = mapped_column(default=list)
    answer_by: Mapped[date | None]
    declaration: Mapped[dict[str, Any] | None]
    answered_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    handed_in_at: Mapped[datetime | None]
    left_at: Mapped[datetime | None]
    reason: Mapped[LongText] = mapped_column(default="")
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("seats.id"))

    submission: Mapped[Submission] = relationship(lazy="raise")
    reviewer: Mapped[User] = relationship(lazy="raise", foreign_keys=[reviewer_id])
    ratings: Mapped[list["Rating"]] = relationship(lazy="raise", back_populates="seat")


class Rating(Base):
    """One reviewer's level for one criterion, with the comment. `version` counts its saves from 1.

    `is_not_applicable` stands in place of a level; `checks` are the ids of the quality checks ticked.
    `notes` are the reviewer's own: nobody else sees them, and no record or report holds them but the
    interview sheet that is theirs alone.
    """

    __tablename__ = "ratings"

    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[LongText] = mapped_column(default="")
    checks: Mapped[list[str]] = mapped_column(default=list)
    notes: Mapped[LongText] = mapped_column(default="")
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
    round: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    reason: Mapped[LongText]
    version: Mapped[int] = mapped_column()
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012
