"""A reviewer's list, one review at a glance, and handing it in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.deadlines import day_of
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.calibrating import has_to_calibrate
from assessment.services.panel_rules import panel_rule
from assessment.services.records import own_scorecard, rules_of
from assessment.services.reviewer_profiles import has_told
from assessment.services.reviews import hand_in_review
from assessment.web.access import access, can, current_user_id
from assessment.web.context import mailing
from assessment.web.language import language
from assessment.web.listing import PAGE_SIZE, page_of
from assessment.web.review.blueprint import pages
from assessment.web.review.filters import FILTERS, chosen_rows, counts_of, rows_of
from assessment.web.review.progress import progress_of
from assessment.web.transactions import current_session


@pages.get("/reviews")
@access(Action.LIST_REVIEWS)
def index() -> ResponseReturnValue:
    """The reviewer's seats, with how far each review is, a page at a time."""
    session = current_session()
    page = page_of(reviews.count_seats_of_reviewer(session, current_user_id()))
    seats = reviews.seats_of_reviewer(session, current_user_id(), first=page.first, limit=PAGE_SIZE)
    return render_template(
        "review/index.html",
        seats=seats,
        page=page,
        today=day_of(now()),
        has_profile=has_told(session, current_user_id()),
        rated=reviews.rated_counts(session, [seat.id for seat in seats]),
        alone=reviews.alone_on_panel(session, [seat.id for seat in seats]),
    )


@pages.get("/reviews/<int:submission_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def overview(submission_id: int) -> ResponseReturnValue:
    """One review: every criterion with one's own rating, or those that a filter (`show`) leaves."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    ratings = reviews.ratings(session, seat.id)
    edition, label = rules_of(submission)
    own = own_scorecard(submission, label)
    progress = progress_of(own, ratings, seat, submission.assessment)
    rows = rows_of(own, ratings, progress)
    chosen = request.args.get("show", "")
    return render_template(
        "review/overview.html",
        submission=submission,
        seat=seat,
        progress=progress,
        next_open=progress.after(label.criteria, None),
        has_to_calibrate=can(Action.RATE)
        and not ratings
        and has_to_calibrate(session, edition, label, seat),
        has_anchors=bool(edition.scheme.anchors_of(label)),
        sections=chosen_rows(rows, chosen),
        counts=counts_of(rows),
        chosen=chosen,
        filters=FILTERS,
        label=label,
        words=edition.texts.in_language(language()),
        is_alone=panel_rule(submission, label).is_of_one,
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
    if is_last and panel_rule(submission, label).is_of_one:
        flash(_("Handed in. Write the outcome next."), "success")
        return redirect(url_for("review.outcome", submission_id=submission_id), 303)
    flash(
        _("Handed in. The consensus is open.")
        if is_last
        else _("Handed in. The consensus opens when the whole panel has handed in."),
        "success",
    )
    return redirect(url_for("review.overview", submission_id=submission_id), 303)
