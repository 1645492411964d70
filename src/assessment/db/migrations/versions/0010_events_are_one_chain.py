"""Events of every kind are one chain, and the database refuses to change them"""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

FORMER = sa.table(
    "events",
    sa.column("id", sa.Integer()),
    sa.column("assessment_id", sa.Integer()),
    sa.column("event", sa.String()),
    sa.column("state_before", sa.String()),
    sa.column("state_after", sa.String()),
    sa.column("actor_id", sa.Integer()),
    sa.column("happened_at", base.Moment(timezone=True)),
)

ON_SQLITE = (
    """
    CREATE TRIGGER events_are_never_updated BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    """
    CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
    # INSERT OR REPLACE takes a row away without asking the trigger above.
    """
    CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
    WHEN EXISTS (SELECT 1 FROM events WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END
    """,
)

ON_POSTGRESQL = (
    """
    CREATE FUNCTION refuse_to_change_events() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'events are never changed'; END $$
    """,
    """
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION refuse_to_change_events()
    """,
    """
    CREATE TRIGGER events_are_never_emptied BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_to_change_events()
    """,
)


def upgrade() -> None:
    connection = op.get_bind()
    rows = _chained(connection.execute(sa.select(FORMER).order_by(FORMER.c.id)).mappings())
    op.drop_table("events")
    events, head = _make_events(), _make_head()
    if rows:
        connection.execute(events.insert(), rows)
    number, digest = (rows[-1]["number"], rows[-1]["digest"]) if rows else (0, "0" * 64)
    connection.execute(head.insert().values(id=1, number=number, digest=digest))
    for statement in ON_SQLITE if connection.dialect.name == "sqlite" else ON_POSTGRESQL:
        op.execute(statement)


def _chained(former: Iterable[sa.RowMapping]) -> list[dict[str, Any]]:
    """The rows in their order, numbered from 1, each sealed with the one before."""
    rows: list[dict[str, Any]] = []
    previous = "0" * 64
    for number, row in enumerate(former, start=1):
        told = {
            "number": number,
            "kind": row["event"],
            "assessment_id": row["assessment_id"],
            "state_before": row["state_before"],
            "state_after": row["state_after"],
            "actor_id": row["actor_id"],
            "facts": {},
            "happened_at": row["happened_at"].astimezone(UTC).isoformat(timespec="microseconds"),
            "previous_digest": previous,
        }
        text = json.dumps(told, sort_keys=True, separators=(",", ":"))
        previous = hashlib.sha256(text.encode()).hexdigest()
        rows.append(told | {"happened_at": row["happened_at"], "digest": previous})
    return rows


def _make_events() -> sa.Table:
    table = op.create_table(
        "events",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=True),
        sa.Column("certificate_id", sa.Integer(), nullable=True),
        sa.Column("state_before", sa.String(length=80), nullable=True),
        sa.Column("state_after", sa.String(length=80), nullable=True),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("about_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("happened_at", base.Moment(timezone=True), nullable=False),
        sa.Column("previous_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _leads_to("assessment_id", "assessments"),
        _leads_to("certificate_id", "certificates"),
        _leads_to("actor_id", "users"),
        _leads_to("about_id", "users"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_events")),
    )
    for column in ("assessment_id", "certificate_id"):
        op.create_index(op.f(f"ix_events_{column}"), "events", [column])
    return table


def _leads_to(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column], [f"{table}.id"], name=op.f(f"fk_events_{column}_{table}")
    )


def _make_head() -> sa.Table:
    return op.create_table(
        "event_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_event_head_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_head")),
    )
