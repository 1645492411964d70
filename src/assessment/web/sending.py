"""Files from the store, sent so that no browser runs them and no cache keeps them."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, send_file
from flask.typing import ResponseReturnValue

from assessment.services.uploads import stored_path
from assessment.web.context import settings

View = TypeVar("View", bound=Callable[..., Any])


def sandboxed(view: View) -> View:
    """Marks a view that sends what somebody handed in: whatever it holds, no browser acts on it."""
    policy = {"content_security_policy": "default-src 'none'; sandbox"}
    view.talisman_view_options = policy  # type: ignore[attr-defined]
    return view


def send_stored(sha256: str, media_type: str, filename: str) -> ResponseReturnValue:
    """The file with this content as an attachment of that name, whole; 404 when it is not there."""
    path = stored_path(settings().evidence_path, sha256)
    if not path.is_file():
        abort(404)
    return send_file(
        path,
        mimetype=media_type,
        as_attachment=True,
        download_name=filename,
        conditional=False,
        etag=False,
    )
