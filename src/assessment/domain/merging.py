"""Bringing together what two people wrote at the same time, part by part."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
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

    A contradicted part stands in `record` as they wrote it and in `insisting` as I did.
    """

    record: Mapping[str, Any]
    insisting: Mapping[str, Any]
    contradicted: tuple[str, ...]


def merge(
    base: Mapping[str, Any],
    mine: Mapping[str, Any],
    theirs: Mapping[str, Any],
    *,
    together: Collection[tuple[str, ...]] = (),
    yielding: Collection[str] = (),
) -> Merged:
    """Both changes of the same record, part by part; what is not told has no part, or None.

    A part that one side changed stands as that side wrote it; a part that both changed to the same
    too. Changed differently, it is contradicted. Parts in `together` say one thing: whoever changed
    one of them wrote them all. Of the parts in `yielding`, and what goes with them, theirs stands as
    far as it is the one in `base`: nobody yields to what they have not seen.
    """
    merged, insisting, contradicted = dict(theirs), dict(theirs), []
    for parts in _bound({**base, **mine, **theirs}, together):
        before, here, there = ([each.get(part) for part in parts] for each in (base, mine, theirs))
        is_yielding = there == before and not set(parts).isdisjoint(yielding)
        if here in (before, there) or is_yielding:
            continue
        insisting.update(zip(parts, here, strict=True))
        if there == before:
            merged.update(zip(parts, here, strict=True))
        else:
            contradicted += [part for part in parts if mine.get(part) != theirs.get(part)]
    return Merged(_told(merged), _told(insisting), tuple(contradicted))


def merge_answers(
    base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any]
) -> Merged:
    """The same for answers to a criterion (see `NOTHING` for their keys).

    Their parts are `claim`, `justification`, and `q-<id>` for the answer to a question.
    """
    merged = merge(_parts(base), _parts(mine), _parts(theirs))
    return Merged(_record(merged.record), _record(merged.insisting), merged.contradicted)


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


def _bound(
    parts: Iterable[str], together: Collection[tuple[str, ...]]
) -> Iterable[tuple[str, ...]]:
    """Every part once, with those that go with it."""
    return dict.fromkeys(
        next((group for group in together if part in group), (part,)) for part in parts
    )


def _told(record: Mapping[str, Any]) -> dict[str, Any]:
    return {part: value for part, value in record.items() if value is not None}


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
