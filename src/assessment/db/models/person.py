"""People with an account."""

from datetime import datetime

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Code, Key, Name, now


class User(Base, UserMixin):
    """A person. What they may do on a cluster stands in `memberships`, on a submission in `seats`.

    `fs_uniquifier` names the person in a session; changing it ends every session of theirs.
    `country` is an ISO 3166 alpha-2 code, `language` and `theme` are what they chose for pages.
    """

    __tablename__ = "users"

    id: Mapped[Key]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    password: Mapped[str | None] = mapped_column(String(255))
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[Name]
    country: Mapped[str] = mapped_column(String(2), default="")
    organisation: Mapped[Name] = mapped_column(default="")
    language: Mapped[str] = mapped_column(String(8), default="en")
    is_reviewer: Mapped[bool] = mapped_column(default=False)
    is_secretariat: Mapped[bool] = mapped_column(default=False)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(default=now)


class DismissedHint(Base):
    """A hint for the first steps that the person does not want to see again."""

    __tablename__ = "dismissed_hints"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    hint: Mapped[Code] = mapped_column(primary_key=True)
    dismissed_at: Mapped[datetime]
