"""Applications know by when their next step is due; the secretariat keeps views of its list"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base
from assessment.domain.deadlines import due_in

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

USUAL_DAYS = {
    "submitted": 14,
    "in_review": 28,
    "consensus": 14,
    "reviewed": 30,
}
"""Days for the next step where a scheme says nothing of its own; no other state stood until now."""


def upgrade() -> None:
    _give_days()
    _keep_views()
    _open_calls()
    _record_earlier_labels()
    _keep_imports()


def _give_days() -> None:
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))
    op.create_index("ix_assessments_state_due", "assessments", ["state", "due_on"])
    kept = sa.table(
        "assessments",
        sa.column("id", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("changed_at", base.Moment(timezone=True)),
        sa.column("due_on", sa.Date()),
    )
    connection = op.get_bind()
    standing = sa.select(kept.c.id, kept.c.state, kept.c.changed_at).where(
        kept.c.state.in_(USUAL_DAYS)
    )
    for row in connection.execute(standing).all():
        day = due_in(row.changed_at, USUAL_DAYS[row.state])
        connection.execute(sa.update(kept).where(kept.c.id == row.id).values(due_on=day))


def _keep_views() -> None:
    op.create_table(
        "saved_views",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_saved_views_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_views")),
        sa.UniqueConstraint("user_id", "name", name=op.f("uq_saved_views_user_id_name")),
    )


def _open_calls() -> None:
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("labels", sa.JSON(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("created_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_calls_created_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
    )
    with op.batch_alter_table("submissions") as table:
        table.add_column(sa.Column("call_id", sa.Integer(), nullable=True))
        table.create_foreign_key(op.f("fk_submissions_call_id_calls"), "calls", ["call_id"], ["id"])
    op.create_index(op.f("ix_submissions_call_id"), "submissions", ["call_id"])
    op.create_index(
        "ix_submissions_listed",
        "submissions",
        ["assessment_id", "withdrawn_at", "submitted_at", "call_id"],
    )


def _record_earlier_labels() -> None:
    op.create_table(
        "earlier_labels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("label_id", sa.String(length=80), nullable=False),
        sa.Column("number", sa.String(length=80), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("recorded_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_earlier_labels_cluster_id_clusters")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["users.id"], name=op.f("fk_earlier_labels_recorded_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_labels")),
        sa.UniqueConstraint(
            "cluster_id",
            "scheme_id",
            "label_id",
            "valid_from",
            name=op.f("uq_earlier_labels_cluster_id_scheme_id_label_id_valid_from"),
        ),
    )


def _keep_imports() -> None:
    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("uploaded_by", sa.Integer(), nullable=False),
        sa.Column("uploaded_at", base.Moment(timezone=True), nullable=False),
        sa.Column("expires_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name=op.f("fk_register_imports_uploaded_by_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_imports")),
    )
