"""Keeping the register of clusters."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import people
from assessment.domain.errors import DomainError


class NameTaken(DomainError):
    """Another cluster has this name."""


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
    """Puts a cluster into the register. Raises `NameTaken`, also when only the case differs."""
    name = " ".join(name.split())
    if people.cluster_by_name(session, name) is not None:
        raise NameTaken(name)
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
