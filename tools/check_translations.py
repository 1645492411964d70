"""Fails unless every language says everything: `check_translations.py messages.pot FOLDER`.

Prints each message that is missing, empty, fuzzy, malformed or no longer used, by language.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

Key = tuple[str, str | None]


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def by_key(catalogue: Catalog) -> dict[Key, Message]:
    return {(_first(message.id), message.context): message for message in catalogue if message.id}


def faults(template: dict[Key, Message], catalogue: Catalog) -> Iterator[str]:
    """What the catalogue lacks, has too much, or has wrong."""
    translated = by_key(catalogue)
    for key in template.keys() - translated.keys():
        yield f"missing: {key[0]!r}"
    for key, message in translated.items():
        if key not in template:
            yield f"no longer used: {key[0]!r}"
        elif message.fuzzy:
            yield f"fuzzy: {key[0]!r}"
        elif not all(_forms(message.string)):
            yield f"empty: {key[0]!r}"
        for error in message.check(catalogue):
            yield f"{error}: {key[0]!r}"


def main(template_path: Path, folder: Path) -> int:
    template = by_key(read(template_path))
    catalogues = sorted(folder.glob("*/LC_MESSAGES/messages.po"))
    count = 0
    for path in catalogues:
        locale = path.parent.parent.name
        for fault in sorted(faults(template, read(path, locale))):
            print(f"{locale}: {fault}")
            count += 1
    print(f"{len(template)} messages, {len(catalogues)} languages beside English, {count} faults")
    return 1 if count or not catalogues else 0


def _first(text: str | tuple[str, ...] | list[str]) -> str:
    return _forms(text)[0]


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ("",))


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
