"""What a panel asks the cluster during a review, and what the cluster answers."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Digest, Key, LongText, now
from assessment.db.models.evidence import Evidence
from assessment.db.models.person import User
from assessment.db.models.submission import Submission


class Clarification(Base):
    """One round of questions of a panel. `number` counts the rounds of one review from 1.

    It is closed when the cluster has answered (`answered_by`) or its days are over; from then on
    `record` holds questions, answers and evidence by SHA-256, and never changes. `digest` is the
    SHA-256 of the record's canonical JSON.
    """

    __tablename__ = "clarifications"
    __table_args__ = (UniqueConstraint("submission_id", "round", "number"),)

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    round: Mapped[int]
    number: Mapped[int]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    record: Mapped[dict[str, Any] | None]
    digest: Mapped[Digest | None]

    submission: Mapped[Submission] = relationship(lazy="raise")
    questions: Mapped[list["PanelQuestion"]] = relationship(
        lazy="raise", back_populates="clarification", order_by="PanelQuestion.id"
    )


class PanelQuestion(Base):
    """What one reviewer wants to know about a criterion; without a `clarification` it is not asked yet.

    `answer` is the cluster's, `version` counts its saves; `saved_by` and `saved_at` tell of the last.
    """

    __tablename__ = "panel_questions"

    id: Mapped[Key]
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    round: Mapped[int]
    clarification_id: Mapped[int | None] = mapped_column(
        ForeignKey("clarifications.id"), index=True
    )
    criterion_id: Mapped[Code]
    text: Mapped[LongText]
    written_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)
    answer: Mapped[LongText] = mapped_column(default="")
    version: Mapped[int] = mapped_column(default=0)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime | None]

    clarification: Mapped[Clarification | None] = relationship(
        lazy="raise", back_populates="questions"
    )
    author: Mapped[User] = relationship(lazy="raise", foreign_keys=[written_by])
    answerer: Mapped[User | None] = relationship(lazy="raise", foreign_keys=[saved_by])
    evidence: Mapped[list[Evidence]] = relationship(
        lazy="raise", secondary="answered_evidence", order_by=Evidence.id
    )


class AnsweredEvidence(Base):
    """A piece of the cluster's library that goes along with an answer to a panel's question.

    It goes with the piece, as long as the answer is not sent; what was sent is in the record.
    """

    __tablename__ = "answered_evidence"

    question_id: Mapped[int] = mapped_column(
        ForeignKey("panel_questions.id", ondelete="CASCADE"), primary_key=True
    )
    evidence_id: Mapped[int] = mapped_column(
        ForeignKey("evidence.id", ondelete="CASCADE"), primary_key=True, index=True
    )
