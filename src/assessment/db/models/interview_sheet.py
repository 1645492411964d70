"""Interview sheets as documents, each with what its reviewer's own page showed."""

from typing import Any, ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Digest, Key, MadeFile
from assessment.db.models.person import User
from assessment.db.models.review import Seat


class InterviewSheet(MadeFile, Base):
    """An interview sheet in one language, for the reviewer of the seat alone; `user_id` is theirs.

    `record` says which frozen submission it is made from, and holds the private notes where they were
    asked for, as `has_notes` says (`services.interview_sheets`); it is never changed, and
    `digest` is the SHA-256 of its canonical JSON.
    """

    __tablename__ = "interview_sheets"

    kind: ClassVar[str] = "interview"

    id: Mapped[Key]
    seat_id: Mapped[int] = mapped_column(ForeignKey("seats.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    language: Mapped[str] = mapped_column(String(8))
    has_notes: Mapped[bool]
    record: Mapped[dict[str, Any]]
    digest: Mapped[Digest]

    seat: Mapped[Seat] = relationship(lazy="raise")
    reviewer: Mapped[User] = relationship(lazy="raise")
