"""Asking the cluster for more: questions are written down, and asked together in a round."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clarifications, reviews
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.clarifications import (
    NoRoundLeft,
    ask_clarification,
    rounds_left,
    take_question_back,
    write_question,
)
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.clarification import QuestionForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/reviews/<int:submission_id>/questions")
@access(Action.SEE_REVIEW, subject="submission_id")
def questions(submission_id: int) -> ResponseReturnValue:
    """What the panel asked and was answered, and what it is going to ask; one's own, for the lead all."""
    return _page(submission_id, _form(submission_id, is_new=True))


def _form(submission_id: int, *, is_new: bool) -> QuestionForm:
    """The form with the criteria of the label; a new one begins with the criterion of the address."""
    submission = reviews.submission(current_session(), submission_id)
    edition, label = rules_of(submission)
    words = edition.texts.in_language(language()).criteria
    named = [(one.id, f"{one.number} {words[one.id].title}") for one in label.active]
    if not is_new:
        return QuestionForm.about(named)
    wanted = {"criterion": request.args.get("criterion", "")}
    return QuestionForm.about(named, formdata=None, data=wanted)


def _page(submission_id: int, form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    asked = clarifications.clarifications(session, submission)
    written = clarifications.questions_to_ask(session, submission)
    is_lead = reviews.seat_of(session, submission_id, current_user_id()).is_lead
    page = render_template(
        "review/questions.html",
        form=form,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        asked=asked,
        written=[q for q in written if is_lead or q.written_by == current_user_id()],
        left=rounds_left(label, asked),
    )
    return page, status


@pages.post("/reviews/<int:submission_id>/questions")
@access(Action.ASK_QUESTION, subject="submission_id")
def write(submission_id: int) -> ResponseReturnValue:
    """Writes a question down, to be asked with the next round."""
    form = _form(submission_id, is_new=False)
    if not form.validate_on_submit():
        return _page(submission_id, form, 422)
    write_question(
        current_session(),
        submission=reviews.submission(current_session(), submission_id),
        criterion_id=form.criterion.data,
        text=form.text.data or "",
        actor_id=current_user_id(),
        at=now(),
    )
    flash(_("Written down. Whoever leads the panel asks it with the next round."), "success")
    return redirect(url_for("review.questions", submission_id=submission_id), 303)


@pages.post("/reviews/<int:submission_id>/questions/<int:number>/drop")
@access(Action.ASK_QUESTION, subject="submission_id")
def drop(submission_id: int, number: int) -> ResponseReturnValue:
    """Takes a question back that was not asked yet."""
    session = current_session()
    take_question_back(
        session,
        submission=reviews.submission(session, submission_id),
        question_id=number,
        actor_id=current_user_id(),
        is_lead=reviews.seat_of(session, submission_id, current_user_id()).is_lead,
    )
    flash(_("Taken back. It is not going to be asked."), "success")
    return redirect(url_for("review.questions", submission_id=submission_id), 303)


@pages.post("/reviews/<int:submission_id>/questions/ask")
@access(Action.ASK_CLARIFICATION, subject="submission_id")
def ask(submission_id: int) -> ResponseReturnValue:
    """Asks everything that the panel has written down; the clock stands still until the answer."""
    try:
        ask_clarification(
            current_session(),
            submission=reviews.submission(current_session(), submission_id),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except Incomplete:
        flash(_("No question is written down. Nothing was asked."), "error")
    except NoRoundLeft:
        flash(_("The panel has asked as often as the label allows. Nothing was asked."), "error")
    else:
        flash(_("Asked. The cluster is told by mail, and your clock stands still."), "success")
    return redirect(url_for("review.questions", submission_id=submission_id), 303)
