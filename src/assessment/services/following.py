"""What a team has arranged about a criterion goes where a new version of the scheme takes the criterion."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from assessment.db.models import Assignment, Comment, Mention, Sheet
from assessment.db.queries import comments, tasks

Successors = Callable[[str], Sequence[str]]
"""What a criterion is in the new version, by its id in the old one; nothing where it is gone."""

_TASK = ("sheet_id", "user_id", "due_on", "note", "assigned_by", "assigned_at")
_COMMENT = (
    "sheet_id",
    "author_id",
    "text",
    "written_at",
    "edited_at",
    "deleted_at",
    "resolved_at",
    "resolved_by",
)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The tasks and comments of several sheets, those of each together."""

    tasks: Mapping[int, Sequence[Assignment]]
    comments: Mapping[int, Sequence[Comment]]


def arranged_on(session: Session, sheet_ids: Collection[int]) -> Arranged:
    """Everything that teams have arranged on these sheets."""
    return Arranged(tasks.of_sheets(session, sheet_ids), comments.of_sheets(session, sheet_ids))


def follow(session: Session, arranged: Arranged, sheet: Sheet, successors: Successors) -> None:
    """Moves what was arranged on a sheet along with its criteria.

    Each part of a split criterion gets all of it. Of several tasks that come together in one
    criterion its own stays, otherwise the one that is due first. What belonged to a criterion that
    is gone stays where it was, and is there again should the criterion come back.
    """
    _move_tasks(session, arranged.tasks.get(sheet.id, ()), successors)
    _move_comments(session, arranged.comments.get(sheet.id, ()), successors)


def _move_tasks(session: Session, found: Sequence[Assignment], successors: Successors) -> None:
    taken = {task.criterion_id for task in found if task.criterion_id in _kept(task, successors)}
    for task in sorted(found, key=lambda task: (task.due_on or date.max, task.criterion_id)):
        kept = _kept(task, successors)
        for target in kept:
            if target not in taken:
                taken.add(target)
                session.add(Assignment(criterion_id=target, **_copied(task, _TASK)))
        if task.criterion_id not in kept:
            session.delete(task)
    session.flush()


def _move_comments(session: Session, found: Sequence[Comment], successors: Successors) -> None:
    """Moves each conversation to the first of its places, and copies it to the others."""
    for first in (comment for comment in found if comment.parent_id is None):
        conversation = [first, *(reply for reply in found if reply.parent_id == first.id)]
        home, *others = sorted(_kept(first, successors), key=lambda key: key != first.criterion_id)
        for other in others:
            _copy(session, conversation, other)
        for comment in conversation:
            comment.criterion_id = home
    session.flush()


def _copy(session: Session, conversation: Sequence[Comment], criterion_id: str) -> None:
    parent_id = None
    for comment in conversation:
        mentions = [Mention(user_id=mention.user_id) for mention in comment.mentions]
        copied = Comment(
            criterion_id=criterion_id,
            parent_id=parent_id,
            mentions=mentions,
            **_copied(comment, _COMMENT),
        )
        session.add(copied)
        session.flush()
        parent_id = parent_id or copied.id


def _kept(own: Assignment | Comment, successors: Successors) -> Sequence[str]:
    return successors(own.criterion_id) or (own.criterion_id,)


def _copied(own: Assignment | Comment, columns: Sequence[str]) -> dict[str, object]:
    return {column: getattr(own, column) for column in columns}
