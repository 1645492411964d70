"""Correcting a certificate: another paper takes the place of the one before, and both stay on record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Certificate, Document, NameCorrection, Submission
from assessment.db.queries import assessments, credentials, name_corrections, outcomes, people
from assessment.domain.deadlines import day_of
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.label_life import ENDED, LifeState
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.papers import Letterhead, certificate_record, corrected_record, words_of
from assessment.services.records import record_digest, rules_of
from assessment.services.sealing import CORRECT, certificate_digest
from assessment.services.steps import record_event


class NothingCorrected(DomainError):
    """The paper would say exactly what the one before says."""


class NeedsSecondPerson(DomainError):
    """Who holds the label is to read otherwise, which a second person has to confirm
    (`services/correcting_names.py`)."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What the paper is to say, and why; number and days of a certificate are never corrected."""

    cluster_name: str
    organisation: str
    reason: str


def correct_certificate(
    session: Session,
    *,
    submission: Submission,
    correction: Correction,
    letterhead: Letterhead,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
    proposed: NameCorrection | None = None,
) -> list[Document]:
    """Orders a corrected certificate in every language, with the issuer's paper of today.

    What was made before is superseded and stays, also for download. The whole team is told, with the
    reason. `proposed` is what a second person confirmed, without which neither name nor organisation
    changes. Raises `NeedsSecondPerson`, `NothingCorrected`, and `IllegalTransition` where there is no
    certificate, it was revoked or replaced by a renewal, or a correction of who holds it waits.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    certificate = outcomes.certificate_for_change(session, submission.id)
    if certificate is None or LifeState(certificate.life) in ENDED:
        raise IllegalTransition("there is no certificate that holds")
    if name_corrections.waiting(session, submission.id) is not None:
        raise IllegalTransition("a correction of who holds it waits")
    before = credentials.current_papers(session, submission.id)
    if proposed is None and names_another(correction, certificate, before, submission):
        raise NeedsSecondPerson
    told = certificate_digest(certificate)
    certificate.cluster_name = correction.cluster_name
    certificate.issuer = letterhead.paper.name
    said = certificate_record(session, submission, certificate, letterhead)
    said["organisation"] = correction.organisation
    if all(words_of(one.facts or {}) == said for one in before):
        raise NothingCorrected
    if before:
        said = corrected_record(said, day_of(at))
    ordered = [_next(one, said, correction.reason, at) for one in before]
    session.add_all(ordered)
    session.flush()
    facts: dict[str, Any] = {
        "reason": correction.reason,
        "before": told,
        "certificate": certificate_digest(certificate),
        "paper": record_digest(said),
        "replaced": sorted(one.sha256 for one in before if one.sha256),
    }
    if proposed is not None:
        facts |= {"correction": proposed.id, "proposed_by": proposed.proposed_by}
    record_event(
        session,
        CORRECT,
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        certificate_id=certificate.id,
        facts=facts,
    )
    _tell_team(session, submission, certificate, correction, mailing)
    session.info["work_waits"] = True
    return ordered


def _next(before: Document, said: dict[str, Any], reason: str, at: datetime) -> Document:
    """The document that takes the place of one, which is left as it is and not made if it was not yet."""
    before.superseded_at = at
    return Document(
        submission_id=before.submission_id,
        kind=before.kind,
        language=before.language,
        round=before.round,
        version=before.version + 1,
        supersedes_id=before.id,
        reason=reason,
        facts=said,
        requested_at=at,
    )


def _tell_team(
    session: Session,
    submission: Submission,
    certificate: Certificate,
    correction: Correction,
    mailing: Mailing,
) -> None:
    assessment = assessments.assessment(session, submission.assessment_id)
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "certificate_corrected",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        number=certificate.number,
        reason=correction.reason,
    )


def names_another(
    correction: Correction,
    certificate: Certificate,
    papers: Sequence[Document],
    submission: Submission,
) -> bool:
    """Whether cluster or organisation is to read otherwise than on record, or on any paper of today."""
    today = [said_now([paper], submission) for paper in papers] or [said_now([], submission)]
    holder = (correction.cluster_name, correction.organisation)
    return correction.cluster_name != certificate.cluster_name or any(
        (one.cluster_name, one.organisation) != holder for one in today
    )


def said_now(papers: Sequence[Document], submission: Submission) -> Correction:
    """What the paper says today, in the first of its languages."""
    cluster = submission.record["cluster"]
    facts = (papers[0].facts or {}) if papers else {}
    return Correction(
        facts.get("cluster_name", cluster["name"]),
        facts.get("organisation", cluster["organisation"]),
        "",
    )
