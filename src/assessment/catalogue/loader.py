"""From a folder of criteria files to a checked, frozen edition of a scheme."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assessment.catalogue.build import SchemeParts, build_scheme, find_faults
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.schema import CriteriaFile, LabelFile, SchemeFile, TextsFile
from assessment.catalogue.source import Source, read_source
from assessment.catalogue.texts import Texts
from assessment.domain.criteria import Scheme

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Edition:
    """A scheme with its wording and the exact files it was made from.

    `files` maps a file's name inside the scheme's folder to its text; `digest` is their SHA-256.
    """

    scheme: Scheme
    texts: Texts
    files: Mapping[str, str]
    digest: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The schemes on offer, by id."""

    editions: Mapping[str, Edition]

    def edition(self, scheme_id: str) -> Edition:
        """The current edition of a scheme. Raises `KeyError`."""
        return self.editions[scheme_id]

    def __iter__(self) -> Iterator[Edition]:
        return iter(self.editions.values())


def load_catalogue(folder: Path) -> Catalogue:
    """Every scheme below the folder. Raises `CriteriaFault` with every fault of every file."""
    faults: list[Fault] = []
    editions: dict[str, Edition] = {}
    schemes = sorted(p.parent for p in folder.glob("*/scheme.yaml"))
    if not schemes:
        raise CriteriaFault([Fault(str(folder), 1, "no scheme found: expected */scheme.yaml")])
    for path in schemes:
        try:
            files = read_files(path)
            edition = load_edition(files, str(path))
        except CriteriaFault as error:
            faults.extend(error.located)
            continue
        editions[edition.scheme.id] = edition
    if faults:
        raise CriteriaFault(faults)
    return Catalogue(editions)


def read_files(folder: Path) -> dict[str, str]:
    """The texts of a scheme's folder by name. Raises `CriteriaFault` for what is not UTF-8."""
    files: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted([*folder.glob("*.yaml"), *folder.glob("texts/*.yaml")]):
        content = path.read_bytes()
        try:
            files[path.relative_to(folder).as_posix()] = content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = content[: error.start].count(b"\n") + 1
            faults.append(Fault(str(path), line, "not UTF-8 text"))
    if faults:
        raise CriteriaFault(faults)
    return files


def load_edition(files: Mapping[str, str], folder: str = "") -> Edition:
    """The edition that the files make. Raises `CriteriaFault`.

    `folder` is where the files were read, if anywhere: paths in faults start with it, and the
    scheme bears its name.
    """
    reading = _Reading(files, folder)
    scheme = reading.read("scheme.yaml", SchemeFile)
    bank = reading.read("criteria.yaml", CriteriaFile)
    label_ids, languages = (scheme.labels, scheme.languages) if scheme else _guess(files)
    labels = {i: reading.read(f"{i}.yaml", LabelFile) for i in label_ids}
    texts = {i: reading.read(f"texts/{i}.yaml", TextsFile) for i in languages}
    if scheme:
        known = {"scheme.yaml", "criteria.yaml"}
        known |= {f"{i}.yaml" for i in labels} | {f"texts/{i}.yaml" for i in texts}
        for name in sorted(set(files) - known):
            reading.fault(name, "scheme.yaml names no label or language for this file")
    if reading.faults or scheme is None or bank is None:
        raise CriteriaFault(reading.faults)
    parts = SchemeParts(
        scheme,
        bank,
        {key: value for key, value in labels.items() if value},
        {key: value for key, value in texts.items() if value},
        reading.sources,
    )
    faults = find_faults(parts)
    if folder and scheme.id != PurePath(folder).name:
        message = f"expected '{PurePath(folder).name}', the name of the folder"
        faults.append(parts.fault("scheme.yaml", ("id",), message))
    if faults:
        raise CriteriaFault(faults)
    built = build_scheme(parts)
    return Edition(built, Texts(parts.texts, scheme.languages[0]), dict(files), digest(files))


def _guess(files: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The labels and languages that the files seem to be, where scheme.yaml cannot tell."""
    paths = [PurePath(name) for name in files if name not in ("scheme.yaml", "criteria.yaml")]
    top = [path.stem for path in paths if path.parent == PurePath()]
    return top, [path.stem for path in paths if path.parent == PurePath("texts")]


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the files' names and texts, independent of their order."""
    return hashlib.sha256(_canonical(files).encode()).hexdigest()


def frozen_edition(files: Mapping[str, str]) -> Edition:
    """The edition of a frozen submission, from the text kept with it; read once per process."""
    return _edition_of(_canonical(files))


@lru_cache(maxsize=32)
def _edition_of(canonical: str) -> Edition:
    return load_edition(json.loads(canonical))


def _canonical(files: Mapping[str, str]) -> str:
    return json.dumps(dict(files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class _Reading:
    """Reads one file after the other and gathers the faults of all."""

    def __init__(self, files: Mapping[str, str], folder: str) -> None:
        self.files = files
        self.folder = folder
        self.faults: list[Fault] = []
        self.sources: dict[str, Source] = {}

    def fault(self, name: str, message: str, line: int = 1) -> None:
        self.faults.append(Fault(self._path(name), line, message))

    def read(self, name: str, model: type[Model]) -> Model | None:
        if name not in self.files:
            self.fault(name, "the file is missing")
            return None
        try:
            source = read_source(self._path(name), self.files[name])
        except CriteriaFault as error:
            self.faults.extend(error.located)
            return None
        self.sources[name] = source
        try:
            return model.model_validate(source.value)
        except ValidationError as error:
            for entry in error.errors():
                place = tuple(part for part in entry["loc"] if part != "[key]")
                self.faults.append(source.fault(place, _sentence(place, entry["msg"])))
            return None

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name


def _sentence(place: tuple[str | int, ...], message: str) -> str:
    where = ".".join(str(part) for part in place)
    return f"{where}: {message}" if where else message
