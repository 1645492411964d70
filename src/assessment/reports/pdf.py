"""HTML to PDF. The only place that knows WeasyPrint."""

import gc
import hashlib
import mimetypes
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib import parse

from weasyprint import CSS, HTML, Attachment
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from assessment.domain.letters import for_print
from assessment.reports.long_texts import TAG, breakable, few_lines
from assessment.reports.pdf_marks import add_place_for_seal, mark_heads, with_ua
from assessment.resources import STATIC

_KIND = {"pdf_variant": "pdf/a-3a"}

STYLESHEET = "static:/css/print.css"
"""What every document wears; the HTML does not name it."""

FEW_PAGES = 8
"""So many hold too little memory for it to be worth the time to give it back before the end."""

_STATIC_SCHEME = "static"
_PICTURE_SCHEME = "picture"

# Lets `../fonts/…` in one of our stylesheets be understood relative to its `static:` address.
parse.uses_relative.append(_STATIC_SCHEME)


class RefusedAddress(Exception):
    """A document wanted to load something that is not one of our static files."""


class _OwnFetcher(URLFetcher):  # type: ignore[misc]
    """Serves `static:` addresses from our own static files and `picture:` ones from what the caller drew,
    refuses and notes every other."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__()
        self.pictures = pictures
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        scheme, _colon, name = url.partition(":")
        if scheme == _PICTURE_SCHEME and name in self.pictures:
            return URLFetcherResponse(url, self.pictures[name], {"Content-Type": "image/png"})
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


@dataclass(frozen=True, slots=True)
class _Dress:
    """The stylesheet of all documents, read, and the fonts that it names."""

    sheet: CSS
    fonts: FontConfiguration
    files: tuple[Path, ...]

    @property
    def is_whole(self) -> bool:
        """Whether its fonts still lie on the disk; without them a document has no letters."""
        return all(path.is_file() for path in self.files)


def _dress() -> _Dress:
    """Read once in a process, as that takes three quarters of the time of a certificate, and again when
    something has cleared the temporary folder. Raises `RefusedAddress` where a file is not there."""
    if not _read_dress().is_whole:
        _read_dress.cache_clear()
    return _read_dress()


@lru_cache(maxsize=1)
def _read_dress() -> _Dress:
    fonts, fetcher = FontConfiguration(), _OwnFetcher({})
    sheet = None
    with suppress(FatalURLFetchingError):
        sheet = CSS(url=STYLESHEET, url_fetcher=fetcher, font_config=fonts)
    if sheet is None or fetcher.refused:
        raise RefusedAddress(f"there is no {', '.join(fetcher.refused)[:200]}")
    return _Dress(sheet, fonts, tuple(fonts._folder.iterdir()))  # no other way to them


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file that travels inside a PDF. `name` says its kind by its ending."""

    name: str
    words: str
    content: bytes
    made_at: datetime


def html_to_pdf(
    html: str,
    enclosed: Sequence[Enclosed] = (),
    place_for_seal: str = "",
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """An accessible PDF for keeping (PDF/UA-1 and PDF/A-3a) of the HTML; the same gives the same bytes.

    It wears `STYLESHEET`. Addresses in it may be `static:/img/emblem-gold.svg` and the like, and
    `picture:NAME` for one of `pictures`, each a PNG. With `place_for_seal`, the words by which a screen
    reader calls it, there is a field for `Sealer.seal`. Raises `RefusedAddress` when it would load
    anything else, or a static file that does not exist.
    """
    fetcher = _OwnFetcher(pictures or {})
    html = _printable(html)
    identifier = hashlib.sha256(html.encode()).hexdigest()[:32].encode()
    dress = _dress()
    pdf = b""
    # The fetcher's error is no Exception and would end the worker; inside an SVG it is swallowed.
    with suppress(FatalURLFetchingError):
        source = HTML(string=html, base_url="static:/", url_fetcher=fetcher)
        document = source.render(font_config=dress.fonts, stylesheets=[dress.sheet], **_KIND)
        told = document.metadata
        told.generate_rdf_metadata = with_ua(told.generate_rdf_metadata)
        pdf = document.write_pdf(
            finisher=_finisher(place_for_seal),
            attachments=[_attachment(file) for file in enclosed],
            pdf_identifier=identifier,
            **_KIND,
        )
    if fetcher.refused:
        raise RefusedAddress(f"a document may not load {fetcher.refused[0][:200]}")
    return pdf


def _printable(html: str) -> str:
    """The HTML with texts that can be printed. Tags stay as they are, so no text runs into one; so do the
    title and who made it, which need no font."""
    head, body, content = html.partition("<body")
    parts = TAG.split(body + content)
    parts[::2] = (few_lines(for_print(text)) for text in parts[::2])
    return head + breakable("".join(parts))


def _finisher(place_for_seal: str) -> Callable[[Any, Any], None]:
    def finish(document: Any, pdf: Any) -> None:
        if len(document.pages) > FEW_PAGES:
            document.pages.clear()  # what was laid out is drawn; its memory serves to write the file
            gc.collect()
        mark_heads(document, pdf)
        if place_for_seal:
            add_place_for_seal(place_for_seal)(document, pdf)

    return finish


def _attachment(file: Enclosed) -> Attachment:
    return Attachment(
        file_obj=BytesIO(file.content),
        name=file.name,
        description=file.words,
        created=file.made_at,
        modified=file.made_at,
        relationship="Data",
    )
