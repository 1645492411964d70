"""What a team remarks on a criterion: conversations with replies, mentions, an end.

They are the team's own: reviewers and the secretariat never see them, and no record keeps them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.db.models import Comment, Mention
from assessment.db.queries import comments as queries
from assessment.db.queries import people
from assessment.domain.errors import DomainError
from assessment.domain.mentions import mentioned

EDITING = timedelta(minutes=15)
"""How long an author may change what they wrote."""


EXCERPT = 160
"""Characters of a comment that stand where it is told of elsewhere."""


class NoSuchComment(DomainError):
    """There is no such comment on the criterion, or it is deleted."""


class NotYours(DomainError):
    """Only its author changes or deletes a comment, and changes it for `EDITING` alone."""


@dataclass(frozen=True, slots=True)
class Place:
    """The criterion of a sheet that a comment is about."""

    cluster_id: int
    sheet_id: int
    criterion_id: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A remark with the replies to it, oldest first."""

    first: Comment
    replies: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        """Whether it is not resolved, and not deleted altogether."""
        return self.first.resolved_at is None and not self.is_deleted

    @property
    def is_deleted(self) -> bool:
        return all(comment.deleted_at for comment in (self.first, *self.replies))


def conversations(found: Sequence[Comment]) -> list[Conversation]:
    """The comments on a criterion in their order, open conversations first."""
    firsts = [comment for comment in found if comment.parent_id is None]
    made = [
        Conversation(first, tuple(reply for reply in found if reply.parent_id == first.id))
        for first in firsts
    ]
    return sorted(made, key=lambda each: not each.is_open)


def excerpt(comment: Comment) -> str:
    """The beginning of its text, on one line."""
    text = " ".join(comment.text.split())
    return text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"


def may_change(comment: Comment, user_id: int, at: datetime) -> bool:
    """Whether the person may still change the words of this comment."""
    is_own = comment.author_id == user_id and comment.deleted_at is None
    return is_own and at < comment.written_at + EDITING


def write_comment(
    session: Session,
    place: Place,
    *,
    text: str,
    to: Iterable[int] = (),
    parent_id: int | None = None,
    actor_id: int,
    at: datetime,
) -> Comment:
    """Adds a remark, or a reply, which opens its conversation again.

    `to` are people whom it is for beside those whom it names; only members are mentioned. Raises
    `NoSuchComment` when there is nothing to reply to.
    """
    comment = Comment(
        sheet_id=place.sheet_id,
        criterion_id=place.criterion_id,
        author_id=actor_id,
        text=text,
        written_at=at,
    )
    if parent_id is not None:
        first = _first(session, place, parent_id)
        comment.parent_id = first.id
        first.resolved_at = first.resolved_by = None
    _mention(comment, _names(session, place), to)
    session.add(comment)
    session.flush()
    return comment


def edit_comment(
    session: Session,
    place: Place,
    comment_id: int,
    *,
    text: str,
    to: Iterable[int] = (),
    actor_id: int,
    at: datetime,
) -> Comment:
    """Changes one's own words soon after writing them. Raises `NoSuchComment`, `NotYours`."""
    comment = _live(session, place, comment_id)
    if not may_change(comment, actor_id, at):
        raise NotYours
    if comment.text != text:
        comment.text, comment.edited_at = text, at
    _mention(comment, _names(session, place), to)
    session.flush()
    return comment


def delete_comment(
    session: Session, place: Place, comment_id: int, *, actor_id: int, at: datetime
) -> None:
    """Empties one's own comment; its place stays. Raises `NoSuchComment`, `NotYours`."""
    comment = _live(session, place, comment_id)
    if comment.author_id != actor_id:
        raise NotYours
    comment.text, comment.deleted_at = "", at
    comment.mentions.clear()
    session.flush()


def resolve(
    session: Session, place: Place, comment_id: int, *, actor_id: int, at: datetime
) -> None:
    """Ends a conversation; ending it twice keeps who was first. Raises `NoSuchComment`."""
    first = _first(session, place, comment_id)
    if first.resolved_at is None:
        first.resolved_at, first.resolved_by = at, actor_id


def reopen(session: Session, place: Place, comment_id: int) -> None:
    """Takes a conversation up again. Raises `NoSuchComment`."""
    first = _first(session, place, comment_id)
    first.resolved_at = first.resolved_by = None


def _first(session: Session, place: Place, comment_id: int) -> Comment:
    found = queries.comment_for_change(session, place.sheet_id, place.criterion_id, comment_id)
    if found is None or found.parent_id is not None:
        raise NoSuchComment
    return found


def _live(session: Session, place: Place, comment_id: int) -> Comment:
    found = queries.comment_for_change(session, place.sheet_id, place.criterion_id, comment_id)
    if found is None or found.deleted_at is not None:
        raise NoSuchComment
    return found


def _names(session: Session, place: Place) -> dict[int, str]:
    return {person.id: person.name for person in people.team(session, place.cluster_id)}


def _mention(comment: Comment, names: Mapping[int, str], to: Iterable[int]) -> None:
    """Whoever the text names or the author ticked, as far as they are on the team."""
    meant = (mentioned(comment.text, names) | set(to)) & names.keys()
    kept = [mention for mention in comment.mentions if mention.user_id in meant]
    known = {mention.user_id for mention in kept}
    comment.mentions = kept + [Mention(user_id=key) for key in sorted(meant - known)]
