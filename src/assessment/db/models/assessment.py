"""Assessments, and the answers and evidence of a cluster that they read."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, now
from assessment.db.models.cluster import Cluster
from assessment.db.models.evidence import Evidence
from assessment.db.models.person import User


class Sheet(Base):
    """All that a cluster has answered under one scheme.

    Each of its assessments reads the criteria that its label asks, so a criterion is answered once
    for all of them. `scheme_version` is the version that the answers were last carried to.
    """

    __tablename__ = "sheets"
    __table_args__ = (UniqueConstraint("cluster_id", "scheme_id"),)

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"))
    scheme_id: Mapped[Code]
    scheme_version: Mapped[Code]

    answers: Mapped[list["Answer"]] = relationship(lazy="raise", back_populates="sheet")


class Assessment(Base):
    """One cluster's way to one label. A cluster has at most one open draft per label.

    `state` is a `workflow.State`; `changed_at` the last time that the state moved, `due_on` the last day
    for the step that leads on from it, where there is one. Lists are sorted by `turn`, which
    `workflow.turn_of` the state, then by `due_on` and by `submitted_at`, that of the submission that
    stands; None for what is not submitted.
    """

    __tablename__ = "assessments"
    __table_args__ = (
        Index(
            "uq_assessments_open_draft",
            "cluster_id",
            "scheme_id",
            "label_id",
            unique=True,
            sqlite_where=text("state = 'draft'"),
            postgresql_where=text("state = 'draft'"),
        ),
        Index("ix_assessments_cluster_state", "cluster_id", "state"),
        Index("ix_assessments_state_due", "state", "due_on"),
        Index("ix_assessments_state_submitted", "state", "submitted_at"),
        Index("ix_assessments_turn", "turn", "due_on", "submitted_at"),
        Index("ix_assessments_submitted", "submitted_at"),
        Index("ix_assessments_changed", "changed_at"),
    )

    id: Mapped[Key]
    cluster_id: Mapped[int] = mapped_column(ForeignKey("clusters.id"))
    scheme_id: Mapped[Code]
    label_id: Mapped[Code]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    state: Mapped[Code] = mapped_column(index=True)
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    due_on: Mapped[date | None]
    turn: Mapped[int | None]
    submitted_at: Mapped[datetime | None]

    cluster: Mapped[Cluster] = relationship(lazy="raise")
    sheet: Mapped[Sheet] = relationship(lazy="raise")


class Answer(Base):
    """What the cluster claims for one criterion. `version` counts its saves from 1, and on from those
    of an answer that was taken out: whoever writes sets it, one above the last in the history.

    `values` are the answers to its questions by their ids, as plain JSON (`domain.questions.plain`);
    `is_answered` says whether there is a word at all, for counting; `carried` how the answer came
    from an earlier version of the scheme (kept, copied, merged) or from an earlier submission
    (earlier), until it is saved again; else "". `carried_from` are the criteria of the earlier version
    whose answers it was last made from.
    """

    __tablename__ = "answers"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    level: Mapped[int | None]
    justification: Mapped[LongText] = mapped_column(default="")
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)
    is_not_applicable: Mapped[bool] = mapped_column(default=False)
    is_answered: Mapped[bool] = mapped_column(default=False)
    carried: Mapped[Code] = mapped_column(default="")
    carried_from: Mapped[list[str]] = mapped_column(default=list)
    version: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    sheet: Mapped[Sheet] = relationship(lazy="raise", back_populates="answers")
    author: Mapped[User] = relationship(lazy="raise")
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012


class AnswerVersion(Base):
    """An answer as it was saved once, for its history; never changed.

    `record` has what the columns of `Answer` had; `carried` is not empty where a new version of the
    scheme brought it about and not the person.
    """

    __tablename__ = "answer_versions"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[dict[str, Any]]
    carried: Mapped[Code] = mapped_column(default="")
    saved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")


class ParkedAnswer(Base):
    """An answer as it was before its sheet moved to a new version of the scheme, which changed it or
    no longer asks for it. `record` has what the columns of `Answer` had.
    """

    __tablename__ = "parked_answers"

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    criterion_id: Mapped[Code]
    title: Mapped[str] = mapped_column(String(300))
    scheme_version: Mapped[Code]
    record: Mapped[dict[str, Any]]
    parked_at: Mapped[datetime]


class AttachedEvidence(Base):
    """A piece of evidence supporting one criterion's answer."""

    __tablename__ = "attached_evidence"
    __table_args__ = (UniqueConstraint("sheet_id", "criterion_id", "evidence_id"),)

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    criterion_id: Mapped[Code]
    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"), index=True)

    evidence: Mapped[Evidence] = relationship(lazy="raise")


class EvidenceStep(Base):
    """A piece of evidence attached to an answer or, unless it `is_attached`, taken off it; never changed.

    `title` is what the piece was called then. `evidence_id` is None once the library has it no more;
    `piece` is its number for good. `carried` is not empty where a new version of the scheme brought it
    along and not the person.
    """

    __tablename__ = "evidence_steps"
    __table_args__ = (Index(None, "sheet_id", "criterion_id"),)

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    criterion_id: Mapped[Code]
    evidence_id: Mapped[int | None] = mapped_column(ForeignKey("evidence.id"), index=True)
    piece: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    is_attached: Mapped[bool]
    carried: Mapped[Code] = mapped_column(default="")
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]

    author: Mapped[User] = relationship(lazy="raise")
    evidence: Mapped[Evidence | None] = relationship(lazy="raise")

    @classmethod
    def of(
        cls,
        sheet_id: int,
        criterion_id: str,
        evidence: Evidence,
        *,
        is_attached: bool,
        by: int,
        at: datetime,
        carried: str = "",
    ) -> "EvidenceStep":
        """What somebody did with a piece as it is now."""
        return cls(
            sheet_id=sheet_id,
            criterion_id=criterion_id,
            evidence_id=evidence.id,
            piece=evidence.id,
            title=evidence.title,
            is_attached=is_attached,
            carried=carried,
            made_by=by,
            made_at=at,
        )

    @property
    def key(self) -> tuple[int, bool]:
        """Tells the piece from others; a database may give the number of a deleted one again."""
        return self.piece, self.evidence_id is None
