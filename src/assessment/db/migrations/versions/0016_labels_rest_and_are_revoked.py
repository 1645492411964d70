"""A label that was awarded can rest, come back, be revoked or replaced by its renewal"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("certificates") as table:
        table.add_column(
            sa.Column("life", sa.String(80), nullable=False, server_default=sa.text("'valid'"))
        )
        table.add_column(sa.Column("life_since", base.Moment(timezone=True), nullable=True))
        table.add_column(
            sa.Column("life_reason", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
    with op.batch_alter_table("certificates") as table:
        table.alter_column("life", server_default=None)
        table.alter_column("life_reason", server_default=None)
