"""HTML to PDF. The only place that knows WeasyPrint."""

import hashlib
import mimetypes
from contextlib import suppress
from pathlib import Path
from urllib import parse

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from assessment.resources import STATIC

_STATIC_SCHEME = "static"

# Lets `../fonts/…` in one of our stylesheets be understood relative to its `static:` address.
parse.uses_relative.append(_STATIC_SCHEME)


class RefusedAddress(Exception):
    """A document wanted to load something that is not one of our static files."""


class _StaticFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `static:` addresses from our own static files, refuses and notes every other."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        path = _static_file(url)
        if path is None:
            self.refused.append(url)
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _media_type(path)})


def _static_file(url: str) -> Path | None:
    address = parse.urlsplit(url)
    path = (STATIC / parse.unquote(address.path).lstrip("/")).resolve()
    is_ours = address.scheme == _STATIC_SCHEME and path.is_relative_to(STATIC) and path.is_file()
    return path if is_ours else None


def _media_type(path: Path) -> str:
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def html_to_pdf(html: str) -> bytes:
    """An accessible PDF (PDF/UA-1) of the HTML; the same HTML gives the same bytes.

    Addresses in it may be `static:/css/print.css` and the like. Raises `RefusedAddress` when it
    would load anything else, or a static file that does not exist.
    """
    fetcher = _StaticFetcher()
    document = HTML(string=html, base_url="static:/", url_fetcher=fetcher)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    pdf = b""
    # The fetcher's error is no Exception and would end the worker; inside an SVG it is swallowed.
    with suppress(FatalURLFetchingError):
        pdf = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=identifier)
    if fetcher.refused:
        raise RefusedAddress(f"a document may not load {fetcher.refused[0][:200]}")
    return pdf
