"""Counting tries, in one place for all web workers."""

import hashlib

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from assessment.db.models import TryCount


def count_try(session: Session, key: str, *, at: int, seconds: int, amount: int = 1) -> int:
    """Counts a try and returns how many there were in this period, which lasts `seconds` from its first.

    What has run out, of whomever, is removed. `at` is in seconds since 1970.
    """
    session.execute(delete(TryCount).where(TryCount.ends_at <= at))
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    counted = (
        insert(TryCount)
        .values(key_digest=_digest(key), tries=amount, ends_at=at + seconds)
        .on_conflict_do_update(
            index_elements=[TryCount.key_digest], set_={"tries": TryCount.tries + amount}
        )
        .returning(TryCount.tries)
    )
    return session.execute(counted).scalar_one()


def tries(session: Session, key: str, at: int) -> tuple[int, int]:
    """How many tries there were in the running period, and when it ends."""
    found = session.execute(
        select(TryCount.tries, TryCount.ends_at).where(
            TryCount.key_digest == _digest(key), TryCount.ends_at > at
        )
    ).first()
    return (0, at) if found is None else (found[0], found[1])


def forget_tries(session: Session, key: str | None = None) -> None:
    """Forgets what was counted under a key, or everything."""
    wanted = delete(TryCount)
    session.execute(wanted if key is None else wanted.where(TryCount.key_digest == _digest(key)))


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()
