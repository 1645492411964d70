"""Keeping the register of clusters."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import cluster_names, people
from assessment.db.queries.cluster_names import AlikeName
from assessment.domain.deadlines import day_of
from assessment.domain.errors import DomainError
from assessment.domain.lookalikes import look_of


class NameTaken(DomainError):
    """Another cluster has this name."""


class NameAlike(DomainError):
    """The name looks like another cluster's: `other`, which is told to those alone who may know it."""

    def __init__(self, other: AlikeName) -> None:
        super().__init__("a name that looks the same is in use")
        self.other = other


def check_name(session: Session, name: str, cluster_id: int | None, at: datetime) -> None:
    """Raises `NameTaken` for the name of another cluster, also when only the case differs, and `NameAlike`
    for one that looks like it, or like the name on another cluster's certificate."""
    taken = people.cluster_by_name(session, name)
    if taken is not None and taken.id != cluster_id:
        raise NameTaken(name)
    other = cluster_names.looking_like(session, look_of(name), cluster_id, day_of(at))
    if other is not None:
        raise NameAlike(other)


def register_cluster(
    session: Session,
    *,
    name: str,
    organisation: str,
    country: str,
    region: str,
    website: str,
    at: datetime,
) -> Cluster:
    """Puts a cluster into the register. Raises as `check_name`."""
    name = " ".join(name.split())
    check_name(session, name, None, at)
    cluster = Cluster(
        name=name,
        organisation=organisation.strip(),
        country=country,
        region=region,
        website=website,
        created_at=at,
    )
    try:
        with session.begin_nested():
            session.add(cluster)
    except IntegrityError:
        raise NameTaken(name) from None
    return cluster
