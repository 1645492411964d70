"""A cluster's library of evidence: what is added, described, put aside and deleted."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import DiscardedFile, Evidence, EvidenceStep, EvidenceVersion, LinkCheck
from assessment.db.queries import evidence as queries
from assessment.domain.errors import RefusedUpload, StillNeeded
from assessment.domain.evidence import Confidentiality, Period
from assessment.services.holdings import read_holding
from assessment.services.uploads import CheckedFile, check_file, store_file

TITLE_LIMIT = 300
"""Characters that a title may have; an address may have more."""


@dataclass(frozen=True, slots=True)
class Described:
    """What people say of a piece of evidence; a title left empty is the file's name or the address."""

    title: str = ""
    period: Period | None = None
    confidentiality: Confidentiality = Confidentiality.NORMAL
    note: str = ""


UNDESCRIBED = Described()


@dataclass(frozen=True, slots=True)
class Added:
    """The piece of evidence; it `is_new` unless the library had it already."""

    evidence: Evidence
    is_new: bool


def add_file(
    session: Session,
    *,
    cluster_id: int,
    filename: str,
    stream: BinaryIO,
    folder: Path,
    limit: int,
    actor_id: int,
    at: datetime,
    described: Described = UNDESCRIBED,
    quota: int | None = None,
) -> Added:
    """Takes a file into the library; the same content is one piece of evidence, whatever its name.

    A piece that was archived comes back; a period given again replaces the one that was there.
    `quota` bounds the bytes of all versions of the cluster's files together.

    Raises `RefusedUpload` (see `uploads.check_file`, and `quota`); nothing is written then.
    """
    file = check_file(filename, stream, limit=limit)
    queries.lock_library(session, cluster_id)
    known = queries.same_content(session, cluster_id, file.sha256, file.media_type)
    if known is not None:
        return _known(session, known, described)
    _check_room(session, cluster_id, file, quota)
    store_file(folder, file)
    evidence = _new(session, cluster_id, described, file.filename, "", actor_id, at)
    _add_version(session, evidence, file, actor_id, at)
    return Added(evidence, is_new=True)


def add_link(
    session: Session,
    *,
    cluster_id: int,
    url: str,
    actor_id: int,
    at: datetime,
    described: Described = UNDESCRIBED,
) -> Added:
    """Takes a web address into the library; the same address is one piece of evidence."""
    queries.lock_library(session, cluster_id)
    known = queries.same_address(session, cluster_id, url)
    if known is not None:
        return _known(session, known, described)
    evidence = _new(session, cluster_id, described, url, url, actor_id, at)
    session.add(LinkCheck(evidence_id=evidence.id, asked_at=at))
    session.flush()
    session.info["work_waits"] = True
    session.expire(evidence, ["check", "file"])
    return Added(queries.evidence(session, evidence.id), is_new=True)


def add_version(
    session: Session,
    *,
    evidence_id: int,
    filename: str,
    stream: BinaryIO,
    folder: Path,
    limit: int,
    actor_id: int,
    at: datetime,
    quota: int | None = None,
) -> Added:
    """Takes a new version of a file; those before stay, and submissions keep theirs.

    The content of the newest version once more changes nothing. Raises `RefusedUpload`, also for
    a link (`not_a_file`).
    """
    evidence = queries.evidence(session, evidence_id)
    if evidence.url:
        raise RefusedUpload("not_a_file", filename=evidence.title)
    file = check_file(filename, stream, limit=limit)
    queries.lock_library(session, evidence.cluster_id)
    evidence = queries.evidence_for_change(session, evidence_id)
    if (evidence.sha256, evidence.media_type) == (file.sha256, file.media_type):
        return Added(evidence, is_new=False)
    _check_room(session, evidence.cluster_id, file, quota)
    store_file(folder, file)
    is_named_by_file = evidence.title == evidence.filename
    _add_version(session, evidence, file, actor_id, at)
    if is_named_by_file:
        evidence.title = file.filename
    return Added(evidence, is_new=True)


def describe(
    session: Session, *, evidence_id: int, described: Described, url: str = "", at: datetime
) -> Evidence:
    """Changes what is said of a piece of evidence, and the address of a link.

    A new address is looked at anew. What a submission froze stays as it was.
    """
    evidence = queries.evidence_for_change(session, evidence_id)
    if evidence.url and url and url != evidence.url:
        evidence.url = url
        ask_for_look(session, evidence_id=evidence_id, at=at, is_new=True)
    evidence.title = (described.title or evidence.filename or evidence.url)[:TITLE_LIMIT]
    evidence.confidentiality = described.confidentiality
    evidence.note = described.note
    _set_period(evidence, described.period)
    session.flush()
    return evidence


def ask_for_look(session: Session, *, evidence_id: int, at: datetime, is_new: bool = False) -> None:
    """Has the worker look at a link as soon as it can; at a new address as if it never had."""
    check = queries.link_check(session, evidence_id)
    if check is None:
        check = LinkCheck(evidence_id=evidence_id)
        session.add(check)
    check.asked_at = at
    if is_new:
        check.checked_at, check.state, check.http_status, check.moved_to = None, "", None, ""
    session.flush()
    session.info["work_waits"] = True


def archive(session: Session, *, evidence_id: int, at: datetime) -> None:
    """Puts a piece aside: it is offered no more, and stays where it supports something."""
    evidence = queries.evidence_for_change(session, evidence_id)
    evidence.archived_at = evidence.archived_at or at
    session.flush()


def restore(session: Session, *, evidence_id: int) -> None:
    """Brings back what was archived."""
    queries.evidence_for_change(session, evidence_id).archived_at = None
    session.flush()


def delete(
    session: Session, *, evidence_id: int, catalogue: Catalogue, actor_id: int, at: datetime
) -> None:
    """Deletes a piece with all its versions; the worker takes the files off the disk.

    The histories of the answers that it supported keep its title.

    Raises `StillNeeded` while it supports a criterion that a scheme still has, and for ever when a
    submission froze it.
    """
    evidence = queries.evidence_for_change(session, evidence_id)
    if not read_holding(session, evidence_id, catalogue, at).is_unused:
        raise StillNeeded(evidence.title)
    for attached in queries.attachments(session, evidence_id):
        place = attached.sheet_id, attached.criterion_id
        session.add(EvidenceStep.of(*place, evidence, is_attached=False, by=actor_id, at=at))
        session.delete(attached)
    session.flush()
    queries.leave_histories(session, evidence_id)
    for version in queries.versions(session, evidence_id):
        session.merge(DiscardedFile(sha256=version.sha256, discarded_at=at))
        session.delete(version)
    check = queries.link_check(session, evidence_id)
    if check is not None:
        session.delete(check)
    session.flush()
    session.delete(evidence)
    session.flush()


def _new(
    session: Session,
    cluster_id: int,
    described: Described,
    name: str,
    url: str,
    actor_id: int,
    at: datetime,
) -> Evidence:
    evidence = Evidence(
        cluster_id=cluster_id,
        title=(described.title or name)[:TITLE_LIMIT],
        url=url,
        confidentiality=described.confidentiality,
        note=described.note,
        added_by=actor_id,
        added_at=at,
    )
    _set_period(evidence, described.period)
    session.add(evidence)
    session.flush()
    return evidence


def _add_version(
    session: Session, evidence: Evidence, file: CheckedFile, actor_id: int, at: datetime
) -> None:
    evidence.newest += 1
    session.add(
        EvidenceVersion(
            evidence_id=evidence.id,
            number=evidence.newest,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            sha256=file.sha256,
            added_by=actor_id,
            added_at=at,
        )
    )
    session.flush()
    session.expire(evidence, ["file", "check"])
    queries.evidence(session, evidence.id)


def _known(session: Session, known: Evidence, described: Described) -> Added:
    known.archived_at = None
    if described.period is not None:
        _set_period(known, described.period)
    session.flush()
    return Added(known, is_new=False)


def _set_period(evidence: Evidence, period: Period | None) -> None:
    evidence.effective_from = period.since if period else None
    evidence.effective_until = period.until if period else None


def _check_room(session: Session, cluster_id: int, file: CheckedFile, quota: int | None) -> None:
    used = queries.bytes_used(session, cluster_id)
    if quota is not None and used + file.size > quota:
        raise RefusedUpload("quota", filename=file.filename, used=used, quota=quota)
