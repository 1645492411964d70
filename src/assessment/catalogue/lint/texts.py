"""The wording: every text that is needed, and none that nothing asks for."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from assessment.catalogue.faults import Fault
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.schema.questions import ColumnEntry, QuestionEntry
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.catalogue.source import Place
from assessment.domain.criteria import CriterionStatus
from assessment.domain.questions import PROFILE


def text_faults(parts: SchemeParts) -> Iterator[Fault]:
    """Texts that are missing in the source language, and texts that no file asks for in any.

    A translation is completed from the source language before; what is wrong there is told there
    alone.
    """
    for language, texts in parts.texts.items():
        yield from _Language(parts, language, texts).faults()


class _Language:
    """The wording in one language under examination."""

    def __init__(self, parts: SchemeParts, language: str, texts: TextsFile) -> None:
        self.parts, self.texts, self.language = parts, texts, language
        self.name = f"texts/{language}.yaml"
        self.is_source = language == parts.scheme.languages[0]
        self.lines = parts.sources[self.name].lines

    def faults(self) -> Iterator[Fault]:
        scheme, texts = self.parts.scheme, self.texts
        if texts.language != self.language:
            message = f"language: expected '{self.language}', the name of the file"
            yield self.parts.fault(self.name, ("language",), message)
        asked = [section for key in self.parts.labels for section, _ in self.parts.sections(key)]
        yield from self._keys(("labels",), texts.labels, scheme.labels)
        yield from self._keys(("sections",), texts.sections, [section.id for section in asked])
        rules = [rule.id for rule in scheme.eligibility]
        yield from self._keys(("eligibility",), texts.eligibility, rules)
        duties = [duty.id for label in self.parts.labels.values() for duty in label.duties]
        yield from self._keys(("duties",), texts.duties, duties)
        if self.parts.anchors is not None:
            anchors = [anchor.id for anchor in self.parts.anchors.anchors]
            yield from self._keys(("anchors",), texts.anchors, anchors)
        yield from self._keys(("units",), texts.units, self._units())
        yield from self._unit_forms()
        yield from self._nested(("answer_sets",), texts.answer_sets, scheme.answer_sets)
        yield from self._nested(("scales",), texts.scales, scheme.scales)
        yield from self._profile()
        yield from self._criteria()

    def _units(self) -> list[str]:
        found = []
        for owner in (PROFILE, *self.parts.entries):
            found += [figure.unit for figure in self.parts.figures(owner)]
            for question in self.parts.questions(owner):
                found += [entry.unit for entry in (question, *(question.columns or ()))]
        return [unit for unit in found if unit is not None]

    def _unit_forms(self) -> Iterator[Fault]:
        for unit in self.texts.unit_forms.keys() - set(self._units()):
            place: Place = ("unit_forms", unit)
            if self.is_source or place in self.lines:
                message = f"unit_forms: nothing in the scheme is called '{unit}'"
                yield self.parts.fault(self.name, place, message)

    def _profile(self) -> Iterator[Fault]:
        profile = self.texts.profile
        if self.parts.scheme.profile is None:
            if profile is not None and (self.is_source or ("profile",) in self.lines):
                message = "profile: scheme.yaml has no profile that these texts could be for"
                yield self.parts.fault(self.name, ("profile",), message)
        elif profile is not None:
            yield from self._asked(("profile",), PROFILE, profile.questions, profile.figures)
        elif self.is_source:
            yield self.parts.fault(self.name, (), "profile: the key is missing")

    def _criteria(self) -> Iterator[Fault]:
        needed = [
            key
            for key, entry in self.parts.entries.items()
            if entry.status is not CriterionStatus.RETIRED or key in self.texts.criteria
        ]
        yield from self._keys(("criteria",), self.texts.criteria, needed)
        for key, words in self.texts.criteria.items():
            entry = self.parts.entries.get(key)
            if entry is None or entry.status is CriterionStatus.RETIRED:
                continue
            place: Place = ("criteria", key)
            levels = self.parts.levels(entry)
            if self.parts.knows_scale(entry):
                yield from self._keys((*place, "levels"), words.levels, levels)
            yield from self._keys((*place, "checks"), words.checks, entry.checks)
            yield from self._asked(place, key, words.questions, words.figures)
            for part in ("why", "evidence"):
                if levels and self.is_source and getattr(words, part) is None:
                    message = f"criteria.{key}: no text for '{part}'"
                    yield self.parts.fault(self.name, place, message)

    def _asked(
        self,
        place: Place,
        owner: str,
        questions: Mapping[str, QuestionTexts],
        figures: Mapping[str, str],
    ) -> Iterator[Fault]:
        asked = {question.id: question for question in self.parts.questions(owner)}
        derived = [figure.id for figure in self.parts.figures(owner)]
        yield from self._keys((*place, "questions"), questions, list(asked))
        yield from self._keys((*place, "figures"), figures, derived)
        for key, words in questions.items():
            if key in asked:
                yield from self._question((*place, "questions", key), asked[key], words)

    def _question(
        self, place: Place, question: QuestionEntry, words: QuestionTexts
    ) -> Iterator[Fault]:
        columns = {column.id: column for column in question.columns or ()}
        yield from self._options(place, question, words)
        yield from self._keys((*place, "columns"), words.columns, list(columns))
        for key, inner in words.columns.items():
            if key in columns:
                yield from self._options((*place, "columns", key), columns[key], inner)

    def _options(self, place: Place, entry: ColumnEntry, words: ColumnTexts) -> Iterator[Fault]:
        yield from self._keys((*place, "options"), words.options, entry.options or [])

    def _nested(
        self,
        place: Place,
        found: Mapping[str, Mapping[Any, str]],
        wanted: Mapping[str, Sequence[Any]],
    ) -> Iterator[Fault]:
        yield from self._keys(place, found, list(wanted))
        for key, names in found.items():
            if key in wanted:
                yield from self._keys((*place, key), names, wanted[key])

    def _keys(self, place: Place, found: Collection[Any], wanted: Sequence[Any]) -> Iterator[Fault]:
        where, needed = ".".join(str(part) for part in place), set(wanted)
        for key in sorted(needed - set(found)) if self.is_source else ():
            yield self.parts.fault(self.name, place, f"{where}: no text for '{key}'")
        for key in sorted(set(found) - needed):
            if self.is_source or (*place, key) in self.lines:
                message = f"{where}: nothing in the scheme is called '{key}'"
                yield self.parts.fault(self.name, (*place, key), message)
