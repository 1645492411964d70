"""The certificate for software: its credential, signed before its paper is made, and enclosed in it.

Runs in the worker alone, as the keys are its own.
"""

from dataclasses import replace

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Document, Submission
from assessment.db.queries import outcomes, reviews
from assessment.domain.credentials import (
    CREDENTIAL_NAME,
    Purpose,
    issuer_id,
    place_in_list,
    status_address,
)
from assessment.reports.certificate import CertificateFacts
from assessment.reports.credential import Awarded, sign_credential
from assessment.reports.issuer_keys import credential_key
from assessment.reports.pdf import Enclosed
from assessment.reports.words.messages import Messages
from assessment.services.papers import (
    Letterhead,
    certificate_record,
    printed_facts,
    read_letterhead,
)
from assessment.services.records import rules_of


def prepare_certificate(session: Session, settings: Settings, document: Document) -> None:
    """Writes down what a certificate says, where its order did not, and signs its credential: once, so
    that every try at the paper encloses the same.
    """
    submission = reviews.submission(session, document.submission_id)
    _decision, certificate = outcomes.decision_and_certificate(session, submission.id)
    if certificate is None:
        raise LookupError(f"submission {submission.id} has no certificate")
    if document.facts is None:
        letterhead = _named(read_letterhead(settings), certificate.issuer)
        document.facts = certificate_record(session, submission, certificate, letterhead)
    if not document.credential:
        edition, _label = rules_of(submission)
        facts = printed_facts(document, submission, certificate, edition)
        awarded = _awarded(facts, document, submission, edition)
        document.credential = sign_credential(awarded, credential_key(settings))


def _named(letterhead: Letterhead, issuer: str) -> Letterhead:
    """The paper in the name of whoever issued a certificate before papers were frozen."""
    return replace(letterhead, paper=letterhead.paper.model_copy(update={"name": issuer}))


def enclosed_in(document: Document) -> list[Enclosed]:
    """What travels inside the PDF of a document."""
    if not document.credential:
        return []
    words = Messages(document.language).gettext("Credential (Open Badges 3.0)")
    content = document.credential.encode()
    return [Enclosed(CREDENTIAL_NAME, words, content, document.requested_at)]


def _awarded(
    facts: CertificateFacts,
    document: Document,
    submission: Submission,
    edition: Edition,
) -> Awarded:
    base_url = (document.facts or {})["base_url"]
    label_id = submission.record["label"]
    number, place = place_in_list(document.id)
    return Awarded(
        address=facts.verify_url,
        label=facts.label_title,
        claim=facts.label_claim,
        narrative=f"{facts.number}. {facts.scheme_title} {facts.scheme_version}. {facts.scheme_note}",
        picture=f"{base_url}/labels/emblems/{facts.tier}.png",
        achievement=f"{base_url}/labels/{edition.scheme.id}/{label_id}",
        cluster=f"{base_url}/clusters/{submission.assessment.cluster.public_id}",
        cluster_name=facts.cluster_name,
        issuer_id=issuer_id(base_url),
        issuer=facts.issuer,
        issuer_url=base_url,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        status=place,
        lists={purpose: status_address(base_url, purpose, number) for purpose in Purpose},
    )
