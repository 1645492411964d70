"""Whether what is stored is still what the chain of events tells of.

An event that stores a record carries the record's digest: a seal. Rows and seals about the same thing
belong together. Events from before there were seals are taken for what they tell, and counted.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, auto


class Sealed(StrEnum):
    """What a seal is about."""

    SUBMISSION = auto()
    CLARIFICATION = auto()
    PROPOSAL = auto()
    DECISION = auto()
    CERTIFICATE = auto()
    PAPER = auto()
    LABEL_LIFE = auto()
    CONDITION = auto()
    APPEAL = auto()
    COMPLAINT = auto()


@dataclass(frozen=True, slots=True)
class Seal:
    """What an event tells of a row; `key` is what both are about, `digest` None from before seals."""

    kind: Sealed
    event: int
    key: int
    digest: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """A row as it is stored, with the digest that it gives now."""

    kind: Sealed
    row: int
    key: int
    digest: str


class MismatchKind(StrEnum):
    """How a row and its event disagree."""

    ALTERED = auto()
    """The row does not give the digest that its event tells."""
    REMOVED = auto()
    """The event tells of a row that is not there."""
    INSERTED = auto()
    """No event tells of the row."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One row, or one event, that has no counterpart; 0 for the one that is not there."""

    kind: MismatchKind
    of: Sealed
    row: int
    event: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many rows were compared, how many only had an event without a seal, and what disagrees."""

    compared: int = 0
    unsealed: int = 0
    mismatches: tuple[Mismatch, ...] = ()


def compare(seals: Iterable[Seal], kept: Iterable[Kept]) -> Comparison:
    """Finds every row that was altered, removed or inserted; whatever order they come in.

    Rows that give the digest of a seal are settled first. What is left over about one thing is paired
    in the order of rows and of events: so one altered row is told once, and not as one that went and
    one that came.
    """
    told: dict[tuple[Sealed, int], list[Seal]] = defaultdict(list)
    rows: dict[tuple[Sealed, int], list[Kept]] = defaultdict(list)
    for seal in seals:
        told[seal.kind, seal.key].append(seal)
    for row in kept:
        rows[row.kind, row.key].append(row)
    compared, unsealed, mismatches = 0, 0, []
    for place in sorted({*told, *rows}):
        without, found = _settle(told[place], rows[place])
        compared += len(rows[place]) - without
        unsealed += without
        mismatches += found
    return Comparison(compared, unsealed, tuple(mismatches))


def _settle(seals: list[Seal], rows: list[Kept]) -> tuple[int, list[Mismatch]]:
    """How many of the rows about one thing have an event without a seal, and what disagrees."""
    events = sorted(seals, key=lambda seal: seal.event)
    left = []
    for row in sorted(rows, key=lambda row: row.row):
        match = next((seal for seal in events if seal.digest == row.digest), None)
        if match is None:
            left.append(row)
        else:
            events.remove(match)
    pairs = list(zip(left, events, strict=False))
    unsealed = sum(seal.digest is None for _row, seal in pairs)
    return unsealed, list(_disagreements(pairs, left, events))


def _disagreements(
    pairs: list[tuple[Kept, Seal]], rows: list[Kept], events: list[Seal]
) -> Iterator[Mismatch]:
    for row, seal in pairs:
        if seal.digest is not None:
            yield Mismatch(MismatchKind.ALTERED, row.kind, row.row, seal.event)
    for row in rows[len(pairs) :]:
        yield Mismatch(MismatchKind.INSERTED, row.kind, row.row, 0)
    for seal in events[len(pairs) :]:
        if seal.digest is not None:
            yield Mismatch(MismatchKind.REMOVED, seal.kind, 0, seal.event)
