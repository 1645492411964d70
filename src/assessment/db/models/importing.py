"""Answers that came in a workbook and wait to be taken."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Key, now
from assessment.db.models.person import User


class AnswerImport(Base):
    """A filled workbook as it was read, until somebody takes its answers or puts it aside.

    `content` is what it says (`services.workbooks.Filled`), as plain JSON; after `expires_at` nobody
    can take it any more.
    """

    __tablename__ = "answer_imports"

    id: Mapped[Key]
    assessment_id: Mapped[int] = mapped_column(ForeignKey("assessments.id"), index=True)
    filename: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]

    uploader: Mapped[User] = relationship(lazy="raise")
