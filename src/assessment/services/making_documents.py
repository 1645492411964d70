"""Making documents from frozen records. Runs in the worker alone: it loads the PDF renderer."""

from collections.abc import Callable
from dataclasses import replace

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Certificate, Decision, Document, Submission
from assessment.db.queries import outcomes, reviews
from assessment.domain.validity import HOME
from assessment.reports.application import application_html
from assessment.reports.applying import UNDECIDED, Applied, application_facts
from assessment.reports.certificate import CertificateFacts, certificate_html
from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import evaluation_html
from assessment.reports.formats import country_name
from assessment.reports.pdf import html_to_pdf
from assessment.reports.verdict import Appealed, Verdict
from assessment.services.making import Workshop
from assessment.services.records import rules_of, sheet_of
from assessment.services.unbroken import unbroken


def make_waiting_documents(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the documents that were ordered; as `Workshop.make_waiting` says."""

    def prepare(session: Session, document: Document) -> Callable[[], bytes]:
        html = document_html(session, settings, document)
        return lambda: html_to_pdf(html)

    workshop = Workshop(
        "document", engine, settings, outcomes.documents_to_make, outcomes.document, prepare
    )
    return workshop.make_waiting(after_each)


def document_html(session: Session, settings: Settings, document: Document) -> str:
    """The HTML for print of a document, from the frozen submission and its decision if it has one."""
    submission = reviews.submission(session, document.submission_id)
    if document.kind == "application":
        applied = applied_of(submission, document.language, settings.issuer)
        return application_html(application_facts(applied))
    decision, certificate = outcomes.decision_and_certificate(
        session, submission.id, document.round
    )
    edition, _label = rules_of(submission)
    if decision is None or decision.decided_at is None:
        raise LookupError(f"submission {submission.id} is not decided")
    if document.kind == "report":
        verdict = verdict_of(
            submission,
            decision,
            certificate,
            document.language,
            settings.issuer,
            first=outcomes.decision(session, submission.id, 1) if document.round > 1 else None,
        )
        return evaluation_html(evaluation_facts(verdict))
    if certificate is None:
        raise LookupError(f"submission {submission.id} has no certificate")
    facts = certificate_facts(
        submission, certificate, edition, document.language, settings.base_url
    )
    renews = unbroken(session, submission)
    if renews is not None:
        facts = replace(facts, renews=renews.number, held_since=renews.since)
    return certificate_html(facts)


def certificate_facts(
    submission: Submission,
    certificate: Certificate,
    edition: Edition,
    language: str,
    base_url: str,
) -> CertificateFacts:
    """What stands on the certificate, in the language."""
    label = edition.scheme.label(submission.record["label"])
    words = edition.texts.in_language(language)
    cluster = submission.record["cluster"]
    return CertificateFacts(
        language=language,
        tier=label.tier,
        label_title=words.labels[label.id].title,
        label_claim=words.labels[label.id].claim,
        scheme_title=words.scheme.title,
        scheme_version=edition.scheme.version,
        scheme_note=words.scheme.note,
        cluster_name=cluster["name"],
        organisation=cluster["organisation"],
        country=country_name(cluster["country"], language),
        number=certificate.number,
        issued_on=certificate.issued_at.astimezone(HOME).date(),
        valid_from=certificate.valid_from,
        valid_until=certificate.valid_until,
        issuer=certificate.issuer,
        verify_url=f"{base_url}/verify/{certificate.token}",
    )


def applied_of(submission: Submission, language: str, issuer: str) -> Applied:
    """The submission as frozen, before anybody has reviewed it."""
    edition, _label = rules_of(submission)
    return Applied(
        edition=edition,
        language=language,
        record=submission.record,
        decision=UNDECIDED,
        sheet=sheet_of(submission.record),
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=submission.submitted_at,
        statement="",
        issuer=issuer,
        submitted_by=submission.submitter.name,
    )


def verdict_of(
    submission: Submission,
    decision: Decision,
    certificate: Certificate | None,
    language: str,
    issuer: str,
    first: Decision | None = None,
) -> Verdict:
    """The decided submission as frozen: `issuer` decided, unless the certificate names another.

    `first` is the decision against which there was an appeal, where this is the one on it.
    """
    edition, _label = rules_of(submission)
    return Verdict(
        edition=edition,
        language=language,
        record=submission.record,
        decision=decision.record,
        sheet=sheet_of(submission.record),
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=decision.decided_at or decision.proposed_at,
        statement=decision.statement,
        issuer=certificate.issuer if certificate else issuer,
        certificate_number=certificate.number if certificate else None,
        valid_from=certificate.valid_from if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
        appealed=_appealed(submission, first),
    )


def _appealed(submission: Submission, first: Decision | None) -> Appealed | None:
    appeal = submission.appeal
    if appeal is None or first is None or first.decided_at is None:
        return None
    return Appealed(appeal.grounds, appeal.made_at, first.decided_at)
