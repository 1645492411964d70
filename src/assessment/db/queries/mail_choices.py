"""Which mail a person wants, and what is kept for their digest."""

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assessment.db.models import KeptMail, MailChoice, Membership


def choices_of(session: Session, user_id: int) -> Sequence[MailChoice]:
    """What a person chose, by topic."""
    return session.scalars(
        select(MailChoice).where(MailChoice.user_id == user_id).order_by(MailChoice.topic)
    ).all()


def kept_for(session: Session, user_id: int) -> Sequence[KeptMail]:
    """What waits for a person's digest, the oldest first."""
    return session.scalars(
        select(KeptMail).where(KeptMail.user_id == user_id).order_by(KeptMail.id)
    ).all()


def forget(session: Session, told: Iterable[KeptMail]) -> None:
    """Takes away what a digest has told; what was kept since waits for the next."""
    session.execute(delete(KeptMail).where(KeptMail.id.in_([kept.id for kept in told])))


def is_on_a_team(session: Session, user_id: int) -> bool:
    """Whether the person works on any cluster."""
    found = select(Membership.user_id).where(Membership.user_id == user_id).limit(1)
    return session.scalar(found) is not None
