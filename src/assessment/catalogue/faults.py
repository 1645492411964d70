"""Faults in criteria files, always with the place where they stand."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing that is wrong: `path`, `line` (from 1), and what was found and expected.

    It prints on one line, also where the message quotes what breaks lines or cannot be printed.
    """

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        message = "".join(c if c.isprintable() else " " for c in self.message)
        return f"{self.path}:{self.line}: {message}"


class CriteriaFault(Exception):
    """Criteria files cannot be used. `faults` has every fault of the run as `path:line: message`."""

    def __init__(self, faults: list[Fault]) -> None:
        self.located = sorted(set(faults))
        self.faults = [str(fault) for fault in self.located]
        super().__init__("\n".join(self.faults))
