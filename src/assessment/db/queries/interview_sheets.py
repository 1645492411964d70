"""Interview sheets that were ordered as documents."""

from collections.abc import Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, defer

from assessment.db.models import Assessment, InterviewSheet, SchemeEdition, Seat, Submission
from assessment.domain.workflow import AT_WORK, UNDER_REVIEW

SHOWN = 10
"""Sheets that the page lists."""


def sheets_of(session: Session, seat_id: int) -> Sequence[InterviewSheet]:
    """The last sheets of a seat, the newest first, without records."""
    return session.scalars(
        select(InterviewSheet)
        .where(InterviewSheet.seat_id == seat_id)
        .options(defer(InterviewSheet.record, raiseload=True))
        .order_by(InterviewSheet.id.desc())
        .limit(SHOWN)
    ).all()


def same_sheet(session: Session, seat_id: int, language: str, digest: str) -> InterviewSheet | None:
    """The sheet of the seat in the language that has the same record."""
    return session.scalar(
        select(InterviewSheet)
        .where(
            InterviewSheet.seat_id == seat_id,
            InterviewSheet.language == language,
            InterviewSheet.digest == digest,
        )
        .order_by(InterviewSheet.id)
        .limit(1)
    )


def own_sheet(
    session: Session, submission_id: int, user_id: int, sheet_id: int
) -> InterviewSheet | None:
    """A person's own sheet on the submission, while their seat is at work; None for any other."""
    return session.scalar(
        _with_submission()
        .where(
            InterviewSheet.id == sheet_id,
            InterviewSheet.user_id == user_id,
            Seat.submission_id == submission_id,
            Seat.reviewer_id == user_id,
            Seat.state.in_(AT_WORK),
            Seat.round == Submission.round,
        )
        .options(_TO_SUBMISSION.defer(Submission.record, raiseload=True))
    )


def sheet(session: Session, sheet_id: int) -> InterviewSheet:
    """The sheet with what was submitted and the rules of that. Raises `NoResultFound`."""
    return session.scalars(
        _with_submission()
        .where(InterviewSheet.id == sheet_id)
        .options(_TO_SUBMISSION.joinedload(Submission.edition).defer(SchemeEdition.files))
    ).one()


def sheets_nobody_may_open(session: Session) -> Sequence[InterviewSheet]:
    """The sheets whose reviewer gave up the seat, or whose panel has nothing more to do."""
    return session.scalars(
        select(InterviewSheet)
        .join(InterviewSheet.seat)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            or_(
                Seat.state.not_in(AT_WORK),
                Seat.round != Submission.round,
                Submission.withdrawn_at.is_not(None),
                Assessment.state.not_in(UNDER_REVIEW),
            )
        )
        .options(defer(InterviewSheet.record, raiseload=True))
        .order_by(InterviewSheet.id)
    ).all()


def is_file_of_another(session: Session, sheet: InterviewSheet) -> bool:
    """Whether another sheet came out the same, byte for byte, and has the same file."""
    return (
        session.scalar(
            select(InterviewSheet.id)
            .where(InterviewSheet.sha256 == sheet.sha256, InterviewSheet.id != sheet.id)
            .limit(1)
        )
        is not None
    )


_TO_SUBMISSION = contains_eager(InterviewSheet.seat).contains_eager(Seat.submission)


def _with_submission() -> Select[InterviewSheet]:
    return (
        select(InterviewSheet)
        .join(InterviewSheet.seat)
        .join(Seat.submission)
        .options(_TO_SUBMISSION.joinedload(Submission.assessment).joinedload(Assessment.cluster))
    )
