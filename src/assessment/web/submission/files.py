"""Evidence and documents: sent as attachments to those who may have them."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clarifications, outcomes, reviews
from assessment.domain.policy import Action
from assessment.services.benchmarking import order_report
from assessment.services.documents import document_name, document_path
from assessment.services.records import frozen_file
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.forms.review import ConfirmForm
from assessment.web.sending import sandboxed, send_document, send_stored, shown_in_place
from assessment.web.submission.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Document


@pages.get("/submissions/<int:submission_id>/evidence/<int:evidence_id>")
@access(Action.READ_SUBMISSION, subject="submission_id")
@sandboxed
def evidence(submission_id: int, evidence_id: int) -> ResponseReturnValue:
    """A file exactly as it was handed in, whatever became of it in the library since."""
    record = reviews.submission(current_session(), submission_id).record
    item = frozen_file(record, evidence_id)
    if item is None:
        abort(404)
    return send_stored(item["sha256"], item["media_type"], item["filename"])


@pages.get(
    "/submissions/<int:submission_id>/clarifications/<int:number>/evidence/<int:evidence_id>"
)
@access(Action.READ_SUBMISSION, subject="submission_id")
@sandboxed
def answered_evidence(submission_id: int, number: int, evidence_id: int) -> ResponseReturnValue:
    """A file as it went along with the answer to a panel's question."""
    found = clarifications.clarification(current_session(), submission_id, number)
    item = frozen_file(found.record, evidence_id) if found.record else None
    if item is None:
        abort(404)
    return send_stored(item["sha256"], item["media_type"], item["filename"])


@pages.get("/submissions/<int:submission_id>/evidence/<int:evidence_id>/shown")
@access(Action.READ_SUBMISSION, subject="submission_id")
@shown_in_place
def evidence_shown(submission_id: int, evidence_id: int) -> ResponseReturnValue:
    """The same file to be seen on a page: a PDF or a picture; 404 for every other."""
    record = reviews.submission(current_session(), submission_id).record
    item = frozen_file(record, evidence_id)
    if item is None:
        abort(404)
    return send_stored(item["sha256"], item["media_type"], item["filename"], in_place=True)


@pages.post("/submissions/<int:submission_id>/benchmarking")
@access(Action.ORDER_COMPARISON, subject="submission_id")
def order_comparison(submission_id: int) -> ResponseReturnValue:
    """Orders the benchmarking report of what was decided before there were any."""
    ConfirmForm().validate_on_submit()
    submission = reviews.submission(current_session(), submission_id)
    if order_report(current_session(), submission, now()):
        flash(_("The benchmarking report is ordered. It is made in the background."), "success")
    return redirect(url_for("submission.record", submission_id=submission_id), 303)


@pages.get("/documents/<int:document_id>")
@access(Action.READ_DOCUMENT, subject="document_id")
def document(document_id: int) -> ResponseReturnValue:
    """A PDF of the submission or its decision; 202 and a page that waits for it while it is not made."""
    found = outcomes.document(current_session(), document_id)
    path = document_path(settings(), found)
    return send_document(found, path, lambda: document_name(found, _number_of(found)))


def _number_of(found: "Document") -> str:
    """The number of a certificate; "" of any other document."""
    if found.kind != "certificate":
        return ""
    return outcomes.certificate_number(current_session(), found.submission_id)
