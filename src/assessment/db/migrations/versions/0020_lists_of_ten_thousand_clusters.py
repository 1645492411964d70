"""Lists find their next page without looking at every row, however many there are"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

WAITING = ("submitted", "accepted", "reviewed", "decision_proposed", "deferred", "appealed")
DONE = ("awarded", "declined")
NOT_SUBMITTED = ("draft", "discarded")


def upgrade() -> None:
    with op.batch_alter_table("assessments") as table:
        table.add_column(sa.Column("turn", sa.Integer(), nullable=True))
        table.add_column(sa.Column("submitted_at", base.Moment(timezone=True), nullable=True))
    _fill()
    for name, columns in (
        ("ix_assessments_turn", ["turn", "submitted_at"]),
        ("ix_assessments_state_submitted", ["state", "submitted_at"]),
        ("ix_assessments_submitted", ["submitted_at"]),
        ("ix_assessments_changed", ["changed_at"]),
    ):
        op.create_index(name, "assessments", columns)
    op.drop_index("ix_submissions_listed", "submissions")
    listed = ["assessment_id", "withdrawn_at", "submitted_at", "call_id", "renews_until", "round"]
    op.create_index("ix_submissions_listed", "submissions", listed)
    op.create_index("ix_clusters_country_name", "clusters", ["country", "name"])
    op.create_index("ix_users_name", "users", ["name"])


def _fill() -> None:
    """From where each assessment stands, and the submission that does."""
    assessments = sa.table(
        "assessments",
        sa.column("id", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("turn", sa.Integer()),
        sa.column("submitted_at", base.Moment(timezone=True)),
    )
    submissions = sa.table(
        "submissions",
        sa.column("assessment_id", sa.Integer()),
        sa.column("submitted_at", base.Moment(timezone=True)),
        sa.column("withdrawn_at", base.Moment(timezone=True)),
    )
    standing = (
        sa.select(submissions.c.submitted_at)
        .where(
            submissions.c.assessment_id == assessments.c.id, submissions.c.withdrawn_at.is_(None)
        )
        .scalar_subquery()
    )
    turn = sa.case(
        (assessments.c.state.in_(WAITING), 0), (assessments.c.state.in_(DONE), 2), else_=1
    )
    op.execute(
        sa.update(assessments)
        .where(assessments.c.state.not_in(NOT_SUBMITTED))
        .values(turn=turn, submitted_at=standing)
    )
