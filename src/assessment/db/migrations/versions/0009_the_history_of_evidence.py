"""What was attached to an answer and taken off it stands in its history"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_table()
    # What is attached was there when it came into the library, as far as can be told.
    op.execute(
        """
        INSERT INTO evidence_steps (
            sheet_id, criterion_id, evidence_id, piece, title, is_attached, carried, made_by, made_at
        )
        SELECT attached_evidence.sheet_id, attached_evidence.criterion_id, evidence.id, evidence.id,
            evidence.title, true, '', evidence.added_by, evidence.added_at
        FROM attached_evidence JOIN evidence ON evidence.id = attached_evidence.evidence_id
        ORDER BY attached_evidence.id
        """
    )


def _make_table() -> None:
    op.create_table(
        "evidence_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("piece", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("is_attached", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.String(length=80), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_steps_evidence_id_evidence")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["users.id"], name=op.f("fk_evidence_steps_made_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_evidence_steps_sheet_id_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_steps")),
    )
    op.create_index(op.f("ix_evidence_steps_evidence_id"), "evidence_steps", ["evidence_id"])
    op.create_index(
        op.f("ix_evidence_steps_sheet_id_criterion_id"),
        "evidence_steps",
        ["sheet_id", "criterion_id"],
    )
