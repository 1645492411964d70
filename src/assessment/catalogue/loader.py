"""From a folder of criteria files to a checked, frozen edition of a scheme."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from assessment.catalogue.assemble import build_scheme
from assessment.catalogue.faults import CriteriaFault, Fault
from assessment.catalogue.folder import read_files
from assessment.catalogue.lint import find_faults
from assessment.catalogue.parts import RESERVED, SchemeParts
from assessment.catalogue.schema import (
    AnchorsFile,
    CriteriaFile,
    LabelFile,
    SchemeFile,
    TextsFile,
    TranslatedFile,
)
from assessment.catalogue.schema.telling import form_faults
from assessment.catalogue.source import Source, read_source
from assessment.catalogue.texts import Texts, laid_over, marked
from assessment.domain.criteria import Scheme
from assessment.domain.kept import Kept

Model = TypeVar("Model", bound=BaseModel)

RULES = ("*.yaml", "texts/*.yaml", "translated/*.yaml")
"""The files that make an edition: what is frozen with a submission and has the digest."""

MAX_TOTAL_VALUES = 100_000
"""As many values may all files have together; one that a translation lacks counts there too."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A scheme with its wording and the exact files it was made from.

    `files` maps a file's name inside the scheme's folder to its text; `digest` is their SHA-256.
    """

    scheme: Scheme
    texts: Texts
    files: Mapping[str, str]
    digest: str
    parts: SchemeParts = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """How an edition came into force: when, and with what note."""

    published_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The schemes on offer, by id, and how those that were published came into force."""

    editions: Mapping[str, Edition]
    issues: Mapping[str, Issue] = field(default_factory=dict)

    def edition(self, scheme_id: str) -> Edition:
        """The current edition of a scheme. Raises `KeyError`."""
        return self.editions[scheme_id]

    def issue_since(self, scheme_id: str, moment: datetime) -> Issue | None:
        """How the current edition came into force, if that was later than the moment."""
        issue = self.issues.get(scheme_id)
        return issue if issue is not None and issue.published_at > moment else None

    def __iter__(self) -> Iterator[Edition]:
        return iter(self.editions.values())


def load_catalogue(folder: Path) -> Catalogue:
    """Every scheme below the folder. Raises `CriteriaFault` with every fault of every file."""
    faults: list[Fault] = []
    editions: dict[str, Edition] = {}
    schemes = scheme_folders(folder)
    if not schemes:
        raise CriteriaFault([Fault(str(folder), 1, "no scheme found: expected */scheme.yaml")])
    for path in schemes:
        try:
            edition = read_edition(path)
        except CriteriaFault as error:
            faults.extend(error.located)
            continue
        editions[edition.scheme.id] = edition
    if faults:
        raise CriteriaFault(faults)
    return Catalogue(editions)


def scheme_folders(folder: Path) -> list[Path]:
    """The folders of schemes below the folder."""
    return sorted(path.parent for path in folder.glob("*/scheme.yaml"))


def read_edition(folder: Path) -> Edition:
    """The edition in a scheme's folder. Raises `CriteriaFault` with every fault of its files."""
    files, faults = read_files(folder, RULES)
    return load_edition(files, str(folder), faults)


def load_edition(
    files: Mapping[str, str],
    folder: str = "",
    unreadable: list[Fault] | None = None,
    *,
    was_checked: bool = False,
) -> Edition:
    """The edition that the files make. Raises `CriteriaFault`.

    `folder` is where the files were read, if anywhere: paths in faults start with it, and the
    scheme bears its name. `unreadable` are the faults of files that could not be read.
    Files that were without a fault when they were kept (`was_checked`) need not meet what a later
    release asks between files.
    """
    reading = Reading(files, folder, list(unreadable or ()))
    scheme = reading.read("scheme.yaml", SchemeFile)
    bank = reading.read("criteria.yaml", CriteriaFile)
    anchors = reading.read_optional("anchors.yaml", AnchorsFile)
    label_ids, languages = (scheme.labels, scheme.languages) if scheme else _guess(reading)
    labels = {
        key: reading.read(f"{key}.yaml", LabelFile) for key in label_ids if key not in RESERVED
    }
    texts = _read_texts(reading, languages, is_guess="scheme.yaml" not in reading.sources)
    if scheme:
        _tell_strangers(reading, {*labels}, languages)
    if scheme is None or bank is None:
        raise CriteriaFault(reading.faults)
    parts = SchemeParts(
        scheme,
        bank,
        anchors,
        {key: value for key, value in labels.items() if value},
        {key: value for key, value in texts.items() if value},
        reading.sources,
    )
    faults = [*reading.faults, *(() if was_checked else find_faults(parts))]
    if folder and scheme.id != (name := Path(folder).resolve().name):
        message = f"expected '{name}', the name of the folder"
        faults.append(parts.fault("scheme.yaml", ("id",), message))
    if faults:
        raise CriteriaFault(faults)
    wording = Texts(parts.texts, scheme.languages[0])
    return Edition(build_scheme(parts), wording, dict(files), digest(files), parts)


def _tell_strangers(reading: "Reading", labels: set[str], languages: list[str]) -> None:
    """Faults of files that nothing in scheme.yaml names."""
    known = {f"{name}.yaml" for name in (*RESERVED, *labels)}
    known |= {f"texts/{language}.yaml" for language in languages}
    known |= {f"translated/{language}.yaml" for language in languages[1:]}
    for name in sorted(set(reading.files) - known):
        message = "scheme.yaml names no label or language for this file"
        if name == f"translated/{languages[0]}.yaml":
            message = f"'{languages[0]}' is the source language, which translates no other"
        reading.fault(name, message)


def _read_texts(
    reading: "Reading", languages: list[str], *, is_guess: bool
) -> dict[str, TextsFile | None]:
    """The wording by language; a translation is laid over the source language's texts.

    Where those cannot be used, or nobody knows which language is the source (`is_guess`), a
    translation is only examined for what it has, not for what it lacks.
    """
    texts: dict[str, TextsFile | None] = {}
    original: object = None
    for language in dict.fromkeys(languages):
        name = f"texts/{language}.yaml"
        is_source = not texts
        known = {} if is_source else _fingerprints(reading, language)
        if not reading.read_value(name):
            texts[language] = None
            continue
        value = reading.sources[name].value
        is_partial = is_guess or (not is_source and texts[languages[0]] is None)
        if is_source:
            value = original = marked(value, language)
        elif isinstance(value, dict | None) and not is_partial:
            lacking = len(reading.sources[f"texts/{languages[0]}.yaml"].lines)
            if not reading.count(name, lacking - len(reading.sources[name].lines)):
                texts[language] = None
                continue
            value = laid_over(original, value or {}, language, known)
        texts[language] = reading.valid(name, TextsFile, value, is_partial=is_partial)
    return texts


def _fingerprints(reading: "Reading", language: str) -> Mapping[str, str]:
    """Which source texts a translation was made from, as far as that was recorded."""
    name = f"translated/{language}.yaml"
    record = reading.read(name, TranslatedFile) if name in reading.files else None
    if record is not None and record.language != language:
        line = reading.sources[name].line(("language",))
        reading.fault(name, f"language: expected '{language}', the name of the file", line)
    return record.texts if record else {}


def _guess(reading: "Reading") -> tuple[list[str], list[str]]:
    """The labels and languages that there seem to be, where scheme.yaml has faults."""
    paths = [PurePath(name) for name in reading.files]
    labels = [p.stem for p in paths if p.parent == PurePath() and p.stem not in RESERVED]
    languages = [path.stem for path in paths if path.parent == PurePath("texts")]
    source = reading.sources.get("scheme.yaml")
    value = source.value if source and isinstance(source.value, dict) else {}
    return _in_order(value.get("labels"), labels), _in_order(value.get("languages"), languages)


def _in_order(given: object, found: list[str]) -> list[str]:
    """What was found, what is also given first and in that order."""
    first = [name for name in found if name in given] if isinstance(given, list) else []
    ordered = sorted(first, key=given.index) if isinstance(given, list) else []
    return [*ordered, *(name for name in found if name not in first)]


_MOST = 32
_KEPT: Kept["Edition"] = Kept(_MOST)


def digest(files: Mapping[str, str]) -> str:
    """SHA-256 over the files' names and texts, independent of their order."""
    return hashlib.sha256(_canonical(files).encode()).hexdigest()


def frozen_edition(files: Mapping[str, str]) -> Edition:
    """The edition of a frozen submission, from the text kept with it; read once per process."""
    return _edition_of(_canonical(files))


def kept_edition(digest: str, files: Callable[[], Mapping[str, str]]) -> Edition:
    """The same by the digest under which it is kept; its text is fetched once per process."""
    return _KEPT.get(digest, lambda: frozen_edition(files()))


@lru_cache(maxsize=_MOST)
def _edition_of(canonical: str) -> Edition:
    return load_edition(json.loads(canonical), was_checked=True)


def _canonical(files: Mapping[str, str]) -> str:
    return json.dumps(dict(files), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Reading:
    """Reads one file after the other and gathers the faults of all."""

    def __init__(self, files: Mapping[str, str], folder: str, faults: list[Fault]) -> None:
        self.files = files
        self.folder = folder
        self.faults = faults
        self.sources: dict[str, Source] = {}
        self.values = 0

    def fault(self, name: str, message: str, line: int = 1) -> None:
        self.faults.append(Fault(self._path(name), line, message))

    def read_value(self, name: str) -> bool:
        """Reads the file into `sources`; False when it cannot be."""
        if name not in self.files:
            if not self._is_unreadable(name):
                self.fault(name, "the file is missing")
            return False
        if self.values > MAX_TOTAL_VALUES:
            return False
        try:
            source = read_source(self._path(name), self.files[name])
        except CriteriaFault as error:
            self.faults.extend(error.located)
            return False
        self.sources[name] = source
        return self.count(name, len(source.lines))

    def count(self, name: str, values: int) -> bool:
        """Whether all files together are small enough, with so many values more in this one."""
        self.values += max(values, 0)
        if self.values > MAX_TOTAL_VALUES:
            self.fault(name, f"expected at most {MAX_TOTAL_VALUES} values in all files, found more")
        return self.values <= MAX_TOTAL_VALUES

    def read(self, name: str, model: type[Model]) -> Model | None:
        """The file's value in its form; None, with the faults noted, when it has none."""
        if not self.read_value(name):
            return None
        return self.valid(name, model, self.sources[name].value)

    def read_optional(self, name: str, model: type[Model]) -> Model | None:
        """The file's value in its form, or an empty one when there is no such file."""
        if name in self.files or self._is_unreadable(name):
            return self.read(name, model)
        return model.model_validate({})

    def valid(
        self, name: str, model: type[Model], value: object, *, is_partial: bool = False
    ) -> Model | None:
        """The value in its form; None, with the faults noted, when it does not fit.

        Where it `is_partial`, what is missing is not noted.
        """
        try:
            return model.model_validate(value)
        except ValidationError as error:
            source = self.sources[name]
            self.faults.extend(form_faults(source, model, error, is_partial=is_partial))
            return None

    def _is_unreadable(self, name: str) -> bool:
        return any(fault.path == self._path(name) for fault in self.faults)

    def _path(self, name: str) -> str:
        return f"{self.folder}/{name}" if self.folder else name
