"""Mail is chosen by topic, and what is to stand in the digest waits for it"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mail_choices",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=80), nullable=False),
        sa.Column("way", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_mail_choices_user_id_users")
        ),
        sa.PrimaryKeyConstraint("user_id", "topic", name=op.f("pk_mail_choices")),
    )
    op.create_table(
        "kept_mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("path", sa.String(length=500), nullable=False),
        sa.Column("kept_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_kept_mail_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_mail")),
    )
    op.create_index(op.f("ix_kept_mail_user_id"), "kept_mail", ["user_id"])
