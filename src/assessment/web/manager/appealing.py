"""An appeal against a decision: a fresh panel looks at what was submitted."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, reviews
from assessment.domain.deadlines import is_past
from assessment.domain.policy import Action
from assessment.services.appeals import (
    AnotherUnderWay,
    TooLateToAppeal,
    appeal_until,
    make_appeal,
)
from assessment.services.records import rules_of
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.appeal import AppealForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.route("/assessments/<int:assessment_id>/appeal", methods=["GET", "POST"])
@access(Action.APPEAL, subject="assessment_id")
def appeal(assessment_id: int) -> ResponseReturnValue:
    """What the decision said, until when there may be an appeal, and the grounds for it."""
    session = current_session()
    found = assessments.submission_of(session, assessment_id)
    assert found is not None  # noqa: S101  # what was declined was submitted
    submission = reviews.submission(session, found.id)
    last_day = appeal_until(session, submission.assessment, submission)
    form = AppealForm()
    if form.validate_on_submit():
        try:
            make_appeal(
                session,
                submission=submission,
                grounds=form.grounds.data or "",
                actor_id=current_user_id(),
                at=now(),
                mailing=mailing(),
            )
        except TooLateToAppeal:
            form.grounds.errors = [_("The days for an appeal are over.")]
        except AnotherUnderWay:
            form.grounds.errors = [
                _("You are applying for this label anew. End that application before you appeal.")
            ]
        else:
            flash(_("Your appeal is with the secretariat, which tells you by mail."), "success")
            return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
    edition, label = rules_of(submission)
    page = render_template(
        "manager/appeal.html",
        form=form,
        assessment=current_assessment(),
        label=label,
        words=edition.texts.in_language(language()),
        last_day=last_day,
        is_open=last_day is not None and not is_past(last_day, now()),
        days=edition.scheme.review.appeal_answer_days,
    )
    return page, 422 if form.errors else 200
