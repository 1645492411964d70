"""Reviewers order their interview sheet as a document, each with what their own page showed"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "interview_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seat_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("has_notes", sa.Boolean(), nullable=False),
        sa.Column("record", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", base.Moment(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("requested_at", base.Moment(timezone=True), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["seat_id"], ["seats.id"], name=op.f("fk_interview_sheets_seat_id_seats")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_interview_sheets_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interview_sheets")),
    )
    op.create_index("ix_interview_sheets_seat_id", "interview_sheets", ["seat_id"])
