"""The evidence of clusters: their libraries, what supports what, and what waits to be seen to."""

from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import (
    Assessment,
    AttachedEvidence,
    Cluster,
    DiscardedFile,
    Evidence,
    EvidenceStep,
    EvidenceVersion,
    LinkCheck,
    Sheet,
    Submission,
    SubmittedEvidence,
)
from assessment.domain.evidence import PAUSE, PAUSE_UNREACHABLE, LinkState
from assessment.domain.workflow import State

_WHOLE = (joinedload(Evidence.file), joinedload(Evidence.check))


@dataclass(frozen=True, slots=True)
class Use:
    """A criterion that a piece of evidence supports; `assessment_id` and `label_id` are those of an
    open draft, None where there is none.
    """

    evidence_id: int
    criterion_id: str
    scheme_id: str
    assessment_id: int | None
    label_id: str | None


@dataclass(frozen=True, slots=True)
class Freezing:
    """A submission that a piece of evidence is part of."""

    evidence_id: int
    submission_id: int
    scheme_id: str
    label_id: str
    submitted_at: datetime


def library(session: Session, cluster_id: int) -> Sequence[Evidence]:
    """Every piece of a cluster, archived ones too, newest first."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.cluster_id == cluster_id)
        .options(*_WHOLE)
        .order_by(Evidence.added_at.desc(), Evidence.id.desc())
    ).all()


def evidence(session: Session, evidence_id: int) -> Evidence:
    """The piece of evidence with its newest version. Raises `NoResultFound`."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(*_WHOLE, joinedload(Evidence.author))
    ).one()


def evidence_for_change(session: Session, evidence_id: int) -> Evidence:
    """The same with its row locked, so that versions are numbered one after the other."""
    return session.scalars(
        select(Evidence)
        .where(Evidence.id == evidence_id)
        .options(*_WHOLE)
        .with_for_update(of=Evidence)
        .execution_options(populate_existing=True)
    ).one()


def of_cluster(
    session: Session, cluster_id: int, evidence_ids: Collection[int]
) -> Sequence[Evidence]:
    """Those of the pieces that belong to the cluster."""
    return session.scalars(
        select(Evidence).where(Evidence.cluster_id == cluster_id, Evidence.id.in_(evidence_ids))
    ).all()


def lock_library(session: Session, cluster_id: int) -> None:
    """Lets one after the other add to a cluster's library; new rows that name the cluster need not wait."""
    session.execute(
        select(Cluster.id).where(Cluster.id == cluster_id).with_for_update(key_share=True)
    )


def same_content(
    session: Session, cluster_id: int, sha256: str, media_type: str
) -> Evidence | None:
    """The cluster's file whose newest version has this content, the one in use before archived ones."""
    return session.scalar(
        select(Evidence)
        .join(Evidence.file)
        .where(
            Evidence.cluster_id == cluster_id,
            EvidenceVersion.sha256 == sha256,
            EvidenceVersion.media_type == media_type,
        )
        .options(*_WHOLE)
        .order_by(Evidence.archived_at.is_not(None), Evidence.id)
        .limit(1)
    )


def same_address(session: Session, cluster_id: int, url: str) -> Evidence | None:
    """The cluster's link with this address."""
    return session.scalar(
        select(Evidence)
        .where(Evidence.cluster_id == cluster_id, Evidence.url == url)
        .options(*_WHOLE)
        .order_by(Evidence.archived_at.is_not(None), Evidence.id)
        .limit(1)
    )


def versions(session: Session, evidence_id: int) -> Sequence[EvidenceVersion]:
    """Every version of a file with who added it, newest first."""
    return session.scalars(
        select(EvidenceVersion)
        .where(EvidenceVersion.evidence_id == evidence_id)
        .options(joinedload(EvidenceVersion.author))
        .order_by(EvidenceVersion.number.desc())
    ).all()


def version(session: Session, evidence_id: int, number: int) -> EvidenceVersion:
    """One version of a file. Raises `NoResultFound`."""
    return session.scalars(
        select(EvidenceVersion).where(
            EvidenceVersion.evidence_id == evidence_id, EvidenceVersion.number == number
        )
    ).one()


def bytes_used(session: Session, cluster_id: int) -> int:
    """What all versions of a cluster's files take together."""
    used = session.scalar(
        select(func.coalesce(func.sum(EvidenceVersion.size), 0))
        .join(Evidence, Evidence.id == EvidenceVersion.evidence_id)
        .where(Evidence.cluster_id == cluster_id)
    )
    return int(used or 0)


def uses(session: Session, which: ColumnElement[bool]) -> Sequence[Use]:
    """What the evidence supports, in the order in which it was attached; a row for each open draft."""
    rows = session.execute(
        select(
            AttachedEvidence.evidence_id,
            AttachedEvidence.criterion_id,
            Sheet.scheme_id,
            Assessment.id,
            Assessment.label_id,
        )
        .join(Evidence, Evidence.id == AttachedEvidence.evidence_id)
        .join(Sheet, Sheet.id == AttachedEvidence.sheet_id)
        .outerjoin(
            Assessment, and_(Assessment.sheet_id == Sheet.id, Assessment.state == State.DRAFT)
        )
        .where(which)
        .order_by(AttachedEvidence.id, Assessment.id)
    )
    return [Use(*row) for row in rows]


def attachments(session: Session, evidence_id: int) -> Sequence[AttachedEvidence]:
    """Where a piece is attached, whether the criterion is asked today or not."""
    return session.scalars(
        select(AttachedEvidence).where(AttachedEvidence.evidence_id == evidence_id)
    ).all()


def leave_histories(session: Session, evidence_id: int) -> None:
    """Lets the histories of answers keep what a piece was called without the piece."""
    session.execute(
        update(EvidenceStep).where(EvidenceStep.evidence_id == evidence_id).values(evidence_id=None)
    )


def freezings(session: Session, which: ColumnElement[bool]) -> Sequence[Freezing]:
    """The submissions that the evidence is part of, newest first."""
    rows = session.execute(
        select(
            SubmittedEvidence.evidence_id,
            Submission.id,
            Assessment.scheme_id,
            Assessment.label_id,
            Submission.submitted_at,
        )
        .distinct()
        .join(Evidence, Evidence.id == SubmittedEvidence.evidence_id)
        .join(Submission, Submission.id == SubmittedEvidence.submission_id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(which)
        .order_by(Submission.submitted_at.desc(), Submission.id.desc())
    )
    return [Freezing(*row) for row in rows]


def belongs_to(cluster_id: int) -> ColumnElement[bool]:
    """The evidence of a cluster, for `uses` and `freezings`."""
    return Evidence.cluster_id == cluster_id


def is_piece(evidence_id: int) -> ColumnElement[bool]:
    """One piece of evidence, for the same."""
    return Evidence.id == evidence_id


def links_to_look_at(session: Session, at: datetime, limit: int) -> Sequence[tuple[int, str]]:
    """The links whose turn it is with their addresses: those that somebody waits for come first."""
    is_old = or_(
        LinkCheck.checked_at.is_(None),
        LinkCheck.checked_at < at - PAUSE,
        and_(
            LinkCheck.state == LinkState.UNREACHABLE,
            LinkCheck.checked_at < at - PAUSE_UNREACHABLE,
        ),
    )
    rows = session.execute(
        select(Evidence.id, Evidence.url)
        .outerjoin(LinkCheck, LinkCheck.evidence_id == Evidence.id)
        .where(
            Evidence.url != "",
            Evidence.archived_at.is_(None),
            or_(LinkCheck.asked_at.is_not(None), is_old),
        )
        .order_by(LinkCheck.asked_at.is_(None), LinkCheck.checked_at, Evidence.id)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


def address_of(session: Session, evidence_id: int) -> str | None:
    """The address of a link; None when the piece is not there any more."""
    return session.scalar(select(Evidence.url).where(Evidence.id == evidence_id))


def link_check(session: Session, evidence_id: int) -> LinkCheck | None:
    return session.get(LinkCheck, evidence_id)


def discarded_files(session: Session, before: datetime) -> Sequence[DiscardedFile]:
    """The files that were deleted from a library before that moment."""
    return session.scalars(select(DiscardedFile).where(DiscardedFile.discarded_at < before)).all()


def kept_files(session: Session) -> Set[str]:
    """The SHA-256 of every file that some library has."""
    return set(session.scalars(select(EvidenceVersion.sha256).distinct()))


def is_file_kept(session: Session, sha256: str) -> bool:
    """Whether any library still has a file with this content."""
    return (
        session.scalar(select(EvidenceVersion.id).where(EvidenceVersion.sha256 == sha256).limit(1))
        is not None
    )
