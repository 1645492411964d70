"""What has changed since something was counted: marks that tell one state of the record from others."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.db.models import ClusterChange, EarlierLabel, EventHead

_MARKS = select(
    EventHead.digest,
    select(func.max(ClusterChange.id)).scalar_subquery(),
    select(func.max(EarlierLabel.id)).scalar_subquery(),
)


def marks(session: Session) -> tuple[Any, ...]:
    """The end of the chain of events, the last change of a cluster's facts, the last earlier label.

    Whoever writes one of the last two holds the chain's end before: otherwise a higher number could be
    committed before a lower one, and these marks would be the same after both.
    """
    return tuple(session.execute(_MARKS).one())
