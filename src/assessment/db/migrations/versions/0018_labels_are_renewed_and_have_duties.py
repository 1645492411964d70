"""An application says which label it renews, and the duties of holders have their days"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("renews_until", sa.Date(), nullable=True))
        table.add_column(sa.Column("renews_certificate_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_submissions_renews_certificate_id_certificates"),
            "certificates",
            ["renews_certificate_id"],
            ["id"],
        )
    op.create_index(
        op.f("ix_submissions_renews_certificate_id"), "submissions", ["renews_certificate_id"]
    )
    op.drop_index("ix_submissions_listed", "submissions")
    op.create_index(
        "ix_submissions_listed",
        "submissions",
        ["assessment_id", "withdrawn_at", "submitted_at", "call_id", "renews_until"],
    )
    with op.batch_alter_table("certificates") as table:
        table.add_column(
            sa.Column("has_planned_duties", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("certificates") as table:
        table.alter_column("has_planned_duties", server_default=None)
    _make_duty_terms()


def _make_duty_terms() -> None:
    op.create_table(
        "duty_terms",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("certificate_id", sa.Integer(), nullable=False),
        sa.Column("duty_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("done_by", sa.Integer(), nullable=True),
        sa.Column("done_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["certificate_id"],
            ["certificates.id"],
            name=op.f("fk_duty_terms_certificate_id_certificates"),
        ),
        sa.ForeignKeyConstraint(
            ["done_by"], ["users.id"], name=op.f("fk_duty_terms_done_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_terms")),
        sa.UniqueConstraint(
            "certificate_id",
            "duty_id",
            "number",
            name=op.f("uq_duty_terms_certificate_id_duty_id_number"),
        ),
    )
    op.create_index(op.f("ix_duty_terms_due_on"), "duty_terms", ["due_on"])
