"""Names that look alike are found by an index, and a name on a certificate is corrected by two people

Two that look alike and stand there already stay: only a new name is refused.
"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base
from assessment.domain.lookalikes import look_of

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table, name in (("clusters", "name"), ("certificates", "cluster_name")):
        with op.batch_alter_table(table) as changed:
            changed.add_column(
                sa.Column("name_look", sa.String(64), nullable=False, server_default="")
            )
        _fill(table, name)
        with op.batch_alter_table(table) as changed:
            changed.alter_column("name_look", existing_type=sa.String(64), server_default=None)
        op.create_index(op.f(f"ix_{table}_name_look"), table, ["name_look"])
    op.create_table(
        "name_corrections",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.String(length=200), nullable=False),
        sa.Column("cluster_name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", base.Moment(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", base.Moment(timezone=True), nullable=True),
        sa.Column("settled_reason", sa.Text(), nullable=False),
        _points("submission_id", "submissions"),
        _points("proposed_by", "users"),
        _points("settled_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_corrections")),
    )
    op.create_index(
        op.f("ix_name_corrections_submission_id"), "name_corrections", ["submission_id"]
    )
    op.create_index(
        "ix_name_corrections_waiting",
        "name_corrections",
        ["submission_id"],
        unique=True,
        sqlite_where=sa.text("outcome = ''"),
        postgresql_where=sa.text("outcome = ''"),
    )


def _points(column: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_name_corrections_{column}_{table}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)


def _fill(table: str, name: str) -> None:
    rows = sa.table(
        table, sa.column("id", sa.Integer()), sa.column(name), sa.column("name_look", sa.String())
    )
    connection = op.get_bind()
    found = [
        {"number": number, "look": look_of(called)}
        for number, called in connection.execute(sa.select(rows.c.id, rows.c[name]))
    ]
    if found:
        connection.execute(
            sa.update(rows)
            .where(rows.c.id == sa.bindparam("number"))
            .values(name_look=sa.bindparam("look")),
            found,
        )
