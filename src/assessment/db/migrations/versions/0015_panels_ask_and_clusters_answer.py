"""Panels ask the cluster during a review, in rounds, and the cluster answers with evidence"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_clarifications()
    _make_questions()
    op.create_table(
        "answered_evidence",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_answered_evidence_evidence_id_evidence"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["panel_questions.id"],
            name=op.f("fk_answered_evidence_question_id_panel_questions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("question_id", "evidence_id", name=op.f("pk_answered_evidence")),
    )
    op.create_index(op.f("ix_answered_evidence_evidence_id"), "answered_evidence", ["evidence_id"])


def _make_clarifications() -> None:
    op.create_table(
        "clarifications",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", base.Moment(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", base.Moment(timezone=True), nullable=True),
        sa.Column("record", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name=op.f("fk_clarifications_answered_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["users.id"], name=op.f("fk_clarifications_asked_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_clarifications_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clarifications")),
        sa.UniqueConstraint(
            "submission_id",
            "round",
            "number",
            name=op.f("uq_clarifications_submission_id_round_number"),
        ),
    )


def _make_questions() -> None:
    op.create_table(
        "panel_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("clarification_id", sa.Integer(), nullable=True),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", base.Moment(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=True),
        sa.Column("saved_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["clarification_id"],
            ["clarifications.id"],
            name=op.f("fk_panel_questions_clarification_id_clarifications"),
        ),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["users.id"], name=op.f("fk_panel_questions_saved_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_panel_questions_submission_id_submissions"),
        ),
        sa.ForeignKeyConstraint(
            ["written_by"], ["users.id"], name=op.f("fk_panel_questions_written_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_questions")),
    )
    op.create_index(
        op.f("ix_panel_questions_clarification_id"), "panel_questions", ["clarification_id"]
    )
    op.create_index(op.f("ix_panel_questions_submission_id"), "panel_questions", ["submission_id"])
