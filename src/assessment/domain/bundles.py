"""Bundles: documents of many applications, made and collected in one go.

A bundle names what it is to have, one by one. What is there is taken as it is; what is missing is ordered
when its turn comes, so that a bundle that is stopped leaves no orders behind.
"""

from dataclasses import dataclass
from enum import StrEnum

from assessment.domain.label_life import LifeState
from assessment.domain.workflow import DECIDED, State

CERTIFICATE, REPORT, BENCHMARKING = "certificate", "report", "benchmarking"
KINDS = (CERTIFICATE, REPORT, BENCHMARKING)
"""The kinds of documents that a bundle can have."""

DEFERRAL = "defer"
"""The outcome of a decision that settles nothing."""


class Standing(StrEnum):
    """How far one document of a bundle is."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"
    LEFT_OUT = "left_out"


class Lack(StrEnum):
    """Why there is no document of a kind, or why a bundle leaves it out."""

    UNDECIDED = "undecided"
    DEFERRED = "deferred"
    NOT_AWARDED = "not_awarded"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    RENEWED = "renewed"
    NOT_COMPARED = "not_compared"
    NO_LANGUAGE = "no_language"
    STOPPED = "stopped"


class Cause(StrEnum):
    """What is behind a document that could not be made, as far as it can be told."""

    ROOM = "room"
    SEAL = "seal"
    PAPER = "paper"
    MEMORY = "memory"
    WORKER = "worker"
    LOST = "lost"
    OTHER = "other"


class Stage(StrEnum):
    """How far a bundle is as a whole."""

    MAKING = "making"
    PACKING = "packing"
    READY = "ready"
    EMPTY = "empty"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of an application, as far as its documents depend on it.

    `outcome` is that of the decision that was confirmed last in its round, None while there is none;
    `life` that of its certificate, None where it has none.
    """

    state: State
    outcome: str | None
    life: LifeState | None
    is_compared: bool


_LIVES = {
    LifeState.SUSPENDED: Lack.SUSPENDED,
    LifeState.REVOKED: Lack.REVOKED,
    LifeState.SUPERSEDED: Lack.RENEWED,
}


def lack_of(kind: str, found: Decided) -> Lack | None:
    """Why there is no document of the kind to collect; None where there is one, or can be.

    Only a certificate that holds is collected: one that rests, was revoked, or of which a renewal took
    the place, says what does not hold. One that has expired is collected: its days stand on it.
    """
    if kind == CERTIFICATE and found.life is not None:
        return _LIVES.get(found.life)
    if found.outcome is None:
        return Lack.UNDECIDED
    if found.outcome == DEFERRAL:
        return Lack.DEFERRED if found.state is State.DEFERRED else Lack.UNDECIDED
    if found.state not in DECIDED and found.state is not State.APPEALED:
        return Lack.UNDECIDED
    if kind == CERTIFICATE:
        return Lack.NOT_AWARDED
    if kind == BENCHMARKING and not found.is_compared:
        return Lack.NOT_COMPARED
    return None


_CAUSES = {
    "NotSealed": Cause.SEAL,
    "PaperFault": Cause.PAPER,
    "UnreadablePicture": Cause.PAPER,
    "MemoryError": Cause.MEMORY,
}
_NO_ROOM = ("[Errno 28]", "[Errno 122]", "[Errno 27]", "database or disk is full")
"""No space left, a quota, or the largest size of a file, as the system says it; and as SQLite does."""


def cause_of(fault: str) -> Cause:
    """What is behind a fault that was kept as the name of an exception and its words."""
    name, _colon, words = fault.partition(":")
    if any(sign in words for sign in _NO_ROOM):
        return Cause.ROOM
    if fault.startswith("The worker ended"):
        return Cause.WORKER
    return _CAUSES.get(name, Cause.LOST if name == "FileNotFoundError" else Cause.OTHER)


def stage_of(*, waiting: int, made: int, has_file: bool, is_removed: bool) -> Stage:
    """How far a bundle is, from how many documents wait and are made, and what became of its file."""
    if waiting:
        return Stage.MAKING
    if is_removed:
        return Stage.REMOVED
    if has_file:
        return Stage.READY
    return Stage.PACKING if made else Stage.EMPTY
