"""Where people are signed in, and how they sign in beside their password."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import BrowserSession, Membership, Passkey, RecoveryCode, User


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A person with the hints that they put away, their session, and whether they work on a cluster."""

    person: User
    session: BrowserSession
    has_clusters: bool


def signed_in(
    session: Session, key_digest: str, *, seen_after: datetime, remembered_after: datetime
) -> SignedIn | None:
    """Whom a key stands for, while person and session are good: all that each page asks of them."""
    has_clusters = select(Membership.user_id).where(Membership.user_id == User.id).exists()
    rows = session.execute(
        select(User, BrowserSession, has_clusters)
        .join(BrowserSession, BrowserSession.user_id == User.id)
        .where(
            BrowserSession.key_digest == key_digest,
            User.active,
            or_(
                BrowserSession.last_seen_at > seen_after,
                and_(BrowserSession.is_remembered, BrowserSession.last_seen_at > remembered_after),
            ),
        )
        .options(joinedload(User.dismissed_hints))
    )
    found = rows.unique().one_or_none()
    return None if found is None else SignedIn(*found)


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
