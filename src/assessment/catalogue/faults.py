"""Faults in criteria files, always with the place where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

_ENDLESS = re.compile(r"\S{200,}")

MAX_FAULTS = 100
"""As many faults of one file are told each; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: `path`, `line` (from 1), and what was found and expected.

    It prints on one line, also where the path or the message has what breaks lines or cannot be
    printed, and cuts a word that no line could hold. `unlisted` is 0, or the number of further
    faults for which this one stands.
    """

    path: str
    line: int
    message: str
    unlisted: int = 0

    @classmethod
    def standing_for(cls, unlisted: int, path: str, line: int) -> "Fault":
        """The last line about a file: how many more faults there are, the next on that line."""
        what = "fault" if unlisted == 1 else "faults"
        return cls(path, line, f"and {unlisted} more {what} in this file", unlisted)

    def __str__(self) -> str:
        message = _ENDLESS.sub(lambda word: f"{word[0][:80]}…", self.message)
        return f"{_printable(self.path)}:{self.line}: {_printable(message)}"


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)


class CriteriaFault(Exception):
    """Criteria files cannot be used. `faults` has every fault of the run as `path:line: message`.

    They stand in the order of files and lines, each once, those of one line as they were found. Of
    a file with more than `MAX_FAULTS` the first are told, and then how many more there are.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.located = list(_told(faults))
        self.faults = [str(fault) for fault in self.located]
        super().__init__("\n".join(self.faults))


def _told(faults: Iterable[Fault]) -> Iterator[Fault]:
    ordered = sorted(dict.fromkeys(faults), key=attrgetter("path", "line"))
    for path, of_file in groupby(ordered, key=attrgetter("path")):
        found = list(of_file)
        listed = [fault for fault in found if not fault.unlisted]
        unlisted = len(listed[MAX_FAULTS:]) + sum(fault.unlisted for fault in found)
        yield from listed[:MAX_FAULTS]
        if unlisted:
            rest = listed[MAX_FAULTS:] or [fault for fault in found if fault.unlisted]
            yield Fault.standing_for(unlisted, path, rest[0].line)
