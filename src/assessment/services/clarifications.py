"""A panel asks, the cluster answers, the answers are frozen; the clock of the review stands still."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Clarification,
    Evidence,
    PanelQuestion,
    Submission,
    SubmittedEvidence,
)
from assessment.db.queries import assessments, people
from assessment.db.queries import clarifications as queries
from assessment.db.queries import evidence as evidence_queries
from assessment.db.queries import reviews as review_queries
from assessment.domain.criteria import Label
from assessment.domain.deadlines import due_in, paused
from assessment.domain.errors import DomainError, IllegalTransition, Incomplete
from assessment.domain.workflow import AT_WORK, Event, SeatState, State
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import evidence_record, record_digest, rules_of
from assessment.services.steps import check_step, take_step


class NoRoundLeft(DomainError):
    """The panel has asked as often as the label allows."""


class NotYourQuestion(DomainError):
    """A question was to be taken back that somebody else wrote, or that was asked already."""


def rounds_left(label: Label, asked: Sequence[Clarification]) -> int:
    """How often the panel may still ask, by the label's file."""
    return label.clarification.rounds - len(asked) if label.clarification else 0


def answered_about(
    session: Session, submission: Submission, criterion_id: str
) -> tuple[Clarification, ...]:
    """The closed rounds in which something was asked about a criterion."""
    return tuple(
        found
        for found in queries.clarifications(session, submission)
        if found.record is not None
        and any(each["criterion"] == criterion_id for each in found.record["questions"])
    )


def write_question(
    session: Session,
    *,
    submission: Submission,
    criterion_id: str,
    text: str,
    actor_id: int,
    at: datetime,
) -> PanelQuestion:
    """Writes down what a reviewer wants to know; the lead asks it with the next round."""
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    if assessment.state not in (State.IN_REVIEW, State.CLARIFICATION):
        raise IllegalTransition(f"a question in state {assessment.state}")
    written = PanelQuestion(
        submission_id=submission.id,
        round=submission.round,
        criterion_id=criterion_id,
        text=text,
        written_by=actor_id,
        written_at=at,
    )
    session.add(written)
    session.flush()
    return written


def take_question_back(
    session: Session, *, submission: Submission, question_id: int, actor_id: int, is_lead: bool
) -> None:
    """Drops a question that was not asked yet: one's own, or for the lead any.

    Raises `NotYourQuestion` for another one, and `NoResultFound` for none.
    """
    assessments.assessment_for_change(session, submission.assessment_id)
    found = queries.question(session, submission.id, question_id)
    if found.clarification_id is not None or not (is_lead or found.written_by == actor_id):
        raise NotYourQuestion
    session.delete(found)
    session.flush()


def ask_clarification(
    session: Session,
    *,
    submission: Submission,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Clarification:
    """Asks everything that the panel has written down; the cluster has the label's days to answer.

    Raises `Incomplete` when nothing is written down, `NoRoundLeft` when the label allows no further
    round, and `IllegalTransition` unless ratings are being given.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.ASK_CLARIFICATION)
    edition, label = rules_of(submission)
    asked = queries.clarifications(session, submission)
    if label.clarification is None or rounds_left(label, asked) < 1:
        raise NoRoundLeft
    questions = queries.questions_to_ask(session, submission)
    if not questions:
        raise Incomplete(())
    made = Clarification(
        submission_id=submission.id,
        round=submission.round,
        number=len(asked) + 1,
        asked_by=actor_id,
        asked_at=at,
        due_on=due_in(at, label.clarification.days),
    )
    session.add(made)
    session.flush()
    for question in questions:
        question.clarification_id = made.id
    facts = {"round": made.number, "questions": len(questions), "due_on": made.due_on.isoformat()}
    take_step(
        session,
        assessment,
        Event.ASK_CLARIFICATION,
        actor_id=actor_id,
        at=at,
        facts=facts,
        due_on=made.due_on,
    )
    session.flush()
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "clarification_asked",
        f"/assessments/{assessment.id}/clarification",
        assessment=assessment,
        edition=edition,
        until=made.due_on,
        count=len(questions),
    )
    return made


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What somebody writes to a question; `version` is the one that they saw.

    `evidence` are the pieces of the library that go along; None leaves them as they are.
    """

    text: str
    version: int
    evidence: Collection[int] | None = None


def save_clarification(
    session: Session,
    *,
    assessment_id: int,
    given: Mapping[int, GivenAnswer],
    actor_id: int,
    at: datetime,
) -> tuple[PanelQuestion, ...]:
    """Saves answers by the questions' ids; returns those that somebody else has answered otherwise.

    What is returned was not written: the person sees both texts. Raises `IllegalTransition` when
    nothing is asked, or it was sent already.
    """
    found = _open_round(session, assessment_id)
    clashes = []
    for question in found.questions:
        answer = given.get(question.id)
        if answer is None:
            continue
        if answer.evidence is not None:
            question.evidence = _pieces(session, found.submission, answer.evidence)
        if question.answer == answer.text:
            continue
        if question.version != answer.version:
            clashes.append(question)
            continue
        question.answer, question.version = answer.text, question.version + 1
        question.saved_by, question.saved_at = actor_id, at
    session.flush()
    return tuple(clashes)


def _open_round(session: Session, assessment_id: int) -> Clarification:
    assessment = assessments.assessment_for_change(session, assessment_id)
    check_step(assessment, Event.ANSWER_CLARIFICATION)
    submission = assessments.submission_of(session, assessment_id)
    assert submission is not None  # noqa: S101  # what is asked is about one that stands
    found = queries.clarifications(session, submission)[-1]
    found.submission = review_queries.submission(session, submission.id)
    return found


def _pieces(
    session: Session, submission: Submission, evidence_ids: Collection[int]
) -> list[Evidence]:
    """Those of them that are in the library of the cluster."""
    library = evidence_queries.library(session, submission.assessment.cluster_id)
    return [piece for piece in library if piece.id in evidence_ids]


def add_piece(session: Session, *, assessment_id: int, question_id: int, piece: Evidence) -> None:
    """Has a piece of the library go along with the answer to a question."""
    found = _open_round(session, assessment_id)
    for question in found.questions:
        if question.id == question_id and piece not in question.evidence:
            question.evidence.append(piece)
    session.flush()


def send_clarification(
    session: Session, *, assessment_id: int, actor_id: int, at: datetime, mailing: Mailing
) -> Clarification:
    """Freezes the answers with their evidence and lets the review go on.

    Raises `Incomplete` with the questions that have neither words nor evidence, and
    `IllegalTransition` when nothing is asked, or it was sent already.
    """
    found = _open_round(session, assessment_id)
    silent = tuple(q for q in found.questions if not q.answer.strip() and not q.evidence)
    if silent:
        raise Incomplete(silent)
    found.answered_by = actor_id
    _close(session, found, Event.ANSWER_CLARIFICATION, actor_id, at, mailing)
    return found


def lapse_clarification(
    session: Session, *, assessment_id: int, at: datetime, mailing: Mailing
) -> Clarification:
    """Ends a round whose days are over: what was saved until now is what the cluster answered."""
    found = _open_round(session, assessment_id)
    _close(session, found, Event.LAPSE_CLARIFICATION, None, at, mailing)
    return found


def _close(
    session: Session,
    found: Clarification,
    event: Event,
    actor_id: int | None,
    at: datetime,
    mailing: Mailing,
) -> None:
    assessment = found.submission.assessment
    found.record = _record(found.questions)
    found.digest = record_digest(found.record)
    found.closed_at = at
    _freeze_evidence(session, found)
    days, moved = _move_deadlines(session, found, at)
    facts = {"round": found.number, "record": found.digest}
    last = max(days, default=None)
    take_step(session, assessment, event, actor_id=actor_id, at=at, facts=facts, due_on=last)
    session.flush()
    _tell(session, assessment, found, mailing, moved, is_answered=actor_id is not None)


def _move_deadlines(
    session: Session, found: Clarification, at: datetime
) -> tuple[list[date], set[int]]:
    """Gives each reviewer at work the days back in which the clock stood still.

    Returns the last days of the whole panel, with those who were asked meanwhile, and the numbers of
    the seats of which the day is another now.
    """
    days, moved = [], set()
    for seat in review_queries.seats(session, found.submission_id):
        if seat.due_on is None:
            continue
        if seat.state in AT_WORK:
            before, seat.due_on = seat.due_on, paused(seat.due_on, found.asked_at, at)
            if before != seat.due_on:
                moved.add(seat.id)
        days.append(seat.due_on)
    return days, moved


def _record(questions: Iterable[PanelQuestion]) -> dict[str, Any]:
    return {
        "questions": [
            {
                "id": question.id,
                "criterion": question.criterion_id,
                "question": question.text,
                "answer": question.answer,
                "evidence": [evidence_record(piece) for piece in question.evidence],
            }
            for question in questions
        ]
    }


def _freeze_evidence(session: Session, found: Clarification) -> None:
    """What goes along with an answer stays as long as the submission."""
    for question in found.questions:
        for piece in question.evidence:
            key = (found.submission_id, question.criterion_id, piece.id)
            if session.get(SubmittedEvidence, key) is None:
                session.add(
                    SubmittedEvidence(submission_id=key[0], criterion_id=key[1], evidence_id=key[2])
                )


def _tell(
    session: Session,
    assessment: Assessment,
    found: Clarification,
    mailing: Mailing,
    moved: Collection[int],
    *,
    is_answered: bool,
) -> None:
    """Tells the panel, and whoever still rates the day to which theirs has moved."""
    edition, _label = rules_of(found.submission)
    for seat in review_queries.seats(session, found.submission_id):
        announce(
            session,
            mailing,
            [seat.reviewer],
            "clarification_closed",
            f"/reviews/{found.submission_id}/questions",
            assessment=assessment,
            edition=edition,
            is_answered=is_answered,
            moved_to=seat.due_on if seat.id in moved and seat.state == SeatState.ACCEPTED else None,
        )
