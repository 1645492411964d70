"""Interview sheets: ordered by a reviewer for themselves, the same file until something changes."""

from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import InterviewSheet, Seat, Submission
from assessment.db.queries import interview_sheets as queries
from assessment.db.queries import reviews
from assessment.services.questionnaires import spoken
from assessment.services.records import record_digest, rules_of
from assessment.services.uploads import clean_filename, stored_path


def order_sheet(
    session: Session,
    *,
    submission: Submission,
    reviewer_id: int,
    language: str,
    with_notes: bool,
    at: datetime,
) -> InterviewSheet:
    """The sheet of the reviewer's seat in a language, made after the commit from its record.

    Where nothing that it shows has changed, it is the one before.
    """
    edition, _label = rules_of(submission)
    seat = reviews.seat_of(session, submission.id, reviewer_id)
    record = sheet_record(session, submission, seat, with_notes=with_notes)
    digest, written_in = record_digest(record), spoken(edition, language)
    found = queries.same_sheet(session, seat.id, written_in, digest)
    if found is not None:
        return found
    ordered = InterviewSheet(
        seat_id=seat.id,
        user_id=reviewer_id,
        language=written_in,
        has_notes=with_notes,
        record=record,
        digest=digest,
        requested_at=at,
    )
    session.add(ordered)
    session.flush()
    session.info["work_waits"] = True
    return ordered


def sheet_record(
    session: Session, submission: Submission, seat: Seat, *, with_notes: bool
) -> dict[str, Any]:
    """What a sheet shows, as the reviewer's own page does: the frozen submission, by its digest, and
    their private notes by criterion, null where they were not asked for.

    Of the others on the panel there is nothing in it, whatever the state of the review.
    """
    notes = None
    if with_notes:
        ratings = reviews.ratings(session, seat.id)
        notes = {key: rating.notes for key, rating in sorted(ratings.items()) if rating.notes}
    return {"submission": submission.digest, "reviewer": seat.reviewer.name, "notes": notes}


def sheet_path(settings: Settings, sheet: InterviewSheet) -> Path | None:
    """Where the sheet lies; None while it is not made."""
    return stored_path(settings.documents_path, sheet.sha256) if sheet.sha256 else None


def sheet_name(sheet: InterviewSheet) -> str:
    """Cluster, label, what it is, the number of the sheet, and language, as a file's name."""
    assessment = sheet.seat.submission.assessment
    parts = (assessment.cluster.name, assessment.label_id, "interview sheet")
    name = " ".join((*parts, str(sheet.id), sheet.language))
    return clean_filename(f"{name.replace('/', ' ')}.pdf")
