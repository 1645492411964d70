"""Profiles of clusters with figures by year, questionnaires as files, hints put away"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NO_LIST = sa.text("'[]'")
NO_WORD = sa.text("''")


def upgrade() -> None:
    _extend_clusters()
    op.create_table(
        "cluster_years",
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_years_cluster_id_clusters")
        ),
        sa.PrimaryKeyConstraint("cluster_id", "year", name=op.f("pk_cluster_years")),
    )
    op.create_table(
        "cluster_changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=True),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("changed_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_cluster_changes_cluster_id_clusters")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by"], ["users.id"], name=op.f("fk_cluster_changes_changed_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster_changes")),
    )
    op.create_index(op.f("ix_cluster_changes_cluster_id"), "cluster_changes", ["cluster_id"])
    _questionnaires()
    op.create_table(
        "dismissed_hints",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("hint", sa.String(length=80), nullable=False),
        sa.Column("dismissed_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_dismissed_hints_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "hint", name=op.f("pk_dismissed_hints")),
    )


def _questionnaires() -> None:
    op.create_table(
        "questionnaires",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("label_id", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("kind", sa.String(length=4), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", base.Moment(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("requested_at", base.Moment(timezone=True), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaires")),
        sa.UniqueConstraint(
            "scheme_digest",
            "label_id",
            "language",
            "kind",
            name=op.f("uq_questionnaires_scheme_digest_label_id_language_kind"),
        ),
    )


def _extend_clusters() -> None:
    op.add_column("clusters", sa.Column("founded", sa.Date(), nullable=True))
    for name, length in {
        "local_language": 8,
        "legal_form": 80,
        "eccp_address": 500,
        "other_networks": 500,
        "contact_name": 200,
        "contact_email": 254,
        "contact_phone": 50,
    }.items():
        _add(sa.Column(name, sa.String(length), server_default=NO_WORD))
    _add(sa.Column("description_local", sa.Text(), server_default=NO_WORD))
    for name in ("sectors", "priorities", "networks"):
        _add(sa.Column(name, sa.JSON(), server_default=NO_LIST))
    _add(sa.Column("version", sa.Integer(), server_default=sa.text("0")))


def _add(column: "sa.Column[Any]") -> None:
    """A column that no row lacks; clusters that were there get the default."""
    column.nullable = False
    op.add_column("clusters", column)
