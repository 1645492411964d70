"""What the panel has asked: answered by the team with words and evidence, sent by an owner."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from assessment.db.base import now
from assessment.db.queries import assessments, clarifications
from assessment.db.queries import evidence as evidence_queries
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.clarifications import (
    GivenAnswer,
    add_piece,
    save_clarification,
    send_clarification,
)
from assessment.services.library import add_file
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.forms.clarification import AnswerPartForm, SendForm
from assessment.web.forms.fields import chosen_files
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.taking import take_all, taking
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Clarification, PanelQuestion, Submission

Parts = Mapping[int, AnswerPartForm]


@pages.get("/assessments/<int:assessment_id>/clarification")
@access(Action.SEE_CLARIFICATION, subject="assessment_id")
def clarification(assessment_id: int) -> ResponseReturnValue:
    """Every question with what is answered so far, and until when it has to be sent."""
    return _page(_parts(is_sent=False))


def _standing() -> tuple["Submission", "Clarification"]:
    submission = assessments.submission_of(current_session(), current_assessment().id)
    assert submission is not None  # noqa: S101  # what is asked is about one that stands
    return submission, clarifications.clarifications(current_session(), submission)[-1]


def _parts(*, is_sent: bool) -> Parts:
    """The fields of each question: as they were sent, or as they stand."""
    library = [
        (piece.id, piece.title)
        for piece in evidence_queries.library(current_session(), current_assessment().cluster_id)
        if piece.archived_at is None
    ]
    sent: CombinedMultiDict[str, Any] | None = None
    if is_sent:
        sent = CombinedMultiDict([request.form, request.files])
    return {
        question.id: AnswerPartForm.of(
            question.id,
            library,
            settings().upload_bytes,
            sent,
            version=question.version,
            answer=question.answer,
            evidence=[piece.id for piece in question.evidence],
        )
        for question in _standing()[1].questions
    }


def _page(
    parts: Parts, clashes: tuple["PanelQuestion", ...] = (), status: int = 200
) -> ResponseReturnValue:
    submission, found = _standing()
    edition, label = rules_of(submission)
    words = edition.texts.in_language(language())
    page = render_template(
        "manager/clarification.html",
        form=SendForm(formdata=None),
        assessment=current_assessment(),
        submission=submission,
        clarification=found,
        label=label,
        words=words,
        parts=parts,
        clashes={question.id: question for question in clashes},
        scores={score.criterion.id: score for score in own_scorecard(submission, label).criteria},
        question_words={c.id: QuestionWords.of_criterion(words, c.id) for c in label.criteria},
    )
    return page, status


@pages.post("/assessments/<int:assessment_id>/clarification")
@access(Action.ANSWER_CLARIFICATION, subject="assessment_id")
def answer_questions(assessment_id: int) -> ResponseReturnValue:
    """Saves what is written; what somebody else wrote meanwhile stands beside it."""
    refused = _saved(assessment_id)
    if refused is None:
        flash(_("Saved."), "success")
    return refused or redirect(url_for("manager.clarification", assessment_id=assessment_id), 303)


def _saved(assessment_id: int) -> ResponseReturnValue | None:
    """Saves the form; the page to show again where something was refused or clashes."""
    ConfirmForm().validate_on_submit()
    parts = _parts(is_sent=True)
    faulty = [part for part in parts.values() if not part.validate()]
    if faulty:
        return _page(parts, status=422)
    clashes = save_clarification(
        current_session(),
        assessment_id=assessment_id,
        given={
            number: GivenAnswer(
                part.answer.data or "", part.version.data or 0, part.evidence.data or []
            )
            for number, part in parts.items()
        },
        actor_id=current_user_id(),
        at=now(),
    )
    is_refused = _take_files(assessment_id, parts)
    if clashes:
        for question in clashes:
            parts[question.id].version.data = question.version
        return _page(parts, clashes)
    if is_refused:
        return _page(parts)
    return None


def _take_files(assessment_id: int, parts: Parts) -> bool:
    """Takes the files that came into the library, to go along; whether one was refused."""
    take = taking(add_file, cluster_id=current_assessment().cluster_id)
    is_refused = False
    for number, part in parts.items():
        taken = take_all(chosen_files(part.files), take)
        for added in taken.added:
            add_piece(
                current_session(),
                assessment_id=assessment_id,
                question_id=number,
                piece=added.evidence,
            )
        part.files.errors = taken.refusals
        is_refused = is_refused or bool(taken.refusals)
    return is_refused


@pages.post("/assessments/<int:assessment_id>/clarification/send")
@access(Action.SEND_CLARIFICATION, subject="assessment_id")
def send_answers(assessment_id: int) -> ResponseReturnValue:
    """Freezes the answers as they stand and lets the review go on, once they are said to be whole."""
    refused = _saved(assessment_id)
    if refused is not None:
        return refused
    here = url_for("manager.clarification", assessment_id=assessment_id)
    if not SendForm().is_whole.data:
        flash(_("Saved, and not sent. Tick that this is your whole answer, then send."), "warning")
        return redirect(here, 303)
    current_session().flush()
    try:
        send_clarification(
            current_session(),
            assessment_id=assessment_id,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except Incomplete:
        flash(_("A question has neither words nor evidence. Saved, and not sent."), "warning")
        return redirect(here, 303)
    flash(_("Sent. The panel is told by mail, and the review goes on."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
