"""What clusters say about themselves."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Cluster, Profile


def profile(session: Session, cluster_id: int, scheme_id: str) -> Profile | None:
    """The cluster's profile in the words of the scheme, with who saved it last."""
    return session.scalar(
        select(Profile)
        .where(Profile.cluster_id == cluster_id, Profile.scheme_id == scheme_id)
        .options(joinedload(Profile.author))
    )


def profiles(
    session: Session, cluster_ids: Collection[int]
) -> dict[tuple[int, str], dict[str, Any]]:
    """What these clusters say of themselves, by cluster and scheme."""
    rows = session.execute(
        select(Profile.cluster_id, Profile.scheme_id, Profile.values).where(
            Profile.cluster_id.in_(cluster_ids)
        )
    )
    return {(row[0], row[1]): row[2] for row in rows}


def profile_for_change(session: Session, cluster_id: int, scheme_id: str) -> Profile | None:
    """The profile, locked; the cluster's row is too, so that no two people write the first one."""
    session.execute(
        select(Cluster.id).where(Cluster.id == cluster_id).with_for_update(key_share=True)
    )
    return session.scalar(
        select(Profile)
        .where(Profile.cluster_id == cluster_id, Profile.scheme_id == scheme_id)
        .options(joinedload(Profile.author))
        .with_for_update(of=Profile)
        .execution_options(populate_existing=True)
    )
