"""How far a sheet is: the stage of each criterion, and what a label still asks, counted.

Everything follows from the scorecard; nothing here is ticked or kept.
"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.conditions import Status
from assessment.domain.scorecard import ConditionKind, CriterionScore, Reason, Scorecard

_EVIDENCE = frozenset(
    {Reason.EVIDENCE_MISSING, Reason.EVIDENCE_UNSUITABLE, Reason.EVIDENCE_TOO_OLD}
)
_NOT_APPLICABLE = (Reason.NOT_APPLICABLE, Reason.NOT_APPLICABLE_BY_RULE)


class Stage(StrEnum):
    """Where one criterion stands for whoever answers it."""

    NOT_BEGUN = "not_begun"
    BEGUN = "begun"
    NEEDS_EVIDENCE = "needs_evidence"
    UNSUPPORTED = "unsupported"
    BELOW_MINIMUM = "below_minimum"
    ANSWERED = "answered"
    NOT_APPLICABLE = "not_applicable"
    ANNOUNCED = "announced"


def lacks_evidence(found: CriterionScore) -> bool:
    """Whether a claim lacks evidence, or what there is does not count."""
    return not _EVIDENCE.isdisjoint(found.lacks)


def stage_of(found: CriterionScore, *, is_begun: bool) -> Stage:
    """The stage of a criterion; `is_begun` says whether there is a word of an answer.

    What keeps it from being supported comes before a minimum that it misses.
    """
    if found.reason is Reason.FUTURE:
        return Stage.ANNOUNCED
    if found.reason in _NOT_APPLICABLE:
        return Stage.NOT_APPLICABLE
    if found.is_open:
        is_begun = is_begun or found.reason is Reason.QUESTIONS_OPEN
        return Stage.BEGUN if is_begun else Stage.NOT_BEGUN
    if lacks_evidence(found):
        return Stage.NEEDS_EVIDENCE
    if not found.is_supported:
        return Stage.UNSUPPORTED
    return Stage.BELOW_MINIMUM if found.minimum is Status.MISSED else Stage.ANSWERED


def is_problem(found: CriterionScore) -> bool:
    """Whether what is answered is not enough: it is not supported, or misses its minimum."""
    return found.is_answered and (not found.is_supported or found.minimum is Status.MISSED)


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of the criteria that are asked are answered, and what becomes of each of them.

    Each counts once: it is `to_confirm` (its answer comes from before), `unanswered`, `done` (nothing
    is left to do about it), `lacking` (evidence is missing or does not count), or `unsupported`.
    """

    asked: int
    answered: int
    done: int
    to_confirm: int
    unanswered: int
    lacking: int

    @property
    def unsupported(self) -> int:
        """Those that lack only a justification, an answer to a question, a figure that can be true."""
        return self.asked - self.done - self.to_confirm - self.unanswered - self.lacking

    @property
    def is_finished(self) -> bool:
        """Whether nothing is left to be done."""
        return self.done == self.asked


def progress(criteria: Iterable[CriterionScore], carried: Collection[str] = ()) -> Progress:
    """The progress of a label's criteria, or of a section's; the answers `carried` are to confirm."""
    asked = [found for found in criteria if found.is_asked]
    fresh = [found for found in asked if found.criterion.id not in carried]
    return Progress(
        asked=len(asked),
        answered=sum(found.is_answered for found in asked),
        done=sum(found.is_supported for found in fresh),
        to_confirm=len(asked) - len(fresh),
        unanswered=sum(found.is_open for found in fresh),
        lacking=sum(lacks_evidence(found) for found in fresh if not found.is_open),
    )


@dataclass(frozen=True, slots=True)
class Remainder:
    """What keeps a sheet from a label, counted, and beside it what is open before it is submitted.

    `missed` are the minimums of criteria that are missed, `open` those that wait for an answer,
    `sections` the minimums of sections, missed or open; `conditions` the other conditions that are
    not met: eligibility, the label held before, improvement areas. `unanswered` and `unsupported`
    are required criteria: an application needs all of them.
    """

    is_reached: bool
    missed: int
    open: int
    sections: int
    points: Fraction
    conditions: int
    unanswered: int
    unsupported: int


_OTHERS = (ConditionKind.ELIGIBILITY, ConditionKind.PREREQUISITE, ConditionKind.IMPROVEMENTS)


def remainder(card: Scorecard) -> Remainder:
    """What is left to reach the label of the scorecard, and to apply for it."""
    unmet = [found.kind for found in card.conditions if found.status is not Status.MET]
    minimums = Counter(found.status for found in card.of_kind(ConditionKind.MINIMUM))
    return Remainder(
        card.outcome is Status.MET,
        minimums[Status.MISSED],
        minimums[Status.UNDETERMINED],
        unmet.count(ConditionKind.SECTION),
        card.shortfall,
        sum(kind in _OTHERS for kind in unmet),
        sum(not found.is_answered for found in card.gaps),
        sum(found.is_answered for found in card.gaps),
    )
