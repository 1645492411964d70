"""Translations and the source texts that they translate.

`translated/<language>.yaml` remembers by the key of each translated text the fingerprint of the
source text of that day. Where the source text has changed since, the translation is outdated.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from assessment.catalogue.loader import Edition
from assessment.catalogue.source import Place
from assessment.catalogue.texts import fingerprint, leaves, source_text, text_key

HEAD = """\
# Made by `assessment criteria translated`: the source text that each translation translates.
# A translation whose source text has changed since is listed by `assessment criteria check`.

"""

Side = Mapping[str, tuple[Place, Any]]
"""The texts of one file by key, each with its place."""


@dataclass(frozen=True, slots=True)
class Translation:
    """How the texts of one language stand to those of the source language, by key.

    `lacking` have no translation, `outdated` one of an earlier source text, `unrecorded` one of
    which nobody has said what it translates.
    """

    language: str
    lacking: tuple[str, ...]
    outdated: tuple[str, ...]
    unrecorded: tuple[str, ...]


class UnknownText(Exception):
    """A key was given that no translated text has; the exception's text is the key."""


def translations(edition: Edition) -> tuple[Translation, ...]:
    """How each translation of the edition stands."""
    return tuple(_translation(edition, language) for language in edition.scheme.languages[1:])


def _translation(edition: Edition, language: str) -> Translation:
    originals, translated = _texts(edition, edition.texts.source), _texts(edition, language)
    known = _known(edition, language)
    both = [key for key in originals if key in translated]
    return Translation(
        language,
        tuple(key for key in originals if key not in translated),
        tuple(key for key in both if known.get(key, _now(originals, key)) != _now(originals, key)),
        tuple(key for key in both if key not in known),
    )


def line_of(edition: Edition, language: str, key: str) -> int:
    """The line in the language's texts where the text of the key stands, or would stand."""
    place = _texts(edition, edition.texts.source)[key][0]
    return edition.parts.sources[f"texts/{language}.yaml"].line(place)


def record(edition: Edition, language: str, keys: Collection[str] = ()) -> tuple[str, int]:
    """The new text of `translated/<language>.yaml`, and how many translations it now vouches for.

    Says that the translations of these keys (none: all) translate today's source texts; a key may
    also be the beginning of others, such as `criteria.team`. What else was recorded stays, as far
    as the texts are still there. Raises `UnknownText` for a key under which nothing is translated.
    """
    originals, translated = _texts(edition, edition.texts.source), _texts(edition, language)
    both = [key for key in originals if key in translated]
    chosen = set(both) if not keys else {k for key in keys for k in _below(key, both)}
    known = _known(edition, language)
    recorded = {
        key: _now(originals, key) if key in chosen else known[key]
        for key in both
        if key in chosen or key in known
    }
    lines = [f'  {key}: "{value}"\n' for key, value in recorded.items()]
    body = "texts:\n" + "".join(lines) if lines else "texts: {}\n"
    return f"{HEAD}language: {language}\n{body}", len(chosen)


def _below(key: str, keys: list[str]) -> Iterator[str]:
    found = [each for each in keys if each == key or each.startswith(f"{key}.")]
    if not found:
        raise UnknownText(key)
    yield from found


def _texts(edition: Edition, language: str) -> Side:
    value = edition.parts.sources[f"texts/{language}.yaml"].value
    return {
        text_key(place): (place, text)
        for place, text in leaves(value)
        if place != ("language",) and text is not None
    }


def _known(edition: Edition, language: str) -> Mapping[str, str]:
    source = edition.parts.sources.get(f"translated/{language}.yaml")
    return source.value["texts"] if source else {}


def _now(originals: Side, key: str) -> str:
    return fingerprint(source_text(originals[key][1]))
