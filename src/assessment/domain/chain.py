"""A chain of entries, each sealed together with the one before, and how to find what breaks it.

An entry's digest is the SHA-256 of one canonical JSON text: an object of its number, its contents by
name and `previous_digest`, which is the digest of the entry before; keys sorted, without spaces, in
ASCII. What is None is left out, so that entries keep their digests when there is more to tell later.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum, auto

ORIGIN = "0" * 64
"""What the first entry has for the digest of the one before."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it was read. `contents` are plain JSON values by name; numbers count from 1."""

    number: int
    contents: Mapping[str, object]
    previous: str
    digest: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain at some moment: its number and digest; of an empty one `EMPTY`."""

    number: int
    digest: str


EMPTY = Head(0, ORIGIN)


class BreakKind(StrEnum):
    """How a chain is broken."""

    ALTERED = auto()
    """The contents, or the digest before, do not give the digest that the entry has; also a first
    entry that claims to have one before it."""
    REMOVED = auto()
    """Numbers are missing, between two entries or before the head."""
    INSERTED = auto()
    """The entry after leads past this one, or its number is taken already, or lies behind the head."""
    REPLACED = auto()
    """In itself the entry holds, but what was written after it, or the head, was sealed together with
    another entry of this number."""
    REWRITTEN = auto()
    """The entry has another digest than a head that was kept elsewhere."""
    HEADLESS = auto()
    """The head is gone, so that nobody can tell what is missing at the end; it has number 0."""


@dataclass(frozen=True, slots=True)
class Break:
    """One break: its kind, and the numbers of the entries that it is about, first and last."""

    kind: BreakKind
    first: int
    last: int


def entry_digest(number: int, contents: Mapping[str, object], previous: str) -> str:
    """The digest of an entry, as 64 hexadecimal digits."""
    told = {**contents, "number": number, "previous_digest": previous}
    text = json.dumps(
        {name: value for name, value in told.items() if value is not None},
        sort_keys=True,
        separators=(",", ":"),
        default=repr,  # what somebody put in place of a plain value gives another digest
    )
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def moment_text(moment: datetime) -> str:
    """A moment as entries tell it: ISO 8601 in UTC with microseconds, whichever database kept it."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def next_entry(head: Head, contents: Mapping[str, object]) -> Entry:
    """The entry with these contents that follows the head."""
    number = head.number + 1
    return Entry(number, contents, head.digest, entry_digest(number, contents, head.digest))


def verify(
    entries: Iterable[Entry], head: Head | None, kept: Head | None = None
) -> Iterator[Break]:
    """Every break of a chain, in the order of the numbers; nothing when it is whole.

    `entries` come in the order of their numbers and are read once. `head` is what the chain says of
    its own end, `kept` a head of an earlier moment from elsewhere. One break is told once: an entry
    that is altered is not called replaced as well. Entries that were all sealed anew, head and all,
    can be told by `kept` alone.
    """
    if head is None:
        yield Break(BreakKind.HEADLESS, 0, 0)
    before, last, blamed = ORIGIN, EMPTY, EMPTY.number  # before the first there is nobody to blame
    for entry in entries:
        number = entry.number
        if number <= last.number or (head and number > head.number):
            yield Break(BreakKind.INSERTED, number, number)
            continue
        if number > last.number + 1:
            yield Break(BreakKind.REMOVED, last.number + 1, number - 1)
        elif last.number != blamed and (kind := _blame_last(entry, last, before)):
            yield Break(kind, last.number, last.number)
        if not _holds(entry):
            blamed = number
            yield Break(BreakKind.ALTERED, number, number)
        if kept and number == kept.number and entry.digest != kept.digest:
            yield Break(BreakKind.REWRITTEN, number, number)
        before, last = last.digest, Head(number, entry.digest)
    if head and last.number == head.number != blamed and last.digest != head.digest:
        yield Break(BreakKind.REPLACED, last.number, last.number)
    end = max(given.number for given in (last, head, kept) if given)
    if end > last.number:
        yield Break(BreakKind.REMOVED, last.number + 1, end)


def _holds(entry: Entry) -> bool:
    """Whether an entry gives its own digest, and begins the chain if it is the first."""
    if entry.number == 1 and entry.previous != ORIGIN:
        return False
    return entry_digest(entry.number, entry.contents, entry.previous) == entry.digest


def _blame_last(entry: Entry, last: Head, before: str) -> BreakKind | None:
    """What an entry shows of the last one, when it was not sealed together with it.

    An entry that is altered itself shows nothing, unless it leads past the last one to the digest
    `before` that, and is no copy of it.
    """
    if entry.previous == last.digest:
        return None
    if entry.previous == before and entry.digest != last.digest:
        return BreakKind.INSERTED
    return BreakKind.REPLACED if _holds(entry) else None
