"""Corrections of who holds a certificate, by name of cluster or organisation, which two people make."""

from datetime import datetime

from sqlalchemy import ColumnElement, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, Name
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class NameCorrection(Base):
    """What somebody of the secretariat proposed a certificate to say, and a second person settled.

    `before` is the cluster's name that stood there when it was proposed. `outcome` is "" while it waits,
    then `confirmed`, `rejected` or `withdrawn`, with whose it was and, where it was rejected, why; `lapsed`
    where the certificate has ended before.
    """

    __tablename__ = "name_corrections"
    __table_args__ = (
        Index(
            "ix_name_corrections_waiting",
            "submission_id",
            unique=True,
            sqlite_where=text("outcome = ''"),
            postgresql_where=text("outcome = ''"),
        ),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    before: Mapped[Name]
    cluster_name: Mapped[Name]
    organisation: Mapped[Name]
    reason: Mapped[LongText]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    outcome: Mapped[Code] = mapped_column(default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    settled_reason: Mapped[LongText] = mapped_column(default="")

    submission: Mapped[Submission] = relationship(lazy="raise")
    proposer: Mapped[User] = relationship(lazy="raise", foreign_keys=[proposed_by])


WAITING: ColumnElement[bool] = NameCorrection.outcome == ""
