"""Decisions, certificates, and the documents made from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, MadeFile, Name, now
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class Decision(Base):
    """What the secretariat decided on a submission. `record` keeps the agreed scorecard for ever."""

    __tablename__ = "decisions"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    outcome: Mapped[Code]
    statement: Mapped[LongText]
    record: Mapped[dict[str, Any]]
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]

    submission: Mapped[Submission] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise")


class Certificate(Base):
    """A label awarded. `token` is its public address, `number` what stands on the paper."""

    __tablename__ = "certificates"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), unique=True)
    number: Mapped[Code] = mapped_column(unique=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    cluster_name: Mapped[Name]
    issuer: Mapped[Name]
    valid_from: Mapped[date]
    valid_until: Mapped[date]
    issued_at: Mapped[datetime] = mapped_column(default=now)

    submission: Mapped[Submission] = relationship(lazy="raise")


class Document(MadeFile, Base):
    """A PDF in one language; `kind` is `application`, `certificate` or `report`."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("submission_id", "kind", "language"),)

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))

    submission: Mapped[Submission] = relationship(lazy="raise")
