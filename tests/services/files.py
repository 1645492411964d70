"""The smallest real file of each kind that is taken as evidence."""

import io
import struct
import zipfile
import zlib

_MAIN_PARTS = {
    ".docx": ("word/document.xml", "wordprocessingml.document.main+xml"),
    ".xlsx": ("xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    ".pptx": ("ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OFFICE_DOCUMENT = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
)
_JPEG_TABLE = bytes(range(1, 65))


def zipped(parts: dict[str, str]) -> bytes:
    """An archive of these parts, in this order; the first is not compressed."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, text) in enumerate(parts.items()):
            method = zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED
            archive.writestr(zipfile.ZipInfo(name), text, method)
    return target.getvalue()


def open_xml(ending: str) -> bytes:
    """A document as Word, Excel or PowerPoint packs it."""
    part, kind = _MAIN_PARTS[ending]
    return zipped(
        {
            "[Content_Types].xml": '<?xml version="1.0" encoding="UTF-8"?>'
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/{part}" ContentType="{_OPEN_XML}.{kind}"/></Types>',
            "_rels/.rels": '<?xml version="1.0" encoding="UTF-8"?>'
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            f'<Relationship Id="rId1" Type="{_OFFICE_DOCUMENT}" Target="{part}"/></Relationships>',
            part: '<?xml version="1.0" encoding="UTF-8"?><root/>',
        }
    )


def open_document(kind: str) -> bytes:
    """A document as LibreOffice packs it: text, spreadsheet or presentation."""
    media_type = f"application/vnd.oasis.opendocument.{kind}"
    return zipped(
        {
            "mimetype": media_type,
            "META-INF/manifest.xml": '<?xml version="1.0" encoding="UTF-8"?>'
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{media_type}"/>'
            "</manifest:manifest>",
            "content.xml": '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
            'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>',
        }
    )


def png() -> bytes:
    """One grey pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\x00\x80"))
        + chunk(b"IEND", b"")
    )


def jpeg() -> bytes:
    """The frame of a baseline picture of one pixel."""
    return (
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
        b"\xff\xdb\x00\x43\x00"
        + _JPEG_TABLE
        + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00"
        b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00\x7f\xff\xd9"
    )


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


SMALLEST = {
    ".pdf": pdf(),
    ".png": png(),
    ".jpg": jpeg(),
    ".jpeg": jpeg(),
    ".txt": "Säännöt – kymmenen paikkaa 😀\r\n\tok\n".encode(),
    ".csv": b"\xef\xbb\xbfname;place\r\nAila;Kemi\r\n",
    ".docx": open_xml(".docx"),
    ".xlsx": open_xml(".xlsx"),
    ".pptx": open_xml(".pptx"),
    ".odt": open_document("text"),
    ".ods": open_document("spreadsheet"),
    ".odp": open_document("presentation"),
}
"""A real file for every ending."""
