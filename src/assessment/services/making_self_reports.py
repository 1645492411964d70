"""Making self-assessment reports from frozen records. Runs in the worker alone: it loads the renderer."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.catalogue.loader import kept_edition
from assessment.config import Settings
from assessment.db.models import Decision, DraftReport, Submission
from assessment.db.queries import self_reports as queries
from assessment.reports.applying import UNDECIDED
from assessment.reports.pdf import html_to_pdf
from assessment.reports.self_assessing import SelfAssessed, self_assessment_facts
from assessment.reports.self_assessment import self_assessment_html
from assessment.reports.verdict import Verdict
from assessment.services.draft_records import wider_sheet
from assessment.services.making import Workshop
from assessment.services.records import rules_of, sheet_of


def make_waiting_draft_reports(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the reports of drafts that were ordered; as `Workshop.make_waiting` says."""

    def prepare(session: Session, report: DraftReport) -> Callable[[], bytes]:
        assessed = drafted(session, report, settings.issuer)
        return lambda: html_to_pdf(self_assessment_html(self_assessment_facts(assessed)))

    workshop = Workshop(
        "draft report",
        engine,
        settings,
        DraftReport,
        queries.draft_report,
        prepare,
    )
    return workshop.make_waiting(after_each)


def report_html(session: Session, submission: Submission, language: str, issuer: str) -> str:
    """The report of what was handed in, as HTML for print."""
    assessed = handed_in(session, submission, language, issuer)
    return self_assessment_html(self_assessment_facts(assessed))


def drafted(session: Session, report: DraftReport, issuer: str) -> SelfAssessed:
    """A draft as it was copied when its report was ordered."""
    record, named = report.record, report.record["before"]
    before = None
    if named is not None:
        earlier = queries.submission_named(session, named["submission"])
        decided = named["decision"] and queries.decision_named(session, named["decision"])
        before = _earlier(earlier, decided, report.language, issuer)
    return SelfAssessed(
        edition=kept_edition(report.scheme_digest, lambda: report.edition.files),
        language=report.language,
        record=record,
        decision=UNDECIDED,
        sheet=sheet_of(record, is_draft=True),
        submitted_at=report.requested_at,
        submission_digest=report.digest,
        decided_at=report.requested_at,
        statement="",
        issuer=issuer,
        is_draft=True,
        submitted_by=report.author.name,
        before=before,
        beyond=wider_sheet(record),
        carried=tuple(record["carried"]),
    )


def handed_in(session: Session, submission: Submission, language: str, issuer: str) -> SelfAssessed:
    """What was handed in, beside what the cluster had handed in before it."""
    at = submission.submitted_at
    earlier = queries.submission_before(session, submission.assessment, at, submission.id)
    before = None
    if earlier is not None:
        decided = queries.decision_before(session, earlier.id, at)
        before = _earlier(earlier, decided, language, issuer)
    return SelfAssessed(
        **_frozen(submission, language, issuer),
        decision=UNDECIDED,
        decided_at=at,
        statement="",
        submitted_by=submission.submitter.name,
        before=before,
    )


def _earlier(
    submission: Submission, decision: Decision | None, language: str, issuer: str
) -> Verdict:
    """An assessment before, with the work of its panel where it was decided."""
    decided_at: datetime = submission.submitted_at
    if decision is not None and decision.decided_at is not None:
        decided_at = decision.decided_at
    return Verdict(
        **_frozen(submission, language, issuer),
        decision=decision.record if decision else UNDECIDED,
        decided_at=decided_at,
        statement=decision.statement if decision else "",
    )


def _frozen(submission: Submission, language: str, issuer: str) -> dict[str, Any]:
    """What every document takes from a submission."""
    edition, _label = rules_of(submission)
    return {
        "edition": edition,
        "language": language,
        "record": submission.record,
        "sheet": sheet_of(submission.record),
        "submitted_at": submission.submitted_at,
        "submission_digest": submission.digest,
        "issuer": issuer,
    }
