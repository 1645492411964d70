"""What stands between a draft and its submission, sorted as its owner works it off."""

from collections.abc import Iterator
from dataclasses import dataclass

from assessment.domain.conditions import Status
from assessment.domain.criteria import Criterion
from assessment.domain.progress import Progress
from assessment.domain.scorecard import (
    ConditionKind,
    CriterionScore,
    LabelCondition,
    Reason,
)
from assessment.services.assessments import Worksheet
from assessment.services.submissions import Gap, ImpossibleFigure, Unconfirmed, gaps_of

_GROUPS = (
    ("unanswered", (Reason.UNANSWERED, Reason.QUESTIONS_OPEN)),
    ("impossible", (Reason.FIGURE_OUT_OF_BOUNDS,)),
    ("unjustified", (Reason.JUSTIFICATION_MISSING,)),
    ("without_evidence", (Reason.EVIDENCE_MISSING,)),
    ("unsuitable", (Reason.EVIDENCE_UNSUITABLE,)),
    ("too_old", (Reason.EVIDENCE_TOO_OLD,)),
)
"""What a criterion may lack, the heaviest first."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """The criteria that lack the same, each listed once, under the heaviest thing that it lacks."""

    kind: str
    criteria: tuple[CriterionScore, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """What keeps the draft from being submitted, and what would not but speaks against the label.

    `progress` tells how many criteria are done, and how the others stand.
    """

    gaps: tuple[Gap, ...]
    groups: tuple[Lacking, ...]
    progress: Progress
    missed: tuple[LabelCondition, ...]
    missed_minimums: tuple[CriterionScore, ...]

    @property
    def is_profile_open(self) -> bool:
        return any(isinstance(gap, LabelCondition) for gap in self.gaps)

    @property
    def impossible(self) -> tuple[ImpossibleFigure, ...]:
        return tuple(gap for gap in self.gaps if isinstance(gap, ImpossibleFigure))

    @property
    def unconfirmed(self) -> tuple[Criterion, ...]:
        return tuple(gap.criterion for gap in self.gaps if isinstance(gap, Unconfirmed))

    @property
    def can_be_submitted(self) -> bool:
        return not self.gaps


def check_of(worksheet: Worksheet) -> Check:
    """How a draft stands before its submission."""
    card, gaps = worksheet.scorecard, gaps_of(worksheet)
    return Check(
        gaps,
        tuple(_groups([gap for gap in gaps if isinstance(gap, CriterionScore)])),
        progress=worksheet.progress,
        missed=tuple(
            condition
            for condition in card.conditions
            if condition.status is Status.MISSED
            and condition.kind in (ConditionKind.ELIGIBILITY, ConditionKind.PREREQUISITE)
        ),
        missed_minimums=tuple(card.missed_minimums),
    )


def _groups(gaps: list[CriterionScore]) -> Iterator[Lacking]:
    left = list(gaps)
    for kind, reasons in _GROUPS:
        found = [gap for gap in left if {gap.reason, *gap.lacks}.intersection(reasons)]
        left = [gap for gap in left if gap not in found]
        if found:
            yield Lacking(kind, tuple(found))
    if left:
        yield Lacking("other", tuple(left))
