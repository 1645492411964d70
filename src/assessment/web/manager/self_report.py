"""The self-assessment report of a draft: ordered by a press, waited for, and there for the team."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import self_reports
from assessment.domain.policy import Action
from assessment.services.self_reports import (
    draft_report_name,
    draft_report_path,
    order_draft_report,
)
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.sending import send_document
from assessment.web.transactions import current_session


@pages.post("/assessments/<int:assessment_id>/reports")
@access(Action.ORDER_DRAFT_REPORT, subject="assessment_id")
def order_self_report(assessment_id: int) -> ResponseReturnValue:
    """Copies the draft as it stands, and leads to where its report will be."""
    ordered = order_draft_report(
        current_session(),
        assessment_id=assessment_id,
        edition=edition_of(current_assessment().scheme_id),
        language=language(),
        actor_id=current_user_id(),
        at=now(),
    )
    address = url_for("manager.self_report", assessment_id=assessment_id, report_id=ordered.id)
    return redirect(address, 303)


@pages.get("/assessments/<int:assessment_id>/reports/<int:report_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def self_report(assessment_id: int, report_id: int) -> ResponseReturnValue:
    """The report; 202 and a page that waits for it while it is not made."""
    found = self_reports.report_of(current_session(), assessment_id, report_id)
    if found is None:
        abort(404)
    path = draft_report_path(settings(), found)
    return send_document(found, path, lambda: draft_report_name(found))
