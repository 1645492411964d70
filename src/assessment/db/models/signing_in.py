"""How people sign in beside their password, and where they are signed in."""

from datetime import datetime

from flask_security.core import WebAuthnMixin
from sqlalchemy import JSON, BigInteger, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from assessment.db.base import Base, Digest, Key, LongText, Name, now


class BrowserSession(Base):
    """A browser in which a person is signed in. The row is the session: without it nobody is signed in.

    The cookie holds a key, of which `key_digest` is the SHA-256. `browser` and `system` are the names
    that the browser gave itself, `address` is without its last part.
    """

    __tablename__ = "sessions"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    key_digest: Mapped[Digest] = mapped_column(unique=True)
    browser: Mapped[str] = mapped_column(String(40), default="")
    system: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(45), default="")
    is_remembered: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    last_seen_at: Mapped[datetime] = mapped_column(default=now)


class Passkey(Base, WebAuthnMixin):
    """A key on a device of the person's, by which they sign in without a password.

    The columns are those that the sign-in library fills; until a passkey is used,
    `lastuse_datetime` is not later than `added_at`.
    """

    __tablename__ = "passkeys"

    id: Mapped[Key]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[Name]
    credential_id: Mapped[bytes] = mapped_column(LargeBinary(1024), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger, default=0)
    transports: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    backup_state: Mapped[bool] = mapped_column(default=False)
    device_type: Mapped[str] = mapped_column(String(64), default="")
    extensions: Mapped[LongText | None]
    usage: Mapped[str] = mapped_column(String(64))
    lastuse_datetime: Mapped[datetime]
    added_at: Mapped[datetime] = mapped_column(default=now)


class RecoveryCode(Base):
    """A code that stands once in place of the authenticator app; only its digest is kept."""

    __tablename__ = "recovery_codes"

    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True)
    code_digest: Mapped[Digest] = mapped_column(primary_key=True)


class TryCount(Base):
    """How often something that is limited was tried in one period, for all web workers together.

    `key_digest` is the SHA-256 of whom and what is counted; `ends_at` is in seconds since 1970.
    """

    __tablename__ = "try_counts"

    key_digest: Mapped[Digest] = mapped_column(primary_key=True)
    tries: Mapped[int]
    ends_at: Mapped[int] = mapped_column(BigInteger, index=True)
