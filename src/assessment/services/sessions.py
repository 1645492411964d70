"""Being signed in: a session begins, is seen, and ends, in each browser by itself."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from assessment.db.models import BrowserSession
from assessment.db.queries import signing_in
from assessment.db.queries.signing_in import SignedIn
from assessment.services.accounts import token_digest

IDLE = timedelta(hours=12)
"""How long a session lasts in which nothing is asked for."""

REMEMBERED = timedelta(days=30)
"""The same where the person ticked that this browser may stay signed in."""

SEEN_EVERY = timedelta(minutes=10)
"""How exactly the last sight of a session is kept."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """What a browser tells about itself, as far as it is kept: two names, and a coarse address."""

    browser: str
    system: str
    address: str


def begin_session(
    session: Session, user_id: int, visitor: Visitor, *, is_remembered: bool, at: datetime
) -> str:
    """Signs a person in and returns the key for the cookie. What has run out meanwhile is removed."""
    session.execute(
        delete(BrowserSession).where(
            BrowserSession.user_id == user_id,
            or_(
                BrowserSession.last_seen_at < at - REMEMBERED,
                BrowserSession.is_remembered.is_(False) & (BrowserSession.last_seen_at < at - IDLE),
            ),
        )
    )
    key = secrets.token_urlsafe(32)
    session.add(
        BrowserSession(
            user_id=user_id,
            key_digest=token_digest(key),
            browser=visitor.browser,
            system=visitor.system,
            address=visitor.address,
            is_remembered=is_remembered,
            opened_at=at,
            last_seen_at=at,
        )
    )
    session.flush()
    return key


def find_session(session: Session, key: str, at: datetime) -> SignedIn | None:
    """Whom the cookie's key stands for; None when the session has ended."""
    return signing_in.signed_in(
        session, token_digest(key), seen_after=at - IDLE, remembered_after=at - REMEMBERED
    )


def is_seen_again(found: BrowserSession, at: datetime) -> bool:
    """Whether it is time to write down that the session is still used."""
    return at - found.last_seen_at >= SEEN_EVERY


def see_session(session: Session, session_id: int, at: datetime) -> None:
    """Writes down that the session is still used."""
    session.execute(
        update(BrowserSession).where(BrowserSession.id == session_id).values(last_seen_at=at)
    )


def end_session(session: Session, user_id: int, session_id: int) -> None:
    """Signs a person out of one browser; somebody else's session stays."""
    session.execute(
        delete(BrowserSession).where(
            BrowserSession.id == session_id, BrowserSession.user_id == user_id
        )
    )


def end_sessions(session: Session, user_id: int, *, but: int | None = None) -> int:
    """Signs a person out everywhere, or everywhere else, and returns of how many browsers."""
    ended = session.execute(
        delete(BrowserSession)
        .where(BrowserSession.user_id == user_id, BrowserSession.id != (but or 0))
        .returning(BrowserSession.id)
    )
    return len(ended.all())
