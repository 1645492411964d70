"""How much a label asks, and about how long the answers take."""

import math
from dataclasses import dataclass

from assessment.domain.criteria import Criterion, Label

READING, QUESTION, JUSTIFICATION, PIECE = 5, 2, 6, 4
"""Minutes: for reading a criterion, for a question, for a justification in words, for adding a piece
of evidence that is at hand. Estimates of ours, said to be such wherever they are shown."""


@dataclass(frozen=True, slots=True)
class Workload:
    """What there is to do: criteria, questions, levels to choose, justifications, and pieces of
    evidence at the highest levels; `hours` are about what it takes, rounded up."""

    criteria: int
    levels: int
    questions: int
    justifications: int
    pieces: int
    hours: int


def workload(label: Label) -> Workload:
    """What the label asks of a cluster that claims the highest level everywhere."""
    asked = label.active
    questions = len(label.profile) + sum(len(c.questions) for c in asked)
    levels = sum(criterion.is_chosen for criterion in asked)
    justifications = sum(c.support.asks_justification(_highest(c)) for c in asked)
    pieces = sum(_pieces(criterion) for criterion in asked)
    minutes = (
        READING * len(asked)
        + QUESTION * questions
        + JUSTIFICATION * justifications
        + PIECE * pieces
    )
    return Workload(len(asked), levels, questions, justifications, pieces, math.ceil(minutes / 60))


def _highest(criterion: Criterion) -> int:
    return criterion.scale.highest if criterion.is_rated else 0


def _pieces(criterion: Criterion) -> int:
    """One piece may meet several rules, so the largest number counts."""
    rules = criterion.support.evidence_rules(_highest(criterion))
    return max((rule.at_least for rule in rules), default=0)
