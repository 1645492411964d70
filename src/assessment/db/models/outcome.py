"""Decisions, certificates, and the documents made from them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, MadeFile, Name, now
from assessment.db.models.person import User
from assessment.db.models.submission import Submission
from assessment.domain.label_life import LifeState

if TYPE_CHECKING:
    from assessment.db.models.duty import DutyTerm


class Decision(Base):
    """What somebody of the secretariat proposed on a reviewed submission, and a second person settled.

    `record` keeps the panel's work and the final scorecard for ever; `changes` are the levels that the
    decision sets otherwise than the panel, with a reason each. It counts from `decided_at`, when the
    second person confirmed it; one that was rejected stays, with the reason. `until` is the last day of
    a deferral.
    """

    __tablename__ = "decisions"
    __table_args__ = (
        Index(
            "uq_decisions_waiting",
            "submission_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL AND rejected_at IS NULL"),
            postgresql_where=text("decided_at IS NULL AND rejected_at IS NULL"),
        ),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    round: Mapped[int] = mapped_column(default=1)
    outcome: Mapped[Code]
    statement: Mapped[LongText]
    changes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    record: Mapped[dict[str, Any]]
    until: Mapped[date | None]
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    rejected_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    rejected_at: Mapped[datetime | None]
    rejection_reason: Mapped[LongText] = mapped_column(default="")

    submission: Mapped[Submission] = relationship(lazy="raise")
    proposer: Mapped[User] = relationship(lazy="raise", foreign_keys=[proposed_by])
    author: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[decided_by])
    conditions: Mapped[list["AwardCondition"]] = relationship(
        lazy="raise", order_by="AwardCondition.id"
    )


class AwardCondition(Base):
    """What a cluster has to do by a day after an award with conditions, and what became of it."""

    __tablename__ = "award_conditions"

    id: Mapped[Key]
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id"), index=True)
    text: Mapped[LongText]
    due_on: Mapped[date]
    is_met: Mapped[bool | None]
    note: Mapped[LongText] = mapped_column(default="")
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]


class Certificate(Base):
    """A label awarded. `token` is its public address, `number` what stands on the paper.

    `life` is a `label_life.LifeState`: what was done to it since, when and why; the reason is told to the
    cluster and never on a public page. `has_planned_duties` says that the days of its duties are written
    down; a certificate that was issued before there were any waits for the worker.
    """

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
    life: Mapped[Code] = mapped_column(default=LifeState.VALID)
    life_since: Mapped[datetime | None]
    life_reason: Mapped[LongText] = mapped_column(default="")
    has_planned_duties: Mapped[bool] = mapped_column(default=False)

    submission: Mapped[Submission] = relationship(lazy="raise", foreign_keys=[submission_id])
    duty_terms: Mapped[list["DutyTerm"]] = relationship(
        lazy="raise", order_by="DutyTerm.due_on", back_populates="certificate"
    )


class Document(MadeFile, Base):
    """A PDF in one language; `kind` is `application`, `certificate` or `report`.

    `round` says on the work of which panel it rests: the first, or that on appeal.
    """

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("submission_id", "kind", "language", "round"),)

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))
    round: Mapped[int] = mapped_column(default=1)

    submission: Mapped[Submission] = relationship(lazy="raise")
