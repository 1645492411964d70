"""A reviewer's list, one review at a glance, and handing it in."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.records import rules_of, self_scorecard
from assessment.services.reviews import hand_in_review, rating_gaps
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/reviews")
@access(Action.LIST_REVIEWS)
def index() -> ResponseReturnValue:
    """The reviewer's seats, with how far each review is."""
    session = current_session()
    seats = reviews.seats_of_reviewer(session, current_user_id())
    return render_template(
        "review/index.html",
        seats=seats,
        rated=reviews.rated_counts(session, [seat.id for seat in seats]),
    )


@pages.get("/reviews/<int:submission_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def overview(submission_id: int) -> ResponseReturnValue:
    """One review: every criterion with one's own rating, and what is missing before handing in."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    ratings = reviews.ratings(session, seat.id)
    edition, label = rules_of(submission)
    return render_template(
        "review/overview.html",
        submission=submission,
        seat=seat,
        ratings=ratings,
        gaps=rating_gaps(submission, label, ratings),
        label=label,
        words=edition.texts.in_language(language()),
        scorecard=self_scorecard(submission.record, label),
        state=submission.assessment.state,
    )


@pages.post("/reviews/<int:submission_id>/hand-in")
@access(Action.HAND_IN, subject="submission_id")
def hand_in(submission_id: int) -> ResponseReturnValue:
    """Closes one's own review; the last of the panel opens the consensus."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    _edition, label = rules_of(submission)
    try:
        is_last = hand_in_review(
            session,
            submission=submission,
            label=label,
            reviewer_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except Incomplete:
        flash(_("Some ratings are still missing. Nothing was handed in."), "error")
        return redirect(url_for("review.overview", submission_id=submission_id), 303)
    flash(
        _("Handed in. The consensus is open.")
        if is_last
        else _("Handed in. The consensus opens when the whole panel has handed in."),
        "success",
    )
    return redirect(url_for("review.overview", submission_id=submission_id), 303)
