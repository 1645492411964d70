"""Who is meant by an @Name in a text."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a text; `people` are those whom it names, none for plain words."""

    text: str
    people: frozenset[int] = frozenset()


def parts(text: str, names: Mapping[int, str]) -> tuple[Part, ...]:
    """The text in pieces, those that name somebody apart; together they are the text.

    After the @ stands a whole name, or the first word of one where nobody else begins so. Case does
    not matter; the longest name counts, and people of the same name are all meant.
    """
    known = _known(names)
    found: list[Part] = []
    rest = 0
    for place in _marks(text):
        if place < rest:
            continue
        name = next((n for n in known if _stands_at(text, place + 1, n)), None)
        if name is not None:
            end = place + 1 + len(name)
            found += [Part(text[rest:place]), Part(text[place:end], known[name])]
            rest = end
    found.append(Part(text[rest:]))
    return tuple(part for part in found if part.text)


def mentioned(text: str, names: Mapping[int, str]) -> frozenset[int]:
    """The people whom the text names."""
    return frozenset().union(*(part.people for part in parts(text, names)))


def _known(names: Mapping[int, str]) -> dict[str, frozenset[int]]:
    """What may stand after an @, the longest first, with whom it means."""
    meant: dict[str, set[int]] = {}
    for person, name in names.items():
        meant.setdefault(name.casefold(), set()).add(person)
    firsts = Counter(name.split()[0] for name in meant if name.split())
    for name in list(meant):
        first = name.split()[0] if name.split() else ""
        if firsts[first] == 1 and first not in meant:
            meant[first] = meant[name]
    longest_first = sorted((name for name in meant if name), key=len, reverse=True)
    return {name: frozenset(meant[name]) for name in longest_first}


def _marks(text: str) -> Iterator[int]:
    """Where an @ stands that is not inside a word, such as an e-mail address."""
    for place, character in enumerate(text):
        if character == "@" and not (place and text[place - 1].isalnum()):
            yield place


def _stands_at(text: str, start: int, name: str) -> bool:
    end = start + len(name)
    is_cut = end < len(text) and text[end].isalnum()
    return text[start:end].casefold() == name and not is_cut
