"""Ending a draft that nobody will submit."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.policy import Action
from assessment.services.assessments import discard_assessment
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/discard")
@access(Action.DISCARD, subject="assessment_id")
def ask_to_discard(assessment_id: int) -> ResponseReturnValue:
    """Says what stays and what goes, and asks whether the draft is to be ended."""
    session = current_session()
    found = current_assessment()
    answers = assessments.answers(session, assessment_id).values()
    answered = sum(answer.is_answered for answer in answers)
    return render_template("manager/discard.html", assessment=found, answered=answered)


@pages.post("/assessments/<int:assessment_id>/discard")
@access(Action.DISCARD, subject="assessment_id")
def discard(assessment_id: int) -> ResponseReturnValue:
    """Ends the draft; its answers stay with the cluster."""
    ended = discard_assessment(
        current_session(), assessment_id=assessment_id, actor_id=current_user_id(), at=now()
    )
    flash(
        _("The draft is discarded. Your answers are kept for when you open the label again."),
        "success",
    )
    return redirect(url_for("manager.cluster", cluster_id=ended.cluster_id), 303)
