"""Documents are corrected and keep what they say; credentials have lists of what was revoked"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("documents") as table:
        table.add_column(
            sa.Column("version", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        table.add_column(sa.Column("supersedes_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("superseded_at", base.Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("facts", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("credential", sa.Text(), nullable=False, server_default=""))
        table.create_foreign_key(
            op.f("fk_documents_supersedes_id_documents"), "documents", ["supersedes_id"], ["id"]
        )
        table.drop_constraint(
            op.f("uq_documents_submission_id_kind_language_round"), type_="unique"
        )
        table.create_unique_constraint(
            op.f("uq_documents_submission_id_kind_language_round_version"),
            ["submission_id", "kind", "language", "round", "version"],
        )
        table.create_index(op.f("ix_documents_supersedes_id"), ["supersedes_id"])
        table.create_index("ix_documents_sha256", ["sha256"])
    with op.batch_alter_table("documents") as table:
        for name in ("version", "reason", "credential"):
            table.alter_column(name, server_default=None)
    op.create_table(
        "status_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("places", sa.String(length=64), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("signed_at", base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_status_lists")),
        sa.UniqueConstraint("purpose", "number", name=op.f("uq_status_lists_purpose_number")),
    )
    op.create_table(
        "specimens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("facts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("retry_at", base.Moment(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("requested_at", base.Moment(timezone=True), nullable=False),
        sa.Column("made_at", base.Moment(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_specimens")),
        sa.UniqueConstraint("digest", name=op.f("uq_specimens_digest")),
    )
