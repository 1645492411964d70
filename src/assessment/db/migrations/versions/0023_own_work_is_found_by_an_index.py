"""What people handed in, and what their clusters have in a state, is found without reading all"""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_submissions_submitted_by", "submissions", ["submitted_by"])
    op.drop_index("ix_assessments_cluster_id", "assessments")
    op.create_index("ix_assessments_cluster_state", "assessments", ["cluster_id", "state"])
