"""Files that are made behind the web, of whichever kind."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from assessment.db.base import MadeFile


def files_to_make(session: Session, model: type[MadeFile], at: datetime) -> Sequence[int]:
    """Those of the kind that are ordered and not made, and do not rest after a fault; the oldest first."""
    key = model.__table__.c.id  # type: ignore[attr-defined]  # each is a table
    return session.scalars(
        select(key)
        .where(
            model.is_wanted(),
            model.made_at.is_(None),
            or_(model.retry_at.is_(None), model.retry_at <= at),
        )
        .order_by(key)
    ).all()
