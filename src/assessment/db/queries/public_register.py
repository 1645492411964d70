"""What the register says beside its list: of one cluster, in figures, and which addresses it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries.held_labels import listed_labels
from assessment.db.queries.holders import WantedHolders, every
from assessment.db.queries.shown_labels import HolderRow, holder_row, shown
from assessment.domain.validity import Standing


def cluster_by_public_id(session: Session, public_id: str) -> Cluster | None:
    """The cluster at that address, whether it has a public page or not."""
    return session.scalar(select(Cluster).where(Cluster.public_id == public_id))


def of_cluster(session: Session, cluster_id: int, day: date) -> Sequence[HolderRow]:
    """Every label of a cluster, replaced ones too, the one that ends last first."""
    listed = listed_labels(day, cluster_id=cluster_id)
    order = (listed.c.until.desc(), listed.c.first.desc())
    return [holder_row(row) for row in session.execute(shown(listed).order_by(*order))]


@dataclass(frozen=True, slots=True)
class Group:
    """How many labels of one kind and standing there are in one region."""

    country: str
    region: str
    scheme_id: str
    label_id: str
    standing: Standing
    number: int


def groups(session: Session, day: date) -> list[Group]:
    """The whole register by country, region, label and standing."""
    listed = listed_labels(day)
    keys = (
        Cluster.country,
        Cluster.region,
        listed.c.scheme_id,
        listed.c.label_id,
        listed.c.standing,
    )
    rows = session.execute(
        select(*keys, func.count())
        .select_from(listed)
        .join(Cluster, Cluster.id == listed.c.cluster_id)
        .group_by(*keys)
    )
    return [Group(row[0], row[1], row[2], row[3], Standing(row[4]), row[5]) for row in rows]


def tokens_in_force(session: Session, day: date) -> list[str]:
    """The tokens of the certificates in force, in the order of the register."""
    return [row.token for row in every(session, WantedHolders(day)) if row.token]


def clusters_listed(session: Session, day: date) -> Sequence[str]:
    """The public addresses of all clusters in the register."""
    listed = listed_labels(day)
    return session.scalars(
        select(Cluster.public_id)
        .where(Cluster.id.in_(select(listed.c.cluster_id)))
        .order_by(Cluster.public_id)
    ).all()
