"""Evidence and documents: sent as attachments to those who may have them."""

from flask import abort, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from assessment.db.queries import assessments, outcomes
from assessment.domain.policy import Action
from assessment.services.documents import document_path
from assessment.services.uploads import stored_path
from assessment.web.access import access
from assessment.web.context import settings
from assessment.web.submission.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/evidence/<int:evidence_id>")
@access(Action.READ_EVIDENCE, subject="evidence_id")
def evidence(evidence_id: int) -> ResponseReturnValue:
    """A file, always as an attachment so that no browser runs it; a link leads to its address."""
    found = assessments.evidence(current_session(), evidence_id)
    if found.sha256 is None:
        return redirect(found.url)
    path = stored_path(settings().evidence_path, found.sha256)
    if not path.is_file():
        abort(404)
    return send_file(
        path, mimetype=found.media_type, as_attachment=True, download_name=found.filename
    )


@pages.get("/documents/<int:document_id>")
@access(Action.READ_DOCUMENT, subject="document_id")
def document(document_id: int) -> ResponseReturnValue:
    """A PDF of the decision; a page that waits for it while it is being made."""
    found = outcomes.document(current_session(), document_id)
    path = document_path(settings(), found)
    if path is None or not path.is_file():
        return render_template("submission/document_waiting.html", document=found)
    return send_file(
        path,
        mimetype="application/pdf",
        as_attachment=True,
        download_name=f"{found.kind}-{found.submission_id}-{found.language}.pdf",
    )
