"""Complaints about how an application is handled."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import appeals
from assessment.domain.policy import Action
from assessment.services.complaints import days_to_answer, make_complaint, rules_for
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import catalogue, mailing
from assessment.web.forms.appeal import ComplaintForm
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/complaints")
@access(Action.SEE_COMPLAINTS, subject="assessment_id")
def complaints(assessment_id: int) -> ResponseReturnValue:
    """What the team complained of, with the answers; an owner may complain there."""
    return _page(assessment_id, ComplaintForm(formdata=None))


def _page(assessment_id: int, form: ComplaintForm) -> str:
    assessment = current_assessment()
    return render_template(
        "manager/complaints.html",
        form=form,
        assessment=assessment,
        complaints=appeals.complaints_about(current_session(), assessment_id),
        days=days_to_answer(rules_for(current_session(), assessment, catalogue())),
    )


@pages.post("/assessments/<int:assessment_id>/complaints")
@access(Action.COMPLAIN, subject="assessment_id")
def complain(assessment_id: int) -> ResponseReturnValue:
    """Keeps the complaint; the secretariat is told."""
    form = ComplaintForm()
    if not form.validate_on_submit():
        return _page(assessment_id, form), 422
    assessment = current_assessment()
    make_complaint(
        current_session(),
        assessment=assessment,
        edition=rules_for(current_session(), assessment, catalogue()),
        text=form.text.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("Your complaint is with the secretariat, which answers here and by mail."), "success")
    return redirect(url_for("manager.complaints", assessment_id=assessment_id), 303)
