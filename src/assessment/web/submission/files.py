"""Evidence and documents: sent as attachments to those who may have them."""

from typing import TYPE_CHECKING

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from assessment.db.queries import clarifications, outcomes, reviews
from assessment.domain.policy import Action
from assessment.services.documents import document_name, document_path
from assessment.services.records import frozen_file
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.sending import sandboxed, send_stored, shown_in_place
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


@pages.get("/documents/<int:document_id>")
@access(Action.READ_DOCUMENT, subject="document_id")
def document(document_id: int) -> ResponseReturnValue:
    """A PDF of the decision; 202 and a page that waits for it while it is not made.

    `Retry-After` says in how many seconds to look again; a document with a fault has none.
    """
    found = outcomes.document(current_session(), document_id)
    path = document_path(settings(), found)
    if path is None or not path.is_file():
        again = {} if found.fault else {"Retry-After": "3"}
        return render_template("submission/document_waiting.html", document=found), 202, again
    return send_file(
        path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=document_name(found, _number_of(found)),
    )


def _number_of(found: "Document") -> str:
    """The number of a certificate; "" of any other document."""
    if found.kind != "certificate":
        return ""
    return outcomes.certificate_number(current_session(), found.submission_id)
