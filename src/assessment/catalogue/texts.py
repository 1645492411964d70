"""The wording of a scheme, by language and key."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

from babel import Locale, UnknownLocaleError

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.source import Place
from assessment.catalogue.wording import Text
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


def unit_text(words: TextsFile, unit: str, number: Fraction) -> str:
    """What stands behind the number: `1 year`, `2 years`, `1.5 years`."""
    usual = words.units[unit]
    language = _language(usual) or words.language
    wanted = _plural_form(language, number)
    forms = words.unit_forms.get(unit, {}).items()
    suitable = (
        form for name, form in forms if name == wanted and _language(form) in ("", language)
    )
    return next(suitable, usual)


def _language(text: str) -> str:
    return text.language if isinstance(text, Text) else ""


def _plural_form(language: str, number: Fraction) -> str:
    """The plural form behind a number with at most two decimals (Unicode CLDR); `other` is usual."""
    hundredths = floor(number * 100)
    shown = Decimal(hundredths) / 100 if hundredths % 100 else hundredths // 100
    try:
        return Locale.parse(language, sep="-").plural_form(shown)
    except (UnknownLocaleError, ValueError):
        return "other"


def level_texts(words: TextsFile, criterion: Criterion) -> tuple[LevelText, ...]:
    """The rating levels of a criterion, lowest first; none where it is not rated."""
    if not criterion.is_rated:
        return ()
    names = words.scales[criterion.scale.id]
    descriptions = words.criteria[criterion.id].levels
    return tuple(LevelText(v, names[v], descriptions[v]) for v in criterion.scale.levels)


def fingerprint(text: str) -> str:
    """What a translation remembers of the source text that it translates."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


def source_text(value: Any) -> str:
    """The text that a translation translates; the items of a list are one text, line by line."""
    return "\n".join(map(str, value)) if isinstance(value, list) else str(value)


def text_key(place: Place) -> str:
    """The key of a text: `criteria.team.levels.2`."""
    return ".".join(str(part) for part in place)


def leaves(value: Any, place: Place = ()) -> Iterator[tuple[Place, Any]]:
    """Every text of a texts file with its place; a list is one text for its translators."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, (*place, key))
    else:
        yield place, value


def laid_over(source: Any, translation: Any, language: str, known: Mapping[str, str]) -> Any:
    """The translation's texts in its language, and those of the source where it has none.

    `source` is `marked`; `known` are the fingerprints of the source texts that the translation was
    made from, by key, as far as they were recorded.
    """
    return _laid_over(source, translation, language, known, ())


def _laid_over(
    source: Any, translation: Any, language: str, known: Mapping[str, str], place: Place
) -> Any:
    if translation is None:
        return source
    if isinstance(source, dict) and isinstance(translation, dict):
        keys = [*source, *(key for key in translation if key not in source)]
        return {
            key: _laid_over(source.get(key), translation.get(key), language, known, (*place, key))
            for key in keys
        }
    recorded = known.get(text_key(place)) if known else None
    is_outdated = recorded is not None and recorded != fingerprint(source_text(source))
    return marked(translation, language, is_outdated=is_outdated)


def marked(value: Any, language: str, *, is_outdated: bool = False) -> Any:
    """A value of a texts file with what is known about every text in it."""
    if isinstance(value, str):
        return Text.marked(value, language, is_outdated=is_outdated)
    if isinstance(value, list):
        return [marked(item, language, is_outdated=is_outdated) for item in value]
    if isinstance(value, dict):
        return {k: marked(v, language, is_outdated=is_outdated) for k, v in value.items()}
    return value
