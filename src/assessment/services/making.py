"""Making documents from frozen records. Runs in the worker alone: it loads the PDF renderer."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.config import Settings
from assessment.db.base import now
from assessment.db.models import Certificate, Decision, Document, Submission
from assessment.db.queries import outcomes, reviews
from assessment.db.session import open_session, unit_of_work
from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.scoring import CriterionScore, Scorecard, Status, score
from assessment.domain.validity import HOME
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
from assessment.reports.formats import country_name
from assessment.reports.pdf import html_to_pdf
from assessment.services.records import rules_of, self_scorecard
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
    """The HTML for print of a document, from the frozen submission and decision."""
    submission = reviews.submission(session, document.submission_id)
    decision = outcomes.decision(session, submission.id)
    certificate = outcomes.certificate(session, submission.id)
    edition, _label = rules_of(submission)
    if decision is None:
        raise LookupError(f"submission {submission.id} is not decided")
    if document.kind == "report":
        verdict = Verdict.of(submission, decision, edition, document.language)
        return evaluation_html(evaluation_facts(verdict, certificate, settings.issuer))
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


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decided submission with the cluster's own scorecard and the agreed one, in one language."""

    submission: Submission
    decision: Decision
    edition: Edition
    language: str
    label: Label
    own: Scorecard
    agreed: Scorecard

    @classmethod
    def of(
        cls, submission: Submission, decision: Decision, edition: Edition, language: str
    ) -> Self:
        label = edition.scheme.label(submission.record["label"])
        found = decision.record["criteria"]
        agreed = score(label, AnswerSheet.attested({k: v["agreed"] for k, v in found.items()}))
        own = self_scorecard(submission.record, label)
        return cls(submission, decision, edition, language, label, own, agreed)

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(self.language)


def evaluation_facts(
    verdict: Verdict, certificate: Certificate | None, issuer: str
) -> EvaluationFacts:
    """What stands in the evaluation report, in the verdict's language."""
    submission, decision, agreed = verdict.submission, verdict.decision, verdict.agreed
    scheme, cluster = verdict.edition.scheme, submission.record["cluster"]
    return EvaluationFacts(
        language=verdict.language,
        tier=verdict.label.tier,
        label_title=verdict.words.labels[verdict.label.id].title,
        scheme_title=verdict.words.scheme.title,
        scheme_version=scheme.version,
        scheme_note=verdict.words.scheme.note,
        scheme_digest=verdict.edition.digest,
        cluster_name=cluster["name"],
        organisation=cluster["organisation"],
        country=country_name(cluster["country"], verdict.language),
        issuer=certificate.issuer if certificate else issuer,
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=decision.decided_at,
        is_awarded=certificate is not None,
        statement=decision.statement,
        certificate_number=certificate.number if certificate else None,
        valid_until=certificate.valid_until if certificate else None,
        panel=_panel(verdict),
        self_points=verdict.own.points,
        points=agreed.points,
        maximum=agreed.maximum,
        threshold=verdict.label.threshold,
        is_threshold_met=agreed.threshold is Status.MET,
        missed_minimums=_criterion_findings(verdict, agreed.missed_minimums),
        sections=_section_findings(verdict),
    )


def _panel(verdict: Verdict) -> tuple[Reviewer, ...]:
    return tuple(
        Reviewer(person["name"], country_name(person["country"], verdict.language))
        for person in verdict.decision.record["panel"]
    )


def _section_findings(verdict: Verdict) -> tuple[SectionFinding, ...]:
    sections = zip(verdict.agreed.sections, verdict.own.sections, strict=True)
    return tuple(
        SectionFinding(
            agreed.number,
            verdict.words.sections[agreed.section_id].title,
            verdict.words.sections[agreed.section_id].intro,
            own.points,
            agreed.points,
            agreed.maximum,
            _criterion_findings(verdict, agreed.criteria),
        )
        for agreed, own in sections
    )


def _criterion_findings(
    verdict: Verdict, scored: Iterable[CriterionScore]
) -> tuple[CriterionFinding, ...]:
    return tuple(_criterion_finding(verdict, criterion) for criterion in scored)


def _criterion_finding(verdict: Verdict, scored: CriterionScore) -> CriterionFinding:
    criterion = scored.criterion
    answer = verdict.submission.record["answers"][criterion.id]
    found = verdict.decision.record["criteria"][criterion.id]
    texts = verdict.words.criteria[criterion.id]
    self_level, agreed_level = verdict.own.of(criterion.id).level or 0, scored.level or 0
    return CriterionFinding(
        number=criterion.number,
        title=texts.title,
        question=texts.question,
        highest_level=criterion.scale.highest,
        minimum=criterion.minimum,
        is_minimum_missed=scored.minimum is Status.MISSED,
        self_level=self_level,
        self_level_text=texts.levels[self_level],
        agreed_level=agreed_level,
        agreed_level_text=texts.levels[agreed_level],
        points=scored.points or criterion.points * 0,
        maximum=criterion.points,
        justification=answer["justification"],
        evidence=tuple(
            EvidenceFinding(item["title"], item["sha256"] or "", item["url"])
            for item in answer["evidence"]
        ),
        ratings=tuple(
            RatingFinding(person["name"], rating["level"], rating["comment"])
            for person, rating in zip(
                verdict.decision.record["panel"], found["ratings"], strict=True
            )
        ),
        agreement_reason=found["reason"],
    )
