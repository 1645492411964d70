"""Deleting an account: the person's own goes, the record of what was done stays whole."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assessment.db.models import (
    Affiliation,
    Assignment,
    BrowserSession,
    Calibration,
    DigestChoice,
    DismissedHint,
    KeptMail,
    MailChoice,
    OutboxMessage,
    Passkey,
    RecoveryCode,
    ReviewerAbsence,
    ReviewerProfile,
    SavedView,
    User,
)
from assessment.db.queries import people, personal, reviews
from assessment.domain.errors import DomainError
from assessment.domain.team import FORMER_MEMBER
from assessment.services.mail import Mailing
from assessment.services.teams import leave_team

_OWN = (
    Affiliation,
    Assignment,
    BrowserSession,
    Calibration,
    DigestChoice,
    DismissedHint,
    KeptMail,
    MailChoice,
    Passkey,
    RecoveryCode,
    ReviewerAbsence,
    ReviewerProfile,
    SavedView,
)
"""Tables whose rows are the person's alone (`user_id`) and go with the account. Interview sheets go
with their files (`sweeping.sweep_closed_sheets`): who may leave may open none."""


class Tie(StrEnum):
    """Why an account cannot go yet."""

    LAST_OWNER = auto()
    LAST_SECRETARIAT = auto()
    OPEN_SEAT = auto()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that would be left without anybody; `number` is that of its cluster or submission."""

    tie: Tie
    cluster: str = ""
    number: int = 0


class StillNeeded(DomainError):
    """The account cannot be deleted yet; `hindrances` say what has to be handed over before."""

    def __init__(self, hindrances: list[Hindrance]) -> None:
        super().__init__(", ".join(hindrance.tie for hindrance in hindrances))
        self.hindrances = hindrances


def hindrances(session: Session, user: User) -> list[Hindrance]:
    """What would be left without anybody if this person's account were deleted."""
    found = [
        Hindrance(Tie.LAST_OWNER, cluster.name, cluster.id)
        for cluster in people.sole_ownerships(session, user.id)
    ]
    found += [
        Hindrance(Tie.OPEN_SEAT, name, number)
        for number, name in reviews.open_seats(session, user.id)
    ]
    if user.is_secretariat and not people.has_other_secretariat(session, user.id):
        found.append(Hindrance(Tie.LAST_SECRETARIAT))
    return found


def delete_account(session: Session, user: User, mailing: Mailing, at: datetime) -> None:
    """Empties the account and frees its address; confirmed by mail to that address.

    What others rely on keeps pointing at the emptied person: events, answers, ratings, decisions,
    submissions, whose records never change. Raises `StillNeeded`.
    """
    people.lock_for_farewell(session, user.id)
    ties = hindrances(session, user)
    if ties:
        raise StillNeeded(ties)
    address, name, language = user.email, user.name, user.language
    for membership in people.memberships_of(session, user.id):
        leave_team(session, cluster_id=membership.cluster_id, user_id=user.id, at=at)
    for table in _OWN:
        session.execute(delete(table).where(table.user_id == user.id))
    personal.forget_notes(session, user.id)
    _forget_mail(session, address, at)
    user.email = f"{secrets.token_hex(12)}@deleted.invalid"
    user.name, user.country, user.organisation = FORMER_MEMBER, "", ""
    user.password = user.totp_secret = user.totp_counter = user.fs_webauthn_user_handle = None
    user.is_reviewer = user.is_secretariat = user.is_demonstration = user.active = False
    user.fs_uniquifier = secrets.token_hex(32)
    user.deleted_at = at
    session.flush()
    mailing.queue_to(session, address, name, language, "account_deleted", "/", {})


def _forget_mail(session: Session, address: str, at: datetime) -> None:
    """Takes the address out of invitations, which stay as events, and removes the mail to it."""
    for invitation in people.invitations_to(session, address):
        if invitation.accepted_at is None and invitation.withdrawn_at is None:
            invitation.withdrawn_at = at
        invitation.email = invitation.name = ""
    mail = [message.id for message in personal.mail_to(session, address)]
    session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(mail)))
