"""The self-assessment report of what was handed in, for the team and the secretariat."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.policy import Action
from assessment.services.self_reports import order_report
from assessment.web.access import access
from assessment.web.language import language
from assessment.web.submission.blueprint import pages
from assessment.web.transactions import current_session


@pages.post("/submissions/<int:submission_id>/reports")
@access(Action.ORDER_REPORT, subject="submission_id")
def order_self_report(submission_id: int) -> ResponseReturnValue:
    """Has the report made, once in each language, and leads to where it will be."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    ordered = order_report(session, submission=submission, language=language(), at=now())
    return redirect(url_for("submission.document", document_id=ordered.id), 303)
