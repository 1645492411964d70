"""The chain of events, as it stands in the database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from json import loads

from sqlalchemy import select, type_coerce
from sqlalchemy.orm import Session
from sqlalchemy.types import NullType

from assessment.db.models import EventHead, EventRecord
from assessment.domain.chain import Entry, Head, moment_text

_AT_ONCE = 1000
"""Rows read together: a chain may be longer than there is room for."""


def head(session: Session) -> Head | None:
    """The last event's number and digest; None when the row that says so is gone."""
    found = session.execute(select(EventHead.number, EventHead.digest)).first()
    return None if found is None else Head(found.number, found.digest)


def head_for_change(session: Session) -> Head:
    """The last event's number and digest, locked until the unit of work ends."""
    found = session.execute(select(EventHead.number, EventHead.digest).with_for_update()).one()
    return Head(found.number, found.digest)


def entries(session: Session) -> Iterator[Entry]:
    """The whole chain in the order of its numbers, also where a column holds what cannot be read."""
    columns = [
        type_coerce(column, NullType()).label(column.name) for column in EventRecord.__table__.c
    ]
    wanted = select(*columns).order_by(EventRecord.number)
    for row in session.execute(wanted.execution_options(yield_per=_AT_ONCE)).mappings():
        told = dict(row)
        number, previous, digest = (told.pop(n) for n in ("number", "previous_digest", "digest"))
        told |= {"happened_at": _moment(told["happened_at"]), "facts": _facts(told["facts"])}
        yield Entry(number, told, previous, digest)


def _moment(kept: object) -> object:
    """The text of a moment as it is sealed; what is none stays as it is."""
    if isinstance(kept, str):
        try:
            read = datetime.fromisoformat(kept)
        except ValueError:
            return kept
        return kept if read.tzinfo else moment_text(read.replace(tzinfo=UTC))
    return moment_text(kept) if isinstance(kept, datetime) else kept


def _facts(kept: object) -> object:
    """The facts, also from a database that keeps them as text; what is no JSON stays as it is."""
    try:
        return loads(kept) if isinstance(kept, str) else kept
    except ValueError:
        return kept
