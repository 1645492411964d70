"""The list of applications begins with the nearest deadline of what waits for the secretariat"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_index("ix_assessments_turn", "assessments")
    op.create_index("ix_assessments_turn", "assessments", ["turn", "due_on", "submitted_at"])
