"""A scheme as an author has it: the starter scheme, with changes, as files, folder or edition."""

from collections.abc import Mapping
from pathlib import Path

from assessment.catalogue.loader import Edition, load_edition
from assessment.catalogue.starter import starter_files

NAME = "regional"
LABEL = "first-label"
EXAMPLES = f"examples/{LABEL}.yaml"

Change = tuple[str, str, str]


def author_files(*changes: Change) -> dict[str, str]:
    """The starter scheme, each change `(file, old, new)` made; `old` stands in the file once."""
    files = starter_files(NAME)
    for name, old, new in changes:
        assert files[name].count(old) == 1, f"{old!r} must stand in {name} once"
        files[name] = files[name].replace(old, new)
    return files


def author_edition(*changes: Change) -> Edition:
    """The edition that the changed starter scheme makes."""
    return edition_of(author_files(*changes))


def edition_of(files: Mapping[str, str]) -> Edition:
    """The edition that the files make."""
    rules = {
        name: text for name, text in files.items() if not name.startswith(("examples/", "changes/"))
    }
    return load_edition(rules)


def write_files(folder: Path, files: Mapping[str, str]) -> Path:
    """The folder with the files in it."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def author_folder(parent: Path, *changes: Change, more: Mapping[str, str] | None = None) -> Path:
    """A folder with the changed starter scheme, and perhaps more files."""
    return write_files(parent / NAME, author_files(*changes) | dict(more or {}))


def line_of(text: str, part: str) -> int:
    """The line on which the part stands in the text."""
    assert text.count(part) == 1, f"{part!r} must stand in the text once"
    return text[: text.index(part)].count("\n") + 1
