"""What a team arranges about the criteria of a sheet: who does what until when, and comments.

All of it is the team's own: no submission takes any of it along.
"""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, LongText, now
from assessment.db.models.assessment import Sheet
from assessment.db.models.person import User


class Assignment(Base):
    """A criterion that one member sees to. Whether it is done is not kept: scoring says so."""

    __tablename__ = "assignments"

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    criterion_id: Mapped[Code] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    due_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(String(300), default="")
    assigned_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=now)

    sheet: Mapped[Sheet] = relationship(lazy="raise")
    user: Mapped[User] = relationship(lazy="raise", foreign_keys=user_id)
    assigner: Mapped[User] = relationship(lazy="raise", foreign_keys=assigned_by)


class Comment(Base):
    """A remark on a criterion, or a reply to one (`parent_id`), which is never replied to itself.

    The first remark is resolved for its whole conversation. A deleted one keeps its place without
    its text.
    """

    __tablename__ = "comments"
    __table_args__ = (
        Index(None, "sheet_id", "criterion_id"),
        Index(None, "author_id", "sheet_id", "criterion_id"),
    )

    id: Mapped[Key]
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    criterion_id: Mapped[Code]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comments.id"), index=True)
    author_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text: Mapped[LongText]
    written_at: Mapped[datetime] = mapped_column(default=now, index=True)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    sheet: Mapped[Sheet] = relationship(lazy="raise")
    author: Mapped[User] = relationship(lazy="raise", foreign_keys=author_id)
    resolver: Mapped[User | None] = relationship(lazy="raise", foreign_keys=resolved_by)
    mentions: Mapped[list["Mention"]] = relationship(lazy="raise", cascade="all, delete-orphan")


class Mention(Base):
    """Somebody whom a comment names, and whom the digest tells."""

    __tablename__ = "mentions"

    comment_id: Mapped[int] = mapped_column(ForeignKey("comments.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)

    user: Mapped[User] = relationship(lazy="raise")
