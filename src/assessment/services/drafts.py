"""Drafts of schemes as people hand them in: a folder, or an archive of one."""

import io
import lzma
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assessment.catalogue import examples
from assessment.catalogue.changes import (
    Difference,
    ReadChanges,
    changes_faults,
    contradictions,
    differences,
    read_changes,
)
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.folder import MAX_CHARACTERS, MAX_FILES, read_files
from assessment.catalogue.loader import RULES, Edition, frozen_edition, load_edition
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.source import MAX_BYTES, TOO_LARGE
from assessment.services.sniffing import PLAIN_PACKINGS

CHANGES = ("changes/*.yaml",)
EXAMPLES = (examples.PATTERN,)
ARCHIVE_LIMIT = 5_000_000
"""Bytes that an uploaded archive may have."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    RuntimeError,  # encrypted
    IndexError,  # names without letters
    ValueError,  # among them names in no encoding
    EOFError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft of a scheme: its edition, the way to it, and all its files."""

    edition: Edition
    changes: tuple[ChangesFile, ...]
    files: Mapping[str, str]

    def broken_promises(self, folder: str = "") -> tuple[Fault, ...]:
        """The worked examples that do not give what they promise."""
        files = {name: text for name, text in self.files.items() if _is_one_of(name, EXAMPLES)}
        return examples.play_examples(self.edition, files, folder).faults


def read_draft(
    files: Mapping[str, str], folder: str = "", faults: list[Fault] | None = None
) -> Draft:
    """The draft that the files make. Raises `CriteriaFault` with every fault of all of them."""
    rules, ways = _parted(files)
    found, wrong = read_changes(ways, folder)
    try:
        edition = load_edition(rules, folder, faults)
    except CriteriaFault as fault:
        raise CriteriaFault([*fault.located, *wrong]) from None
    if wrong := [*wrong, *changes_faults(edition, found)]:
        raise CriteriaFault(wrong)
    return Draft(edition, _changes(found), dict(files))


def _changes(found: ReadChanges) -> tuple[ChangesFile, ...]:
    return tuple(found.files.values())


def checked_draft(files: Mapping[str, str]) -> Draft:
    """The draft that files make which were checked when they came in; read once per process."""
    rules, ways = _parted(files)
    found, _wrong = read_changes(ways)
    return Draft(frozen_edition(rules), _changes(found), dict(files))


def _parted(files: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The rules and the changes files."""
    ways = {name: text for name, text in files.items() if _is_one_of(name, CHANGES)}
    beside = (*CHANGES, *EXAMPLES)
    return {name: text for name, text in files.items() if not _is_one_of(name, beside)}, ways


def _is_one_of(name: str, patterns: Iterable[str]) -> bool:
    return any(_matches(PurePosixPath(name), pattern) for pattern in patterns)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a draft changes, and where its changes file says otherwise."""

    differences: tuple[Difference, ...]
    contradictions: tuple[str, ...]


def compare(edition: Edition, draft: Draft) -> Comparison:
    """The draft beside the edition in force."""
    versions = edition.scheme.version, draft.edition.scheme.version
    stated = next((file for file in draft.changes if file.later == versions[1]), None)
    found = differences(edition, draft.edition, stated)
    is_next = stated is not None and stated.earlier == versions[0]
    against = contradictions(found, stated, versions) if stated and is_next else ()
    return Comparison(found, tuple(message for _place, message in against))


def draft_in_folder(folder: Path) -> Draft:
    """The draft in a scheme's folder. Raises `CriteriaFault`."""
    files, faults = read_files(folder, (*RULES, *CHANGES, *EXAMPLES))
    return read_draft(files, str(folder), faults)


def draft_in_archive(content: bytes) -> Draft:
    """The draft in a ZIP archive of a scheme's folder. Raises `CriteriaFault`.

    More than `MAX_FILES` entries, more than `MAX_CHARACTERS` bytes unpacked, two files of one name
    and files packed otherwise than plain ZIP are faults; whatever is neither rules, changes nor
    examples, and names with a path out of the folder, are left out.
    """
    return read_draft(_unpacked(content))


def _unpacked(content: bytes) -> dict[str, str]:
    if len(content) > ARCHIVE_LIMIT:
        raise CriteriaFault([Fault("archive", 1, f"larger than {ARCHIVE_LIMIT} bytes")])
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _texts(archive)
    except _UNREADABLE:
        raise CriteriaFault([Fault("archive", 1, "not a ZIP archive that can be read")]) from None


def _texts(archive: zipfile.ZipFile) -> dict[str, str]:
    packed = _packed(archive)
    texts: dict[str, str] = {}
    faults = _twice(packed)
    for name, info in packed:
        try:
            texts[name] = _text(archive, name, info)
        except CriteriaFault as fault:
            faults.extend(fault.located)
    if faults:
        raise CriteriaFault(faults)
    return texts


def _packed(archive: zipfile.ZipFile) -> list[tuple[str, zipfile.ZipInfo]]:
    """The rules and changes in the archive, by name in the scheme's folder. Raises `CriteriaFault`."""
    entries = archive.infolist()
    if len(entries) > MAX_FILES:
        message = f"expected at most {MAX_FILES} files, found {len(entries)}"
        raise CriteriaFault([Fault("archive", 1, message)])
    found = [info for info in entries if PurePosixPath(info.filename).name == "scheme.yaml"]
    if not found:
        raise CriteriaFault([Fault("archive", 1, "no scheme.yaml in it")])
    root = min((PurePosixPath(info.filename).parent for info in found), key=lambda p: len(p.parts))
    paths = [(PurePosixPath(info.filename), info) for info in entries if not info.is_dir()]
    inside = [(path.relative_to(root), info) for path, info in paths if path.is_relative_to(root)]
    wanted = (*RULES, *CHANGES, *EXAMPLES)
    names = [(name.as_posix(), info) for name, info in inside]
    packed = [(name, info) for name, info in names if _is_one_of(name, wanted)]
    if sum(info.file_size for _name, info in packed) > MAX_CHARACTERS:
        message = f"expected at most {MAX_CHARACTERS} bytes in all files unpacked, found more"
        raise CriteriaFault([Fault("archive", 1, message)])
    return packed


def _twice(packed: list[tuple[str, zipfile.ZipInfo]]) -> list[Fault]:
    times = Counter(name for name, _info in packed)
    return [Fault(name, 1, "two files of this name") for name, count in times.items() if count > 1]


def _text(archive: zipfile.ZipFile, name: str, info: zipfile.ZipInfo) -> str:
    """The text of one file. Raises `CriteriaFault`."""
    if info.file_size > MAX_BYTES:
        raise CriteriaFault([Fault(name, 1, TOO_LARGE)])
    if info.compress_type not in PLAIN_PACKINGS:
        raise CriteriaFault([Fault(name, 1, "not packed as plain ZIP (stored or deflated)")])
    with archive.open(info) as file:
        # The size said may be a lie; reading all at once would unpack everything first.
        content = file.read(MAX_BYTES + 1)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise CriteriaFault([Fault(name, 1, "not UTF-8 text")]) from None


def _matches(name: PurePosixPath, rule: str) -> bool:
    """Whether a file inside an archive is one of a rule such as `texts/*.yaml`."""
    wanted = PurePosixPath(rule)
    is_plain = ".." not in name.parts and len(name.parts) == len(wanted.parts)
    return is_plain and name.match(rule)
