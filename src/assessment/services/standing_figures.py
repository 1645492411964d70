"""Figures over everything, counted once for each state of the record.

Counting tens of thousands of applications takes longer than the rest of a page. Each step of one is an
event, and the end of their chain names all of them, so a figure that was counted at the same end is the
same: nothing has to be told to forget it, in whichever process.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.queries.marks import marks
from assessment.domain.kept import Kept

Figure = TypeVar("Figure")
_MOST = 64


class StandingFigures:
    """The figures of the record as it stands at the first of them.

    They may rest on assessments, submissions, panels, certificates, complaints, facts of clusters and
    earlier labels. They hold plain values, no rows.
    """

    def __init__(self, session: Session) -> None:
        bind = session.get_bind()
        engine = bind if isinstance(bind, Engine) else bind.engine
        self._marks = marks(session)
        self._kept = _KEPT.setdefault(engine.pool, Kept(_MOST))  # one for whatever options

    def get(self, key: Hashable, count: Callable[[], Figure]) -> Figure:
        """What `count` finds, which the record and the `key` decide; a day belongs into the key."""
        found: Figure = self._kept.get((self._marks, key), count)
        return found


def as_it_stands(session: Session, key: Hashable, count: Callable[[], Figure]) -> Figure:
    """One of these figures."""
    return StandingFigures(session).get(key, count)


_KEPT: WeakKeyDictionary[Any, Kept[Any]] = WeakKeyDictionary()
