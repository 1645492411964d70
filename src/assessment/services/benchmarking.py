"""Benchmarking reports: what one is made from, and ordering one that was not ordered."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import Document, Submission
from assessment.db.queries import benchmarks, outcomes, reviews
from assessment.reports.comparing import Benchmarked
from assessment.services.compared_figures import is_compared, label_under
from assessment.services.comparisons import BENCHMARKING
from assessment.services.documents import request_documents
from assessment.services.records import rules_of


def benchmarked_of(session: Session, settings: Settings, document: Document) -> Benchmarked:
    """What the document is made from. Raises `LookupError` while nothing is compared."""
    submission = reviews.submission(session, document.submission_id)
    kept = benchmarks.comparison(session, submission.id, document.round)
    if kept is None:
        raise LookupError(f"submission {submission.id} is not compared")
    edition, label = rules_of(submission)
    return Benchmarked(
        edition=edition,
        label=label_under(session, label.id, submission.scheme_digest, kept.record["rules"]),
        language=document.language,
        record=submission.record,
        comparison=kept.record,
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        made_at=kept.made_at,
        issuer=settings.issuer,
    )


def missing_languages(
    session: Session, submission: Submission, documents: Iterable[Document]
) -> tuple[str, ...]:
    """The languages in which a decided submission can have a benchmarking report and none is ordered.

    These are all where it was decided before there were any.
    """
    there = {
        document.language
        for document in documents
        if document.kind == BENCHMARKING and document.round == submission.round
    }
    edition, _label = rules_of(submission)
    missing = tuple(one for one in edition.scheme.languages if one not in there)
    return missing if missing and is_compared(session, submission) else ()


def order_report(session: Session, submission: Submission, at: datetime) -> bool:
    """Orders the benchmarking report of a decided submission; False where it is ordered already, or
    nothing is compared."""
    missing = missing_languages(session, submission, outcomes.documents(session, submission.id))
    if missing:
        request_documents(session, submission.id, [BENCHMARKING], missing, at, submission.round)
        session.flush()
    return bool(missing)
