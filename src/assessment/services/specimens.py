"""Specimens: certificates of an invented cluster, so that the issuer sees the paper beforehand."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Specimen
from assessment.db.queries import specimens as queries
from assessment.domain.days import add_months, end_of_month
from assessment.domain.deadlines import day_of
from assessment.reports.certificate import CertificateFacts
from assessment.reports.formats import country_name
from assessment.reports.issuer import IssuerPaper
from assessment.reports.words.messages import Messages
from assessment.services.papers import Letterhead
from assessment.services.records import record_digest

_COUNTRY = "FI"


def specimen_record(
    edition: Edition, label_id: str, language: str, letterhead: Letterhead, at: datetime
) -> dict[str, Any]:
    """What a specimen of the label says, as plain values; its days follow from today's month."""
    label = edition.scheme.label(label_id)
    words = edition.texts.in_language(language)
    first = day_of(at).replace(day=1)
    messages = Messages(language)
    return {
        "language": language,
        "tier": label.tier,
        "label_title": words.labels[label_id].title,
        "label_claim": words.labels[label_id].claim,
        "scheme_title": words.scheme.title,
        "scheme_version": edition.scheme.version,
        "scheme_note": words.scheme.note,
        "cluster_name": messages.gettext("Example Cluster of the North"),
        "organisation": messages.gettext("Example Development Company"),
        "country": country_name(_COUNTRY, language),
        "number": f"{label.tier[0].upper()}-{first.year}-0000",
        "issued_on": first.isoformat(),
        "valid_from": first.isoformat(),
        "valid_until": end_of_month(add_months(first, 12 * label.validity_years - 1)).isoformat(),
        "paper": letterhead.paper.model_dump(mode="json"),
        "pictures": dict(letterhead.pictures),
        "verify_url": f"{letterhead.base_url}/verify",
    }


def order_specimen(session: Session, said: Mapping[str, Any], at: datetime) -> Specimen:
    """The specimen that says this: one that is there, or one to be made after the commit."""
    digest = record_digest(dict(said))
    found = queries.by_digest(session, digest)
    if found is not None:
        return found
    ordered = Specimen(digest=digest, language=said["language"], facts=dict(said), requested_at=at)
    try:
        with session.begin_nested():
            session.add(ordered)
    except IntegrityError:
        other = queries.by_digest(session, digest)
        if other is None:
            raise
        return other
    session.info["work_waits"] = True
    return ordered


def specimen_facts(specimen: Specimen) -> CertificateFacts:
    """What the specimen prints, marked as what it is."""
    said = {key: value for key, value in specimen.facts.items() if key != "pictures"}
    days = ("issued_on", "valid_from", "valid_until")
    said |= {name: date.fromisoformat(said[name]) for name in days}
    paper = IssuerPaper.model_validate(said.pop("paper"))
    return CertificateFacts(**said, paper=paper, is_specimen=True)
