"""What clusters say about themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, join, select
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    ClusterChange,
    ClusterYear,
    EarlierLabel,
    Profile,
    Submission,
)
from assessment.domain.answers import HeldLabel


def profile(session: Session, cluster_id: int, scheme_id: str) -> Profile | None:
    """The cluster's profile in the words of the scheme, with who saved it last."""
    return session.scalar(
        select(Profile)
        .where(Profile.cluster_id == cluster_id, Profile.scheme_id == scheme_id)
        .options(joinedload(Profile.author))
    )


def profile_and_labels_held(
    session: Session, cluster_id: int, scheme_id: str
) -> tuple[Mapping[str, Any], tuple[HeldLabel, ...]]:
    """What rules ask of the cluster itself: its profile under the scheme, and the labels it holds.

    Those are the ones awarded here, and the earlier ones that were recorded by hand.
    """
    awarded = join(Certificate, Submission).join(Assessment)
    rows = session.execute(
        select(Profile.values, Assessment.label_id, Certificate.valid_from, Certificate.valid_until)
        .select_from(Cluster)
        .outerjoin(Profile, and_(Profile.cluster_id == Cluster.id, Profile.scheme_id == scheme_id))
        .outerjoin(
            awarded, and_(Assessment.cluster_id == Cluster.id, Assessment.scheme_id == scheme_id)
        )
        .where(Cluster.id == cluster_id)
        .order_by(Certificate.valid_until.desc())
    ).all()
    held = [HeldLabel(*row[1:]) for row in rows if row[1] is not None]
    before = earlier_labels(session, [cluster_id], scheme_id)
    held += [HeldLabel(one.label_id, one.valid_from, one.valid_until) for one in before]
    return rows[0][0] or {}, tuple(held)


def earlier_labels(
    session: Session, cluster_ids: Collection[int], scheme_id: str = ""
) -> Sequence[EarlierLabel]:
    """The labels of these clusters that were recorded by hand, the one that holds longest first."""
    found = select(EarlierLabel).where(EarlierLabel.cluster_id.in_(cluster_ids))
    if scheme_id:
        found = found.where(EarlierLabel.scheme_id == scheme_id)
    return session.scalars(found.order_by(EarlierLabel.valid_until.desc(), EarlierLabel.id)).all()


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


def cluster_for_change(session: Session, cluster_id: int) -> Cluster:
    """The cluster, locked. Raises `NoResultFound`."""
    return session.scalars(
        select(Cluster)
        .where(Cluster.id == cluster_id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).one()


def years(session: Session, cluster_id: int) -> Sequence[ClusterYear]:
    """The figures of the cluster, the newest year first."""
    return session.scalars(
        select(ClusterYear)
        .where(ClusterYear.cluster_id == cluster_id)
        .order_by(ClusterYear.year.desc())
    ).all()


def year_for_change(session: Session, cluster_id: int, year: int) -> ClusterYear | None:
    """The figures of one year, while the cluster is locked."""
    return session.scalar(
        select(ClusterYear)
        .where(ClusterYear.cluster_id == cluster_id, ClusterYear.year == year)
        .execution_options(populate_existing=True)
    )


def newest_year(session: Session, cluster_id: int) -> ClusterYear | None:
    """The figures that count as those of today."""
    return session.scalar(
        select(ClusterYear)
        .where(ClusterYear.cluster_id == cluster_id)
        .order_by(ClusterYear.year.desc())
        .limit(1)
    )


def changes(session: Session, cluster_id: int, limit: int) -> Sequence[ClusterChange]:
    """Who changed what of the cluster's profile, newest first, with its author."""
    return session.scalars(
        select(ClusterChange)
        .where(ClusterChange.cluster_id == cluster_id)
        .options(joinedload(ClusterChange.author))
        .order_by(ClusterChange.id.desc())
        .limit(limit)
    ).all()


def changes_of(
    session: Session, cluster_id: int, year: int | None, limit: int
) -> Sequence[ClusterChange]:
    """The changes of the facts (`year` None), or of the figures of a year, newest first, with authors."""
    return session.scalars(
        select(ClusterChange)
        .where(
            ClusterChange.cluster_id == cluster_id, ClusterChange.year.is_not_distinct_from(year)
        )
        .options(joinedload(ClusterChange.author))
        .order_by(ClusterChange.id.desc())
        .limit(limit)
    ).all()
