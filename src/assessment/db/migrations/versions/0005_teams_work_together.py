"""Teams work together: history, invitations with a note, digests, tasks, comments"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NO_WORD = sa.text("''")


def upgrade() -> None:
    _add("invitations", sa.Column("note", sa.String(300), server_default=NO_WORD))
    _add("outbox", sa.Column("unsubscribe", sa.String(500), server_default=NO_WORD))
    op.create_table(
        "digest_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("rhythm", sa.String(length=80), nullable=False),
        sa.Column("looked_at", base.Moment(timezone=True), nullable=True),
        _leads_to("digest_choices", "user_id", "users"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_digest_choices")),
    )
    op.create_table(
        "team_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("happened_at", base.Moment(timezone=True), nullable=False),
        _leads_to("team_events", "cluster_id", "clusters"),
        _leads_to("team_events", "actor_id", "users"),
        _leads_to("team_events", "person_id", "users"),
        _leads_to("team_events", "invitation_id", "invitations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_events")),
    )
    op.create_index(
        op.f("ix_team_events_cluster_id_happened_at"), "team_events", ["cluster_id", "happened_at"]
    )
    op.create_index(op.f("ix_team_events_invitation_id"), "team_events", ["invitation_id"])
    _make_assignments()
    _make_comments()


def _make_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("assigned_by", sa.Integer(), nullable=False),
        sa.Column("assigned_at", base.Moment(timezone=True), nullable=False),
        _leads_to("assignments", "sheet_id", "sheets"),
        _leads_to("assignments", "user_id", "users"),
        _leads_to("assignments", "assigned_by", "users"),
        sa.PrimaryKeyConstraint("sheet_id", "criterion_id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_user_id"), "assignments", ["user_id"])


def _make_comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", base.Moment(timezone=True), nullable=False),
        sa.Column("edited_at", base.Moment(timezone=True), nullable=True),
        sa.Column("deleted_at", base.Moment(timezone=True), nullable=True),
        sa.Column("resolved_at", base.Moment(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Integer(), nullable=True),
        _leads_to("comments", "sheet_id", "sheets"),
        _leads_to("comments", "parent_id", "comments"),
        _leads_to("comments", "author_id", "users"),
        _leads_to("comments", "resolved_by", "users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    for columns in (
        ["sheet_id", "criterion_id"],
        ["author_id", "sheet_id", "criterion_id"],
        ["parent_id"],
        ["written_at"],
    ):
        op.create_index(op.f(f"ix_comments_{'_'.join(columns)}"), "comments", columns)
    op.create_table(
        "mentions",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        _leads_to("mentions", "comment_id", "comments"),
        _leads_to("mentions", "user_id", "users"),
        sa.PrimaryKeyConstraint("comment_id", "user_id", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_user_id"), "mentions", ["user_id"])


def _leads_to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{target}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _add(table: str, column: "sa.Column[Any]") -> None:
    """A column that no row lacks; rows that were there get the default."""
    column.nullable = False
    op.add_column(table, column)
