"""What a team remarks on criteria."""

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import Select, and_, func, or_, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from assessment.db.models import Comment, Mention


def of_criterion(session: Session, sheet_id: int, criterion_id: str) -> Sequence[Comment]:
    """Every comment on a criterion, oldest first, with the people of each."""
    return (
        session.scalars(
            select(Comment)
            .where(Comment.sheet_id == sheet_id, Comment.criterion_id == criterion_id)
            .options(
                joinedload(Comment.author),
                joinedload(Comment.resolver),
                joinedload(Comment.mentions).joinedload(Mention.user),
            )
            .order_by(Comment.id)
        )
        .unique()
        .all()
    )


def of_sheets(session: Session, sheet_ids: Collection[int]) -> dict[int, list[Comment]]:
    """Every comment on these sheets by sheet, oldest first, with whom it mentions."""
    comments = session.scalars(
        select(Comment)
        .where(Comment.sheet_id.in_(sheet_ids))
        .options(selectinload(Comment.mentions))
        .order_by(Comment.id)
    )
    found: dict[int, list[Comment]] = defaultdict(list)
    for each in comments:
        found[each.sheet_id].append(each)
    return dict(found)


def noticed(
    session: Session, user_id: int, sheet_ids: Collection[int]
) -> Sequence[tuple[Comment, bool]]:
    """The newest comment on each of these sheets, and those that wait for the person, newest first.

    The second of each says whether it waits: somebody else mentions them in a conversation that is open.
    """
    first = aliased(Comment)
    stands = and_(Comment.sheet_id.in_(sheet_ids), Comment.deleted_at.is_(None))
    written = (Comment.sheet_id, Comment.written_at)
    newest = select(Comment.sheet_id, func.max(Comment.written_at)).where(stands)
    waits = and_(
        Mention.user_id.is_not(None), Comment.author_id != user_id, first.resolved_at.is_(None)
    )
    rows = session.execute(
        select(Comment, waits)
        .join(first, first.id == func.coalesce(Comment.parent_id, Comment.id))
        .outerjoin(Mention, and_(Mention.comment_id == Comment.id, Mention.user_id == user_id))
        .where(stands, or_(waits, tuple_(*written).in_(newest.group_by(Comment.sheet_id))))
        .options(joinedload(Comment.author))
        .order_by(Comment.id.desc())
    )
    return [(row[0], row[1]) for row in rows]


def criterion_of(session: Session, sheet_id: int, comment_id: int) -> str | None:
    """On which criterion of the sheet a comment stands today."""
    return session.scalar(
        select(Comment.criterion_id).where(Comment.id == comment_id, Comment.sheet_id == sheet_id)
    )


def comment(session: Session, sheet_id: int, criterion_id: str, comment_id: int) -> Comment | None:
    """One comment on a criterion of the sheet, with whom it mentions."""
    return session.scalars(_one(sheet_id, criterion_id, comment_id)).unique().one_or_none()


def comment_for_change(
    session: Session, sheet_id: int, criterion_id: str, comment_id: int
) -> Comment | None:
    """The same, locked."""
    locked = (
        _one(sheet_id, criterion_id, comment_id)
        .with_for_update(of=Comment)
        .execution_options(populate_existing=True)
    )
    return session.scalars(locked).unique().one_or_none()


def _one(sheet_id: int, criterion_id: str, comment_id: int) -> Select[Comment]:
    return (
        select(Comment)
        .where(
            Comment.id == comment_id,
            Comment.sheet_id == sheet_id,
            Comment.criterion_id == criterion_id,
        )
        .options(joinedload(Comment.author), joinedload(Comment.mentions))
    )


def open_counts(session: Session, sheet_id: int) -> dict[str, int]:
    """How many conversations are neither resolved nor deleted altogether, by criterion."""
    first = aliased(Comment)
    rows = session.execute(
        select(first.criterion_id, func.count(first.id.distinct()))
        .join(Comment, func.coalesce(Comment.parent_id, Comment.id) == first.id)
        .where(
            first.sheet_id == sheet_id,
            first.resolved_at.is_(None),
            Comment.deleted_at.is_(None),
        )
        .group_by(first.criterion_id)
    )
    return {row[0]: row[1] for row in rows}
