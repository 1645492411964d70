"""Bringing together what two people wrote at the same time, part by part."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

CLAIM = ("level", "is_not_applicable")
"""Parts of an answer that say one thing together: at which level, or not at all."""

NOTHING: Mapping[str, Any] = {
    "level": None,
    "justification": "",
    "values": {},
    "is_not_applicable": False,
}
"""An answer before anybody wrote a word."""


@dataclass(frozen=True, slots=True)
class Merged:
    """The record that keeps both sides, and the parts on which they contradict each other.

    Parts are `claim`, `justification`, and `q-<id>` for the answer to a question. A contradicted part
    stands in `record` as they wrote it and in `insisting` as I did.
    """

    record: Mapping[str, Any]
    insisting: Mapping[str, Any]
    contradicted: tuple[str, ...]


def merge(base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Both changes of the same record (see `NOTHING` for its keys).

    A part that one side changed stands as that side wrote it; a part that both changed to the same
    too. Changed differently, it is contradicted.
    """
    before, here, there = (_parts(record) for record in (base, mine, theirs))
    merged, insisting, contradicted = dict(there), dict(there), []
    for part in {**before, **here, **there}:
        is_changed_here = here.get(part) != before.get(part)
        if not is_changed_here or here.get(part) == there.get(part):
            continue
        insisting[part] = here.get(part)
        if there.get(part) == before.get(part):
            merged[part] = here.get(part)
        else:
            contradicted.append(part)
    return Merged(_record(merged), _record(insisting), tuple(contradicted))


def with_parts(
    record: Mapping[str, Any], others: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """The record with single parts as they stand in other records."""
    parts = _parts(record)
    for part, other in others.items():
        parts[part] = _parts(other).get(part)
    return _record(parts)


def changed_parts(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The parts in which two records differ, in the order of the answer."""
    old, new = _parts(before), _parts(after)
    return tuple(part for part in {**old, **new} if old.get(part) != new.get(part))


def gives_up(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether something was said before that is not said after.

    That is another rating or none, or an answer or justification of which less than half is left,
    by its words.
    """
    old, new = _parts(before), _parts(after)
    unsaid, claim = _parts(NOTHING)["claim"], old.pop("claim")
    if claim not in (unsaid, new["claim"]):
        return True
    return any(_is_lost(said, new.get(part)) for part, said in old.items())


def _is_lost(said: Any, after: Any) -> bool:
    words = Counter(_words(said))
    return 2 * (words & Counter(_words(after))).total() < words.total()


def _words(value: Any) -> Iterator[str]:
    """The words of a text, and of everything that a list or a table's row holds."""
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _words(each)
    elif value is not None:
        yield from str(value).split()


def _parts(record: Mapping[str, Any]) -> dict[str, Any]:
    return dict(_each_part({**NOTHING, **record}))


def _each_part(record: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for question_id, value in record["values"].items():
        yield f"q-{question_id}", value
    yield "claim", tuple(record[key] for key in CLAIM)
    yield "justification", record["justification"]


def _record(parts: Mapping[str, Any]) -> dict[str, Any]:
    values = {
        part.removeprefix("q-"): value
        for part, value in parts.items()
        if part.startswith("q-") and value is not None
    }
    claim = dict(zip(CLAIM, parts["claim"], strict=True))
    return {**claim, "justification": parts["justification"], "values": values}
