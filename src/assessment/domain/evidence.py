"""Evidence in a cluster's library: the period it speaks of, who may read of it, whether its link lives."""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from assessment.domain.criteria import EvidenceKind

Key = TypeVar("Key", bound=Hashable)


class Confidentiality(StrEnum):
    """Who reads of it beside the team, the panel and the secretariat of a submission.

    `NORMAL` may be named in the evaluation report, which leaves the house; of `CONFIDENTIAL` the
    report says that it was there and nothing else.
    """

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"


_SHEETS = frozenset(
    {
        "text/csv",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.oasis.opendocument.spreadsheet",
    }
)


def evidence_kind(media_type: str) -> EvidenceKind:
    """What a file counts as, by its media type; "" is a link."""
    if not media_type:
        return EvidenceKind.LINK
    if media_type.startswith("image/"):
        return EvidenceKind.IMAGE
    return EvidenceKind.SPREADSHEET if media_type in _SHEETS else EvidenceKind.DOCUMENT


class LinkState(StrEnum):
    """How an address answered when it was last looked at.

    `CLOSED` answers and asks to sign in; `GONE` says that there is no such page or host;
    `UNREACHABLE` gave no proper answer; `NOT_PUBLIC` leads to where only some networks get.
    """

    ALIVE = "alive"
    CLOSED = "closed"
    GONE = "gone"
    UNREACHABLE = "unreachable"
    NOT_PUBLIC = "not_public"


DEAD = frozenset({LinkState.GONE, LinkState.UNREACHABLE, LinkState.NOT_PUBLIC})
"""The states in which a reviewer would see nothing."""

PAUSE = timedelta(days=7)
"""How long an address that answered is left alone."""
PAUSE_UNREACHABLE = timedelta(days=1)
"""How long one is that gave no answer, which may pass by itself."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a piece of evidence speaks of, both included; a single day is both.

    What a rule asks about its age is counted from `until`. Raises `ValueError` where it ends
    before it begins.
    """

    since: date
    until: date

    def __post_init__(self) -> None:
        if self.until < self.since:
            raise ValueError("a period ends after it begins")

    @classmethod
    def of(cls, since: date | None, until: date | None = None) -> "Period | None":
        """The period from a first day and, where it is more than one, a last day; None without either."""
        first = since or until
        return None if first is None else cls(first, until or first)


def attached_before(steps: Iterable[tuple[Key, bool]], today: Iterable[Key]) -> list[Key]:
    """What was attached before some steps, given what they led to.

    The steps are the newest first, each what it was about and whether that was attached (or taken off).
    """
    found = dict.fromkeys(today)
    for key, is_attached in steps:
        if is_attached:
            found.pop(key, None)
        else:
            found[key] = None
    return list(found)
