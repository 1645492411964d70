"""Files that people hand in: what is taken, how it is recognised, where it lies."""

import hashlib
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from assessment.domain.errors import RefusedUpload
from assessment.services.sniffing import ACTIVE, MEDIA_TYPES, is_what_it_says, would_burst


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept: its own name, what its content is, its size in bytes, its SHA-256."""

    filename: str
    media_type: str
    size: int
    sha256: str
    content: bytes = field(repr=False)


def check_file(filename: str, stream: BinaryIO, *, limit: int) -> CheckedFile:
    """Looks whether a file may be taken; nothing is written.

    Raises `RefusedUpload` with the reason `kind` (an ending that is not taken), `active` (one that
    can carry a program), `empty`, `too_large` (over `limit` bytes), `disguised` (the content is not
    what the ending says) or `bomb` (it would burst in the hands of whoever opens it).
    """
    name = clean_filename(filename)
    ending = PurePosixPath(name).suffix.lower()
    if ending not in MEDIA_TYPES:
        raise RefusedUpload("active" if ending in ACTIVE else "kind", filename=name)
    content = stream.read(limit + 1)
    if not content:
        raise RefusedUpload("empty", filename=name)
    if len(content) > limit:
        raise RefusedUpload("too_large", filename=name, limit=limit)
    if would_burst(content, ending):
        raise RefusedUpload("bomb", filename=name)
    if not is_what_it_says(content, ending):
        raise RefusedUpload("disguised", filename=name)
    digest = hashlib.sha256(content).hexdigest()
    return CheckedFile(name, MEDIA_TYPES[ending], len(content), digest, content)


def store_file(folder: Path, file: CheckedFile) -> None:
    """Keeps a file under its SHA-256; the same content is kept once."""
    write_once(stored_path(folder, file.sha256), file.content)


def clean_filename(filename: str) -> str:
    """The last part of a file's name without what could steer a path, a header or a page."""
    last = filename.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in last if c.isprintable() and c not in '<>:"|?*')
    stem, dot, ending = kept.strip(" .").rpartition(".")
    return f"{stem[:200]}{dot}{ending[:20]}" if dot else ending[:200]


def stored_path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def write_once(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; an existing one of that name has the same content.

    That one counts as written now, so that nobody sweeps it away as forgotten.
    """
    if path.exists():
        os.utime(path)
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
