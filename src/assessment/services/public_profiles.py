"""The public page of a cluster: what its owner opens, and what anybody reads there."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.db.models import Cluster
from assessment.db.queries import clusters as queries
from assessment.db.queries import public_register
from assessment.db.queries.shown_labels import HolderRow
from assessment.domain.clusters import read_figures
from assessment.domain.merging import merge
from assessment.domain.public_profile import (
    PublicPart,
    PublicProfile,
    opened,
    plain_parts,
    read_parts,
)
from assessment.services.cluster_profiles import Saved, facts_of, record_change
from assessment.services.holders import with_standing

CHOICE = "public"
"""The name under which the history of the profile tells of the choice."""


@dataclass(frozen=True, slots=True)
class PublicPage:
    """A cluster's profile as far as it is open, with its labels, the one that ends last first."""

    public_id: str
    profile: PublicProfile
    labels: tuple[HolderRow, ...]


def public_page(session: Session, public_id: str, day: date) -> PublicPage | None:
    """The page at that address; None where none is, also of a cluster that never held a label."""
    cluster = public_register.cluster_by_public_id(session, public_id)
    page = page_of(session, cluster, day) if cluster is not None else None
    return page if page is not None and page.labels else None


def page_of(session: Session, cluster: Cluster, day: date) -> PublicPage:
    """The page of a cluster as it would be, whether anybody sees it yet or not."""
    parts = read_parts(cluster.public_parts)
    newest = queries.newest_year(session, cluster.id) if PublicPart.FIGURES in parts else None
    profile = opened(
        facts_of(cluster),
        parts,
        newest.year if newest else None,
        read_figures(newest.figures) if newest else None,
    )
    labels = with_standing(session, public_register.of_cluster(session, cluster.id, day), day)
    return PublicPage(cluster.public_id, profile, tuple(labels))


def save_public_parts(
    session: Session,
    *,
    cluster_id: int,
    parts: Collection[PublicPart],
    seen: Collection[PublicPart],
    actor_id: int,
    at: datetime,
) -> Saved:
    """Opens and closes what differs from what was `seen`, beside what others changed since.

    A part is open or closed, so that two people who change it agree.
    """
    cluster = queries.cluster_for_change(session, cluster_id)
    before = read_parts(cluster.public_parts)
    merged = merge(*(_flags(each) for each in (seen, parts, before)))
    after = frozenset(part for part in PublicPart if merged.record[part])
    if after == before:
        return Saved(cluster.version, is_changed=False)
    cluster.public_parts = plain_parts(after)
    change = {CHOICE: [plain_parts(before), plain_parts(after)]}
    record_change(session, cluster_id, None, change, actor_id, at)
    return Saved(cluster.version, is_changed=True, has_others=after != frozenset(parts))


def _flags(parts: Collection[PublicPart]) -> dict[str, bool]:
    return {part.value: part in parts for part in PublicPart}
