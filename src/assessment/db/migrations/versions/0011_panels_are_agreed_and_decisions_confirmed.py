"""Applications are checked, panels proposed and accepted, decisions confirmed; appeals get a round"""

import sqlalchemy as sa
from alembic import op

from assessment.db import base

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NOT_DROPPED = sa.text("state <> 'dropped'")
WAITING = sa.text("decided_at IS NULL AND rejected_at IS NULL")


def upgrade() -> None:
    _check_submissions()
    _seat_reviewers()
    _agree_in_rounds()
    _confirm_decisions()
    _make_conditions()


def _check_submissions() -> None:
    with op.batch_alter_table("submissions") as table:
        table.add_column(
            sa.Column("is_returned", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("again_until", sa.Date(), nullable=True))
        table.add_column(
            sa.Column("round", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        table.add_column(sa.Column("formal_check", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(
            sa.Column("had_objection", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(sa.Column("object_by", sa.Date(), nullable=True))
    _without_defaults("submissions", "is_returned", "round", "had_objection")


def _without_defaults(table_name: str, *columns: str) -> None:
    with op.batch_alter_table(table_name) as table:
        for column in columns:
            table.alter_column(column, server_default=None)


def _seat_reviewers() -> None:
    """Who sat on a panel had accepted; the first of each leads it."""
    with op.batch_alter_table("seats") as table:
        table.drop_constraint(op.f("uq_seats_submission_id_reviewer_id"), type_="unique")
        table.add_column(
            sa.Column("round", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
        table.add_column(
            sa.Column("is_lead", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        table.add_column(
            sa.Column("state", sa.String(80), nullable=False, server_default=sa.text("'accepted'"))
        )
        table.add_column(
            sa.Column("conflicts", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
        table.add_column(sa.Column("answer_by", sa.Date(), nullable=True))
        table.add_column(sa.Column("declaration", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("answered_at", base.Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("due_on", sa.Date(), nullable=True))
        table.add_column(sa.Column("left_at", base.Moment(timezone=True), nullable=True))
        table.add_column(
            sa.Column("reason", sa.Text(), nullable=False, server_default=sa.text("''"))
        )
        table.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        table.create_foreign_key(
            op.f("fk_seats_replaces_id_seats"), "seats", ["replaces_id"], ["id"]
        )
    _without_defaults("seats", "round", "is_lead", "state", "conflicts", "reason")
    op.execute("UPDATE seats SET answered_at = appointed_at")
    op.execute("UPDATE seats SET state = 'handed_in' WHERE handed_in_at IS NOT NULL")
    op.execute(
        "UPDATE seats SET is_lead = true"
        " WHERE id IN (SELECT min(id) FROM seats GROUP BY submission_id)"
    )
    op.create_index(
        "uq_seats_reviewer",
        "seats",
        ["submission_id", "round", "reviewer_id"],
        unique=True,
        sqlite_where=NOT_DROPPED,
        postgresql_where=NOT_DROPPED,
    )


def _agree_in_rounds() -> None:
    with op.batch_alter_table("agreements") as table:
        table.add_column(
            sa.Column("round", sa.Integer(), nullable=False, server_default=sa.text("1"))
        )
    with op.batch_alter_table("agreements") as table:
        table.drop_constraint(op.f("pk_agreements"), type_="primary")
        table.create_primary_key(op.f("pk_agreements"), ["submission_id", "round", "criterion_id"])
    _without_defaults("agreements", "round")


def _confirm_decisions() -> None:
    """Until now one person decided: that stands for the proposal and for its confirmation."""
    op.execute("CREATE TABLE decisions_until_now AS SELECT * FROM decisions")
    op.drop_table("decisions")
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("submission_id", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("record", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", base.Moment(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", base.Moment(timezone=True), nullable=True),
        sa.Column("rejected_by", sa.Integer(), nullable=True),
        sa.Column("rejected_at", base.Moment(timezone=True), nullable=True),
        sa.Column("rejection_reason", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=op.f(f"fk_decisions_{column}_users")
            )
            for column in ("proposed_by", "decided_by", "rejected_by")
        ),
        sa.ForeignKeyConstraint(
            ["submission_id"],
            ["submissions.id"],
            name=op.f("fk_decisions_submission_id_submissions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_submission_id"), "decisions", ["submission_id"])
    op.create_index(
        "uq_decisions_waiting",
        "decisions",
        ["submission_id"],
        unique=True,
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.execute(
        """
        INSERT INTO decisions (
            submission_id, round, outcome, statement, changes, record, proposed_by, proposed_at,
            decided_by, decided_at, rejection_reason
        )
        SELECT submission_id, 1, outcome, statement, '{}', record, decided_by, decided_at,
            decided_by, decided_at, ''
        FROM decisions_until_now ORDER BY decided_at, submission_id
        """
    )
    op.drop_table("decisions_until_now")


def _make_conditions() -> None:
    op.create_table(
        "award_conditions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_met", sa.Boolean(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checked_by", sa.Integer(), nullable=True),
        sa.Column("checked_at", base.Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["checked_by"], ["users.id"], name=op.f("fk_award_conditions_checked_by_users")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"],
            ["decisions.id"],
            name=op.f("fk_award_conditions_decision_id_decisions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_conditions")),
    )
    op.create_index(op.f("ix_award_conditions_decision_id"), "award_conditions", ["decision_id"])
