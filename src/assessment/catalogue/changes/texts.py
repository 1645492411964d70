"""Which texts differ between two editions."""

from collections.abc import Iterator
from typing import Any

from assessment.catalogue.loader import Edition
from assessment.catalogue.source import Place
from assessment.catalogue.texts import leaves, source_text, text_key

SHOWN = 6
"""So many texts are named; of more, only the number is told."""


def changed_texts(
    old: Edition, new: Edition, place: Place, beside: tuple[str, ...] = ()
) -> Iterator[str]:
    """The keys of the texts below the place that differ; languages that agree share a line.

    `beside` are the keys directly below the place that are told elsewhere.
    """
    by_keys: dict[tuple[str, ...], list[str]] = {}
    for language in new.scheme.languages:
        if language in old.scheme.languages:
            before, after = _texts(old, language, place), _texts(new, language, place)
            changed = tuple(
                key
                for key in dict.fromkeys((*before, *after))
                if before.get(key) != after.get(key) and key.partition(".")[0] not in beside
            )
            by_keys.setdefault(changed, []).append(language)
    for keys, languages in by_keys.items():
        if keys:
            more = f" and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
            yield f"texts ({', '.join(languages)}): {', '.join(keys[:SHOWN])}{more}"


def _texts(edition: Edition, language: str, place: Place) -> dict[str, str]:
    """The texts below the place by their keys from there."""
    value: Any = edition.parts.sources[f"texts/{language}.yaml"].value
    for key in place:
        value = (value or {}).get(key)
    return {
        text_key(key): " ".join(source_text(text).split())
        for key, text in leaves(value)
        if text is not None
    }
