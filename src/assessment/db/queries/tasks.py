"""Criteria that are assigned to people."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment.db.models import Assessment, Assignment, Membership, Sheet, User
from assessment.domain.workflow import State


def assignments(session: Session, sheet_id: int) -> dict[str, Assignment]:
    """What is assigned on a sheet, by criterion id, each with its person."""
    found = session.scalars(
        select(Assignment)
        .where(Assignment.sheet_id == sheet_id)
        .options(joinedload(Assignment.user))
    )
    return {assignment.criterion_id: assignment for assignment in found}


def of_sheets(session: Session, sheet_ids: Collection[int]) -> dict[int, list[Assignment]]:
    """What is assigned on these sheets, by sheet."""
    found: dict[int, list[Assignment]] = defaultdict(list)
    for each in session.scalars(select(Assignment).where(Assignment.sheet_id.in_(sheet_ids))):
        found[each.sheet_id].append(each)
    return dict(found)


def assignment(session: Session, sheet_id: int, criterion_id: str) -> Assignment | None:
    """What is assigned of one criterion, with its person."""
    return session.scalar(
        select(Assignment)
        .where(Assignment.sheet_id == sheet_id, Assignment.criterion_id == criterion_id)
        .options(joinedload(Assignment.user))
    )


def team_and_task(
    session: Session, cluster_id: int, sheet_id: int, criterion_id: str
) -> tuple[Sequence[Membership], Assignment | None]:
    """The cluster's team by name, and what of the criterion is assigned to one of them."""
    is_theirs = and_(
        Assignment.user_id == Membership.user_id,
        Assignment.sheet_id == sheet_id,
        Assignment.criterion_id == criterion_id,
    )
    rows = session.execute(
        select(Membership, Assignment)
        .join(Membership.user)
        .outerjoin(Assignment, is_theirs)
        .where(Membership.cluster_id == cluster_id)
        .options(contains_eager(Membership.user), joinedload(Assignment.user))
        .order_by(User.name, User.id)
    ).all()
    tasks: list[Assignment | None] = [row[1] for row in rows]
    return [row[0] for row in rows], next(filter(None, tasks), None)


def assigned_to(session: Session, user_id: int) -> Sequence[Assignment]:
    """Everything that is assigned to a person, the earliest day first, what has none last."""
    return session.scalars(
        select(Assignment)
        .join(Assignment.sheet)
        .where(Assignment.user_id == user_id)
        .options(contains_eager(Assignment.sheet), joinedload(Assignment.assigner))
        .order_by(
            Assignment.due_on.is_(None),
            Assignment.due_on,
            Sheet.cluster_id,
            Assignment.criterion_id,
        )
    ).all()


def drafts_of_sheets(session: Session, sheet_ids: Collection[int]) -> Sequence[Assessment]:
    """The open drafts that read these sheets, the newest first, with their clusters."""
    return session.scalars(
        select(Assessment)
        .join(Assessment.cluster)
        .where(Assessment.sheet_id.in_(sheet_ids), Assessment.state == State.DRAFT)
        .options(contains_eager(Assessment.cluster), joinedload(Assessment.sheet))
        .order_by(Assessment.id.desc())
    ).all()


def number_on_cluster(session: Session, user_id: int, cluster_id: int) -> int:
    """How many criteria of the cluster are assigned to the person."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Assignment)
            .join(Assignment.sheet)
            .where(Assignment.user_id == user_id, Sheet.cluster_id == cluster_id)
        )
        or 0
    )


def free_tasks(session: Session, user_id: int, cluster_id: int) -> None:
    """Takes everything of the cluster off the person."""
    sheets = select(Sheet.id).where(Sheet.cluster_id == cluster_id)
    session.execute(
        delete(Assignment).where(Assignment.user_id == user_id, Assignment.sheet_id.in_(sheets))
    )
