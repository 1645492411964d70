"""The team of a cluster: its people, its invitations, its history."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Cluster, Invitation, Membership, TeamEvent
from assessment.domain.team import TeamStep

MAILED = (TeamStep.INVITED, TeamStep.SENT_AGAIN)


def hold_team(session: Session, cluster_id: int) -> None:
    """Locks the cluster: who joins it, leaves it or judges it comes one after the other."""
    session.execute(
        select(Cluster.id).where(Cluster.id == cluster_id).with_for_update(key_share=True)
    )


def team_for_change(session: Session, cluster_id: int) -> dict[int, Membership]:
    """Everybody's membership by person, with the cluster locked: one change after the other."""
    hold_team(session, cluster_id)
    found = session.scalars(
        select(Membership)
        .where(Membership.cluster_id == cluster_id)
        .options(joinedload(Membership.user), joinedload(Membership.cluster))
        .execution_options(populate_existing=True)
    )
    return {membership.user_id: membership for membership in found}


def open_invitations(session: Session, cluster_id: int, at: datetime) -> Sequence[Invitation]:
    """The cluster's invitations that can still be accepted, newest first."""
    return session.scalars(
        select(Invitation)
        .where(
            Invitation.cluster_id == cluster_id,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
            Invitation.expires_at > at,
        )
        .order_by(Invitation.id.desc())
    ).all()


def mails_since(session: Session, cluster_id: int, since: datetime, email: str) -> tuple[int, int]:
    """How many invitations the cluster has sent since then: to anybody, and to this address."""
    to_address = func.lower(Invitation.email) == email.lower()
    row = session.execute(
        select(func.count(), func.count().filter(to_address))
        .select_from(TeamEvent)
        .join(TeamEvent.invitation)
        .where(
            TeamEvent.cluster_id == cluster_id,
            TeamEvent.happened_at > since,
            TeamEvent.step.in_(MAILED),
        )
    ).one()
    return row[0], row[1]


def history(session: Session, cluster_id: int, limit: int) -> Sequence[TeamEvent]:
    """What happened in the team, newest first."""
    return session.scalars(
        select(TeamEvent)
        .where(TeamEvent.cluster_id == cluster_id)
        .options(
            joinedload(TeamEvent.actor),
            joinedload(TeamEvent.person),
            joinedload(TeamEvent.invitation),
        )
        .order_by(TeamEvent.id.desc())
        .limit(limit)
    ).all()
