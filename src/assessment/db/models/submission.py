"""The frozen copy of an assessment, and the evidence that it names."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key, LongText
from assessment.db.models.assessment import Assessment
from assessment.db.models.person import User
from assessment.db.models.scheme import SchemeEdition

if TYPE_CHECKING:
    from assessment.db.models.appeal import Appeal


class Submission(Base):
    """What was handed in: `record` holds answers, evidence by SHA-256 and the scorecard; never changed.

    `digest` is the SHA-256 of the record's canonical JSON (`services.records.canonical`). One that
    the cluster took back, or that the secretariat returned (`is_returned`), stays, with who did so,
    when, and why; an assessment has at most one other. What was returned may be handed in again until
    `again_until`. `round` is that of the panel at work: 1, or 2 on appeal. `formal_check` is the
    check that let it into review, as plain JSON; `had_objection` that the cluster has objected to a panel,
    and `object_by` the last day for doing so while a proposal waits. `call_id` is the call that it answers.
    `renews_until` is the last day of the label that it renews, None for a first application; the record
    says which, and `renews_certificate_id` its certificate where it was awarded here.
    """

    __tablename__ = "submissions"
    __table_args__ = (
        Index(
            "uq_submissions_standing",
            "assessment_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index(
            "ix_submissions_listed",
            "assessment_id",
            "withdrawn_at",
            "submitted_at",
            "call_id",
            "renews_until",
            "round",
        ),  # so that a list reads no records on its way to these
    )

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    scheme_digest: Mapped[str] = mapped_column(ForeignKey("scheme_editions.digest"))
    record: Mapped[dict[str, Any]]
    digest: Mapped[Digest]
    submitted_by: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    submitted_at: Mapped[datetime]
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawal_reason: Mapped[LongText] = mapped_column(default="")
    is_returned: Mapped[bool] = mapped_column(default=False)
    again_until: Mapped[date | None]
    round: Mapped[int] = mapped_column(default=1)
    formal_check: Mapped[dict[str, Any] | None]
    had_objection: Mapped[bool] = mapped_column(default=False)
    object_by: Mapped[date | None]
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    renews_until: Mapped[date | None]
    renews_certificate_id: Mapped[int | None] = mapped_column(
        ForeignKey("certificates.id", use_alter=True), index=True
    )

    assessment: Mapped[Assessment] = relationship(lazy="raise")
    edition: Mapped[SchemeEdition] = relationship(lazy="raise")
    submitter: Mapped[User] = relationship(lazy="raise", foreign_keys=[submitted_by])
    appeal: Mapped["Appeal | None"] = relationship(lazy="raise", back_populates="submission")


class SubmittedEvidence(Base):
    """A piece of evidence that a submission froze, by criterion: whoever reads the one may read it."""

    __tablename__ = "submitted_evidence"

    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.id"), primary_key=True, index=True
    )
