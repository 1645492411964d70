"""People, clusters and invitations."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import (
    Cluster,
    DismissedHint,
    Invitation,
    Membership,
    User,
)
from assessment.db.queries.taking_part import people_with_a_part
from assessment.domain.policy import ClusterRole


def user_by_email(session: Session, email: str) -> User | None:
    return session.scalar(select(User).where(func.lower(User.email) == email.lower()))


def user(session: Session, user_id: int) -> User | None:
    return session.get(User, user_id)


def is_known(session: Session, email: str) -> bool:
    """Whether an address belongs to an account, or somebody is invited by it."""
    address = email.lower()
    account = select(User.id).where(func.lower(User.email) == address)
    invited = select(Invitation.id).where(func.lower(Invitation.email) == address)
    return bool(session.scalar(select(account.exists() | invited.exists())))


def user_by_uniquifier(session: Session, uniquifier: str) -> User | None:
    """The person whom a link or a half-finished sign-in names, while they may sign in."""
    return session.scalar(select(User).where(User.fs_uniquifier == uniquifier, User.active))


def users(session: Session) -> Sequence[User]:
    """Everybody with an account, by name."""
    return session.scalars(
        select(User).where(User.deleted_at.is_(None)).order_by(User.name, User.id)
    ).all()


def reviewers(session: Session) -> Sequence[User]:
    """Everybody who may sit on a panel, by name."""
    return session.scalars(
        select(User).where(User.is_reviewer, User.active).order_by(User.name, User.id)
    ).all()


def secretariat_for(session: Session, cluster_id: int, assessment_id: int) -> Sequence[User]:
    """The people of the secretariat who may act on this assessment: the cluster is not their own,
    and they had no part in it."""
    own = select(Membership.user_id).where(Membership.cluster_id == cluster_id)
    sat = people_with_a_part(assessment_id)
    return session.scalars(
        select(User)
        .where(User.is_secretariat, User.active, User.id.not_in(own), User.id.not_in(sat))
        .order_by(User.id)
    ).all()


def team(session: Session, cluster_id: int) -> Sequence[User]:
    """The people of a cluster who can still sign in."""
    return session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(Membership.cluster_id == cluster_id, User.active)
        .order_by(User.name, User.id)
    ).all()


def teams(session: Session, cluster_ids: Collection[int]) -> dict[int, list[User]]:
    """The same of several clusters, by cluster."""
    rows = session.execute(
        select(Membership.cluster_id, User)
        .join(Membership.user)
        .where(Membership.cluster_id.in_(cluster_ids), User.active)
        .order_by(User.name, User.id)
    )
    found: dict[int, list[User]] = defaultdict(list)
    for cluster_id, person in rows:
        found[cluster_id].append(person)
    return dict(found)


def secretariat(session: Session) -> Sequence[User]:
    """Everybody of the secretariat."""
    return session.scalars(
        select(User).where(User.is_secretariat, User.active).order_by(User.id)
    ).all()


def members(session: Session, cluster_id: int) -> Sequence[Membership]:
    """Who works on a cluster in which role, by name."""
    return session.scalars(
        select(Membership)
        .join(Membership.user)
        .where(Membership.cluster_id == cluster_id)
        .options(joinedload(Membership.user), joinedload(Membership.cluster))
        .order_by(User.name, User.id)
    ).all()


def memberships_of(session: Session, user_id: int) -> Sequence[Membership]:
    """The clusters that a person works on, by name."""
    return session.scalars(
        select(Membership)
        .join(Membership.cluster)
        .where(Membership.user_id == user_id)
        .options(joinedload(Membership.cluster))
        .order_by(Cluster.name)
    ).all()


def cluster_roles(session: Session) -> dict[int, list[tuple[str, str]]]:
    """The roles that people have on clusters: role and cluster's name, by person."""
    rows = session.execute(
        select(Membership.user_id, Membership.role, Cluster.name)
        .join(Membership.cluster)
        .order_by(Cluster.name)
    )
    roles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for user_id, role, name in rows:
        roles[user_id].append((role, name))
    return dict(roles)


def cluster(session: Session, cluster_id: int) -> Cluster | None:
    return session.get(Cluster, cluster_id)


def cluster_by_name(session: Session, name: str) -> Cluster | None:
    """The cluster of that name, in whatever case."""
    return session.scalar(select(Cluster).where(func.lower(Cluster.name) == func.lower(name)))


def invitation_by_digest(session: Session, digest: str) -> Invitation | None:
    return session.scalar(
        select(Invitation)
        .where(Invitation.token_digest == digest)
        .options(joinedload(Invitation.cluster))
        .with_for_update(of=Invitation)
    )


def invitation_for_change(session: Session, invitation_id: int) -> Invitation | None:
    """The invitation, locked as accepting it locks it."""
    return session.scalar(
        select(Invitation)
        .where(Invitation.id == invitation_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def open_invitations(
    session: Session, at: datetime, limit: int | None = None
) -> Sequence[Invitation]:
    """Invitations that can still be accepted, newest first; the first of them where there is a limit."""
    return session.scalars(
        select(Invitation)
        .where(*_open(at))
        .options(joinedload(Invitation.cluster).load_only(Cluster.name))
        .order_by(Invitation.id.desc())
        .limit(limit)
    ).all()


def count_open_invitations(session: Session, at: datetime) -> int:
    return session.scalar(select(func.count(Invitation.id)).where(*_open(at))) or 0


def _open(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.accepted_at.is_(None),
        Invitation.withdrawn_at.is_(None),
        Invitation.expires_at > at,
    )


def has_users(session: Session) -> bool:
    return session.scalar(select(User.id).limit(1)) is not None


def demonstration_accounts(session: Session) -> Sequence[User]:
    return session.scalars(select(User).where(User.is_demonstration).order_by(User.id)).all()


def dismissals(session: Session, user_id: int) -> Sequence[DismissedHint]:
    """The hints that the person has put away."""
    return session.scalars(select(DismissedHint).where(DismissedHint.user_id == user_id)).all()


def dismissed_hints(session: Session, user_id: int) -> frozenset[str]:
    """The same by their names."""
    found = select(DismissedHint.hint).where(DismissedHint.user_id == user_id)
    return frozenset(session.scalars(found))


def lock_for_farewell(session: Session, user_id: int) -> None:
    """Lets nobody else leave the same clusters, or the secretariat, at the same moment."""
    own = select(Membership.cluster_id).where(Membership.user_id == user_id)
    clusters = select(Cluster.id).where(Cluster.id.in_(own)).order_by(Cluster.id)
    secretariat = select(User.id).where(User.is_secretariat).order_by(User.id)
    for rows in (clusters, secretariat):
        session.execute(rows.with_for_update()).all()


def sole_ownerships(session: Session, user_id: int) -> Sequence[Cluster]:
    """The clusters that would have no owner without this person."""
    own = select(Membership.cluster_id).where(
        Membership.user_id == user_id, Membership.role == ClusterRole.OWNER
    )
    others = (
        select(Membership.cluster_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.user_id != user_id, Membership.role == ClusterRole.OWNER, User.active)
    )
    return session.scalars(
        select(Cluster).where(Cluster.id.in_(own), Cluster.id.not_in(others)).order_by(Cluster.name)
    ).all()


def has_other_secretariat(session: Session, user_id: int) -> bool:
    """Whether the secretariat has somebody else who can sign in."""
    found = select(User.id).where(User.is_secretariat, User.active, User.id != user_id).limit(1)
    return session.scalar(found) is not None


def invitations_to(session: Session, email: str) -> Sequence[Invitation]:
    """Every invitation to an address, whatever became of it, the oldest first."""
    return session.scalars(
        select(Invitation)
        .where(func.lower(Invitation.email) == email.lower())
        .options(joinedload(Invitation.cluster))
        .order_by(Invitation.id)
    ).all()
