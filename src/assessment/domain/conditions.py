"""Conditions on answers, with three outcomes: they hold, they fail, or something is still open."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.questions import Reference


class Status(StrEnum):
    """How a condition stands: met, missed, or open because something is still unanswered."""

    MET = "met"
    MISSED = "missed"
    UNDETERMINED = "undetermined"

    @classmethod
    def of(cls, holds: bool | None) -> "Status":
        """Met, missed, or undetermined where nobody can tell."""
        if holds is None:
            return cls.UNDETERMINED
        return cls.MET if holds else cls.MISSED


def together(statuses: "list[Status]") -> Status:
    """How several conditions stand that must all be met: one missed is missed, one open is open."""
    for status in (Status.MISSED, Status.UNDETERMINED):
        if status in statuses:
            return status
    return Status.MET


def every(outcomes: list[bool | None]) -> bool | None:
    """Whether all hold: one that fails decides, else one that is open leaves it open."""
    if False in outcomes:
        return False
    return None if None in outcomes else True


def negated(outcome: bool | None) -> bool | None:
    """The opposite; what is open stays open."""
    return None if outcome is None else not outcome


class Operator(StrEnum):
    """How an answer is compared."""

    EQUALS = "equals"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ONE_OF = "one_of"
    INCLUDES = "includes"
    IS_ANSWERED = "is_answered"


Plain = bool | Fraction | str


@dataclass(frozen=True, slots=True)
class Comparison:
    """An answer or figure compared with a value (`ONE_OF`: with each of several)."""

    of: Reference
    operator: Operator
    value: Plain | tuple[Plain, ...]


@dataclass(frozen=True, slots=True)
class LevelReached:
    """Another criterion has at least this level."""

    criterion_id: str
    at_least: int


@dataclass(frozen=True, slots=True)
class All:
    """All of them hold."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of them holds."""

    conditions: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It fails."""

    condition: "Condition"


Condition = Comparison | LevelReached | All | AnyOf | Not
