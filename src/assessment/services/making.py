"""Making documents from frozen records. Runs in the worker alone: it loads the PDF renderer."""

import hashlib
import logging
from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Decision, Document, Submission
from assessment.db.queries import outcomes, reviews
from assessment.db.session import open_session, unit_of_work
from assessment.domain.validity import HOME
from assessment.reports.application import application_html
from assessment.reports.applying import UNDECIDED, Applied, application_facts
from assessment.reports.certificate import CertificateFacts, certificate_html
from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import evaluation_html
from assessment.reports.formats import country_name
from assessment.reports.pdf import html_to_pdf
from assessment.reports.verdict import Verdict
from assessment.reports.words.messages import Messages
from assessment.services.records import rules_of, sheet_of
from assessment.services.retries import pause_after
from assessment.services.uploads import stored_path, write_once

log = logging.getLogger(__name__)


def make_waiting_documents(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes what was ordered and returns how many came out.

    A failing document does not stop the others, and is tried again with growing pauses.
    `after_each` is called between two, so that short work need not wait for all of this.
    """
    with open_session(engine, writes=False) as session:
        waiting = outcomes.documents_to_make(session, now())
    made = 0
    for document_id in waiting:
        made += _make(engine, settings, document_id)
        after_each()
    return made


def _make(engine: Engine, settings: Settings, document_id: int) -> bool:
    try:
        with open_session(engine, writes=False) as session:
            document = outcomes.document(session, document_id)
            html = document_html(session, settings, document)
        content = html_to_pdf(html)
        digest = hashlib.sha256(content).hexdigest()
        write_once(stored_path(settings.documents_path, digest), content)
    except Exception as error:  # one document's fault, whatever it is, is kept with it
        log.exception("document %s could not be made", document_id)
        _postpone(engine, document_id, f"{type(error).__name__}: {error}")
        return False
    with unit_of_work(engine) as session:
        document = outcomes.document(session, document_id)
        if document.made_at is None:
            document.sha256, document.size = digest, len(content)
            document.made_at, document.fault = now(), ""
    return True


def _postpone(engine: Engine, document_id: int, fault: str) -> None:
    with unit_of_work(engine) as session:
        document = outcomes.document(session, document_id)
        document.attempts += 1
        document.retry_at = now() + pause_after(document.attempts)
        document.fault = fault


def document_html(session: Session, settings: Settings, document: Document) -> str:
    """The HTML for print of a document, from the frozen submission and its decision if it has one."""
    submission = reviews.submission(session, document.submission_id)
    if document.kind == "application":
        applied = applied_of(submission, document.language, settings.issuer)
        return application_html(application_facts(applied))
    decision = outcomes.decision(session, submission.id)
    certificate = outcomes.certificate(session, submission.id)
    edition, _label = rules_of(submission)
    if decision is None:
        raise LookupError(f"submission {submission.id} is not decided")
    if document.kind == "report":
        verdict = verdict_of(submission, decision, certificate, document.language, settings.issuer)
        return evaluation_html(evaluation_facts(verdict))
    if certificate is None:
        raise LookupError(f"submission {submission.id} has no certificate")
    return certificate_html(
        certificate_facts(submission, certificate, edition, document.language, settings.base_url)
    )


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
        submitted_by=Messages(language).person(submission.submitter),
    )


def verdict_of(
    submission: Submission,
    decision: Decision,
    certificate: Certificate | None,
    language: str,
    issuer: str,
) -> Verdict:
    """The decided submission as frozen: `issuer` decided, unless the certificate names another."""
    edition, _label = rules_of(submission)
    return Verdict(
        edition=edition,
        language=language,
        record=submission.record,
        decision=decision.record,
        sheet=sheet_of(submission.record),
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=decision.decided_at,
        statement=decision.statement,
        issuer=certificate.issuer if certificate else issuer,
        certificate_number=certificate.number if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
    )
