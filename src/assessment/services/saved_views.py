"""Views of the list of applications that the people of the secretariat keep."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import SavedView
from assessment.domain.errors import DomainError


class ViewNameTaken(DomainError):
    """The person has another view of this name."""


def save_view(
    session: Session,
    *,
    user_id: int,
    name: str,
    filters: Mapping[str, str],
    is_shared: bool,
    is_default: bool,
    at: datetime,
) -> SavedView:
    """Keeps the filters under a name. Raises `ViewNameTaken`."""
    view = SavedView(
        user_id=user_id,
        name=name,
        filters=dict(filters),
        is_shared=is_shared,
        is_default=is_default,
        created_at=at,
    )
    if is_default:
        _forget_default(session, user_id)
    try:
        with session.begin_nested():
            session.add(view)
    except IntegrityError:
        raise ViewNameTaken(name) from None
    return view


def change_view(
    session: Session, view: SavedView, *, name: str, is_shared: bool, is_default: bool
) -> None:
    """Names it otherwise, shares it or not, begins with it or not. Raises `ViewNameTaken`."""
    if is_default:
        _forget_default(session, view.user_id)
    try:
        with session.begin_nested():
            view.name, view.is_shared, view.is_default = name, is_shared, is_default
    except IntegrityError:
        raise ViewNameTaken(name) from None


def delete_view(session: Session, view: SavedView) -> None:
    """Forgets the view; the applications stay as they are."""
    session.delete(view)
    session.flush()


def _forget_default(session: Session, user_id: int) -> None:
    """A list begins with one view at most."""
    session.execute(update(SavedView).where(SavedView.user_id == user_id).values(is_default=False))
