"""What clusters say about themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import and_, case, literal, select, true, union_all
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
from assessment.db.queries.renewals import is_replaced
from assessment.domain.answers import HeldLabel
from assessment.domain.label_life import LifeState
from assessment.domain.renewals import Award, labels_held


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

    Those are the ones awarded here that nobody has suspended or taken away, and the earlier ones that
    were recorded by hand.
    """
    awarded = (
        select(
            literal(0).label("is_earlier"),
            Assessment.label_id,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.life,
        )
        .select_from(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id == cluster_id,
            Assessment.scheme_id == scheme_id,
        )
    )
    before = select(
        literal(1),
        EarlierLabel.label_id,
        EarlierLabel.valid_from,
        EarlierLabel.valid_until,
        case((is_replaced(), LifeState.SUPERSEDED.value), else_=LifeState.VALID.value),
    ).where(EarlierLabel.cluster_id == cluster_id, EarlierLabel.scheme_id == scheme_id)
    held = union_all(awarded, before).subquery()
    rows = session.execute(
        select(Profile.values, held.c.label_id, held.c.valid_from, held.c.valid_until, held.c.life)
        .select_from(Cluster)
        .outerjoin(Profile, and_(Profile.cluster_id == Cluster.id, Profile.scheme_id == scheme_id))
        .outerjoin(held, true())
        .where(Cluster.id == cluster_id)
        .order_by(held.c.is_earlier, held.c.valid_until.desc())
    ).all()
    awards = [Award(row[1], row[2], row[3], LifeState(row[4])) for row in rows if row[1]]
    return rows[0][0] or {}, labels_held(awards)


def earlier_labels(
    session: Session, cluster_ids: Collection[int], scheme_id: str = ""
) -> Sequence[EarlierLabel]:
    """The labels of these clusters that were recorded by hand, the one that holds longest first."""
    found = select(EarlierLabel).where(EarlierLabel.cluster_id.in_(cluster_ids))
    if scheme_id:
        found = found.where(EarlierLabel.scheme_id == scheme_id)
    return session.scalars(found.order_by(EarlierLabel.valid_until.desc(), EarlierLabel.id)).all()


def profiles_and_earlier_labels(
    session: Session, cluster_ids: Collection[int]
) -> tuple[dict[tuple[int, str], dict[str, Any]], list[EarlierLabel]]:
    """What these clusters say of themselves, by cluster and scheme, and labels recorded by hand."""
    rows = session.execute(
        select(Cluster.id, Profile.scheme_id, Profile.values, EarlierLabel)
        .outerjoin(Profile, Profile.cluster_id == Cluster.id)
        .outerjoin(EarlierLabel, EarlierLabel.cluster_id == Cluster.id)
        .where(Cluster.id.in_(cluster_ids))
        .order_by(EarlierLabel.valid_until.desc(), EarlierLabel.id)
    ).all()
    told = {(row[0], row[1]): row[2] for row in rows if row[1] is not None}
    return told, list(dict.fromkeys(row[3] for row in rows if row[3] is not None))


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
