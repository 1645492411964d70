"""Telling the secretariat that a condition of an award is met."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.policy import Action
from assessment.services.condition_reports import report_condition
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.condition import ReportForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.manager.blueprint import pages
from assessment.web.manager.overview import path_page
from assessment.web.transactions import current_session


@pages.post("/assessments/<int:assessment_id>/conditions/<int:condition_id>/report")
@access(Action.REPORT_CONDITION, subject="assessment_id")
def tell_condition(assessment_id: int, condition_id: int) -> ResponseReturnValue:
    """Keeps the words, to which more can be added until the secretariat has settled the condition."""
    session = current_session()
    submission = assessments.submission_of(session, assessment_id)
    assert submission is not None  # noqa: S101  # what was awarded was submitted
    ConfirmForm().validate_on_submit()
    form = ReportForm.of(condition_id, request.form)
    if not form.validate():
        return path_page(current_assessment(), submission, {condition_id: form}), 422
    report_condition(
        session,
        submission=submission,
        condition_id=condition_id,
        said=form.said.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("The secretariat is told by mail and checks the condition."), "success")
    place = url_for("manager.assessment", assessment_id=assessment_id)
    return redirect(f"{place}#condition-{condition_id}", 303)
