"""Inviting people, and accepting an invitation."""

import hashlib
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Invitation, Membership, User
from assessment.db.queries import people, reviews, teams
from assessment.domain.errors import DomainError
from assessment.domain.policy import ClusterRole
from assessment.domain.team import TeamStep
from assessment.services.mail import Mailing
from assessment.services.teams import note_team_step


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
    note: str = "",
) -> Invitation:
    """Invites somebody by mail; the link in it is good once and for `days`.

    `note` is a line of the inviter's own in the mail. Raises `ValueError` when a cluster role comes
    without a cluster, or an office with one.
    """
    if isinstance(role, ClusterRole) != (cluster_id is not None):
        raise ValueError("a cluster role needs a cluster, an office has none")
    invitation = Invitation(
        email=email.strip(),
        name=name.strip(),
        role=role,
        cluster_id=cluster_id,
        language=language,
        note=note,
        invited_by=actor_id,
        invited_at=at,
    )
    _send(session, invitation, TeamStep.INVITED, days, actor_id, at, mailing)
    return invitation


def send_again(
    session: Session,
    invitation: Invitation,
    *,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """The same invitation by another mail: its link is good for `days` anew, the older one no more."""
    _send(session, invitation, TeamStep.SENT_AGAIN, days, actor_id, at, mailing)


def _send(
    session: Session,
    invitation: Invitation,
    step: TeamStep,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    token = secrets.token_urlsafe(24)
    invitation.token_digest = token_digest(token)
    invitation.expires_at = at + timedelta(days=days)
    session.add(invitation)
    session.flush()
    _note_step(session, invitation, step, actor_id, at)
    cluster = people.cluster(session, invitation.cluster_id) if invitation.cluster_id else None
    inviter = people.user(session, actor_id) if invitation.note else None
    facts = {
        "role": invitation.role,
        "cluster": cluster.name if cluster else "",
        "days": str(days),
        "inviter": inviter.name if inviter else "",
        "note": invitation.note,
    }
    mailing.queue_to(
        session, invitation.email, invitation.name, invitation.language, "invitation",
        f"/invitations/{token}", facts,
    )  # fmt: skip


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
    _give_role(session, user, invitation, at)
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
    _give_role(session, user, invitation, at)
    invitation.accepted_at = at


def withdraw_invitation(
    session: Session, invitation_id: int, *, actor_id: int, at: datetime
) -> None:
    """Makes an invitation's link useless; an accepted one stays accepted."""
    invitation = people.invitation_for_change(session, invitation_id)
    if invitation is None or invitation.accepted_at or invitation.withdrawn_at:
        return
    invitation.withdrawn_at = at
    _note_step(session, invitation, TeamStep.WITHDRAWN, actor_id, at)


def _note_step(
    session: Session, invitation: Invitation, step: TeamStep, actor_id: int, at: datetime
) -> None:
    """Records what became of an invitation to a team; one to an office is no team's matter."""
    if invitation.cluster_id is not None:
        note_team_step(
            session, invitation.cluster_id, step,
            actor_id=actor_id, at=at, invitation=invitation, role=invitation.role,
        )  # fmt: skip


def _give_role(session: Session, user: User, invitation: Invitation, at: datetime) -> None:
    if invitation.role == Office.REVIEWER:
        user.is_reviewer = True
    elif invitation.role == Office.SECRETARIAT:
        user.is_secretariat = True
    elif invitation.cluster_id is not None:
        role = ClusterRole(invitation.role)
        if _join_cluster(session, user, invitation.cluster_id, role):
            note_team_step(
                session, invitation.cluster_id, TeamStep.JOINED,
                actor_id=user.id, at=at, person=user, invitation=invitation, role=role,
            )  # fmt: skip
    session.flush()


_RANKS = (ClusterRole.VIEWER, ClusterRole.EDITOR, ClusterRole.OWNER)


def _join_cluster(session: Session, user: User, cluster_id: int, role: ClusterRole) -> bool:
    """Gives a role on a cluster; an older invitation never takes a higher role away.

    Returns whether anything changed.

    Raises `InvitationUnusable` while the person reviews this cluster: they would lose their seat.
    """
    teams.hold_team(session, cluster_id)
    if reviews.has_open_seat(session, user.id, cluster_id):
        raise InvitationUnusable
    membership = session.get(Membership, (cluster_id, user.id))
    if membership is None:
        session.add(Membership(cluster_id=cluster_id, user_id=user.id, role=role))
    elif _RANKS.index(role) > _RANKS.index(ClusterRole(membership.role)):
        membership.role = role
    else:
        return False
    return True


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
