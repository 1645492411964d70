"""The wording of a scheme, by language and key."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessment.catalogue.schema import TextsFile
from assessment.domain.criteria import Criterion


@dataclass(frozen=True, slots=True)
class Texts:
    """All wording of one scheme; `source` is the language that stands in where another is missing."""

    languages: Mapping[str, TextsFile]
    source: str

    def in_language(self, language: str) -> TextsFile:
        """The wording in the language, or in the source language where the scheme lacks it."""
        return self.languages.get(language) or self.languages[self.source]


@dataclass(frozen=True, slots=True)
class LevelText:
    """A rating level of one criterion in words: its short name and what it means there."""

    value: int
    name: str
    description: str


def level_texts(words: TextsFile, criterion: Criterion) -> tuple[LevelText, ...]:
    """The rating levels of a criterion, lowest first."""
    names = words.scales[criterion.scale.id]
    descriptions = words.criteria[criterion.id].levels
    return tuple(LevelText(v, names[v], descriptions[v]) for v in criterion.scale.levels)
