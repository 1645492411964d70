"""Figures in which clusters are compared, and what was published of them."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    BenchmarkTable,
    Certificate,
    Cluster,
    ComparedFigure,
    ComparedSubmission,
    Comparison,
    EarlierLabel,
    OutsidePeer,
    Submission,
)
from assessment.db.queries.renewals import earlier_holds_on, holds_on
from assessment.domain.peer_groups import COUNTED

Rules = tuple[str, str]
"""The digest of an edition, and a label of it."""


def rules_to_compare(session: Session, scheme_id: str) -> Sequence[Rules]:
    """The rules of all submissions that stand and whose figures are not written down yet."""
    found = select(Submission.scheme_digest, Assessment.label_id).join(Submission.assessment)
    rows = session.execute(found.where(*_unwritten(scheme_id)).distinct())
    return [(row[0], row[1]) for row in rows]


def submissions_to_compare(
    session: Session, scheme_id: str, rules: Collection[Rules], limit: int
) -> Sequence[Submission]:
    """Those under these rules, oldest first."""
    return session.scalars(
        select(Submission)
        .join(Submission.assessment)
        .where(
            *_unwritten(scheme_id),
            tuple_(Submission.scheme_digest, Assessment.label_id).in_(rules),
        )
        .order_by(Submission.id)
        .limit(limit)
    ).all()


def _unwritten(scheme_id: str) -> list[ColumnElement[bool]]:
    written = select(ComparedSubmission.submission_id)
    return [
        Assessment.scheme_id == scheme_id,
        Submission.withdrawn_at.is_(None),
        Submission.id.not_in(written),
    ]


def members_told(session: Session, scheme_id: str) -> Sequence[tuple[int, str | None]]:
    """Of each submission that counts, in their order: its cluster, and the members that it told."""
    found = select(Assessment.cluster_id, ComparedSubmission.members).select_from(
        ComparedSubmission
    )
    return [(row[0], row[1]) for row in session.execute(_counting(found, scheme_id))]


def figures(session: Session, scheme_id: str) -> Sequence[tuple[int, str, str, str]]:
    """Of each submission that counts, in their order: cluster, criterion, measure and figure."""
    found = (
        select(
            Assessment.cluster_id,
            ComparedFigure.criterion_id,
            ComparedFigure.measure,
            ComparedFigure.figure,
        )
        .select_from(ComparedSubmission)
        .join(ComparedFigure, ComparedFigure.submission_id == ComparedSubmission.submission_id)
    )
    rows = session.execute(_counting(found, scheme_id))
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def _counting(found: Select, scheme_id: str) -> Select:  # type: ignore[type-arg]
    return (
        found.join(Submission, Submission.id == ComparedSubmission.submission_id)
        .join(Submission.assessment)
        .where(
            Assessment.scheme_id == scheme_id,
            Assessment.state.in_(COUNTED),
            Submission.withdrawn_at.is_(None),
        )
        .order_by(Submission.id)
    )


def figures_of(session: Session, submission_id: int) -> dict[str, str]:
    """The figures of one submission by criterion, whether it counts or not."""
    found = select(ComparedFigure.criterion_id, ComparedFigure.figure).where(
        ComparedFigure.submission_id == submission_id
    )
    return {row[0]: row[1] for row in session.execute(found)}


def members_of(session: Session, submission_id: int) -> str | None:
    """The members that a submission told."""
    found = select(ComparedSubmission.members)
    return session.scalar(found.where(ComparedSubmission.submission_id == submission_id))


def clusters(session: Session, scheme_id: str) -> Sequence[tuple[int, str, list[str]]]:
    """The clusters with an application under the scheme, with country and sectors as of today."""
    applied = select(Assessment.cluster_id).where(Assessment.scheme_id == scheme_id)
    found = select(Cluster.id, Cluster.country, Cluster.sectors).where(Cluster.id.in_(applied))
    return [(row[0], row[1], row[2]) for row in session.execute(found)]


def holders(session: Session, scheme_id: str, day: date) -> frozenset[int]:
    """The clusters that hold a label of the scheme on that day, awarded here or before."""
    here = (
        select(Assessment.cluster_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(Assessment.scheme_id == scheme_id, holds_on(day))
    )
    before = select(EarlierLabel.cluster_id).where(
        EarlierLabel.scheme_id == scheme_id,
        earlier_holds_on(day),
    )
    return frozenset(session.scalars(here)) | frozenset(session.scalars(before))


def outside_peers(session: Session, scheme_id: str) -> Sequence[OutsidePeer]:
    """Clusters without an application here, in their order."""
    return session.scalars(
        select(OutsidePeer).where(OutsidePeer.scheme_id == scheme_id).order_by(OutsidePeer.id)
    ).all()


def tables(
    session: Session, scheme_id: str, criterion_id: str, measure: str
) -> Sequence[BenchmarkTable]:
    """All that was ever published of a measure of an indicator, oldest first."""
    return session.scalars(
        select(BenchmarkTable)
        .where(
            BenchmarkTable.scheme_id == scheme_id,
            BenchmarkTable.criterion_id == criterion_id,
            BenchmarkTable.measure == measure,
        )
        .order_by(BenchmarkTable.id)
    ).all()


def comparison(session: Session, submission_id: int, round_: int) -> Comparison | None:
    """What a submission was compared with; None where it is not yet."""
    return session.get(Comparison, (submission_id, round_))


def newest_table(session: Session, scheme_id: str) -> int:
    """The table of the scheme that was published last; 0 while there is none."""
    found = select(func.max(BenchmarkTable.id)).where(BenchmarkTable.scheme_id == scheme_id)
    return session.scalar(found) or 0


def unwritten_among(session: Session, submission_ids: Collection[int]) -> frozenset[int]:
    """Those of the submissions that stand and whose figures nobody has written down."""
    found = select(Submission.id).where(
        Submission.id.in_(submission_ids),
        Submission.withdrawn_at.is_(None),
        Submission.id.not_in(select(ComparedSubmission.submission_id)),
    )
    return frozenset(session.scalars(found))
