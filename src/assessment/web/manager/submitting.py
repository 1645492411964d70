"""Handing in: what is still missing, and the last confirmation."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.errors import Incomplete
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE
from assessment.domain.scorecard import LabelCondition
from assessment.services.assessments import read_worksheet
from assessment.services.mail import Mailing
from assessment.services.submissions import (
    ImpossibleFigure,
    Unconfirmed,
    gaps_of,
    submit_assessment,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/check")
@access(Action.CHECK_SUBMISSION, subject="assessment_id")
def check(assessment_id: int) -> ResponseReturnValue:
    """Everything that is missing, each item leading to its place; or the last confirmation."""
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(session, found, label, now())
    gaps = gaps_of(worksheet)
    return render_template(
        "manager/check.html",
        worksheet=worksheet,
        gaps=gaps,
        unconfirmed=[gap.criterion for gap in gaps if isinstance(gap, Unconfirmed)],
        impossible=[gap for gap in gaps if isinstance(gap, ImpossibleFigure)],
        is_profile_open=any(isinstance(gap, LabelCondition) for gap in gaps),
        still_open=Facts(label, worksheet.sheet).open_questions(PROFILE),
        label=label,
        words=edition.texts.in_language(language()),
    )


@pages.post("/assessments/<int:assessment_id>/submit")
@access(Action.SUBMIT, subject="assessment_id")
def submit(assessment_id: int) -> ResponseReturnValue:
    """Freezes the assessment and hands it to the secretariat."""
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    try:
        submit_assessment(
            session,
            assessment_id=assessment_id,
            edition=edition_of(found.scheme_id),
            actor_id=current_user_id(),
            at=now(),
            mailing=Mailing(settings().base_url),
        )
    except Incomplete:
        flash(_("Something is still missing. Nothing was submitted."), "error")
        return redirect(url_for("manager.check", assessment_id=assessment_id), 303)
    flash(_("Submitted. A receipt is on its way to you by mail."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
