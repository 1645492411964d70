"""What must hold between the files of a scheme, and the frozen scheme that they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from assessment.catalogue.faults import Fault
from assessment.catalogue.schema import (
    CriteriaFile,
    CriterionDefaults,
    CriterionEntry,
    LabelFile,
    SchemeFile,
    TextsFile,
)
from assessment.catalogue.source import Place, Source
from assessment.domain.criteria import (
    Criterion,
    Label,
    RatingScale,
    Scheme,
    Section,
    SupportRule,
)


@dataclass(frozen=True)
class SchemeParts:
    """The files of one scheme, each valid by itself, with their sources for the lines."""

    scheme: SchemeFile
    bank: CriteriaFile
    labels: Mapping[str, LabelFile]
    texts: Mapping[str, TextsFile]
    sources: Mapping[str, Source]

    def fault(self, name: str, place: Place, message: str) -> Fault:
        return self.sources[name].fault(place, message)

    def scale_id(self, entry: CriterionEntry) -> str | None:
        return entry.scale or self.bank.defaults.scale


def find_faults(parts: SchemeParts) -> list[Fault]:
    """Everything that is wrong between files that are each valid by themselves."""
    found = [*_scheme_faults(parts), *_bank_faults(parts)]
    for label_id, label in parts.labels.items():
        found.extend(_label_faults(parts, f"{label_id}.yaml", label_id, label))
    for language, texts in parts.texts.items():
        found.extend(_text_faults(parts, f"texts/{language}.yaml", language, texts))
    return found


def _scheme_faults(parts: SchemeParts) -> Iterator[Fault]:
    for name, values in (("languages", parts.scheme.languages), ("labels", parts.scheme.labels)):
        for i, value in enumerate(values):
            if value in values[:i]:
                yield parts.fault("scheme.yaml", (name, i), f"'{value}' stands here twice")
    for scale, levels in parts.scheme.scales.items():
        if levels != list(range(levels[0], levels[0] + len(levels))):
            message = f"scale '{scale}': the levels must count up by one"
            yield parts.fault("scheme.yaml", ("scales", scale), message)


def _bank_faults(parts: SchemeParts) -> Iterator[Fault]:
    seen: set[str] = set()
    for i, entry in enumerate(parts.bank.criteria):
        place: Place = ("criteria", i)
        if entry.id in seen:
            message = f"the criterion '{entry.id}' stands in the bank twice"
            yield parts.fault("criteria.yaml", (*place, "id"), message)
        seen.add(entry.id)
        scale = parts.scale_id(entry)
        if scale is None:
            message = f"'{entry.id}' has no scale and there is no default"
            yield parts.fault("criteria.yaml", place, message)
        elif scale not in parts.scheme.scales:
            message = f"'{entry.id}': the scale '{scale}' is not in scheme.yaml"
            yield parts.fault("criteria.yaml", place, message)
        else:
            yield from _support_faults(parts, place, entry, parts.scheme.scales[scale])


def _support_faults(
    parts: SchemeParts, place: Place, entry: CriterionEntry, levels: list[int]
) -> Iterator[Fault]:
    for key in ("justification", "evidence"):
        rule = getattr(entry, key) or getattr(parts.bank.defaults, key)
        if rule and rule.from_level not in levels:
            message = f"'{entry.id}': {key} from level {rule.from_level}, which its scale lacks"
            yield parts.fault("criteria.yaml", (*place, key), message)


def _label_faults(
    parts: SchemeParts, name: str, label_id: str, label: LabelFile
) -> Iterator[Fault]:
    if label.id != label_id:
        yield parts.fault(name, ("id",), f"expected '{label_id}', the name of the file")
    bank = {entry.id: entry for entry in parts.bank.criteria}
    asked: set[str] = set()
    sections: set[str] = set()
    total = 0
    for i, section in enumerate(label.sections):
        if section.id in sections:
            message = f"the section '{section.id}' stands here twice"
            yield parts.fault(name, ("sections", i, "id"), message)
        sections.add(section.id)
        for j, criterion in enumerate(section.criteria):
            place: Place = ("sections", i, "criteria", j)
            total += criterion.points
            if criterion.id in asked:
                yield parts.fault(name, place, f"'{criterion.id}' is asked twice")
            asked.add(criterion.id)
            if criterion.id not in bank:
                yield parts.fault(name, place, f"'{criterion.id}' is not in criteria.yaml")
                continue
            levels = parts.scheme.scales.get(parts.scale_id(bank[criterion.id]) or "", [])
            if criterion.minimum is not None and criterion.minimum not in levels:
                message = f"minimum {criterion.minimum}: the scale of '{criterion.id}' lacks it"
                yield parts.fault(name, place, message)
    if label.threshold > total:
        message = f"threshold {label.threshold}: the criteria give {total} points in all"
        yield parts.fault(name, ("threshold",), message)


def _text_faults(parts: SchemeParts, name: str, language: str, texts: TextsFile) -> Iterator[Fault]:
    if texts.language != language:
        yield parts.fault(name, ("language",), f"expected '{language}', the name of the file")
    sections = {s.id for label in parts.labels.values() for s in label.sections}
    yield from _key_faults(parts, name, ("labels",), set(texts.labels), set(parts.scheme.labels))
    yield from _key_faults(parts, name, ("sections",), set(texts.sections), sections)
    bank = {entry.id: entry for entry in parts.bank.criteria}
    yield from _key_faults(parts, name, ("criteria",), set(texts.criteria), set(bank))
    scales = parts.scheme.scales
    yield from _key_faults(parts, name, ("scales",), set(texts.scales), set(scales))
    for scale_id, names in texts.scales.items():
        wanted = set(scales.get(scale_id, names))
        yield from _key_faults(parts, name, ("scales", scale_id), set(names), wanted)
    for criterion_id, wording in texts.criteria.items():
        if criterion_id not in bank:
            continue
        wanted = set(scales.get(parts.scale_id(bank[criterion_id]) or "", wording.levels))
        place = ("criteria", criterion_id, "levels")
        yield from _key_faults(parts, name, place, set(wording.levels), wanted)


def _key_faults(
    parts: SchemeParts,
    name: str,
    place: Place,
    found: set[Any],
    wanted: set[Any],
) -> Iterator[Fault]:
    where = ".".join(str(part) for part in place)
    for key in sorted(wanted - found):
        yield parts.fault(name, place, f"{where}: no text for '{key}'")
    for key in sorted(found - wanted):
        yield parts.fault(name, (*place, key), f"{where}: '{key}' is not in the scheme")


def build_scheme(parts: SchemeParts) -> Scheme:
    """The frozen scheme of files without faults."""
    scales = {key: RatingScale(key, tuple(levels)) for key, levels in parts.scheme.scales.items()}
    bank = {entry.id: entry for entry in parts.bank.criteria}
    return Scheme(
        parts.scheme.id,
        parts.scheme.version,
        tuple(parts.scheme.languages),
        tuple(_label(parts, parts.labels[key], bank, scales) for key in parts.scheme.labels),
    )


def _label(
    parts: SchemeParts,
    label: LabelFile,
    bank: Mapping[str, CriterionEntry],
    scales: Mapping[str, RatingScale],
) -> Label:
    sections = []
    for number, section in enumerate(label.sections, 1):
        criteria = tuple(
            Criterion(
                asked.id,
                f"{number}.{position}",
                scales[parts.scale_id(bank[asked.id]) or ""],
                _support(bank[asked.id], parts.bank.defaults),
                Fraction(asked.points),
                asked.minimum,
            )
            for position, asked in enumerate(section.criteria, 1)
        )
        sections.append(Section(section.id, number, criteria))
    return Label(
        label.id,
        label.tier,
        tuple(sections),
        Fraction(label.threshold),
        label.panel.reviewers,
        label.validity.years,
    )


def _support(entry: CriterionEntry, defaults: CriterionDefaults) -> SupportRule:
    justification = entry.justification or defaults.justification
    evidence = entry.evidence or defaults.evidence
    return SupportRule(
        justification.from_level if justification else None,
        evidence.from_level if evidence else None,
        evidence.at_least if evidence else 1,
    )
