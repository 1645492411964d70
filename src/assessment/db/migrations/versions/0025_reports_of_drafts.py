"""A self-assessment report can be ordered of a draft, with the copy of the answers it is made from"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "draft_reports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", base.Moment(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("requested_at", base.Moment(timezone=True), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_draft_reports_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["ordered_by"], ["users.id"], name=op.f("fk_draft_reports_ordered_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_digest"],
            ["scheme_editions.digest"],
            name=op.f("fk_draft_reports_scheme_digest_scheme_editions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_reports")),
    )
    op.create_index("ix_draft_reports_assessment_id", "draft_reports", ["assessment_id"])
