"""Rows of every table that can name a person, naming one."""

import secrets
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Integer,
    LargeBinary,
    String,
    Table,
    func,
    insert,
    select,
)
from sqlalchemy.orm import Session

from assessment.db.base import Base, Moment
from assessment.db.models import EventRecord, User
from tests.filling import NOON

KNOWN = {"state": "awarded", "role": "viewer", "rhythm": "daily"}
"""Values of columns that code reads, whatever the table is."""


def naming_columns() -> set[str]:
    """Every column that names a person, as `table.column`."""
    return {
        f"{table.name}.{column.name}"
        for table in Base.metadata.tables.values()
        for column in table.columns
        if _named_by(column) is User.__table__
    }


def name_everywhere(session: Session, person: User, other: User) -> None:
    """Has a row for each of these columns name the person in it, and elsewhere the other."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if _named_by(column) is User.__table__:
                _row(session, table, other, {column.name: person.id})


def _row(session: Session, table: Table, other: User, values: dict[str, Any]) -> Any:
    """A new row with the values, and anything where the table needs more; its key, or one part of it."""
    for column in table.columns:
        if column.name not in values and _is_needed(column):
            values[column.name] = _anything(session, column, other)
    key = session.execute(insert(table).values(values)).inserted_primary_key
    return key[0] if key else None


def _is_needed(column: "Column[Any]") -> bool:
    counts_itself = column is column.table.autoincrement_column
    return not (column.nullable or column.default is not None or counts_itself)


def _anything(session: Session, column: "Column[Any]", other: User) -> Any:
    named = _named_by(column)
    if named is not None:
        return other.id if named is User.__table__ else _row(session, named, other, {})
    if column.name in KNOWN:
        return KNOWN[column.name]
    if column is EventRecord.__table__.c.number:
        return (session.scalar(select(func.count()).select_from(EventRecord)) or 0) + 1
    kinds: dict[type, Any] = {
        Moment: NOON, Date: NOON.date(), JSON: {}, Boolean: False, Integer: 1, LargeBinary: b"x"
    }  # fmt: skip
    for kind, value in kinds.items():
        if isinstance(column.type, kind):
            return value
    assert isinstance(column.type, String)
    return secrets.token_hex(8)[: column.type.length]


def _named_by(column: "Column[Any]") -> Table | None:
    return next((key.column.table for key in column.foreign_keys), None)
