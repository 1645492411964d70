"""Decisions, certificates, and the documents made from them."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from assessment.db.base import Base, Code, Digest, Key, LongText, MadeFile, Name, now
from assessment.db.models.person import User
from assessment.db.models.submission import Submission
from assessment.domain.label_life import LifeState
from assessment.domain.lookalikes import look_of

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
    """A label awarded. `token` is its public address, `number` what stands on the paper, and `name_look`
    how the name there looks, as for a cluster.

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
    name_look: Mapped[Digest] = mapped_column(index=True, default="")
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

    @validates("cluster_name")
    def _look(self, _key: str, name: str) -> str:
        self.name_look = look_of(name)
        return name


class Document(MadeFile, Base):
    """A PDF in one language; `kind` is `application`, `self_assessment`, `certificate`, `report` or
    `benchmarking`.

    `round` says on the work of which panel it rests: the first, or that on appeal. A corrected one is a new
    row: `version` counts from 1, `supersedes_id` is the one before, `reason` why; that one stays, with the
    moment of it. `facts` are what a certificate says beside the frozen submission, and `credential` what it
    says for software, signed.
    """

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("submission_id", "kind", "language", "round", "version"),
        Index("ix_documents_sha256", "sha256"),
    )

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    kind: Mapped[Code]
    language: Mapped[str] = mapped_column(String(8))
    round: Mapped[int] = mapped_column(default=1)
    version: Mapped[int] = mapped_column(default=1)
    supersedes_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"), index=True)
    reason: Mapped[LongText] = mapped_column(default="")
    superseded_at: Mapped[datetime | None]
    facts: Mapped[dict[str, Any] | None]
    credential: Mapped[LongText] = mapped_column(default="")

    submission: Mapped[Submission] = relationship(lazy="raise")

    @classmethod
    def is_wanted(cls) -> ColumnElement[bool]:
        return cls.superseded_at.is_(None)


class Specimen(MadeFile, Base):
    """A certificate that nobody was awarded, to see the issuer's paper: one for each thing that it can say.

    `digest` is that of `facts`, and of the rules whose label it shows.
    """

    __tablename__ = "specimens"

    id: Mapped[Key]
    digest: Mapped[Digest] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(String(8))
    facts: Mapped[dict[str, Any]]


class StatusList(Base):
    """Which credentials were revoked, or rest: signed anew when that changes, and before it is too old.

    `number` counts the lists of one `purpose` from 0; `places` is the digest of what it says.
    """

    __tablename__ = "status_lists"
    __table_args__ = (UniqueConstraint("purpose", "number"),)

    id: Mapped[Key]
    purpose: Mapped[Code]
    number: Mapped[int]
    places: Mapped[Digest]
    token: Mapped[LongText]
    signed_at: Mapped[datetime]
