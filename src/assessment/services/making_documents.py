"""Making documents from frozen records. Runs in the worker alone: it loads the PDF renderer."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Certificate, Decision, Document, Specimen, Submission
from assessment.db.queries import outcomes, reviews, specimens
from assessment.db.session import open_session
from assessment.reports.application import application_html
from assessment.reports.applying import UNDECIDED, Applied, application_facts
from assessment.reports.benchmarking import benchmarking_html
from assessment.reports.certificate import certificate_html
from assessment.reports.comparing import benchmarking_facts
from assessment.reports.evaluating import evaluation_facts
from assessment.reports.evaluation import evaluation_html
from assessment.reports.issuer_keys import opened_sealer
from assessment.reports.pdf import Enclosed, html_to_pdf
from assessment.reports.pictures import redrawn
from assessment.reports.verdict import Appealed, Verdict
from assessment.reports.words.messages import Messages
from assessment.services.benchmarking import benchmarked_of
from assessment.services.comparisons import BENCHMARKING, compare_for
from assessment.services.credentials import enclosed_in, prepare_certificate
from assessment.services.making import Workshop
from assessment.services.making_self_reports import report_html
from assessment.services.papers import printed_facts
from assessment.services.records import rules_of, sheet_of
from assessment.services.specimens import specimen_facts
from assessment.services.uploads import stored_path


def make_waiting_documents(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the documents that were ordered; as `Workshop.make_waiting` says."""
    return document_workshop(engine, settings).make_waiting(after_each)


def document_workshop(engine: Engine, settings: Settings) -> Workshop[Document]:
    """What makes documents. A submission is compared right before its benchmarking report is made."""

    def ahead(number: int) -> None:
        with open_session(engine, writes=False) as session:
            document = outcomes.document(session, number)
        if document.kind == BENCHMARKING:
            compare_for(engine, document.submission_id, document.round)

    def begin(session: Session, document: Document) -> None:
        if document.kind == "certificate":
            prepare_certificate(session, settings, document)

    def prepare(session: Session, document: Document) -> Callable[[], bytes]:
        html = document_html(session, settings, document)
        enclosed = enclosed_in(document)
        pictures = _redrawn(settings, (document.facts or {}).get("pictures", {}))
        language = document.language
        return lambda: sealed_pdf(html, settings, language, enclosed, pictures)

    return Workshop(
        "document", engine, settings, Document, outcomes.document, prepare, begin, ahead
    )


def sealed_pdf(
    html: str,
    settings: Settings,
    language: str,
    enclosed: Sequence[Enclosed] = (),
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """The HTML as a PDF under the issuer's seal. Raises `NotSealed` when the key cannot be had."""
    seal = Messages(language).gettext("Seal of %(issuer)s", issuer=settings.issuer)
    pdf = html_to_pdf(html, enclosed, seal, pictures)
    with opened_sealer(settings) as sealer:
        return sealer.seal(pdf, seal)


def document_html(session: Session, settings: Settings, document: Document) -> str:
    """The HTML for print of a document, from the frozen submission and its decision if it has one."""
    submission = reviews.submission(session, document.submission_id)
    if document.kind == "application":
        applied = applied_of(submission, document.language, settings.issuer)
        return application_html(application_facts(applied))
    if document.kind == "self_assessment":
        return report_html(session, submission, document.language, settings.issuer)
    if document.kind == BENCHMARKING:
        return benchmarking_html(benchmarking_facts(benchmarked_of(session, settings, document)))
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
    return certificate_html(printed_facts(document, submission, certificate, edition))


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


def make_waiting_specimens(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the specimens that were ordered; as `Workshop.make_waiting` says. They have no seal."""

    def prepare(_session: Session, specimen: Specimen) -> Callable[[], bytes]:
        html = certificate_html(specimen_facts(specimen))
        pictures = _redrawn(settings, specimen.facts["pictures"])
        return lambda: html_to_pdf(html, pictures=pictures)

    workshop = Workshop("specimen", engine, settings, Specimen, specimens.specimen, prepare)
    return workshop.make_waiting(after_each)


def _redrawn(settings: Settings, named: Mapping[str, str]) -> dict[str, bytes]:
    """The pictures of these names and digests, drawn anew. Raises `UnreadablePicture`."""
    return {
        name: redrawn(name, stored_path(settings.documents_path, sha256).read_bytes())
        for name, sha256 in named.items()
    }
