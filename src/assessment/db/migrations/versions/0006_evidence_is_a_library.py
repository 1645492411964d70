"""Evidence is a library: versions, periods, confidentiality, links that are looked at"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NO_WORD = sa.text("''")
OF_A_FILE = ("filename", "media_type", "size", "sha256", "dated_on")


def upgrade() -> None:
    op.create_table(
        "evidence_versions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=300), nullable=False),
        sa.Column("media_type", sa.String(length=150), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["added_by"], ["users.id"], name=op.f("fk_evidence_versions_added_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_versions_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_versions")),
        sa.UniqueConstraint(
            "evidence_id", "number", name=op.f("uq_evidence_versions_evidence_id_number")
        ),
    )
    op.create_index(op.f("ix_evidence_versions_sha256"), "evidence_versions", ["sha256"])
    op.create_table(
        "link_checks",
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", base.Moment(timezone=True), nullable=True),
        sa.Column("checked_at", base.Moment(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=80), nullable=False),
        sa.Column("http_status", sa.Integer(), nullable=True),
        sa.Column("moved_to", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_link_checks_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("evidence_id", name=op.f("pk_link_checks")),
    )
    op.create_table(
        "discarded_files",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("discarded_at", base.Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_discarded_files")),
    )
    op.add_column("evidence", sa.Column("effective_from", sa.Date(), nullable=True))
    op.add_column("evidence", sa.Column("effective_until", sa.Date(), nullable=True))
    op.add_column("evidence", sa.Column("archived_at", base.Moment(timezone=True), nullable=True))
    _add("evidence", sa.Column("confidentiality", sa.String(80), server_default="normal"))
    _add("evidence", sa.Column("note", sa.Text(), server_default=NO_WORD))
    _add("evidence", sa.Column("newest", sa.Integer(), server_default=sa.text("0")))
    op.execute(
        "INSERT INTO evidence_versions (evidence_id, number, filename, media_type, size, sha256,"
        " added_by, added_at) SELECT id, 1, filename, media_type, size, sha256, added_by, added_at"
        " FROM evidence WHERE sha256 IS NOT NULL"
    )
    op.execute("UPDATE evidence SET newest = 1 WHERE sha256 IS NOT NULL")
    op.execute("UPDATE evidence SET effective_from = dated_on, effective_until = dated_on")
    for column in OF_A_FILE:
        op.drop_column("evidence", column)


def _add(table: str, column: "sa.Column[Any]") -> None:
    """A column that no row lacks; rows that were there get the default."""
    column.nullable = False
    op.add_column(table, column)
