"""A criterion is answered once for every label; each answer keeps its history"""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

RECORD = ("level", "justification", "values", "is_not_applicable")


def upgrade() -> None:
    _make_sheets()
    _give_assessments_their_sheet()
    _keep_what_submissions_froze()
    _move_answers()
    _move_parked_answers()
    _move_attachments()
    op.drop_table("old_answers")


def _make_sheets() -> None:
    """One sheet per cluster and scheme, at the version of an open draft or else of the last one."""
    op.create_table(
        "sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=False),
        sa.Column("scheme_id", sa.String(length=80), nullable=False),
        sa.Column("scheme_version", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["clusters.id"], name=op.f("fk_sheets_cluster_id_clusters")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheets")),
        sa.UniqueConstraint("cluster_id", "scheme_id", name=op.f("uq_sheets_cluster_id_scheme_id")),
    )
    op.execute(
        """
        INSERT INTO sheets (cluster_id, scheme_id, scheme_version)
        SELECT cluster_id, scheme_id, scheme_version FROM (
            SELECT cluster_id, scheme_id, scheme_version, row_number() OVER (
                PARTITION BY cluster_id, scheme_id
                ORDER BY CASE state WHEN 'draft' THEN 0 ELSE 1 END, id DESC
            ) AS place FROM assessments
        ) AS ranked WHERE place = 1 ORDER BY cluster_id, scheme_id
        """
    )


def _give_assessments_their_sheet() -> None:
    op.add_column("assessments", sa.Column("sheet_id", sa.Integer(), nullable=True))
    op.execute(
        """
        UPDATE assessments SET sheet_id = (
            SELECT sheets.id FROM sheets
            WHERE sheets.cluster_id = assessments.cluster_id
            AND sheets.scheme_id = assessments.scheme_id
        )
        """
    )
    only_drafts = sa.text("state = 'draft'")
    op.drop_index("uq_assessments_open_draft", "assessments")
    with op.batch_alter_table("assessments") as table:
        table.alter_column("sheet_id", existing_type=sa.Integer(), nullable=False)
        table.create_foreign_key(
            op.f("fk_assessments_sheet_id_sheets"), "sheets", ["sheet_id"], ["id"]
        )
        table.drop_column("scheme_version")
    op.create_index(op.f("ix_assessments_sheet_id"), "assessments", ["sheet_id"])
    op.create_index(
        "uq_assessments_open_draft",
        "assessments",
        ["cluster_id", "scheme_id", "label_id"],
        unique=True,
        sqlite_where=only_drafts,
        postgresql_where=only_drafts,
    )


def _keep_what_submissions_froze() -> None:
    op.create_table(
        "submitted_evidence",
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_submitted_evidence_submission_id_submissions"),
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"],
            ["evidence.id"],
            name=op.f("fk_submitted_evidence_evidence_id_evidence"),
        ),
        sa.PrimaryKeyConstraint(
            "submission_id", "criterion_id", "evidence_id", name=op.f("pk_submitted_evidence")
        ),
    )
    op.create_index(
        op.f("ix_submitted_evidence_evidence_id"), "submitted_evidence", ["evidence_id"]
    )
    op.execute(
        """
        INSERT INTO submitted_evidence (submission_id, criterion_id, evidence_id)
        SELECT submissions.id, attached_evidence.criterion_id, attached_evidence.evidence_id
        FROM attached_evidence
        JOIN submissions ON submissions.assessment_id = attached_evidence.assessment_id
        """
    )


def _move_answers() -> None:
    """An open draft's answer counts, otherwise the newest; the others are kept aside."""
    op.execute(
        """
        CREATE TABLE old_answers AS
        SELECT answers.*, assessments.sheet_id, assessments.state, row_number() OVER (
            PARTITION BY assessments.sheet_id, answers.criterion_id
            ORDER BY CASE assessments.state WHEN 'draft' THEN 0 ELSE 1 END,
                answers.saved_at DESC, answers.assessment_id DESC
        ) AS place
        FROM answers JOIN assessments ON assessments.id = answers.assessment_id
        """
    )
    op.drop_table("answers")
    answers = op.create_table(
        "answers",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("justification", sa.Text(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("is_not_applicable", sa.Boolean(), nullable=False),
        sa.Column("is_answered", sa.Boolean(), nullable=False),
        sa.Column("carried", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["saved_by"], ["users.id"], name=op.f("fk_answers_saved_by_users")),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_answers_sheet_id_sheets")
        ),
        sa.PrimaryKeyConstraint("sheet_id", "criterion_id", name=op.f("pk_answers")),
    )
    names = ", ".join(f'"{column.name}"' for column in answers.columns)
    op.execute(f"INSERT INTO answers ({names}) SELECT {names} FROM old_answers WHERE place = 1")  # noqa: S608
    _begin_history(answers)
    _mark_what_drafts_find()


def _begin_history(answers: sa.Table) -> None:
    """The first version that the history of each answer knows is the one that is there."""
    versions = op.create_table(
        "answer_versions",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("carried", sa.String(length=80), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["saved_by"], ["users.id"], name=op.f("fk_answer_versions_saved_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_answer_versions_sheet_id_sheets")
        ),
        sa.PrimaryKeyConstraint(
            "sheet_id", "criterion_id", "version", name=op.f("pk_answer_versions")
        ),
    )
    kept = ("sheet_id", "criterion_id", "version", "carried", "saved_by", "saved_at")
    rows = op.get_bind().execute(sa.select(answers)).mappings().all()
    op.bulk_insert(
        versions, [{key: row[key] for key in kept} | {"record": _record(row)} for row in rows]
    )


def _mark_what_drafts_find() -> None:
    """What an open draft had not answered itself is to be confirmed before it is submitted."""
    op.execute(
        """
        UPDATE answers SET carried = 'earlier'
        WHERE carried = '' AND sheet_id IN (
            SELECT sheet_id FROM assessments WHERE state = 'draft'
        ) AND (sheet_id, criterion_id) IN (
            SELECT sheet_id, criterion_id FROM old_answers WHERE place = 1 AND state <> 'draft'
        )
        """
    )


def _move_parked_answers() -> None:
    """What was kept aside stays aside, and the answers for which there is no place join it."""
    op.execute(
        """
        CREATE TABLE old_parked_answers AS
        SELECT parked_answers.*, assessments.sheet_id
        FROM parked_answers JOIN assessments ON assessments.id = parked_answers.assessment_id
        """
    )
    op.drop_table("parked_answers")
    parked = op.create_table(
        "parked_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=300), nullable=False),
        sa.Column("scheme_version", sa.String(length=80), nullable=False),
        sa.Column("record", sa.JSON(), nullable=False),
        sa.Column("parked_at", base.Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_parked_answers_sheet_id_sheets")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked_answers")),
    )
    op.create_index(op.f("ix_parked_answers_sheet_id"), "parked_answers", ["sheet_id"])
    names = ", ".join(column.name for column in parked.columns if column.name != "id")
    op.execute(
        f"INSERT INTO parked_answers ({names}) SELECT {names} FROM old_parked_answers ORDER BY id"  # noqa: S608
    )
    op.drop_table("old_parked_answers")
    others = sa.table("old_answers", *(sa.column(c.name, c.type) for c in OLD), sa.column("place"))
    found = op.get_bind().execute(sa.select(others).where(others.c.place > 1)).mappings().all()
    op.bulk_insert(
        parked,
        [
            {
                "sheet_id": row["sheet_id"],
                "criterion_id": row["criterion_id"],
                "title": row["criterion_id"],
                "scheme_version": "",
                "record": _record(row),
                "parked_at": row["saved_at"],
            }
            for row in found
        ],
    )


OLD: "tuple[sa.Column[Any], ...]" = (
    sa.Column("sheet_id", sa.Integer()),
    sa.Column("criterion_id", sa.String()),
    sa.Column("level", sa.Integer()),
    sa.Column("justification", sa.Text()),
    sa.Column("values", sa.JSON()),
    sa.Column("is_not_applicable", sa.Boolean()),
    sa.Column("saved_at", base.Moment(timezone=True)),
)


def _record(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: row[name] for name in RECORD}


def _move_attachments() -> None:
    """Evidence goes with the answer that counts: what a draft answered itself gets none of closed work."""
    op.execute(
        """
        CREATE TABLE old_attached_evidence AS
        SELECT min(attached_evidence.id) AS id, assessments.sheet_id,
            attached_evidence.criterion_id, attached_evidence.evidence_id
        FROM attached_evidence JOIN assessments ON assessments.id = attached_evidence.assessment_id
        WHERE assessments.state = 'draft'
        OR (assessments.sheet_id, attached_evidence.criterion_id) NOT IN (
            SELECT sheet_id, criterion_id FROM old_answers WHERE state = 'draft'
        )
        GROUP BY assessments.sheet_id, attached_evidence.criterion_id, attached_evidence.evidence_id
        """
    )
    op.drop_table("attached_evidence")
    op.create_table(
        "attached_evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.String(length=80), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name=op.f("fk_attached_evidence_sheet_id_sheets")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_attached_evidence_evidence_id_evidence")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attached_evidence")),
        sa.UniqueConstraint(
            "sheet_id",
            "criterion_id",
            "evidence_id",
            name=op.f("uq_attached_evidence_sheet_id_criterion_id_evidence_id"),
        ),
    )
    op.create_index(op.f("ix_attached_evidence_evidence_id"), "attached_evidence", ["evidence_id"])
    op.execute(
        """
        INSERT INTO attached_evidence (sheet_id, criterion_id, evidence_id)
        SELECT sheet_id, criterion_id, evidence_id FROM old_attached_evidence ORDER BY id
        """
    )
    op.drop_table("old_attached_evidence")
