"""The texts of the files in a folder, whatever else may stand there."""

from pathlib import Path

from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.source import MAX_BYTES, TOO_LARGE

MAX_FILES = 200
MAX_CHARACTERS = 10_000_000


def read_files(folder: Path, patterns: tuple[str, ...]) -> tuple[dict[str, str], list[Fault]]:
    """The texts of a scheme's folder by name, and the faults of those that are no text.

    A link that leads out of the folder is not followed, and nothing is waited for that is no file.
    Raises `CriteriaFault` for more than `MAX_FILES` files or `MAX_CHARACTERS` in all.
    """
    files: dict[str, str] = {}
    faults: list[Fault] = []
    paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
    if len(paths) > MAX_FILES:
        message = f"expected at most {MAX_FILES} files, found {len(paths)}"
        raise CriteriaFault([Fault(str(folder), 1, message)])
    total = 0
    for path in paths:
        try:
            text = _read_text(folder, path)
        except CriteriaFault as error:
            faults.extend(error.located)
            continue
        total += len(text)
        if total > MAX_CHARACTERS:
            message = f"expected at most {MAX_CHARACTERS} characters in all files, found more"
            raise CriteriaFault([*faults, Fault(str(folder), 1, message)])
        files[path.relative_to(folder).as_posix()] = text
    return files, faults


def _read_text(folder: Path, path: Path) -> str:
    """The text of one file. Raises `CriteriaFault`."""
    try:
        target = path.resolve(strict=True)
        if not target.is_relative_to(folder.resolve()):
            raise CriteriaFault([Fault(str(path), 1, "a link that leads out of the folder")])
        if not target.is_file():
            what = "a folder" if target.is_dir() else "something else"
            raise CriteriaFault([Fault(str(path), 1, f"expected a file, found {what}")])
        with target.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle, before Python 3.13
        raise CriteriaFault([Fault(str(path), 1, "the file cannot be read")]) from error
    if len(content) > MAX_BYTES:
        raise CriteriaFault([Fault(str(path), 1, TOO_LARGE)])
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        message = "expected text in UTF-8, found other bytes"
        raise CriteriaFault([Fault(str(path), line, message)]) from error
