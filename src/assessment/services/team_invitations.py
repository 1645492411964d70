"""Inviting people to the team of one's own cluster, without becoming a way to send spam."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.db.models import Invitation
from assessment.db.queries import people
from assessment.db.queries import teams as queries
from assessment.domain.policy import ClusterRole
from assessment.domain.team import (
    InvitationRefused,
    NotInvited,
    NotOnTeam,
    check_mails,
)
from assessment.services.accounts import invite_person, send_again, withdraw_invitation
from assessment.services.mail import Mailing

A_DAY = timedelta(hours=24)


def invite_to_team(
    session: Session,
    *,
    cluster_id: int,
    email: str,
    name: str,
    role: ClusterRole,
    language: str,
    note: str,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Invitation:
    """Invites somebody to the team by mail.

    Whether the address has an account is not told: who has one signs in to accept. Nor is who sits on
    an open panel about the cluster: they are invited like anybody, and cannot accept. An address whose
    invitation was withdrawn or has expired may be invited again. Raises `InvitationRefused` for
    members, open invitations and too many mails.
    """
    _check_address(session, cluster_id, email, actor_id, at)
    return invite_person(
        session,
        email=email,
        name=name,
        role=role,
        cluster_id=cluster_id,
        language=language,
        note=note,
        days=days,
        actor_id=actor_id,
        at=at,
        mailing=mailing,
    )


def send_team_invitation_again(
    session: Session,
    *,
    cluster_id: int,
    invitation_id: int,
    days: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Invitation:
    """Sends an open invitation of the cluster by another mail, whose link replaces the first.

    Raises `NotOnTeam` when it is no longer open, `InvitationRefused` after too many mails.
    """
    queries.team_for_change(session, cluster_id)
    invitation = _open_invitation(session, cluster_id, invitation_id, at)
    _check_mails(session, cluster_id, invitation.email, 0, at)
    send_again(session, invitation, days=days, actor_id=actor_id, at=at, mailing=mailing)
    return invitation


def withdraw_team_invitation(
    session: Session, *, cluster_id: int, invitation_id: int, actor_id: int, at: datetime
) -> Invitation:
    """Makes an open invitation of the cluster useless. Raises `NotOnTeam` when it is none."""
    invitation = _open_invitation(session, cluster_id, invitation_id, at)
    withdraw_invitation(session, invitation.id, actor_id=actor_id, at=at)
    return invitation


def _open_invitation(
    session: Session, cluster_id: int, invitation_id: int, at: datetime
) -> Invitation:
    found = people.invitation_for_change(session, invitation_id)
    is_ours = found is not None and found.cluster_id == cluster_id
    if found is None or not is_ours or found.accepted_at or found.withdrawn_at:
        raise NotOnTeam
    if found.expires_at <= at:
        raise NotOnTeam
    return found


def _check_address(
    session: Session, cluster_id: int, email: str, actor_id: int, at: datetime
) -> None:
    """With the cluster held, so that two owners do not invite the same address at once."""
    team = queries.team_for_change(session, cluster_id)
    if actor_id not in team:
        raise NotOnTeam
    invited = queries.open_invitations(session, cluster_id, at)
    if email.lower() in [invitation.email.lower() for invitation in invited]:
        raise InvitationRefused(NotInvited.IS_INVITED)
    invitee = people.user_by_email(session, email)
    if invitee is not None and invitee.id in team:
        raise InvitationRefused(NotInvited.IS_MEMBER)
    _check_mails(session, cluster_id, email, len(invited), at)


def _check_mails(
    session: Session, cluster_id: int, email: str, open_invitations: int, at: datetime
) -> None:
    check_mails(open_invitations, *queries.mails_since(session, cluster_id, at - A_DAY, email))
