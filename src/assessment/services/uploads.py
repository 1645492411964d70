"""Files that people hand in: what is taken, how it is recognised, where it lies."""

import codecs
import hashlib
import io
import os
import re
import secrets
import zipfile
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import puremagic

from assessment.domain.criteria import EvidenceKind
from assessment.domain.errors import RefusedUpload

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

_SHEETS = frozenset(MEDIA_TYPES[ending] for ending in (".csv", ".xlsx", ".ods"))

_TEXTS = frozenset({".txt", ".csv"})
_PACKED = frozenset({".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"})
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
"""Unicode's control characters (category Cc) but tab, line feed and carriage return."""
_DECLARATION_LIMIT = 1_000_000
"""Bytes that an office file may use to say what it is; more is not unpacked."""


def evidence_kind(media_type: str) -> EvidenceKind:
    """What a file counts as, by its media type; "" is a link."""
    if not media_type:
        return EvidenceKind.LINK
    if media_type.startswith("image/"):
        return EvidenceKind.IMAGE
    return EvidenceKind.SPREADSHEET if media_type in _SHEETS else EvidenceKind.DOCUMENT


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file in the store: its own name, what its content is, its size in bytes, its SHA-256."""

    filename: str
    media_type: str
    size: int
    sha256: str


def store_file(folder: Path, filename: str, stream: BinaryIO, *, limit: int) -> StoredFile:
    """Checks a file and keeps it under its SHA-256; the same content is kept once.

    Raises `RefusedUpload` with the reason `kind` (an ending that is not taken), `empty`,
    `too_large` (over `limit` bytes) or `disguised` (the content is not what the ending says).
    """
    name = clean_filename(filename)
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise RefusedUpload("kind", filename=name)
    content = stream.read(limit + 1)
    if not content:
        raise RefusedUpload("empty", filename=name)
    if len(content) > limit:
        raise RefusedUpload("too_large", filename=name, limit=limit)
    if not _is_what_it_says(content, ending):
        raise RefusedUpload("disguised", filename=name)
    digest = hashlib.sha256(content).hexdigest()
    write_once(stored_path(folder, digest), content)
    return StoredFile(name, MEDIA_TYPES[ending], len(content), digest)


def clean_filename(filename: str) -> str:
    """The last part of a file's name without what could steer a path, a header or a page."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{stem[:200]}{dot}{ending[:20]}" if dot else ending[:200]


def stored_path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def write_once(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; an existing one of that name has the same content."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _is_what_it_says(content: bytes, ending: str) -> bool:
    if ending in _TEXTS:
        return _is_text(content)
    if ending in _PACKED:
        return _is_packed(content, MEDIA_TYPES[ending])
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        return False
    return MEDIA_TYPES[ending] in {match.mime_type for match in found}


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
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(part) as file:
            declared = file.read(_DECLARATION_LIMIT)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, RuntimeError, EOFError, OSError):
        return False
    wanted = media_type.encode()
    return wanted + b".main+xml" in declared if is_open_xml else declared.strip() == wanted
