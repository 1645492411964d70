"""Style, script, pictures and fonts: addressed by their content, so that browsers keep them.

All of them stand under one digest, `/static/<digest>/…`. So a script that imports another, and a
style that names a font, need no list of addresses: what they name relatively has the same digest.
They are served in front of the application, which gives cookies and headers to pages.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import flask_bootstrap
from werkzeug.wrappers import Request, Response

from assessment.resources import STATIC
from assessment.web.compression import COMPRESSED, coding_for, compressed

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

FOR_A_YEAR = "public, max-age=31536000, immutable"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".woff2": "font/woff2",
}
_BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
_ADOPTED = {"css/bootstrap.min.css": _BOOTSTRAP / "css" / "bootstrap.min.css"}
"""Files of packages that pages use, by the name under which they are served with ours."""


class StaticFile:
    """The content of one file, and its compressed forms, each made when it is first asked for."""

    def __init__(self, path: Path) -> None:
        self.kind = KINDS[path.suffix]
        self.content = path.read_bytes()
        self._compressed: dict[str, bytes] = {}

    def compressed(self, coding: str) -> bytes:
        if coding not in self._compressed:
            self._compressed[coding] = compressed(self.content, coding, is_kept=True)
        return self._compressed[coding]


class StaticFiles:
    """Every static file by its name, as they were when the application was made."""

    def __init__(self, folder: Path = STATIC) -> None:
        paths = {str(path.relative_to(folder)): path for path in folder.rglob("*.*")} | _ADOPTED
        self._files = {name: StaticFile(paths[name]) for name in sorted(paths)}
        whole = hashlib.sha256()
        for name, file in self._files.items():
            whole.update(f"{name}\0{len(file.content)}\0".encode() + file.content)
        self.digest = whole.hexdigest()[:16]

    @property
    def address(self) -> str:
        """The path below which they are served."""
        return f"/static/{self.digest}"

    def before(self, application: "WSGIApplication") -> "WSGIApplication":
        """Answers for static files in place of the application.

        A page that was open while a new version was installed finds its files under the old digest;
        what it gets is of the new version, and not to be kept.
        """

        def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            place, _, rest = environ.get("PATH_INFO", "").removeprefix("/").partition("/")
            digest, _, name = rest.partition("/")
            if place != "static" or name not in self._files:
                return application(environ, start_response)
            response = _response(self._files[name], Request(environ))
            is_current = digest == self.digest
            response.headers["Cache-Control"] = FOR_A_YEAR if is_current else "no-cache"
            return response(environ, start_response)

        return answer


def _response(file: StaticFile, request: Request) -> Response:
    response = Response(file.content, mimetype=file.kind)
    response.headers["X-Content-Type-Options"] = "nosniff"
    if file.kind in COMPRESSED:
        response.vary.add("Accept-Encoding")
        coding = coding_for(request.accept_encodings)
        if coding is not None:
            response.set_data(file.compressed(coding))
            response.headers["Content-Encoding"] = coding
    return response
