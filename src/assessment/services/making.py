"""Making documents from frozen records. Runs in the worker alone: it loads the PDF renderer."""

import hashlib
import logging
from collections.abc import Callable

from babel import Locale
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition, frozen_edition
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Decision, Document, Submission
from assessment.db.queries import outcomes, reviews
from assessment.db.session import open_session, unit_of_work
from assessment.domain.answers import AnswerSheet
from assessment.domain.scoring import Scorecard, Status, score
from assessment.reports.certificate import CertificateFacts, certificate_html
from assessment.reports.evaluation import (
    CriterionFinding,
    EvaluationFacts,
    EvidenceFinding,
    RatingFinding,
    Reviewer,
    SectionFinding,
    evaluation_html,
)
from assessment.reports.formats import HOME
from assessment.reports.pdf import html_to_pdf
from assessment.services.records import self_scorecard
from assessment.services.uploads import stored_path, write_once

log = logging.getLogger(__name__)


def make_waiting_documents(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes what was ordered and returns how many came out.

    A failing document does not stop the others. `after_each` is called between two, so that short
    work need not wait for all of this.
    """
    with open_session(engine, writes=False) as session:
        waiting = outcomes.documents_to_make(session)
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
        with unit_of_work(engine) as session:
            outcomes.document(session, document_id).fault = f"{type(error).__name__}: {error}"
        return False
    with unit_of_work(engine) as session:
        document = outcomes.document(session, document_id)
        if document.made_at is None:
            document.sha256, document.size = digest, len(content)
            document.made_at, document.fault = now(), ""
    return True


def document_html(session: Session, settings: Settings, document: Document) -> str:
    """The HTML for print of a document, from the frozen submission and decision."""
    submission = reviews.submission(session, document.submission_id)
    decision = outcomes.decision(session, submission.id)
    certificate = outcomes.certificate(session, submission.id)
    edition = frozen_edition(submission.edition.files)
    if decision is None:
        raise LookupError(f"submission {submission.id} is not decided")
    if document.kind == "report":
        facts = evaluation_facts(
            submission, decision, certificate, edition, document.language, settings.issuer
        )
        return evaluation_html(facts)
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


def evaluation_facts(
    submission: Submission,
    decision: Decision,
    certificate: Certificate | None,
    edition: Edition,
    language: str,
    issuer: str,
) -> EvaluationFacts:
    """What stands in the evaluation report, in the language."""
    label = edition.scheme.label(submission.record["label"])
    words = edition.texts.in_language(language)
    found = decision.record["criteria"]
    agreed = score(label, AnswerSheet.attested({k: v["agreed"] for k, v in found.items()}))
    own = self_scorecard(submission.record, label)
    cluster = submission.record["cluster"]
    findings = {
        c.criterion.id: _criterion_finding(
            submission, decision, edition, agreed, own, c.criterion.id, language
        )
        for c in agreed.criteria
    }
    return EvaluationFacts(
        language=language,
        tier=label.tier,
        label_title=words.labels[label.id].title,
        scheme_title=words.scheme.title,
        scheme_version=edition.scheme.version,
        scheme_note=words.scheme.note,
        scheme_digest=edition.digest,
        cluster_name=cluster["name"],
        organisation=cluster["organisation"],
        country=country_name(cluster["country"], language),
        issuer=certificate.issuer if certificate else issuer,
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=decision.decided_at,
        is_awarded=certificate is not None,
        statement=decision.statement,
        certificate_number=certificate.number if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
        panel=tuple(
            Reviewer(p["name"], country_name(p["country"], language))
            for p in decision.record["panel"]
        ),
        self_points=own.points,
        points=agreed.points,
        maximum=agreed.maximum,
        threshold=label.threshold,
        is_threshold_met=agreed.threshold is Status.MET,
        missed_minimums=tuple(findings[c.criterion.id] for c in agreed.missed_minimums),
        sections=tuple(
            SectionFinding(
                section.number,
                words.sections[section.section_id].title,
                words.sections[section.section_id].intro,
                own_section.points,
                section.points,
                section.maximum,
                tuple(findings[c.criterion.id] for c in section.criteria),
            )
            for section, own_section in zip(agreed.sections, own.sections, strict=True)
        ),
    )


def _criterion_finding(
    submission: Submission,
    decision: Decision,
    edition: Edition,
    agreed: Scorecard,
    own: Scorecard,
    criterion_id: str,
    language: str,
) -> CriterionFinding:
    scored, claimed = agreed.of(criterion_id), own.of(criterion_id)
    answer = submission.record["answers"][criterion_id]
    found = decision.record["criteria"][criterion_id]
    texts = edition.texts.in_language(language).criteria[criterion_id]
    panel = [person["name"] for person in decision.record["panel"]]
    self_level, agreed_level = claimed.level or 0, scored.level or 0
    return CriterionFinding(
        number=scored.criterion.number,
        title=texts.title,
        question=texts.question,
        highest_level=scored.criterion.scale.highest,
        minimum=scored.criterion.minimum,
        is_minimum_missed=scored.minimum is Status.MISSED,
        self_level=self_level,
        self_level_text=texts.levels[self_level],
        agreed_level=agreed_level,
        agreed_level_text=texts.levels[agreed_level],
        points=scored.points or scored.criterion.points * 0,
        maximum=scored.criterion.points,
        justification=answer["justification"],
        evidence=tuple(
            EvidenceFinding(item["title"], item["sha256"] or "", item["url"])
            for item in answer["evidence"]
        ),
        ratings=tuple(
            RatingFinding(name, rating["level"], rating["comment"])
            for name, rating in zip(panel, found["ratings"], strict=True)
        ),
        agreement_reason=found["reason"],
    )


def country_name(code: str, language: str) -> str:
    """The country's name in the language; the code itself where it is unknown."""
    return str(Locale.parse(language).territories.get(code, code))
