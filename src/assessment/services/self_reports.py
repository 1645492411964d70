"""Self-assessment reports: ordered of a draft from a copy of its answers, or of what was handed in."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Document, DraftReport, Submission
from assessment.db.queries import assessments, outcomes
from assessment.db.queries import self_reports as queries
from assessment.domain.workflow import Event
from assessment.services.assessments import read_worksheet
from assessment.services.documents import request_documents
from assessment.services.draft_records import draft_record, says_the_same
from assessment.services.questionnaires import spoken
from assessment.services.records import record_digest, rules_of
from assessment.services.steps import check_step
from assessment.services.submissions import keep_edition
from assessment.services.uploads import clean_filename, stored_path

KIND = "self_assessment"


def order_draft_report(
    session: Session,
    *,
    assessment_id: int,
    edition: Edition,
    language: str,
    actor_id: int,
    at: datetime,
) -> DraftReport:
    """The report of a draft as it stands, made after the commit from a copy of its answers.

    Where nothing has changed since the last one in the language, it is that one. Raises
    `IllegalTransition` when the assessment is no longer a draft.
    """
    assessment = assessments.draft_for_change(session, assessment_id)
    check_step(assessment, Event.SUBMIT)
    label = edition.scheme.label(assessment.label_id)
    worksheet = read_worksheet(session, assessment, label, at)
    before = queries.submission_before(session, assessment, at)
    decision = queries.decision_before(session, before.id, at) if before else None
    record = draft_record(worksheet, edition, before, decision)
    written_in = spoken(edition, language)
    last = queries.newest_report(session, assessment_id, written_in)
    if last is not None and says_the_same(last.record, record):
        return last
    keep_edition(session, edition, at)
    ordered = DraftReport(
        assessment_id=assessment_id,
        language=written_in,
        scheme_digest=edition.digest,
        record=record,
        digest=record_digest(record),
        ordered_by=actor_id,
        requested_at=at,
    )
    session.add(ordered)
    session.flush()
    session.info["work_waits"] = True
    return ordered


def order_report(
    session: Session, *, submission: Submission, language: str, at: datetime
) -> Document:
    """The report of what was handed in: it never changes, so there is one for each language."""
    assessments.assessment_for_change(session, submission.assessment_id)
    edition, _label = rules_of(submission)
    language = spoken(edition, language)
    for document in outcomes.documents(session, submission.id):
        if document.kind == KIND and document.language == language:
            return document
    (ordered,) = request_documents(session, submission.id, [KIND], [language], at)
    session.flush()
    return ordered


def draft_report_path(settings: Settings, report: DraftReport) -> Path | None:
    """Where the report lies; None while it is not made."""
    return stored_path(settings.documents_path, report.sha256) if report.sha256 else None


def draft_report_name(report: DraftReport) -> str:
    """Cluster, label, what it is, the number of the report, and language, as a file's name."""
    assessment = report.assessment
    parts = (assessment.cluster.name, assessment.label_id, "self-assessment draft")
    name = " ".join((*parts, str(report.id), report.language))
    return clean_filename(f"{name.replace('/', ' ')}.pdf")
