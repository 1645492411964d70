"""The interview sheet: what is claimed, to be printed and taken along."""

from flask import render_template
from flask.typing import ResponseReturnValue

from assessment.db.queries import reviews
from assessment.domain.policy import Action
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, current_user_id
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/reviews/<int:submission_id>/interview")
@access(Action.SEE_REVIEW, subject="submission_id")
def interview(submission_id: int) -> ResponseReturnValue:
    """Every criterion with its claim, evidence and minimum, one's own notes, and room to write."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    return render_template(
        "review/interview.html",
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        scorecard=own_scorecard(submission, label),
        ratings=reviews.ratings(session, seat.id),
    )
