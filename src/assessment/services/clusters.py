"""Keeping the register of clusters."""

from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
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
    """Puts a cluster into the register. Raises `NameTaken`."""
    cluster = Cluster(
        name=" ".join(name.split()),
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
