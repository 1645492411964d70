"""Reviewers note for themselves and calibrate; panels write their findings and the visit"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("ratings") as table:
        table.add_column(
            sa.Column("notes", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("ratings") as table:
        table.alter_column("notes", server_default=None)
    _keep_calibrations()
    _keep_outcomes()


def _keep_calibrations() -> None:
    op.create_table(
        "calibrations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(80), nullable=False),
        sa.Column("version", sa.String(80), nullable=False),
        sa.Column("anchor_id", sa.String(80), nullable=False),
        sa.Column("criterion_id", sa.String(80), nullable=False),
        sa.Column("case_digest", sa.String(64), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("rated_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_calibrations_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calibrations")),
        sa.UniqueConstraint(
            "user_id",
            "scheme_id",
            "anchor_id",
            "case_digest",
            name=op.f("uq_calibrations_user_id_scheme_id_anchor_id_case_digest"),
        ),
    )


def _keep_outcomes() -> None:
    _table_of_panel(
        "panel_findings",
        sa.Column("strengths", sa.Text(), nullable=False),
        sa.Column("improvements", sa.Text(), nullable=False),
        sa.Column("recommendations", sa.Text(), nullable=False),
        key=sa.Column("section_id", sa.String(80), nullable=False),
    )
    _table_of_panel(
        "panel_visits",
        sa.Column("visited_on", sa.Date(), nullable=True),
        sa.Column("form", sa.String(80), nullable=False),
        sa.Column("people", sa.Text(), nullable=False),
    )


def _table_of_panel(
    name: str, *columns: "sa.Column[object]", key: "sa.Column[object] | None" = None
) -> None:
    """A table of what a panel wrote in one round, with who saved it last."""
    keys = [] if key is None else [key]
    op.create_table(
        name,
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        *keys,
        *columns,
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"], ["submissions.id"], name=op.f(f"fk_{name}_submission_id_submissions")
        ),
        sa.ForeignKeyConstraint(["saved_by"], ["users.id"], name=op.f(f"fk_{name}_saved_by_users")),
        sa.PrimaryKeyConstraint(
            "submission_id", "round", *(each.name for each in keys), name=op.f(f"pk_{name}")
        ),
    )
