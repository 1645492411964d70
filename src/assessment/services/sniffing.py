"""What a file really is, by its content, and what would harm whoever opens it."""

import codecs
import io
import math
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from xml.etree import ElementTree

import puremagic

_OPEN_XML = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"

MEDIA_TYPES: Mapping[str, str] = {
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".txt": "text/plain",
    ".csv": "text/csv",
    ".docx": f"{_OPEN_XML}.wordprocessingml.document",
    ".xlsx": f"{_OPEN_XML}.spreadsheetml.sheet",
    ".pptx": f"{_OPEN_XML}.presentationml.presentation",
    ".odt": f"{_OPEN_DOCUMENT}.text",
    ".ods": f"{_OPEN_DOCUMENT}.spreadsheet",
    ".odp": f"{_OPEN_DOCUMENT}.presentation",
}
"""The endings that are taken as evidence, with the media type that the content must have."""

ACTIVE = frozenset({".svg", ".html", ".htm", ".xhtml", ".xml", ".js", ".docm", ".xlsm", ".pptm"})
"""Endings of files that can carry a program, which are refused with that reason."""

_TEXTS = frozenset({".txt", ".csv"})
_PACKED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Unicode's control characters (category Cc) but tab, line feed and carriage return."""
PLAIN_PACKINGS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What archives may be packed with. Any other unpacks whole, however little of it is asked for."""
_DECLARATION_LIMIT = 1_000_000
"""Bytes that an office file may use to say what it is; more is not unpacked."""
_PROGRAM = re.compile(r"(^|/)vba\w*\.(bin|xml)$|(^|/)activex/|^(basic|scripts)/", re.IGNORECASE)
"""Parts of an office file that are macros, or call them: of Microsoft's kinds, and of OpenDocument's."""
_OF_PROGRAMS = ("macroenabled", "vbaproject", "activex")
"""What the media types of such parts have in them."""
_ENTRY = b"PK\x01\x02"
_MOST_PARTS = 20_000
"""Parts that an office file may have; large ones have some hundreds."""
_UNPACKED_LIMIT = 1_000_000_000
"""Bytes that an office file may take once it is unpacked."""
_MOST_PIXELS = 200_000_000
"""Pixels that a picture may have: twice what the largest cameras give."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The markers of JPEG behind which the size of the picture stands."""
_BARE = frozenset({0x01, *range(0xD0, 0xDA)})
"""The markers of JPEG that nothing belongs to."""
_FILLING = re.compile(rb"\xff+")
"""What stands before each marker of JPEG, once or as often as the writer liked."""
_MOST_SEGMENTS = 10_000
"""Segments that a picture may have before it says its size; even large profiles take some hundreds."""


def is_what_it_says(content: bytes, ending: str) -> bool:
    """Whether the content is of the kind that the ending promises, an office file without macros."""
    if ending in _TEXTS:
        return _is_text(content)
    if ending in _PACKED:
        return _is_packed(content, MEDIA_TYPES[ending])
    try:
        found = puremagic.magic_string(content)
    except (puremagic.PureError, ValueError):
        return False
    return MEDIA_TYPES[ending] in {match.mime_type for match in found}


def would_burst(content: bytes, ending: str) -> bool:
    """Whether it would grow out of all proportion in the hands of whoever opens it.

    Nothing is unpacked to find out: an office file says how large its parts are, which must be packed
    plainly and not overlap, and a picture how wide and high it is.
    """
    if ending in _PACKED:
        return _is_bomb(content)
    if ending in (".png", ".jpg", ".jpeg"):
        return (_png_pixels(content) or _jpeg_pixels(content)) > _MOST_PIXELS
    return False


def _is_text(content: bytes) -> bool:
    """Whether people can read it: UTF-8, UTF-16 with its mark, or what Windows wrote before."""
    for encoding in ("utf-16",) if content.startswith(_UTF_16) else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return not _CONTROL.search(content.decode(encoding))
    return False


def _is_packed(content: bytes, media_type: str) -> bool:
    """Whether an archive declares itself an office file of this type, without macros."""
    is_open_xml = media_type.startswith(_OPEN_XML)
    part = "[Content_Types].xml" if is_open_xml else "mimetype"
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if archive.getinfo(part).compress_type not in PLAIN_PACKINGS:
                return False
            if any(map(_PROGRAM.search, archive.namelist())):
                return False
            with archive.open(part) as file:
                declared = file.read(_DECLARATION_LIMIT)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError):
        return False
    if not is_open_xml:
        return declared.strip() == media_type.encode()
    types = _types_in(declared)
    return f"{media_type}.main+xml" in types and not any(
        mark in one.lower() for one in types for mark in _OF_PROGRAMS
    )


def _types_in(declared: bytes) -> set[str]:
    """The media types that `[Content_Types].xml` gives to parts; none where it cannot be read. It has no
    document type, so there are no entities in it to burst."""
    if b"<!DOCTYPE" in declared:
        return set()
    try:
        root = ElementTree.fromstring(declared)  # noqa: S314
    except (ElementTree.ParseError, ValueError, LookupError):
        return set()
    return {one.get("ContentType", "") for one in root}


def _is_bomb(content: bytes) -> bool:
    """The parts are counted before the archive is opened, since opening it lists them in memory."""
    if content.count(_ENTRY) > _MOST_PARTS:
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, RuntimeError, OSError):
        return False  # it is no archive at all, which `is_what_it_says` finds
    if any(part.compress_type not in PLAIN_PACKINGS for part in parts):
        return True
    unpacked = sum(part.file_size for part in parts)
    return unpacked > _UNPACKED_LIMIT or sum(p.compress_size for p in parts) > len(content)


def _png_pixels(content: bytes) -> int:
    """How many pixels the header says; 0 where there is none."""
    if content[12:16] != b"IHDR" or len(content) < 24:
        return 0
    width, height = struct.unpack(">II", content[16:24])
    return int(width * height)


def _jpeg_pixels(content: bytes) -> float:
    """How many pixels the first frame says; 0 where there is none, and no end of them where it hides."""
    place = 2
    for _segment in range(_MOST_SEGMENTS):
        filling = _FILLING.match(content, place)
        if filling is None or filling.end() + 8 > len(content):
            return 0
        place = filling.end()
        marker = content[place]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[place + 4 : place + 8])
            return int(width * height)
        place += 1
        if marker not in _BARE:
            place += int.from_bytes(content[place : place + 2], "big")
    return math.inf
