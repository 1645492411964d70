"""Everything that leads to one person."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Column, Table, func, select, update
from sqlalchemy.orm import Session, joinedload

from assessment.db.base import Base, Moment
from assessment.db.models import (
    Assessment,
    Assignment,
    Calibration,
    Cluster,
    Comment,
    OutboxMessage,
    Rating,
    Seat,
    Sheet,
    Submission,
    User,
)


def mail_to(session: Session, email: str) -> Sequence[OutboxMessage]:
    """The mail to an address, the oldest first."""
    return session.scalars(
        select(OutboxMessage)
        .where(func.lower(OutboxMessage.recipient) == email.lower())
        .order_by(OutboxMessage.id)
    ).all()


def comments_by(session: Session, user_id: int) -> Sequence[tuple[Comment, str]]:
    """Every comment that a person wrote and did not delete, with the name of its cluster."""
    rows = session.execute(
        select(Comment, Cluster.name)
        .join(Comment.sheet)
        .join(Cluster, Cluster.id == Sheet.cluster_id)
        .where(Comment.author_id == user_id, Comment.deleted_at.is_(None))
        .order_by(Comment.id)
    )
    return [(row[0], row[1]) for row in rows]


def tasks_of(session: Session, user_id: int) -> Sequence[tuple[Assignment, str]]:
    """Everything that is assigned to a person, with the name of its cluster."""
    rows = session.execute(
        select(Assignment, Cluster.name)
        .join(Assignment.sheet)
        .join(Cluster, Cluster.id == Sheet.cluster_id)
        .where(Assignment.user_id == user_id)
        .order_by(Assignment.assigned_at, Assignment.criterion_id)
    )
    return [(row[0], row[1]) for row in rows]


def withdrawals_by(session: Session, user_id: int) -> Sequence[tuple[Submission, str]]:
    """Every submission that a person took back, with the name of its cluster."""
    rows = session.execute(
        select(Submission, Cluster.name)
        .join(Submission.assessment)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .where(Submission.withdrawn_by == user_id)
        .order_by(Submission.id)
    )
    return [(row[0], row[1]) for row in rows]


def ratings_by(session: Session, user_id: int) -> Sequence[Rating]:
    """Every rating that a person gave, with its seat."""
    return session.scalars(
        select(Rating)
        .join(Rating.seat)
        .where(Seat.reviewer_id == user_id)
        .options(joinedload(Rating.seat))
        .order_by(Rating.seat_id, Rating.criterion_id)
    ).all()


def forget_notes(session: Session, user_id: int) -> None:
    """Empties what a reviewer noted for themselves; their ratings stay."""
    seats = select(Seat.id).where(Seat.reviewer_id == user_id)
    session.execute(update(Rating).where(Rating.seat_id.in_(seats)).values(notes=""))


def calibrations_by(session: Session, user_id: int) -> Sequence[Calibration]:
    """Every case that a person rated to calibrate, oldest first."""
    return session.scalars(
        select(Calibration).where(Calibration.user_id == user_id).order_by(Calibration.id)
    ).all()


def references(
    session: Session, user_id: int, *, but: frozenset[str]
) -> Iterator[tuple[str, str, dict[str, object], datetime | None]]:
    """Every row outside the tables in `but` that names a person: table, column, key, and its moment.

    The tables are found by their foreign keys, so that one that is added later is not forgotten.
    """
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if table.name not in but and _names_a_person(column):
                yield from _rows(session, table, column, user_id)


def _names_a_person(column: "Column[object]") -> bool:
    return any(key.column is User.__table__.c.id for key in column.foreign_keys)


def _rows(
    session: Session, table: Table, column: "Column[object]", user_id: int
) -> Iterator[tuple[str, str, dict[str, object], datetime | None]]:
    key = list(table.primary_key.columns)
    moment = next((c for c in table.columns if isinstance(c.type, Moment)), None)
    wanted = select(*key, *([] if moment is None else [moment]))
    for row in session.execute(wanted.where(column == user_id).order_by(*key)):
        named = dict(zip((c.name for c in key), row, strict=False))
        yield table.name, column.name, named, None if moment is None else row[-1]
