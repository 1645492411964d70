"""The formal check of an application: accepted for review, or returned with reasons."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.policy import Action
from assessment.services.formal_checks import (
    FormallyRefused,
    accept_application,
    formal_conditions,
    return_application,
)
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.process import FormalCheckForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.route("/secretariat/submissions/<int:submission_id>/check", methods=["GET", "POST"])
@access(Action.CHECK_FORMALLY, subject="submission_id")
def formal_check(submission_id: int) -> ResponseReturnValue:
    """Eligibility, the label held before, and what was submitted; then the verdict."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    form = FormalCheckForm()
    if form.validate_on_submit() and _settle(submission, form):
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/formal_check.html",
        form=form,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        rules=edition.scheme.review,
        conditions=formal_conditions(submission, label),
        scorecard=own_scorecard(submission, label),
    )
    return page, 422 if form.errors else 200


def _settle(submission: "Submission", form: FormalCheckForm) -> bool:
    session, actor_id, note = current_session(), current_user_id(), form.note.data or ""
    if form.verdict.data == "return":
        return_application(
            session,
            submission=submission,
            reasons=note,
            actor_id=actor_id,
            at=now(),
            mailing=mailing(),
        )
        flash(_("Returned. The cluster is told by mail, with the reasons."), "success")
        return True
    try:
        accept_application(session, submission=submission, note=note, actor_id=actor_id, at=now())
    except FormallyRefused:
        form.verdict.errors = [_("A formal condition is not met: it cannot go into review.")]
        return False
    flash(_("Accepted. Propose the panel next."), "success")
    return True
