"""Small but real files as evidence for the demonstration: tables, and PDFs of one page."""

from pathlib import PurePosixPath
from textwrap import wrap

_LINE_LENGTH = 80
_PAGE = (
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R"
    b" /Resources << /Font << /F1 4 0 R >> >> >>"
)
_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


def evidence_file(filename: str, lines: tuple[str, ...], note: str) -> bytes:
    """The content of a file by its ending: a PDF, else the lines as text. The note comes last."""
    if PurePosixPath(filename).suffix == ".pdf":
        return one_page_pdf(lines, note)
    return ("\n".join([*lines, "", note]) + "\n").encode()


def one_page_pdf(lines: tuple[str, ...], note: str) -> bytes:
    """A PDF of one A4 page: the first line as heading, each further one as a paragraph, the note.

    The text must be in Windows code page 1252, which covers the languages of the demonstration.
    """
    heading, *paragraphs = lines
    text = _page_text(heading, [*paragraphs, note])
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PAGE,
        _FONT,
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
        b"<< /Title %s >>" % _title(heading),
    ]
    return _assembled(objects)


def _page_text(heading: str, paragraphs: list[str]) -> bytes:
    parts = [b"BT /F1 15 Tf 56 770 Td 16 TL %s Tj T* /F1 11 Tf" % _shown(heading)]
    for paragraph in paragraphs:
        parts.append(b"T*")
        parts.extend(b"%s Tj T*" % _shown(line) for line in wrap(paragraph, _LINE_LENGTH))
    return b"\n".join([*parts, b"ET"])


def _shown(text: str) -> bytes:
    """A text as the page's font reads it."""
    return b"<%s>" % text.encode("cp1252").hex().encode()


def _title(text: str) -> bytes:
    """A text as the document's properties keep it: UTF-16 with its byte order mark."""
    return b"<feff%s>" % text.encode("utf-16-be").hex().encode()


def _assembled(objects: list[bytes]) -> bytes:
    """Header, numbered objects, the table of their offsets, trailer."""
    content = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    content += b"trailer\n<< /Size %d /Root 1 0 R /Info 6 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )
    return bytes(content)
