"""Reviewers tell what they can review and to whom they are tied; reminders are sent once"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reviewer_profiles",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("sectors", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=False),
        sa.Column("trained_on", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("told_at", base.Moment(timezone=True), nullable=True),
        _names_a_person("reviewer_profiles"),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_reviewer_profiles")),
    )
    op.create_table(
        "reviewer_absences",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        _names_a_person("reviewer_absences"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviewer_absences")),
    )
    op.create_index(op.f("ix_reviewer_absences_user_id"), "reviewer_absences", ["user_id"])
    op.create_table(
        "affiliations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        _names_a_person("affiliations"),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_affiliations_cluster_id_clusters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_affiliations")),
    )
    op.create_index(op.f("ix_affiliations_user_id"), "affiliations", ["user_id"])
    op.create_index(op.f("ix_affiliations_cluster_id"), "affiliations", ["cluster_id"])
    op.create_table(
        "reminders",
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("sent_at", base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "subject_id", "due_on", "mark", name=op.f("pk_reminders")),
    )


def _names_a_person(table_name: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["user_id"], ["users.id"], name=op.f(f"fk_{table_name}_user_id_users")
    )
