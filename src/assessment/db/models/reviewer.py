"""Reviewers as the register knows them, and the reminders that were sent."""

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, Name
from assessment.db.models.cluster import Cluster

USUAL_CAPACITY = 4
"""Reviews at once of somebody who has said nothing about it."""


class ReviewerProfile(Base):
    """What a reviewer can review: `languages` (ISO 639), `sectors` (`clusters.Sector`), how many at once.

    `trained_on` and `note` are the secretariat's; the reviewer reads the note where they take their
    data along. One without a row has the `USUAL_CAPACITY` and has told nothing.
    """

    __tablename__ = "reviewer_profiles"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    languages: Mapped[list[str]] = mapped_column(default=list)
    sectors: Mapped[list[str]] = mapped_column(default=list)
    capacity: Mapped[int] = mapped_column(default=USUAL_CAPACITY)
    trained_on: Mapped[date | None]
    note: Mapped[LongText] = mapped_column(default="")
    told_at: Mapped[datetime | None]


class ReviewerAbsence(Base):
    """Days on which a reviewer cannot review, the first and the last included."""

    __tablename__ = "reviewer_absences"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    first_on: Mapped[date]
    last_on: Mapped[date]


class Affiliation(Base):
    """What a reviewer is or was to an organisation; `kind` is a `conflicts.TieKind`.

    `cluster_id` where the organisation is a cluster that is known here; `until` None: it lasts.
    """

    __tablename__ = "affiliations"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    organisation: Mapped[Name]
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("clusters.id"), index=True)
    kind: Mapped[Code]
    since: Mapped[date]
    until: Mapped[date | None]

    cluster: Mapped[Cluster | None] = relationship(lazy="raise")


class Reminder(Base):
    """That whoever has to do something by a day was reminded of it; written with the mail itself.

    `kind` says of what, `subject_id` is the number of the thing, `mark` how many days before the
    deadline (`deadlines.reminders_due`). A deadline that moves is reminded of anew.
    """

    __tablename__ = "reminders"

    kind: Mapped[Code] = mapped_column(primary_key=True)
    subject_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    due_on: Mapped[date] = mapped_column(primary_key=True)
    mark: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent_at: Mapped[datetime]
