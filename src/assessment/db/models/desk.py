"""The secretariat's own desk: views that are kept, and rows that wait to be taken over."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, Name, now
from assessment.db.models.person import User


class RegisterImport(Base):
    """Rows of a file for the register as they were read, until somebody takes them over.

    `kind` is `clusters`, `people` or `labels`; `rows` have their texts by the keys of the columns, and
    `row`, their number in the file. After `expires_at` nobody can take them any more.
    """

    __tablename__ = "register_imports"

    id: Mapped[Key]
    kind: Mapped[Code]
    filename: Mapped[str] = mapped_column(String(300))
    rows: Mapped[list[dict[str, Any]]]
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]


class SavedView(Base):
    """Filters and order of the list of applications that somebody named, as they stand in its address.

    `is_shared`: everybody of the secretariat sees it; `is_default`: its owner's list begins with it.
    """

    __tablename__ = "saved_views"
    __table_args__ = (UniqueConstraint("user_id", "name"),)

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    name: Mapped[Name]
    filters: Mapped[dict[str, str]]
    is_shared: Mapped[bool] = mapped_column(default=False)
    is_default: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)

    owner: Mapped[User] = relationship(lazy="raise")
