"""The interview sheet as a document: ordered by a press, waited for, and there for whoever ordered it."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import interview_sheets as queries
from assessment.db.queries import reviews
from assessment.domain.policy import Action
from assessment.services.interview_sheets import order_sheet, sheet_name, sheet_path
from assessment.web.access import access, current_user_id
from assessment.web.context import settings
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import LANGUAGES, language
from assessment.web.review.blueprint import pages
from assessment.web.sending import send_document
from assessment.web.transactions import current_session


@pages.post("/reviews/<int:submission_id>/interview/sheets")
@access(Action.SEE_REVIEW, subject="submission_id")
def order_interview_sheet(submission_id: int) -> ResponseReturnValue:
    """Keeps what the page shows, in the language asked for, and leads to where the document will be."""
    if not ConfirmForm().validate_on_submit():
        return redirect(url_for("review.interview", submission_id=submission_id), 303)
    wanted = request.form.get("language", language())
    if wanted not in LANGUAGES:
        abort(400)
    session = current_session()
    ordered = order_sheet(
        session,
        submission=reviews.submission(session, submission_id),
        reviewer_id=current_user_id(),
        language=wanted,
        with_notes=request.form.get("notes") == "1",
        at=now(),
    )
    place = url_for("review.interview_sheet", submission_id=submission_id, sheet_id=ordered.id)
    return redirect(place, 303)


@pages.get("/reviews/<int:submission_id>/interview/sheets/<int:sheet_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def interview_sheet(submission_id: int, sheet_id: int) -> ResponseReturnValue:
    """One's own document; 202 and a page that waits for it while it is not made."""
    found = queries.own_sheet(current_session(), submission_id, current_user_id(), sheet_id)
    if found is None:
        abort(404)
    return send_document(found, sheet_path(settings(), found), lambda: sheet_name(found))
