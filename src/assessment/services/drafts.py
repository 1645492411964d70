"""Drafts of schemes as people hand them in: a folder, or an archive of one."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assessment.catalogue.changes import ReadChanges, read_changes
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.folder import read_files
from assessment.catalogue.loader import RULES, Edition, load_edition
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.source import MAX_BYTES

CHANGES = ("changes/*.yaml",)
ARCHIVE_LIMIT = 5_000_000
"""Bytes that an uploaded archive may have."""
FILES_LIMIT = 100
"""Files that a scheme in an archive may have."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a scheme: its edition, the way to it, and all its files."""

    edition: Edition
    changes: tuple[ChangesFile, ...]
    files: Mapping[str, str]


def read_draft(
    files: Mapping[str, str], folder: str = "", faults: list[Fault] | None = None
) -> Draft:
    """The draft that the files make. Raises `CriteriaFault` with every fault of all of them."""
    rules = {name: text for name, text in files.items() if not name.startswith("changes/")}
    ways = {name: text for name, text in files.items() if name.startswith("changes/")}
    found, wrong = read_changes(ways, folder)
    try:
        edition = load_edition(rules, folder, faults)
    except CriteriaFault as fault:
        raise CriteriaFault([*fault.located, *wrong]) from None
    if wrong:
        raise CriteriaFault(wrong)
    return Draft(edition, _changes(found), dict(files))


def _changes(found: ReadChanges) -> tuple[ChangesFile, ...]:
    return tuple(found.files.values())


def draft_in_folder(folder: Path) -> Draft:
    """The draft in a scheme's folder. Raises `CriteriaFault`."""
    files, faults = read_files(folder, (*RULES, *CHANGES))
    return read_draft(files, str(folder), faults)


def draft_in_archive(content: bytes) -> Draft:
    """The draft in a ZIP archive of a scheme's folder. Raises `CriteriaFault`.

    Names with a path out of the folder, too many files and files that are too large when unpacked
    are faults; whatever is neither rules nor changes is left out.
    """
    return read_draft(_unpacked(content))


def _unpacked(content: bytes) -> dict[str, str]:
    if len(content) > ARCHIVE_LIMIT:
        raise CriteriaFault([Fault("archive", 1, f"larger than {ARCHIVE_LIMIT} bytes")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _texts(archive)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError):
        raise CriteriaFault([Fault("archive", 1, "not a ZIP archive that can be read")]) from None


def _texts(archive: zipfile.ZipFile) -> dict[str, str]:
    found = [info for info in archive.infolist() if info.filename.endswith("scheme.yaml")]
    if not found:
        raise CriteriaFault([Fault("archive", 1, "no scheme.yaml in it")])
    root = min((PurePosixPath(info.filename).parent for info in found), key=lambda p: len(p.parts))
    texts: dict[str, str] = {}
    faults: list[Fault] = []
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if info.is_dir() or not path.is_relative_to(root):
            continue
        name = path.relative_to(root)
        if not any(_matches(name, rule) for rule in (*RULES, *CHANGES)):
            continue
        if info.file_size > MAX_BYTES or len(texts) >= FILES_LIMIT:
            faults.append(Fault(name.as_posix(), 1, "too large, or one file too many"))
            continue
        try:
            texts[name.as_posix()] = archive.read(info).decode("utf-8")
        except UnicodeDecodeError:
            faults.append(Fault(name.as_posix(), 1, "not UTF-8 text"))
    if faults:
        raise CriteriaFault(faults)
    return texts


def _matches(name: PurePosixPath, rule: str) -> bool:
    """Whether a file inside an archive is one of a rule such as `texts/*.yaml`."""
    wanted = PurePosixPath(rule)
    is_plain = ".." not in name.parts and len(name.parts) == len(wanted.parts)
    return is_plain and name.match(rule)
