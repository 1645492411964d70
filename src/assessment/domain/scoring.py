"""What a sheet of answers scores for a label, exactly, and why.

`score` is the only place where points are computed; every page, document and table shows its
`Scorecard`. Points are fractions: nothing is rounded before it is compared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.answers import Answer, AnswerSheet
from assessment.domain.criteria import Criterion, Label


class Reason(StrEnum):
    """Why a criterion has the points that it has."""

    UNANSWERED = "unanswered"
    ANSWERED = "answered"
    JUSTIFICATION_MISSING = "justification_missing"
    EVIDENCE_MISSING = "evidence_missing"


class Status(StrEnum):
    """How a condition stands: met, missed, or open because something is still unanswered."""

    MET = "met"
    MISSED = "missed"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion's points out of `criterion.points`, with the reason.

    `points` is None while unanswered, which is not zero; a claim that is not supported earns zero,
    and `lacks` names everything that it lacks.
    """

    criterion: Criterion
    level: int | None
    points: Fraction | None
    reason: Reason
    lacks: tuple[Reason, ...] = ()

    @property
    def is_supported(self) -> bool:
        return self.reason is Reason.ANSWERED

    @property
    def minimum(self) -> Status | None:
        """How the criterion's minimum stands; None where it has none. An unsupported claim misses it."""
        if self.criterion.minimum is None:
            return None
        if self.level is None:
            return Status.UNDETERMINED
        is_met = self.is_supported and self.level >= self.criterion.minimum
        return Status.MET if is_met else Status.MISSED


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section's criteria with what they earn together."""

    section_id: str
    number: int
    criteria: tuple[CriterionScore, ...]

    @property
    def points(self) -> Fraction:
        return _sum(self.criteria)

    @property
    def maximum(self) -> Fraction:
        return sum((c.criterion.points for c in self.criteria), Fraction(0))

    @property
    def answered(self) -> int:
        return sum(c.level is not None for c in self.criteria)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Everything that can be said about a sheet under a label."""

    label: Label
    sections: tuple[SectionScore, ...]

    @property
    def criteria(self) -> tuple[CriterionScore, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    def of(self, criterion_id: str) -> CriterionScore:
        """The score of one criterion. Raises `UnknownCriterion`."""
        wanted = self.label.criterion(criterion_id)
        return next(c for c in self.criteria if c.criterion is wanted)

    @property
    def points(self) -> Fraction:
        return _sum(self.criteria)

    @property
    def maximum(self) -> Fraction:
        return self.label.points

    @property
    def answered(self) -> int:
        return sum(c.level is not None for c in self.criteria)

    @property
    def shortfall(self) -> Fraction:
        """The points still missing for the threshold, never negative."""
        return max(self.label.threshold - self.points, Fraction(0))

    @property
    def threshold(self) -> Status:
        """The overall threshold: open while what is unanswered could still carry the sheet over it."""
        if not self.shortfall:
            return Status.MET
        open_points = sum(
            (c.criterion.points for c in self.criteria if c.level is None), Fraction(0)
        )
        return Status.UNDETERMINED if open_points >= self.shortfall else Status.MISSED

    @property
    def missed_minimums(self) -> tuple[CriterionScore, ...]:
        return tuple(c for c in self.criteria if c.minimum is Status.MISSED)

    @property
    def minimums(self) -> Status:
        """All minimums together."""
        states = {c.minimum for c in self.criteria}
        for state in (Status.MISSED, Status.UNDETERMINED):
            if state in states:
                return state
        return Status.MET

    @property
    def outcome(self) -> Status:
        """Whether the label is reached: every minimum and the threshold."""
        states = {self.threshold, self.minimums}
        if Status.MISSED in states:
            return Status.MISSED
        return Status.UNDETERMINED if Status.UNDETERMINED in states else Status.MET

    @property
    def gaps(self) -> tuple[CriterionScore, ...]:
        """The criteria that keep the sheet from being submitted: unanswered or not supported."""
        return tuple(c for c in self.criteria if not c.is_supported)


def score(label: Label, sheet: AnswerSheet) -> Scorecard:
    """The scorecard of the sheet under the label; answers that the label does not ask are ignored.

    A claim earns its share of the criterion's points when justification and evidence are there as
    its rule asks, else nothing. Raises `InvalidRating` for a level that the scale does not have.
    """
    return Scorecard(
        label,
        tuple(
            SectionScore(
                section.id,
                section.number,
                tuple(_score_criterion(c, sheet.of(c.id)) for c in section.criteria),
            )
            for section in label.sections
        ),
    )


def _score_criterion(criterion: Criterion, answer: Answer) -> CriterionScore:
    if answer.level is None:
        return CriterionScore(criterion, None, None, Reason.UNANSWERED)
    criterion.check_level(answer.level)
    lacks = tuple(_lacks(criterion, answer))
    if lacks:
        return CriterionScore(criterion, answer.level, Fraction(0), lacks[0], lacks)
    earned = criterion.points * criterion.scale.share(answer.level)
    return CriterionScore(criterion, answer.level, earned, Reason.ANSWERED)


def _lacks(criterion: Criterion, answer: Answer) -> Iterator[Reason]:
    if not answer.has_justification(criterion):
        yield Reason.JUSTIFICATION_MISSING
    if not answer.has_evidence(criterion):
        yield Reason.EVIDENCE_MISSING


def _sum(scores: tuple[CriterionScore, ...]) -> Fraction:
    return sum((c.points for c in scores if c.points is not None), Fraction(0))
