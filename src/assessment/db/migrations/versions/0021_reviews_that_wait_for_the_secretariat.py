"""A review of which a place is empty, or a tie not judged, waits for the secretariat in lists

So does an award of which a condition was missed; one that was revoked or replaced waits for nobody.
What was accepted has a day for its panel: of scheme files before, the usual one.
"""

from datetime import timedelta

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    assessments = sa.table(
        "assessments",
        sa.column("id", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("turn", sa.Integer()),
        sa.column("changed_at", sa.DateTime()),
        sa.column("due_on", sa.Date()),
    )
    submissions = sa.table(
        "submissions",
        sa.column("id", sa.Integer()),
        sa.column("assessment_id", sa.Integer()),
        sa.column("round", sa.Integer()),
        sa.column("withdrawn_at", sa.DateTime()),
    )
    seats = sa.table(
        "seats",
        sa.column("id", sa.Integer()),
        sa.column("submission_id", sa.Integer()),
        sa.column("round", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("declaration", sa.JSON()),
        sa.column("replaces_id", sa.Integer()),
    )
    successor = seats.alias()
    taken = sa.select(successor.c.id).where(successor.c.replaces_id == seats.c.id)
    waits = sa.or_(
        sa.and_(seats.c.state == "declined", ~taken.exists()),
        sa.and_(seats.c.state == "invited", seats.c.declaration.is_not(sa.null())),
    )
    stuck = (
        sa.select(submissions.c.assessment_id)
        .join_from(submissions, seats, seats.c.submission_id == submissions.c.id)
        .where(submissions.c.withdrawn_at.is_(None), seats.c.round == submissions.c.round, waits)
    )
    op.execute(
        sa.update(assessments)
        .where(assessments.c.state == "in_review", assessments.c.id.in_(stuck))
        .values(turn=0)
    )
    decisions = sa.table(
        "decisions",
        sa.column("id", sa.Integer()),
        sa.column("submission_id", sa.Integer()),
    )
    conditions = sa.table(
        "award_conditions",
        sa.column("decision_id", sa.Integer()),
        sa.column("is_met", sa.Boolean()),
    )
    certificates = sa.table(
        "certificates",
        sa.column("submission_id", sa.Integer()),
        sa.column("life", sa.String()),
    )
    missed = (
        sa.select(submissions.c.assessment_id)
        .join_from(submissions, decisions, decisions.c.submission_id == submissions.c.id)
        .join(conditions, conditions.c.decision_id == decisions.c.id)
        .where(submissions.c.withdrawn_at.is_(None), conditions.c.is_met.is_(sa.false()))
    )
    ended = (
        sa.select(submissions.c.assessment_id)
        .join_from(submissions, certificates, certificates.c.submission_id == submissions.c.id)
        .where(certificates.c.life.in_(("revoked", "superseded")))
    )
    for turn, which in ((0, missed), (2, ended)):
        op.execute(
            sa.update(assessments)
            .where(assessments.c.state == "conditional", assessments.c.id.in_(which))
            .values(turn=turn)
        )
    connection = op.get_bind()
    accepted = sa.select(assessments.c.id, assessments.c.changed_at).where(
        assessments.c.state == "accepted", assessments.c.due_on.is_(None)
    )
    for number, since in connection.execute(accepted).all():
        due_on = since.date() + timedelta(days=14)
        op.execute(assessments.update().where(assessments.c.id == number).values(due_on=due_on))
