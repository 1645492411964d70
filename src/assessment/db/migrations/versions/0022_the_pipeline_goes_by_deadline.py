"""The list of applications begins with the nearest deadline of what waits for the secretariat

What a cluster told of a condition, and nobody has checked since, waits for the secretariat.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_assessments_turn", "assessments")
    op.create_index("ix_assessments_turn", "assessments", ["turn", "due_on", "submitted_at"])
    assessments = sa.table(
        "assessments",
        sa.column("id", sa.Integer()),
        sa.column("state", sa.String()),
        sa.column("turn", sa.Integer()),
    )
    conditions = sa.table(
        "award_conditions", sa.column("id", sa.Integer()), sa.column("is_met", sa.Boolean())
    )
    events = sa.table(
        "events",
        sa.column("number", sa.Integer()),
        sa.column("assessment_id", sa.Integer()),
        sa.column("kind", sa.String()),
        sa.column("facts", sa.JSON()),
    )
    connection = op.get_bind()
    met = set(connection.scalars(sa.select(conditions.c.id).where(conditions.c.is_met)))
    told = connection.execute(
        sa.select(events.c.assessment_id, events.c.kind, events.c.facts)
        .join_from(events, assessments, assessments.c.id == events.c.assessment_id)
        .where(
            events.c.kind.in_(("report_condition", "check_condition")),
            assessments.c.state == "conditional",
            assessments.c.turn == 1,
        )
        .order_by(events.c.number)
    )
    last = {(number, facts["condition"]): kind for number, kind, facts in told}
    for (number, condition), kind in last.items():
        if kind == "report_condition" and condition not in met:
            op.execute(assessments.update().where(assessments.c.id == number).values(turn=0))
