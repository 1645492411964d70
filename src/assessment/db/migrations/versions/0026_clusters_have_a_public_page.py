"""Each cluster has a public address, and its owner says what stands there

The address is random: no row's number, and nothing that counts clusters.
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LETTERS = "abcdefghjkmnpqrstvwxyz"
SIGNS = LETTERS + "23456789"
USUAL = ["organisation", "website", "sectors", "description"]


def upgrade() -> None:
    op.add_column("clusters", sa.Column("public_id", sa.String(22), nullable=True))
    op.add_column("clusters", sa.Column("public_parts", sa.JSON(), nullable=True))
    clusters = sa.table(
        "clusters",
        sa.column("id", sa.Integer()),
        sa.column("public_id", sa.String()),
        sa.column("public_parts", sa.JSON()),
    )
    connection = op.get_bind()
    rows = [
        {"number": number, "address": _address(), "parts": USUAL}
        for number in connection.scalars(sa.select(clusters.c.id))
    ]
    if rows:
        connection.execute(
            sa.update(clusters)
            .where(clusters.c.id == sa.bindparam("number"))
            .values(public_id=sa.bindparam("address"), public_parts=sa.bindparam("parts")),
            rows,
        )
    with op.batch_alter_table("clusters") as table:
        table.alter_column("public_id", existing_type=sa.String(22), nullable=False)
        table.alter_column("public_parts", existing_type=sa.JSON(), nullable=False)
        table.create_unique_constraint(op.f("uq_clusters_public_id"), ["public_id"])


def _address() -> str:
    return secrets.choice(LETTERS) + "".join(secrets.choice(SIGNS) for _ in range(11))
