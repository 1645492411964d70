"""Files from the store, sent so that no browser runs them and no cache keeps them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from flask import abort, render_template, send_file
from flask.typing import ResponseReturnValue

from assessment.services.uploads import stored_path
from assessment.web.context import settings

if TYPE_CHECKING:
    from assessment.db.models import Document, DraftReport, InterviewSheet, PortfolioReport

View = TypeVar("View", bound=Callable[..., Any])


def sandboxed(view: View) -> View:
    """Marks a view that sends what somebody handed in: whatever it holds, no browser acts on it."""
    policy = {"content_security_policy": "default-src 'none'; sandbox"}
    view.talisman_view_options = policy  # type: ignore[attr-defined]
    return view


def shown_in_place(view: View) -> View:
    """The same for what one of our own pages shows in a frame: it runs nothing and reaches nothing.

    The sandbox stands on the answer, as browsers show no PDF in a frame that has it as an attribute.
    """
    policy = {
        "content_security_policy": "default-src 'none'; frame-ancestors 'self'; sandbox",
        "frame_options": "SAMEORIGIN",
    }
    view.talisman_view_options = policy  # type: ignore[attr-defined]
    return view


SHOWN_IN_PLACE = frozenset({"application/pdf", "image/png", "image/jpeg"})
"""What browsers show safely: raster images, and PDF in a viewer of their own. Never HTML or SVG."""


def send_stored(
    sha256: str, media_type: str, filename: str, *, in_place: bool = False
) -> ResponseReturnValue:
    """The file with this content as an attachment of that name, whole; 404 when it is not there.

    `in_place` shows it on one of our pages instead; 404 where that is not safe (`SHOWN_IN_PLACE`).
    """
    if in_place and media_type not in SHOWN_IN_PLACE:
        abort(404)
    path = stored_path(settings().evidence_path, sha256)
    if not path.is_file():
        abort(404)
    return send_file(
        path,
        mimetype=media_type,
        as_attachment=not in_place,
        download_name=filename,
        conditional=False,
        etag=False,
    )


def send_document(
    document: "Document | DraftReport | InterviewSheet | PortfolioReport",
    path: Path | None,
    name: Callable[[], str],
) -> ResponseReturnValue:
    """A PDF as an attachment of that name; 202 and a page that waits for it while it is not made.

    `Retry-After` says in how many seconds to look again; a document with a fault has none.
    """
    if path is None or not path.is_file():
        again = {} if document.fault else {"Retry-After": "3"}
        return render_template("submission/document_waiting.html", document=document), 202, again
    return send_file(path, mimetype="application/pdf", as_attachment=True, download_name=name())
