"""What stands on a certificate: frozen when it is issued, and printed from that alone."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Certificate, Document, Submission
from assessment.domain.deadlines import day_of
from assessment.reports.certificate import CertificateFacts
from assessment.reports.formats import country_name
from assessment.reports.issuer import IssuerPaper, check_picture, read_paper, read_picture
from assessment.services.unbroken import unbroken
from assessment.services.uploads import stored_path, write_once


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The issuer's paper on a day: its `pictures` by name as SHA-256; `base_url` is where to check."""

    paper: IssuerPaper
    base_url: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def read_letterhead(settings: Settings) -> Letterhead:
    """The issuer's paper as it is configured now; its pictures are kept among the documents.

    Raises `PaperFault`.
    """
    paper = read_paper(settings)
    pictures = {}
    for name in paper.pictures:
        content = read_picture(settings, name)
        check_picture(name, content)
        pictures[name] = hashlib.sha256(content).hexdigest()
        write_once(stored_path(settings.documents_path, pictures[name]), content)
    return Letterhead(paper, settings.base_url, pictures)


def certificate_record(
    session: Session, submission: Submission, certificate: Certificate, letterhead: Letterhead
) -> dict[str, Any]:
    """What a certificate says beside the frozen submission, as plain values to be kept with it."""
    goes_on = unbroken(session, submission)
    return {
        "cluster_name": certificate.cluster_name,
        "organisation": submission.record["cluster"]["organisation"],
        "paper": letterhead.paper.model_dump(mode="json"),
        "pictures": dict(letterhead.pictures),
        "base_url": letterhead.base_url,
        "renews": goes_on.number if goes_on else "",
        "held_since": goes_on.since.isoformat() if goes_on else None,
    }


def corrected_record(said: Mapping[str, Any], day: date) -> dict[str, Any]:
    """The same of a certificate that is corrected, with the day of it."""
    return {**said, "corrected_on": day.isoformat()}


def words_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a certificate says, without when it was corrected."""
    return {key: said[key] for key in said if key != "corrected_on"}


def _corrected_on(document: Document) -> date | None:
    said = document.facts or {}
    if document.version == 1:
        return None
    if "corrected_on" not in said:  # from before the papers said it
        return day_of(document.requested_at)
    return date.fromisoformat(said["corrected_on"])


def printed_facts(
    document: Document, submission: Submission, certificate: Certificate, edition: Edition
) -> CertificateFacts:
    """What the document prints, in its language."""
    said = document.facts or {}
    label = edition.scheme.label(submission.record["label"])
    words = edition.texts.in_language(document.language)
    return CertificateFacts(
        language=document.language,
        tier=label.tier,
        label_title=words.labels[label.id].title,
        label_claim=words.labels[label.id].claim,
        scheme_title=words.scheme.title,
        scheme_version=edition.scheme.version,
        scheme_note=words.scheme.note,
        cluster_name=said["cluster_name"],
        organisation=said["organisation"],
        country=country_name(submission.record["cluster"]["country"], document.language),
        number=certificate.number,
        issued_on=day_of(certificate.issued_at),
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        paper=IssuerPaper.model_validate(said["paper"]),
        verify_url=f"{said['base_url']}/verify/{certificate.token}",
        renews=said["renews"],
        held_since=date.fromisoformat(said["held_since"]) if said["held_since"] else None,
        corrected_on=_corrected_on(document),
    )
