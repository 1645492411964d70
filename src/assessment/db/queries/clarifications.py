"""What panels ask, and what clusters answer."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from assessment.db.models import Assessment, Clarification, Evidence, PanelQuestion, Submission
from assessment.domain.workflow import State


def questions_to_ask(session: Session, submission: Submission) -> Sequence[PanelQuestion]:
    """What the panel of this round has written down and not asked yet, oldest first."""
    return session.scalars(
        select(PanelQuestion)
        .where(
            PanelQuestion.submission_id == submission.id,
            PanelQuestion.round == submission.round,
            PanelQuestion.clarification_id.is_(None),
        )
        .options(joinedload(PanelQuestion.author))
        .order_by(PanelQuestion.id)
    ).all()


def question(session: Session, submission_id: int, number: int) -> PanelQuestion:
    """A question about the submission. Raises `NoResultFound`."""
    return session.scalars(
        select(PanelQuestion).where(
            PanelQuestion.id == number, PanelQuestion.submission_id == submission_id
        )
    ).one()


def clarifications(session: Session, submission: Submission) -> Sequence[Clarification]:
    """The rounds of questions of this review, oldest first, with questions, answers and evidence."""
    return session.scalars(
        select(Clarification)
        .where(
            Clarification.submission_id == submission.id,
            Clarification.round == submission.round,
        )
        .options(
            selectinload(Clarification.questions).options(
                joinedload(PanelQuestion.answerer),
                selectinload(PanelQuestion.evidence).joinedload(Evidence.file),
            )
        )
        .order_by(Clarification.number)
        .execution_options(populate_existing=True)
    ).all()


def clarification(session: Session, submission_id: int, number: int) -> Clarification:
    """A round of questions by its id. Raises `NoResultFound`."""
    return session.scalars(
        select(Clarification).where(
            Clarification.id == number, Clarification.submission_id == submission_id
        )
    ).one()


def overdue(session: Session, today: date) -> Sequence[int]:
    """The assessments whose cluster was asked and has let its days go by."""
    return session.scalars(
        select(Assessment.id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Clarification, Clarification.submission_id == Submission.id)
        .where(
            Assessment.state == State.CLARIFICATION,
            Clarification.closed_at.is_(None),
            Clarification.due_on < today,
        )
        .order_by(Assessment.id)
    ).all()
