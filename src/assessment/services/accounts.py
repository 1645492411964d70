"""Inviting people, and accepting an invitation."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Invitation, Membership, User
from assessment.db.queries import people, reviews
from assessment.domain.errors import DomainError
from assessment.domain.policy import ClusterRole
from assessment.services.mail import Mailing


class Office(StrEnum):
    """What a person may be invited as beside the roles on a cluster."""

    REVIEWER = "reviewer"
    SECRETARIAT = "secretariat"


SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
"""Characters that a password may have, wherever one is chosen."""


class InvitationUnusable(DomainError):
    """The invitation is unknown, used, withdrawn or expired."""


def token_digest(token: str) -> str:
    """What is kept of an invitation's token: SHA-256 as hexadecimal digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def invite_person(
    session: Session,
    *,
    email: str,
    name: str,
    role: Office | ClusterRole,
    cluster_id: int | None,
    language: str,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Invitation:
    """Invites somebody by mail; the link in it is good once and for `days`.

    Raises `ValueError` when a cluster role comes without a cluster, or an office with one.
    """
    if isinstance(role, ClusterRole) != (cluster_id is not None):
        raise ValueError("a cluster role needs a cluster, an office has none")
    token = secrets.token_urlsafe(24)
    invitation = Invitation(
        email=email.strip(),
        name=name.strip(),
        role=role,
        cluster_id=cluster_id,
        language=language,
        token_digest=token_digest(token),
        invited_by=actor_id,
        invited_at=at,
        expires_at=at + timedelta(days=days),
    )
    session.add(invitation)
    session.flush()
    cluster = people.cluster(session, cluster_id) if cluster_id else None
    facts = {"role": role.value, "cluster": cluster.name if cluster else "", "days": str(days)}
    mailing.queue_to(
        session, invitation.email, invitation.name, language, "invitation",
        f"/invitations/{token}", facts,
    )  # fmt: skip
    return invitation


def find_invitation(session: Session, token: str, at: datetime) -> Invitation:
    """The invitation that the link stands for. Raises `InvitationUnusable`."""
    found = people.invitation_by_digest(session, token_digest(token))
    is_open = (
        found is not None
        and found.accepted_at is None
        and found.withdrawn_at is None
        and found.expires_at > at
    )
    if found is None or not is_open:
        raise InvitationUnusable
    return found


def accept_invitation(
    session: Session,
    *,
    token: str,
    name: str,
    country: str,
    password_hash: str,
    at: datetime,
) -> User:
    """Makes the account that the invitation promises and gives it the invited role.

    Raises `InvitationUnusable`, also when the address has an account by now: only the person who
    can sign in to it may take the role (`accept_as_member`).
    """
    invitation = find_invitation(session, token, at)
    if people.user_by_email(session, invitation.email) is not None:
        raise InvitationUnusable
    user = User(
        email=invitation.email.lower(),
        name=name.strip(),
        country=country,
        password=password_hash,
        active=True,
        fs_uniquifier=secrets.token_hex(32),
        language=invitation.language,
        created_at=at,
    )
    try:
        with session.begin_nested():
            session.add(user)
    except IntegrityError:
        raise InvitationUnusable from None
    _give_role(session, user, invitation)
    invitation.accepted_at = at
    return user


def accept_as_member(session: Session, *, token: str, user_id: int, at: datetime) -> None:
    """Gives the invited role to somebody who has an account under the invited address.

    Raises `InvitationUnusable` when the invitation is for another address.
    """
    invitation = find_invitation(session, token, at)
    user = people.user_by_email(session, invitation.email)
    if user is None or user.id != user_id:
        raise InvitationUnusable
    _give_role(session, user, invitation)
    invitation.accepted_at = at


def withdraw_invitation(session: Session, invitation_id: int, at: datetime) -> None:
    """Makes an invitation's link useless; an accepted one stays accepted."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is not None and invitation.accepted_at is None:
        invitation.withdrawn_at = at


def _give_role(session: Session, user: User, invitation: Invitation) -> None:
    if invitation.role == Office.REVIEWER:
        user.is_reviewer = True
    elif invitation.role == Office.SECRETARIAT:
        user.is_secretariat = True
    elif invitation.cluster_id is not None:
        _join_cluster(session, user, invitation.cluster_id, ClusterRole(invitation.role))
    session.flush()


_RANKS = (ClusterRole.VIEWER, ClusterRole.EDITOR, ClusterRole.OWNER)


def _join_cluster(session: Session, user: User, cluster_id: int, role: ClusterRole) -> None:
    """Gives a role on a cluster; an older invitation never takes a higher role away.

    Raises `InvitationUnusable` while the person reviews this cluster: they would lose their seat.
    """
    if reviews.has_open_seat(session, user.id, cluster_id):
        raise InvitationUnusable
    membership = session.get(Membership, (cluster_id, user.id))
    if membership is None:
        session.add(Membership(cluster_id=cluster_id, user_id=user.id, role=role))
    elif _RANKS.index(role) > _RANKS.index(ClusterRole(membership.role)):
        membership.role = role


def choose_language(session: Session, user_id: int, language: str) -> None:
    """Keeps the language in which a person reads pages and mail."""
    user = session.get(User, user_id)
    if user is not None:
        user.language = language


def update_profile(
    session: Session, user_id: int, *, name: str, country: str, organisation: str, language: str
) -> None:
    """Keeps what a person says about themselves, and the language in which they read."""
    user = session.get(User, user_id)
    if user is not None:
        user.name, user.country, user.organisation = name, country, organisation
        user.language = language
