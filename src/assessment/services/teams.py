"""Changing the team of a cluster: roles, handing over, removing, leaving.

Each change holds the cluster's row, so that two owners cannot leave it without one.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Invitation, Membership, TeamEvent, User
from assessment.db.queries import tasks
from assessment.db.queries import teams as queries
from assessment.domain.policy import ClusterRole
from assessment.domain.team import NotOnTeam, TeamStep, check_owner_remains
from assessment.services.mail import Mailing

Team = dict[int, Membership]


def note_team_step(
    session: Session,
    cluster_id: int,
    step: TeamStep,
    *,
    actor_id: int,
    at: datetime,
    person: User | None = None,
    invitation: Invitation | None = None,
    role: str = "",
) -> None:
    """Records what somebody did to the team."""
    session.add(
        TeamEvent(
            cluster_id=cluster_id,
            step=step,
            role=role,
            actor_id=actor_id,
            person_id=person.id if person else None,
            invitation_id=invitation.id if invitation else None,
            happened_at=at,
        )
    )


def change_role(
    session: Session,
    *,
    cluster_id: int,
    user_id: int,
    role: ClusterRole,
    actor_id: int,
    at: datetime,
) -> None:
    """Gives a member another role; who can no longer answer has no tasks either.

    Raises `LastOwner`, `NotOnTeam`.
    """
    team = _team(session, cluster_id, owner_id=actor_id)
    member = _member(team, user_id)
    if member.role == role:
        return
    _check_owner(team, member, role)
    member.role = role
    if role is ClusterRole.VIEWER:
        tasks.free_tasks(session, user_id, cluster_id)
    note_team_step(
        session, cluster_id, TeamStep.ROLE_CHANGED,
        actor_id=actor_id, at=at, person=member.user, role=role,
    )  # fmt: skip


def hand_over(
    session: Session,
    *,
    cluster_id: int,
    user_id: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Makes a member the owner in the actor's place, who stays as an editor; both are told by mail.

    Raises `NotOnTeam`, also for somebody who cannot sign in.
    """
    team = _team(session, cluster_id, owner_id=actor_id)
    former, new = team[actor_id], _member(team, user_id)
    if former is new or not new.user.active:
        raise NotOnTeam
    former.role, new.role = ClusterRole.EDITOR, ClusterRole.OWNER
    note_team_step(
        session, cluster_id, TeamStep.HANDED_OVER,
        actor_id=actor_id, at=at, person=new.user, role=ClusterRole.OWNER,
    )  # fmt: skip
    facts = {"cluster": new.cluster.name}
    path = f"/clusters/{cluster_id}/team"
    others = {"former": former.user.name, "new": new.user.name}
    mailing.queue(session, new.user, "ownership_received", path, facts | others)
    mailing.queue(session, former.user, "ownership_given", path, facts | others)


def remove_member(
    session: Session,
    *,
    cluster_id: int,
    user_id: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Takes somebody off the team, who is told by mail; their tasks are free again.

    Raises `LastOwner`, `NotOnTeam`.
    """
    team = _team(session, cluster_id, owner_id=actor_id)
    member = _member(team, user_id)
    _take_off(session, team, member)
    note_team_step(
        session, cluster_id, TeamStep.REMOVED,
        actor_id=actor_id, at=at, person=member.user, role=member.role,
    )  # fmt: skip
    if member.user.active:
        facts = {"cluster": member.cluster.name}
        mailing.queue(session, member.user, "team_removed", "/desk", facts)


def leave_team(session: Session, *, cluster_id: int, user_id: int, at: datetime) -> None:
    """Takes oneself off the team; one's tasks are free again. Raises `LastOwner`."""
    team = _team(session, cluster_id)
    member = _member(team, user_id)
    _take_off(session, team, member)
    note_team_step(
        session, cluster_id, TeamStep.LEFT,
        actor_id=user_id, at=at, person=member.user, role=member.role,
    )  # fmt: skip


def is_last_owner(members: Iterable[Membership], user_id: int) -> bool:
    """Whether this person is an owner and nobody else of these who can sign in is one."""
    owners = {m.user_id: m.user.active for m in members if m.role == ClusterRole.OWNER}
    return user_id in owners and not any(owners[key] for key in owners if key != user_id)


def _take_off(session: Session, team: Team, member: Membership) -> None:
    _check_owner(team, member, None)
    tasks.free_tasks(session, member.user_id, member.cluster_id)
    session.delete(member)
    session.flush()


def _check_owner(team: Team, member: Membership, role: ClusterRole | None) -> None:
    """Raises `LastOwner` when this owner is to become something else and nobody else is one."""
    if member.role != ClusterRole.OWNER:
        return
    able = {key: ClusterRole(other.role) for key, other in team.items() if other.user.active}
    check_owner_remains({**able, member.user_id: role})


def _team(session: Session, cluster_id: int, owner_id: int | None = None) -> Team:
    """Everybody, with the cluster held. Raises `NotOnTeam` when the actor has just lost the right."""
    team = queries.team_for_change(session, cluster_id)
    if owner_id is not None and _member(team, owner_id).role != ClusterRole.OWNER:
        raise NotOnTeam
    return team


def _member(team: Team, user_id: int) -> Membership:
    if user_id not in team:
        raise NotOnTeam
    return team[user_id]
