"""Everything that can be said about a scheme's folder before it is used: faults and warnings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from assessment.catalogue import changes, coverage
from assessment.catalogue.changes.files import PATTERN as CHANGES
from assessment.catalogue.examples import PATTERN as EXAMPLES
from assessment.catalogue.examples import Examples, play_examples
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.folder import read_files
from assessment.catalogue.loader import RULES, Edition, Reading, load_edition, scheme_folders
from assessment.catalogue.schema import ExamplesFile
from assessment.catalogue.source import Place
from assessment.catalogue.translations import line_of, translations
from assessment.domain.criteria import Label
from assessment.domain.scorecard import ConditionKind, Scorecard


@dataclass
class Inspection:
    """What was found in one scheme's folder.

    `edition` is None where the rules have faults. A warning keeps nothing from being used.
    """

    folder: Path
    edition: Edition | None = None
    examples: Examples | None = None
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)


def inspect(path: Path) -> list[Inspection]:
    """Inspects the scheme in the folder, or every scheme below it. Raises `CriteriaFault`."""
    folders = [path] if (path / "scheme.yaml").exists() else scheme_folders(path)
    if not folders:
        message = "no scheme found: expected scheme.yaml here or one folder below"
        raise CriteriaFault([Fault(str(path), 1, message)])
    return [inspect_scheme(folder) for folder in folders]


def inspect_scheme(folder: Path) -> Inspection:
    """Inspects rules, wording, worked examples, changes and translations of one scheme."""
    found = Inspection(folder)
    try:
        files, unreadable = read_files(folder, RULES)
        found.edition = load_edition(files, str(folder), unreadable)
    except CriteriaFault as error:
        found.faults += error.located
    _inspect_examples(found)
    _inspect_changes(found)
    if found.edition is not None:
        found.warnings += _translation_warnings(found.edition, folder)
        for label in found.edition.scheme:
            cards = found.examples.cards[label.id] if found.examples else ()
            found.warnings += _coverage_warnings(found.edition, label, cards)
    found.warnings += _stray_files(folder)
    return found


def _read(found: Inspection, pattern: str) -> dict[str, str]:
    """The texts of the files by name; those that cannot be read are noted as faults."""
    try:
        files, unreadable = read_files(found.folder, (pattern,))
    except CriteriaFault as error:
        found.faults += error.located
        return {}
    found.faults += unreadable
    return files


def _inspect_examples(found: Inspection) -> None:
    files = _read(found, EXAMPLES)
    if found.edition is not None:
        found.examples = play_examples(found.edition, files, str(found.folder))
        found.faults += found.examples.faults
        return
    reading = Reading(files, str(found.folder), found.faults)
    for name in files:
        reading.read(name, ExamplesFile)


def _inspect_changes(found: Inspection) -> None:
    read, faults = changes.read_changes(_read(found, CHANGES), str(found.folder))
    found.faults += faults
    if found.edition is not None:
        found.faults += changes.changes_faults(found.edition, read)


def _translation_warnings(edition: Edition, folder: Path) -> Iterator[Fault]:
    for each in translations(edition):
        path = str(folder / "texts" / f"{each.language}.yaml")
        for keys, message in (
            (each.lacking, "is not translated"),
            (each.outdated, "translates an earlier text"),
        ):
            for key in keys:
                yield Fault(path, line_of(edition, each.language, key), f"{key}: {message}")


def _coverage_warnings(
    edition: Edition, label: Label, cards: tuple[Scorecard, ...]
) -> Iterator[Fault]:
    source = edition.parts.sources[f"{label.id}.yaml"]
    if not cards:
        yield source.fault(("id",), f"{label.id}: there is no worked example")
        return
    for kind, subject, sides in coverage.bare_edges(label, cards):
        what = f"{kind} of '{subject}'" if subject else kind
        if kind == ConditionKind.SECTION:
            what = f"minimum of the section '{subject}'"
        message = f"no worked example {', '.join(sides)}: {what}"
        yield source.fault(_place_of(edition, label, kind, subject), message)


def _place_of(edition: Edition, label: Label, kind: str, subject: str) -> Place:
    """Where the label's file sets the bound."""
    if kind == ConditionKind.THRESHOLD:
        return ("threshold",)
    for i, section in enumerate(edition.parts.labels[label.id].sections):
        if kind == ConditionKind.SECTION and section.id == subject:
            return ("sections", i, "minimum")
        for j, asked in enumerate(section.criteria):
            if kind == ConditionKind.MINIMUM and asked.id == subject:
                return ("sections", i, "criteria", j)
    return ("includes",)


def _stray_files(folder: Path) -> Iterator[Fault]:
    """Files that look like criteria files and that nothing reads."""
    patterns = (*RULES, EXAMPLES, CHANGES)
    read = {path for pattern in patterns for path in folder.glob(pattern)}
    for path in sorted({*folder.rglob("*.yaml"), *folder.rglob("*.yml")} - read):
        yield Fault(str(path), 1, "nothing reads a file of this name here")
