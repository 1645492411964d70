"""Hints for the first steps, put away by each person for themselves."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import DismissedHint
from assessment.db.queries import people


def dismiss_hint(session: Session, user_id: int, hint: str, at: datetime) -> None:
    """The person does not see the hint again; once more changes nothing."""
    if hint not in people.dismissed_hints(session, user_id):
        session.merge(DismissedHint(user_id=user_id, hint=hint, dismissed_at=at))
        session.flush()


def show_hints_again(session: Session, user_id: int) -> None:
    """The person sees every hint again."""
    for dismissed in people.dismissals(session, user_id):
        session.delete(dismissed)
    session.flush()
