"""The files below changes/: reading them, whether they fit the scheme, and the way that they lead."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from assessment.catalogue.faults import Fault
from assessment.catalogue.loader import Edition, Reading
from assessment.catalogue.schema import ChangesFile
from assessment.catalogue.schema.versions import ChangeClass, ChangeEntry
from assessment.catalogue.source import Place, Source
from assessment.domain.criteria import CriterionStatus

PATTERN = "changes/*.yaml"

_GONE = (ChangeClass.RETIRED, ChangeClass.SPLIT, ChangeClass.MERGED)


class NoWay(Exception):
    """No changes files lead from one version to the other; the text names both."""


@dataclass(frozen=True, slots=True)
class ReadChanges:
    """The changes files of a scheme by their names, with their sources for the lines."""

    files: Mapping[str, ChangesFile]
    sources: Mapping[str, Source]

    def leading_to(self, version: str) -> tuple[str, ChangesFile] | None:
        """The file that leads to the version, with its name."""
        found = ((name, file) for name, file in self.files.items() if file.later == version)
        return next(found, None)


def read_changes(files: Mapping[str, str], folder: str = "") -> tuple[ReadChanges, list[Fault]]:
    """The changes among the texts of files, and the faults of those that have not their shape."""
    reading = Reading(files, folder, [])
    read = {name: reading.read(name, ChangesFile) for name in sorted(files)}
    known = {name: file for name, file in read.items() if file is not None}
    return ReadChanges(known, reading.sources), reading.faults


def way(changes: Iterable[ChangesFile], earlier: str, later: str) -> tuple[ChangesFile, ...]:
    """The steps that lead from one version to the other, the earliest first. Raises `NoWay`."""
    leading = {file.later: file for file in changes}
    steps: list[ChangesFile] = []
    version = later
    while version != earlier:
        step = leading.pop(version, None)
        if step is None:
            raise NoWay(f"{earlier} > {later}")
        steps.insert(0, step)
        version = step.earlier
    return tuple(steps)


def changes_faults(edition: Edition, changes: ReadChanges) -> Iterator[Fault]:
    """Where the changes files and the scheme do not fit together."""
    for name, file in changes.files.items():
        yield from _File(edition, changes, name, file).faults()


class _File:
    """One changes file under examination."""

    def __init__(
        self, edition: Edition, changes: ReadChanges, name: str, file: ChangesFile
    ) -> None:
        self.edition, self.changes, self.name, self.file = edition, changes, name, file
        self.is_newest = file.later == edition.scheme.version
        self.others = [other for other in changes.files.values() if other is not file]

    def _fault(self, place: Place, message: str) -> Fault:
        return self.changes.sources[self.name].fault(place, message)

    def faults(self) -> Iterator[Fault]:
        yield from self._versions()
        for key, change in self.file.criteria.items():
            yield from self._criterion(("criteria", key), key, change)

    def _versions(self) -> Iterator[Fault]:
        later, version = self.file.later, self.edition.scheme.version
        if PurePath(self.name).stem != later:
            yield self._fault(
                ("to",), f"to: expected {PurePath(self.name).stem}, as the file's name"
            )
        if self.file.earlier == later:
            yield self._fault(("from",), f"from: expected another version than {later}")
        if not self.is_newest and all(other.earlier != later for other in self.others):
            message = f"to: no file leads on from {later} to {version}, the scheme's version"
            advice = (
                f"expected changes/{version}.yaml, which `assessment criteria diff --write` makes"
            )
            yield self._fault(("to",), f"{message}; {advice}")

    def _criterion(self, place: Place, key: str, change: ChangeEntry) -> Iterator[Fault]:
        into = [change.into] if isinstance(change.into, str) else change.into or []
        for target in into:
            if not self._is_known(target):
                message = f"into: there is no criterion '{target}'"
                yield self._fault((*place, "into"), message)
        is_gone = change.kind in _GONE and key not in into
        if not is_gone and not self._is_known(key):
            yield self._fault(place, f"there is no criterion '{key}'")
        elif is_gone and self.is_newest:
            yield from self._still_there(place, key, change)

    def _is_known(self, key: str) -> bool:
        """Whether the version to which the file leads has the criterion, as far as is known."""
        entry = self.edition.parts.entries.get(key)
        if self.is_newest:
            return entry is not None and entry.status is not CriterionStatus.RETIRED
        return entry is not None or any(key in other.criteria for other in self.others)

    def _still_there(self, place: Place, key: str, change: ChangeEntry) -> Iterator[Fault]:
        entry = self.edition.parts.entries.get(key)
        if entry is not None and entry.status is not CriterionStatus.RETIRED:
            message = f"'{key}' is {change.kind} and still in criteria.yaml; expected it retired"
            yield self._fault(place, message)
