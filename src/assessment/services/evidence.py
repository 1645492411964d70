"""Attaching evidence to an answer and taking it off again, and what was attached at an earlier time."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, AttachedEvidence, Evidence, EvidenceStep
from assessment.db.queries import assessments as queries
from assessment.db.queries import evidence as library_queries
from assessment.domain.criteria import Criterion
from assessment.domain.errors import IllegalTransition
from assessment.domain.evidence import attached_before
from assessment.domain.workflow import State
from assessment.services.library import UNDESCRIBED, Added, Described, add_file, add_link


@dataclass(frozen=True, slots=True)
class Supporting:
    """What a piece of evidence is called, and its `id` while the library has it."""

    title: str
    id: int | None


def attach_file(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    filename: str,
    stream: BinaryIO,
    folder: Path,
    limit: int,
    actor_id: int,
    at: datetime,
    described: Described = UNDESCRIBED,
    quota: int | None = None,
) -> Added:
    """Takes a file into the cluster's library and has it support an answer.

    Raises as `library.add_file` does, and `IllegalTransition` after submission.
    """
    assessment = _draft(session, assessment_id)
    added = add_file(
        session,
        cluster_id=assessment.cluster_id,
        filename=filename,
        stream=stream,
        folder=folder,
        limit=limit,
        quota=quota,
        described=described,
        actor_id=actor_id,
        at=at,
    )
    _attach(session, assessment, criterion, added.evidence, actor_id, at)
    return added


def attach_link(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    url: str,
    actor_id: int,
    at: datetime,
    described: Described = UNDESCRIBED,
) -> Added:
    """Takes a web address into the library and has it support an answer.

    Raises `IllegalTransition` after submission.
    """
    assessment = _draft(session, assessment_id)
    added = add_link(
        session,
        cluster_id=assessment.cluster_id,
        url=url,
        described=described,
        actor_id=actor_id,
        at=at,
    )
    _attach(session, assessment, criterion, added.evidence, actor_id, at)
    return added


def attach_from_library(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    evidence_ids: Collection[int],
    actor_id: int,
    at: datetime,
) -> list[Evidence]:
    """Has pieces of the cluster's library support an answer; those of others are passed over.

    Raises `IllegalTransition` after submission.
    """
    assessment = _draft(session, assessment_id)
    found = library_queries.of_cluster(session, assessment.cluster_id, evidence_ids)
    for evidence in sorted(found, key=lambda piece: piece.id):
        _attach(session, assessment, criterion, evidence, actor_id, at)
    return list(found)


def detach_evidence(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    evidence_id: int,
    actor_id: int,
    at: datetime,
) -> None:
    """Takes evidence off an answer; it stays in the library. Does nothing when it is off already.

    Raises `IllegalTransition` after submission.
    """
    draft = _draft(session, assessment_id)
    attached = queries.attachment(session, draft.sheet_id, criterion.id, evidence_id)
    if attached is not None:
        evidence = library_queries.evidence(session, evidence_id)
        place = draft.sheet_id, criterion.id
        session.add(EvidenceStep.of(*place, evidence, is_attached=False, by=actor_id, at=at))
        session.delete(attached)
        session.flush()


def evidence_at(
    session: Session,
    sheet_id: int,
    criterion_id: str,
    at: datetime,
    today: Sequence[Evidence],
) -> list[Supporting]:
    """What supported an answer at an earlier time, worked out from what supports it `today`.

    First what still does, then what was taken off since.
    """
    steps = queries.evidence_steps(session, sheet_id, criterion_id, after=at)
    known = {step.key: Supporting(step.title, step.evidence_id) for step in steps}
    known |= {(piece.id, False): Supporting(piece.title, piece.id) for piece in today}
    undone = [(step.key, step.is_attached) for step in steps]
    return [known[key] for key in attached_before(undone, [(piece.id, False) for piece in today])]


def _draft(session: Session, assessment_id: int) -> Assessment:
    assessment = queries.draft_for_change(session, assessment_id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"evidence in state {assessment.state}")
    return assessment


def _attach(
    session: Session,
    assessment: Assessment,
    criterion: Criterion,
    evidence: Evidence,
    actor_id: int,
    at: datetime,
) -> None:
    if queries.attachment(session, assessment.sheet_id, criterion.id, evidence.id) is None:
        session.add(
            AttachedEvidence(
                sheet_id=assessment.sheet_id,
                criterion_id=criterion.id,
                evidence_id=evidence.id,
            )
        )
        place = assessment.sheet_id, criterion.id
        session.add(EvidenceStep.of(*place, evidence, is_attached=True, by=actor_id, at=at))
        session.flush()
