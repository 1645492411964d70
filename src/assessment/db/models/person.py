"""People with an account."""

from datetime import datetime
from typing import TYPE_CHECKING

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assessment.db.base import Base, Code, Key, Name, now

if TYPE_CHECKING:
    from assessment.db.models.signing_in import Passkey


class User(Base, UserMixin):
    """A person. What they may do on a cluster stands in `memberships`, on a submission in `seats`.

    `fs_uniquifier` names the person in links of theirs; changing it makes those useless.
    `country` is an ISO 3166 alpha-2 code, `language` is what they chose for pages and mail.
    `totp_secret` is the encrypted key of their authenticator app, `totp_counter` the step of the last
    code that was taken. A person who had the account deleted has `deleted_at` and nothing of their own.
    """

    __tablename__ = "users"
    __table_args__ = (
        Index("uq_users_fs_webauthn_user_handle", "fs_webauthn_user_handle", unique=True),
        Index("ix_users_name", "name"),
    )

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
    deleted_at: Mapped[datetime | None]
    totp_secret: Mapped[str | None] = mapped_column(String(500))
    totp_counter: Mapped[int | None]
    fs_webauthn_user_handle: Mapped[str | None] = mapped_column(  # type: ignore[assignment]
        String(64)  # none before the first passkey
    )

    webauthn: Mapped[list["Passkey"]] = relationship(  # type: ignore[assignment]
        order_by="Passkey.id"  # our columns are what the library's are
    )
    dismissed_hints: Mapped[list["DismissedHint"]] = relationship(viewonly=True, lazy="raise")


class DismissedHint(Base):
    """A hint for the first steps that the person does not want to see again."""

    __tablename__ = "dismissed_hints"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    hint: Mapped[Code] = mapped_column(primary_key=True)
    dismissed_at: Mapped[datetime]
