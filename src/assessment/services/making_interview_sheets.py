"""Making interview sheets. Runs in the worker alone: it loads the renderer."""

from collections.abc import Callable

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import InterviewSheet
from assessment.db.queries import interview_sheets as queries
from assessment.domain.deadlines import day_of
from assessment.reports.applying import UNDECIDED
from assessment.reports.interview import interview_html
from assessment.reports.interviewing import Interviewed, interview_facts
from assessment.reports.pdf import html_to_pdf
from assessment.services.making import Workshop
from assessment.services.records import rules_of, sheet_of


def make_waiting_interview_sheets(
    engine: Engine, settings: Settings, after_each: Callable[[], object] = lambda: None
) -> int:
    """Makes the sheets that were ordered; as `Workshop.make_waiting` says. They have no seal."""

    def prepare(_session: Session, sheet: InterviewSheet) -> Callable[[], bytes]:
        facts = interview_facts(interviewed(sheet, settings.issuer))
        return lambda: html_to_pdf(interview_html(facts))

    workshop = Workshop("interview sheet", engine, settings, InterviewSheet, queries.sheet, prepare)
    return workshop.make_waiting(after_each)


def interviewed(sheet: InterviewSheet, issuer: str) -> Interviewed:
    """What the sheet's record names: the submission, which never changes, and what one reviewer noted."""
    submission = sheet.seat.submission
    edition, _label = rules_of(submission)
    return Interviewed(
        edition=edition,
        language=sheet.language,
        record=submission.record,
        decision=UNDECIDED,
        sheet=sheet_of(submission.record),
        submitted_at=submission.submitted_at,
        submission_digest=submission.digest,
        decided_at=submission.submitted_at,
        statement="",
        issuer=issuer,
        number=submission.id,
        reviewer=sheet.record["reviewer"],
        notes=sheet.record["notes"],
        ordered_on=day_of(sheet.requested_at),
    )
