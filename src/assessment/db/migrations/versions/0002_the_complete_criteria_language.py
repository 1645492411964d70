"""The complete criteria language: values, profiles, quality checks, publications"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NOTHING = sa.text("'{}'")
NO_LIST = sa.text("'[]'")
NO_WORD = sa.text("''")


def upgrade() -> None:
    op.create_table(
        "profiles",
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_profiles_cluster_id_clusters")
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["users.id"], name=op.f("fk_profiles_saved_by_users")
        ),
        sa.PrimaryKeyConstraint("cluster_id", "scheme_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "publications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("author", sa.String(length=200), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=True),
        sa.Column("published_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["users.id"], name=op.f("fk_publications_published_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_digest"],
            ["scheme_editions.digest"],
            name=op.f("fk_publications_scheme_digest_scheme_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publications")),
    )
    op.create_index(op.f("ix_publications_scheme_id"), "publications", ["scheme_id"])
    op.create_table(
        "parked_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("scheme_version", sa.String(length=80), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("parked_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_parked_answers_assessment_id_assessments"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_answers")),
    )
    op.create_index(op.f("ix_parked_answers_assessment_id"), "parked_answers", ["assessment_id"])
    op.create_table(
        "scheme_trials",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.String(length=80), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("requested_at", base.Moment(timezone=True), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("finished_at", base.Moment(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["requested_by"], ["users.id"], name=op.f("fk_scheme_trials_requested_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheme_trials")),
    )
    op.create_index(op.f("ix_scheme_trials_scheme_id"), "scheme_trials", ["scheme_id"])
    _add("assessments", sa.Column("scheme_version", sa.String(80), server_default=NO_WORD))
    _add("answers", sa.Column("values", sa.JSON(), server_default=NOTHING))
    _add("answers", sa.Column("is_not_applicable", sa.Boolean(), server_default=sa.false()))
    _add("answers", sa.Column("is_answered", sa.Boolean(), server_default=sa.false()))
    op.execute("UPDATE answers SET is_answered = (level IS NOT NULL)")
    _add("answers", sa.Column("carried", sa.String(80), server_default=NO_WORD))
    _add("ratings", sa.Column("is_not_applicable", sa.Boolean(), server_default=sa.false()))
    _add("ratings", sa.Column("checks", sa.JSON(), server_default=NO_LIST))
    op.add_column("evidence", sa.Column("dated_on", sa.Date(), nullable=True))
    with op.batch_alter_table("agreements") as table:
        table.alter_column("level", existing_type=sa.Integer(), nullable=True)


def _add(table: str, column: "sa.Column[Any]") -> None:
    """A column that no row lacks; rows that were there get the default.

    Not in a batch, which would make the table anew: SQLite lets nobody drop one that others lead to.
    """
    column.nullable = False
    op.add_column(table, column)
