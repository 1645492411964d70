"""More clusters in the demonstration's database, so that its tables have some size."""

import sqlite3
from contextlib import closing
from pathlib import Path

CLUSTERS = 200
FIRST = 1000
WAIT = 60.0
"""Seconds for which another writer is waited for."""

_NEW = f"({FIRST} + i)"
_COPIED = (
    ("clusters", "id = 1", {"id": _NEW, "name": "'Cluster ' || i", "public_id": "'copy' || i"}),
    ("sheets", "id = 1", {"id": _NEW, "cluster_id": _NEW}),
    ("assessments", "id = 2", {"id": _NEW, "cluster_id": _NEW, "sheet_id": _NEW}),
    ("answers", "sheet_id = 1", {"sheet_id": _NEW}),
    ("answer_versions", "sheet_id = 1", {"sheet_id": _NEW}),
)
"""Table by table: which rows are copied, and what is different in a copy."""


def fill(database: Path) -> None:
    """Copies the demonstration's first cluster with its sheet, draft, answers and their history.

    The lock of a writer is taken first and waited for: the worker may be writing just then, and a
    transaction that began by reading could not write after it.
    """
    with closing(sqlite3.connect(database, timeout=WAIT)) as connection, connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("CREATE TEMP TABLE n (i INTEGER)")
        connection.executemany("INSERT INTO n VALUES (?)", [(i,) for i in range(CLUSTERS)])
        for table, which, changed in _COPIED:
            columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            names = ", ".join(f'"{column}"' for column in columns)
            values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
            connection.execute(
                f"INSERT INTO {table} ({names})"  # noqa: S608 (names of our own tables)
                f" SELECT {values} FROM {table}, n WHERE {which}"
            )
