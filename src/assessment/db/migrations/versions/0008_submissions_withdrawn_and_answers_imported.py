"""Submissions can be withdrawn, receipts carry documents, answers know their sources, imports wait"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    _let_submissions_be_withdrawn()
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_outbox_document_id_documents"), "documents", ["document_id"], ["id"]
        )
    with op.batch_alter_table("answers") as table:
        table.add_column(
            sa.Column("carried_from", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("answers") as table:
        table.alter_column("carried_from", server_default=None)
    _make_imports()


def _let_submissions_be_withdrawn() -> None:
    with op.batch_alter_table("submissions") as table:
        table.drop_constraint(op.f("uq_submissions_assessment_id"), type_="unique")
        table.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        table.add_column(sa.Column("withdrawn_at", base.Moment(timezone=True), nullable=True))
        table.add_column(
            sa.Column("withdrawal_reason", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        table.create_foreign_key(
            op.f("fk_submissions_withdrawn_by_users"), "users", ["withdrawn_by"], ["id"]
        )
    with op.batch_alter_table("submissions") as table:
        table.alter_column("withdrawal_reason", server_default=None)
    op.create_index(op.f("ix_submissions_assessment_id"), "submissions", ["assessment_id"])
    op.create_index(
        "uq_submissions_standing",
        "submissions",
        ["assessment_id"],
        unique=True,
        sqlite_where=STANDING,
        postgresql_where=STANDING,
    )


def _make_imports() -> None:
    op.create_table(
        "answer_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", base.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["assessment_id"],
            ["assessments.id"],
            name=op.f("fk_answer_imports_assessment_id_assessments"),
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name=op.f("fk_answer_imports_uploaded_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_imports")),
    )
    op.create_index(op.f("ix_answer_imports_assessment_id"), "answer_imports", ["assessment_id"])
