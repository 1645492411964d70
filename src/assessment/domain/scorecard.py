"""What is said about a sheet of answers under a label: every point and every condition explained."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from assessment.domain.conditions import Status, together
from assessment.domain.criteria import Criterion, Label, NotApplicable, Section
from assessment.domain.figures import Figure


class Reason(StrEnum):
    """Why a criterion has the points that it has."""

    UNANSWERED = "unanswered"
    QUESTIONS_OPEN = "questions_open"
    ANSWERED = "answered"
    FIGURE_OUT_OF_BOUNDS = "figure_out_of_bounds"
    JUSTIFICATION_MISSING = "justification_missing"
    EVIDENCE_MISSING = "evidence_missing"
    EVIDENCE_UNSUITABLE = "evidence_unsuitable"
    EVIDENCE_TOO_OLD = "evidence_too_old"
    NOT_APPLICABLE = "not_applicable"
    NOT_APPLICABLE_BY_RULE = "not_applicable_by_rule"
    FUTURE = "future"


SETTLED = frozenset(
    {Reason.ANSWERED, Reason.NOT_APPLICABLE, Reason.NOT_APPLICABLE_BY_RULE, Reason.FUTURE}
)
"""The reasons that leave nothing to be done."""


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One criterion's points out of `criterion.points`, with the reason.

    `points` is None while unanswered, which is not zero, and where nothing is scored; a claim that
    is not supported earns zero, and `lacks` names everything that it lacks. `figures` are the
    derived figures, None while open; `open_questions` what is asked and not answered. `best` is the
    highest level that open answers can still bring. It `is_presumed` to apply while that is open.
    """

    criterion: Criterion
    level: int | None
    points: Fraction | None
    reason: Reason
    lacks: tuple[Reason, ...] = ()
    open_questions: tuple[str, ...] = ()
    figures: Mapping[str, Fraction | None] = field(default_factory=dict)
    best: int | None = None
    is_presumed: bool = False

    @property
    def out_of_bounds(self) -> tuple[Figure, ...]:
        """The figures that cannot be true, so that an answer behind them must be wrong."""
        figures = self.criterion.figures
        return tuple(f for f in figures if f.is_out_of_bounds(self.figures.get(f.id)))

    @property
    def is_supported(self) -> bool:
        """Whether nothing is left to be done here."""
        return self.reason in SETTLED

    @property
    def is_answered(self) -> bool:
        """Whether the cluster has said its word, supported or not."""
        return self.is_asked and not self.is_open

    @property
    def is_asked(self) -> bool:
        """Whether there is something to answer: it applies and counts today."""
        return self.reason not in (Reason.NOT_APPLICABLE_BY_RULE, Reason.FUTURE)

    @property
    def is_open(self) -> bool:
        """Whether it still lacks an answer that could earn points."""
        is_begun = self.reason is Reason.QUESTIONS_OPEN and self.level is None
        return self.reason is Reason.UNANSWERED or is_begun

    @property
    def is_to_be_rated(self) -> bool:
        """Whether a reviewer has to rate it."""
        return self.criterion.is_rated and self.is_answered

    @property
    def is_excluded(self) -> bool:
        """Whether it leaves the score, which is then taken over the rest."""
        if self.reason is Reason.NOT_APPLICABLE:
            return self.criterion.not_applicable is NotApplicable.EXCLUDE
        return self.reason is Reason.NOT_APPLICABLE_BY_RULE

    @property
    def is_waiting(self) -> bool:
        """Whether open answers keep it from its points, and nothing else does."""
        return self.is_open or self.lacks == (Reason.QUESTIONS_OPEN,)

    @property
    def possible(self) -> Fraction:
        """The points that it has if all that is open here is answered at its best."""
        if self.is_waiting and self.best is not None:
            return self.criterion.points * self.criterion.scale.share(self.best)
        return self.points or Fraction(0)

    @property
    def is_gap(self) -> bool:
        """Whether it keeps the application from being complete."""
        return self.criterion.is_required and not self.is_supported

    @property
    def minimum(self) -> Status | None:
        """How the criterion's minimum stands; None where none bears on it.

        An unsupported claim misses it, and so does "not applicable" where that earns zero.
        """
        minimum = self.criterion.minimum
        if minimum is None or self.is_excluded or self.reason is Reason.FUTURE:
            return None
        reached = self.level if self.reason is Reason.ANSWERED else None
        if reached is not None and reached >= minimum:
            return Status.MET
        best = self.best if self.is_waiting else None
        is_within_reach = best is not None and best >= minimum
        return Status.UNDETERMINED if is_within_reach or self.is_presumed else Status.MISSED


@dataclass(frozen=True, slots=True)
class SectionScore:
    """A section's criteria with what they earn together.

    `points` is what is earned today, `possible` what would be if all that is open were answered at
    its best; both are taken over what counts. `excluded` are the points that claims of "not
    applicable" take out, at most as many as the section allows; `claimed` those that they would.
    `minimum` is how the section's minimum stands, None where none bears on it.
    """

    section: Section
    criteria: tuple[CriterionScore, ...]
    points: Fraction
    possible: Fraction
    maximum: Fraction
    excluded: Fraction
    claimed: Fraction
    minimum: Status | None = None

    @property
    def section_id(self) -> str:
        return self.section.id

    @property
    def number(self) -> int:
        return self.section.number

    @property
    def asked(self) -> int:
        """How many criteria there are to answer: those that apply and count today."""
        return sum(c.is_asked for c in self.criteria)

    @property
    def answered(self) -> int:
        return sum(c.is_answered for c in self.criteria)

    @property
    def is_over_cap(self) -> bool:
        """Whether more is claimed as not applicable than may leave the score."""
        return self.claimed > self.excluded


class ConditionKind(StrEnum):
    """What a label asks beside points."""

    ELIGIBILITY = "eligibility"
    PREREQUISITE = "prerequisite"
    COMPLETE = "complete"
    IMPROVEMENTS = "improvements"
    MINIMUM = "minimum"
    SECTION = "section"
    THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True)
class LabelCondition:
    """One condition of a label and how it stands.

    `subject` is the id of the eligibility rule, label, criterion or section; `actual` and `required`
    are figures where there are any, in the condition's own measure: points, a level that is supported,
    months, a number of criteria.
    """

    kind: ConditionKind
    status: Status
    subject: str = ""
    actual: Fraction | None = None
    required: Fraction | None = None

    @property
    def key(self) -> str:
        """Its name in worked examples and records: `threshold`, `minimum.team`."""
        is_single = self.kind is ConditionKind.PREREQUISITE or not self.subject
        return self.kind.value if is_single else f"{self.kind}.{self.subject}"

    @property
    def missing(self) -> Fraction | None:
        """By how much it is missed or still open; None where that is no figure or nothing."""
        if self.status is Status.MET or self.actual is None or self.required is None:
            return None
        short = self.required - self.actual
        return abs(short) if self.status is Status.MISSED or short > 0 else None


@dataclass(frozen=True)
class Scorecard:
    """Everything that can be said about a sheet under a label.

    `threshold` is how the overall threshold stands: open while what is unanswered could still carry
    the sheet over it; met where the label has none.
    """

    label: Label
    sections: tuple[SectionScore, ...]
    points: Fraction
    possible: Fraction
    threshold: Status
    conditions: tuple[LabelCondition, ...]

    @cached_property
    def criteria(self) -> tuple[CriterionScore, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    def of(self, criterion_id: str) -> CriterionScore:
        """The score of one criterion. Raises `UnknownCriterion`."""
        wanted = self.label.criterion(criterion_id)
        return next(c for c in self.criteria if c.criterion is wanted)

    @property
    def maximum(self) -> Fraction:
        return self.label.points

    @property
    def asked(self) -> int:
        """How many criteria there are to answer: those that apply and count today."""
        return sum(section.asked for section in self.sections)

    @property
    def answered(self) -> int:
        return sum(section.answered for section in self.sections)

    @property
    def shortfall(self) -> Fraction:
        """The points still missing for the threshold, never negative; 0 without a threshold."""
        return max((self.label.threshold or Fraction(0)) - self.points, Fraction(0))

    @cached_property
    def missed_minimums(self) -> tuple[CriterionScore, ...]:
        return tuple(c for c in self.criteria if c.minimum is Status.MISSED)

    @property
    def minimums(self) -> Status:
        """All minimums of criteria together."""
        return together([c.minimum for c in self.criteria if c.minimum is not None])

    @property
    def outcome(self) -> Status:
        """Whether the label is reached: every condition is met."""
        return together([condition.status for condition in self.conditions])

    @property
    def gaps(self) -> tuple[CriterionScore, ...]:
        """The criteria that keep the sheet from being submitted: unanswered or not supported."""
        return tuple(c for c in self.criteria if c.is_gap)

    def of_kind(self, kind: ConditionKind) -> tuple[LabelCondition, ...]:
        """The conditions of one kind, in the label's order."""
        return tuple(condition for condition in self.conditions if condition.kind == kind)
