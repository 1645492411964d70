"""Figures in which clusters are compared, and what is published of groups of them

What was submitted before is written down by the worker, with the first report that needs it.
"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "compared_submissions",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("members", sa.Text(), nullable=True),
        _names("submissions", "compared_submissions"),
        sa.PrimaryKeyConstraint("submission_id", name=op.f("pk_compared_submissions")),
    )
    op.create_table(
        "compared_figures",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("figure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["compared_submissions.submission_id"],
            name=op.f("fk_compared_figures_submission_id_compared_submissions"),
        ),
        sa.PrimaryKeyConstraint("submission_id", "criterion_id", name=op.f("pk_compared_figures")),
    )
    op.create_table(
        "outside_peers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("country", sa.String(length=80), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("members", sa.Text(), nullable=True),
        sa.Column("is_holder", sa.Boolean(), nullable=False),
        sa.Column("is_invented", sa.Boolean(), nullable=False),
        sa.Column("figures", sa.JSON(none_as_null=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_peers")),
    )
    op.create_index(op.f("ix_outside_peers_scheme_id"), "outside_peers", ["scheme_id"])
    op.create_table(
        "benchmark_tables",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("measure", sa.String(length=80), nullable=False),
        sa.Column("group_key", sa.String(length=80), nullable=False),
        sa.Column("contributions", sa.JSON(), nullable=False),
        sa.Column("told", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("published_at", base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benchmark_tables")),
    )
    columns = ["scheme_id", "criterion_id"]
    op.create_index(op.f("ix_benchmark_tables_scheme_id_criterion_id"), "benchmark_tables", columns)
    op.create_table(
        "comparisons",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=False),
        _names("submissions", "comparisons"),
        sa.PrimaryKeyConstraint("submission_id", "round", name=op.f("pk_comparisons")),
    )


def _names(referred: str, table_name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["submission_id"],
        [f"{referred}.id"],
        name=op.f(f"fk_{table_name}_submission_id_{referred}"),
    )
