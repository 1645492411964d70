"""Attaching evidence to an answer and taking it off again."""

from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, AttachedEvidence, Evidence
from assessment.db.queries import assessments as queries
from assessment.domain.criteria import Criterion
from assessment.domain.errors import IllegalTransition
from assessment.domain.workflow import State
from assessment.services.uploads import store_file

TITLE_LIMIT = 300
"""Characters that a title may have; an address may have more."""


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
    dated_on: date | None = None,
) -> Evidence:
    """Takes a file as evidence for an answer; the same file twice is one piece of evidence.

    `dated_on` is the day that it speaks of; given again, it replaces the one that was there.

    Raises `RefusedUpload` (see `uploads.store_file`) and `IllegalTransition` after submission.
    """
    assessment = _draft(session, assessment_id)
    stored = store_file(folder, filename, stream, limit=limit)
    evidence = queries.same_file(session, assessment.cluster_id, stored.sha256, stored.filename)
    if evidence is None:
        evidence = Evidence(
            cluster_id=assessment.cluster_id,
            title=stored.filename,
            filename=stored.filename,
            media_type=stored.media_type,
            size=stored.size,
            sha256=stored.sha256,
            added_by=actor_id,
            added_at=at,
        )
    evidence.dated_on = dated_on or evidence.dated_on
    return _attach(session, assessment, criterion, evidence)


def attach_link(
    session: Session,
    *,
    assessment_id: int,
    criterion: Criterion,
    url: str,
    title: str,
    actor_id: int,
    at: datetime,
    dated_on: date | None = None,
) -> Evidence:
    """Takes a web address as evidence for an answer. Raises `IllegalTransition` after submission."""
    assessment = _draft(session, assessment_id)
    evidence = Evidence(
        cluster_id=assessment.cluster_id,
        title=(title or url)[:TITLE_LIMIT],
        url=url,
        dated_on=dated_on,
        added_by=actor_id,
        added_at=at,
    )
    attached = queries.attached_evidence(session, assessment_id).get(criterion.id, [])
    for present in attached:
        if (present.url, present.title) == (evidence.url, evidence.title):
            present.dated_on = dated_on or present.dated_on
            return present
    return _attach(session, assessment, criterion, evidence)


def detach_evidence(
    session: Session, *, assessment_id: int, criterion: Criterion, evidence_id: int
) -> None:
    """Takes evidence off an answer; it stays with the cluster. Does nothing when it is off already.

    Raises `IllegalTransition` after submission.
    """
    draft = _draft(session, assessment_id)
    attached = queries.attachment(session, draft.sheet_id, criterion.id, evidence_id)
    if attached is not None:
        session.delete(attached)
        session.flush()


def _draft(session: Session, assessment_id: int) -> Assessment:
    assessment = queries.draft_for_change(session, assessment_id)
    if assessment.state != State.DRAFT:
        raise IllegalTransition(f"evidence in state {assessment.state}")
    return assessment


def _attach(
    session: Session, assessment: Assessment, criterion: Criterion, evidence: Evidence
) -> Evidence:
    session.add(evidence)
    session.flush()
    if queries.attachment(session, assessment.sheet_id, criterion.id, evidence.id) is None:
        session.add(
            AttachedEvidence(
                sheet_id=assessment.sheet_id,
                criterion_id=criterion.id,
                evidence_id=evidence.id,
            )
        )
        session.flush()
    return evidence
