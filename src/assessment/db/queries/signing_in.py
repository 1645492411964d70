"""Where people are signed in, and how they sign in beside their password."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from assessment.db.models import BrowserSession, Passkey, RecoveryCode, User


def signed_in(
    session: Session, key_digest: str, *, seen_after: datetime, remembered_after: datetime
) -> tuple[User, BrowserSession] | None:
    """The person and the session that a key stands for, while both are good."""
    row = session.execute(
        select(User, BrowserSession)
        .join(BrowserSession, BrowserSession.user_id == User.id)
        .where(
            BrowserSession.key_digest == key_digest,
            User.active,
            or_(
                BrowserSession.last_seen_at > seen_after,
                and_(BrowserSession.is_remembered, BrowserSession.last_seen_at > remembered_after),
            ),
        )
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def sessions_of(session: Session, user_id: int) -> Sequence[BrowserSession]:
    """Where a person is signed in, what was used last first."""
    return session.scalars(
        select(BrowserSession)
        .where(BrowserSession.user_id == user_id)
        .order_by(BrowserSession.last_seen_at.desc(), BrowserSession.id.desc())
    ).all()


def passkeys_of(session: Session, user_id: int) -> Sequence[Passkey]:
    """A person's passkeys, the oldest first."""
    return session.scalars(
        select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)
    ).all()


def passkey_of(session: Session, user_id: int, passkey_id: int) -> Passkey:
    """One passkey of the person's own."""
    return session.scalars(
        select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == user_id)
    ).one()


def recovery_codes_left(session: Session, user_id: int) -> int:
    """How many recovery codes a person has not used yet."""
    counted = select(func.count()).select_from(RecoveryCode).where(RecoveryCode.user_id == user_id)
    return session.scalar(counted) or 0
