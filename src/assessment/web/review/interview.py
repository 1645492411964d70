"""The interview sheet: what is answered and claimed, to be printed and taken along."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.db.queries import interview_sheets, reviews
from assessment.domain.policy import Action
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, current_user_id
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/reviews/<int:submission_id>/interview")
@access(Action.SEE_REVIEW, subject="submission_id")
def interview(submission_id: int) -> ResponseReturnValue:
    """Every criterion with its answer, claim, evidence and minimum, and room to write.

    It lies on the table before the cluster: one's private notes are on it only when asked for.
    As a document it is ordered here too.
    """
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    words = edition.texts.in_language(language())
    ratings = reviews.ratings(session, seat.id)
    has_notes = any(rating.notes for rating in ratings.values())
    return render_template(
        "review/interview.html",
        submission=submission,
        label=label,
        words=words,
        question_words={c.id: QuestionWords.of_criterion(words, c.id) for c in label.criteria},
        scorecard=own_scorecard(submission, label),
        ratings=ratings,
        has_notes=has_notes,
        with_notes=has_notes and request.args.get("notes") == "1",
        form=ConfirmForm(formdata=None),
        sheets=interview_sheets.sheets_of(session, seat.id),
        chosen=language(),
    )
