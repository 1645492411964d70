"""A reviewer's own seat: what is asked, the declaration, accepting, declining, and the outcome."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import outcomes, reviews
from assessment.domain.policy import Action
from assessment.domain.workflow import UNDER_REVIEW, SeatState, State
from assessment.services.decisions import Outcome
from assessment.services.panel_rules import panel_rule
from assessment.services.records import rules_of
from assessment.services.seats import Declaration, declare, decline_seat
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.process import DeclarationForm, ReasonForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.review.statements import statements
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.get("/reviews/<int:submission_id>/seat")
@access(Action.SEE_SEAT, subject="submission_id")
def seat(submission_id: int) -> ResponseReturnValue:
    """The invitation with its declaration; later where the seat stands, and what was decided."""
    return _page(submission_id, DeclarationForm(formdata=None), ReasonForm(formdata=None))


def _page(
    submission_id: int, declaring: DeclarationForm, declining: ReasonForm, status: int = 200
) -> ResponseReturnValue:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    state = State(submission.assessment.state)
    own = reviews.seat_of(session, submission_id, current_user_id())
    is_over = state not in UNDER_REVIEW or own.round < submission.round
    is_decided = (is_over or state is State.DEFERRED) and own.state == SeatState.HANDED_IN
    found = (session, submission_id)
    decision, certificate = (
        outcomes.decision_and_certificate(*found, own.round) if is_decided else (None, None)
    )
    is_former = own.round < submission.round
    on_appeal = outcomes.decision(*found) if decision and is_former else None
    page = render_template(
        "review/seat.html",
        submission=submission,
        seat=own,
        label=label,
        words=edition.texts.in_language(language()),
        rule=panel_rule(submission, label),
        days=edition.scheme.review.review_days,
        statements=statements(_years(submission)),
        state=state,
        decision=decision,
        certificate=certificate,
        on_appeal=on_appeal if on_appeal and on_appeal.outcome != Outcome.DEFER else None,
        is_over=is_over,
        declaring=declaring,
        declining=declining,
    )
    return page, status


def _years(submission: "Submission") -> int:
    edition, _label = rules_of(submission)
    return edition.scheme.review.conflict_years


def _submission(submission_id: int) -> "Submission":
    return reviews.submission(current_session(), submission_id)


@pages.post("/reviews/<int:submission_id>/seat/declare")
@access(Action.ANSWER_INVITATION, subject="submission_id")
def declare_ties(submission_id: int) -> ResponseReturnValue:
    """Records the declaration: without a tie the review begins, one that is disclosed is looked at."""
    form = DeclarationForm()
    if not form.validate_on_submit():
        return _page(submission_id, form, ReasonForm(formdata=None), 422)
    submission = _submission(submission_id)
    own = declare(
        current_session(),
        submission=submission,
        reviewer_id=current_user_id(),
        declaration=Declaration(form.said, language(), statements(_years(submission))),
        at=now(),
        mailing=mailing(),
    )
    if own.answered_at is None:
        flash(_("Recorded. The secretariat looks at it and tells you by mail."), "success")
        return redirect(url_for("review.seat", submission_id=submission_id), 303)
    flash(_("Accepted. Everything that was submitted is open to you now."), "success")
    return redirect(url_for("review.overview", submission_id=submission_id), 303)


@pages.post("/reviews/<int:submission_id>/seat/decline")
@access(Action.ANSWER_INVITATION, subject="submission_id")
def decline(submission_id: int) -> ResponseReturnValue:
    """Declines the invitation, with a reason."""
    return _give_up(submission_id, _("Declined. The secretariat is told."))


@pages.post("/reviews/<int:submission_id>/seat/leave")
@access(Action.LEAVE_PANEL, subject="submission_id")
def leave(submission_id: int) -> ResponseReturnValue:
    """Gives up a seat that was accepted, before handing in; what was rated is kept."""
    return _give_up(submission_id, _("You have left the panel. The secretariat is told."))


def _give_up(submission_id: int, said: str) -> ResponseReturnValue:
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(submission_id, DeclarationForm(formdata=None), form, 422)
    decline_seat(
        current_session(),
        submission=_submission(submission_id),
        reviewer_id=current_user_id(),
        reason=form.reason.data or "",
        at=now(),
        mailing=mailing(),
    )
    flash(said, "success")
    return redirect(url_for("review.index"), 303)
