"""What a label asks: the shape of a scheme, without its wording.

Every type is frozen, so that what follows from one is worked out once. Wording lives apart, by key
(`assessment.catalogue.texts`), so that a score never depends on a sentence. Names follow the glossary
in docs/architecture.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from assessment.domain.compared import Compared
from assessment.domain.conditions import Condition
from assessment.domain.errors import InvalidRating, UnknownCriterion
from assessment.domain.figures import Figure
from assessment.domain.questions import Obligation, Question, next_of
from assessment.domain.rating import Rating
from assessment.domain.review_rules import USUAL, Anchor, ReviewRules


class Tier(StrEnum):
    """The colour and emblem of a label."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


class CriterionStatus(StrEnum):
    """Whether a criterion counts: from now on, later, or no more."""

    ACTIVE = "active"
    FUTURE = "future"
    RETIRED = "retired"


class NotApplicable(StrEnum):
    """What follows when a cluster says that a criterion does not apply to it, always with a reason.

    It may not say so; the criterion leaves the score, which is taken over the rest; or it earns zero.
    """

    FORBID = "forbid"
    EXCLUDE = "exclude"
    ZERO = "zero"


class Aggregation(StrEnum):
    """How parts make a whole: their points add up, or the weakest decides."""

    SUM = "sum"
    LOWEST = "lowest"


class EvidenceKind(StrEnum):
    """What a piece of evidence is."""

    DOCUMENT = "document"
    SPREADSHEET = "spreadsheet"
    IMAGE = "image"
    LINK = "link"


class Visit(StrEnum):
    """How reviewers meet the cluster."""

    NONE = "none"
    VIDEO = "video"
    ON_SITE = "on_site"


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The steps on which a criterion is rated, lowest first; whole numbers that count up by one."""

    id: str
    levels: tuple[int, ...]

    @property
    def lowest(self) -> int:
        return self.levels[0]

    @property
    def highest(self) -> int:
        return self.levels[-1]

    def share(self, level: int) -> Fraction:
        """How far up the scale a level stands: 0 at the lowest, 1 at the highest."""
        return Fraction(level - self.lowest, self.highest - self.lowest)


UNRATED = RatingScale("", ())
"""The scale of a criterion that is asked and not rated."""


@dataclass(frozen=True, slots=True)
class EvidenceRule:
    """From a level on, so many pieces of evidence of these kinds, at most so many full months old.

    `kinds` empty: any kind; `months_old_at_most` None: of any age. Where an age is asked, a piece
    without a date does not count.
    """

    from_level: int
    at_least: int = 1
    kinds: frozenset[EvidenceKind] = frozenset()
    months_old_at_most: int | None = None

    def includes(self, other: "EvidenceRule") -> bool:
        """Whether every piece that meets the other rule counts for this one, which asks for more."""
        is_as_wide = not self.kinds or (bool(other.kinds) and other.kinds <= self.kinds)
        is_as_old = self.months_old_at_most is None or (
            other.months_old_at_most is not None
            and other.months_old_at_most <= self.months_old_at_most
        )
        return (
            self != other
            and self.from_level == other.from_level
            and self.at_least >= other.at_least
            and is_as_wide
            and is_as_old
        )


@dataclass(frozen=True, slots=True)
class SupportRule:
    """From which level on a claim must be supported, and by what.

    `justification_from` is a level, or None where none is asked. Every rule of `evidence` must be
    met by itself; on a criterion that is not rated they hold for any answer.
    """

    justification_from: int | None = None
    evidence: tuple[EvidenceRule, ...] = ()

    def asks_justification(self, level: int) -> bool:
        return self.justification_from is not None and level >= self.justification_from

    def evidence_rules(self, level: int) -> tuple[EvidenceRule, ...]:
        """The rules that a claim of this level has to meet."""
        return tuple(rule for rule in self.evidence if level >= rule.from_level)

    @property
    def nested(self) -> tuple[tuple[EvidenceRule, tuple[EvidenceRule, ...]], ...]:
        """The rules on evidence, each with those that the same pieces can meet: of 2, 1 is recent."""
        whole = [r for r in self.evidence if not any(o.includes(r) for o in self.evidence)]
        return tuple((r, tuple(o for o in self.evidence if r.includes(o))) for r in whole)


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement as one label asks it.

    `number` is its place in the label (section.position, "4.2"), `points` what its highest level
    earns (0: asked, not scored), `minimum` the level below which the label cannot be reached (None:
    no minimum). `rating` says how the answers make the level; None: the cluster chooses it.
    `when` that does not hold makes it not applicable by rule. `effort` is what each step up the
    scale costs, from the lowest on, in the file's own measure. `compared` says in which figure clusters
    are compared; None: in none.
    """

    id: str
    number: str
    scale: RatingScale
    support: SupportRule
    points: Fraction
    minimum: int | None = None
    obligation: Obligation = Obligation.MUST
    status: CriterionStatus = CriterionStatus.ACTIVE
    questions: tuple[Question, ...] = ()
    figures: tuple[Figure, ...] = ()
    rating: Rating | None = None
    not_applicable: NotApplicable = NotApplicable.FORBID
    when: Condition | None = None
    checks: tuple[str, ...] = ()
    effort: tuple[int, ...] = ()
    compared: Compared | None = None

    @property
    def is_rated(self) -> bool:
        return bool(self.scale.levels)

    @property
    def is_chosen(self) -> bool:
        """Whether the cluster chooses the level by its description."""
        return self.is_rated and self.rating is None

    @property
    def is_scored(self) -> bool:
        return self.points > 0 and self.status is CriterionStatus.ACTIVE

    @property
    def is_required(self) -> bool:
        """Whether an application is incomplete without it."""
        return self.obligation is Obligation.MUST and self.status is CriterionStatus.ACTIVE

    def check_level(self, level: int) -> None:
        """Raises `InvalidRating` for a level that the scale does not have."""
        if level not in self.scale.levels:
            raise InvalidRating(f"{self.id}: {level}")

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises `KeyError`."""
        return next_of(self.questions, question_id)

    def step_effort(self, level: int) -> int:
        """What it costs to reach the level from the one below it; 1 where the file says nothing."""
        step = self.scale.levels.index(level) - 1
        return self.effort[step] if step < len(self.effort) else 1


@dataclass(frozen=True)
class Section:
    """A dimension of criteria, in the order in which they are asked.

    `minimum` are points below which the label cannot be reached; `exclude_at_most` is the share of
    the section's points that claims of "not applicable" may take out.
    """

    id: str
    number: int
    criteria: tuple[Criterion, ...]
    minimum: Fraction | None = None
    aggregation: Aggregation = Aggregation.SUM
    exclude_at_most: Fraction = Fraction(1, 2)

    @cached_property
    def points(self) -> Fraction:
        return sum((c.points for c in self.criteria if c.is_scored), Fraction(0))


@dataclass(frozen=True, slots=True)
class Eligibility:
    """A condition on the cluster's profile without which no application is taken."""

    id: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Prerequisite:
    """A label that must be held, and the age in months that its certificate may have."""

    label_id: str
    months_at_least: int = 0
    months_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class Improvements:
    """The criteria that are improvement areas; the question `named_by` says what was improved."""

    criteria: tuple[str, ...]
    named_by: str


@dataclass(frozen=True, slots=True)
class Panel:
    """Who rates: so many reviewers, of them at least so many national and foreign; how they meet."""

    reviewers: int
    national: int = 0
    foreign: int = 0
    visit: Visit = Visit.NONE
    hours: int | None = None

    @property
    def is_of_one(self) -> bool:
        """Whether a reviewer rates alone, and agrees with nobody."""
        return self.reviewers == 1


@dataclass(frozen=True, slots=True)
class Clarification:
    """How often reviewers may ask for more, and the days that there are to answer."""

    rounds: int
    days: int


@dataclass(frozen=True, slots=True)
class Renewal:
    """The years that a renewal adds, how many months after the end it may come, by which process.

    `panel` reviews a renewal by the reduced process; None: the label's own does.
    """

    years: int
    months_late: int = 0
    is_reduced: bool = False
    panel: Panel | None = None


@dataclass(frozen=True, slots=True)
class Duty:
    """What a holder must do while the certificate holds.

    It falls due each `every_months` months after the certificate's first day; from then on there
    are `days` days to do it.
    """

    id: str
    every_months: int
    days: int


@dataclass(frozen=True)
class Label:
    """What one label asks: its sections, and what must hold for it to be reached.

    `threshold` are points, None for a label without a score, which is reached when the application
    is complete and every other condition is met. `panel_size` is the number of reviewers,
    `validity_years` the years that a first certificate holds.
    """

    id: str
    tier: Tier
    sections: tuple[Section, ...]
    threshold: Fraction | None
    panel: Panel
    validity_years: int
    renewal: Renewal | None = None
    aggregation: Aggregation = Aggregation.SUM
    profile: tuple[Question, ...] = ()
    profile_figures: tuple[Figure, ...] = ()
    eligibility: tuple[Eligibility, ...] = ()
    prerequisite: Prerequisite | None = None
    improvements: Improvements | None = None
    clarification: Clarification | None = None
    duties: tuple[Duty, ...] = ()

    @property
    def panel_size(self) -> int:
        return self.panel.reviewers

    def panel_for(self, *, is_renewal: bool) -> Panel:
        """Who rates: a renewal by the reduced process may have a panel of its own."""
        if is_renewal and self.renewal is not None and self.renewal.panel is not None:
            return self.renewal.panel
        return self.panel

    @property
    def is_scored(self) -> bool:
        return self.threshold is not None

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    @cached_property
    def active(self) -> tuple[Criterion, ...]:
        """The criteria that count today."""
        return tuple(c for c in self.criteria if c.status is CriterionStatus.ACTIVE)

    @cached_property
    def rated(self) -> tuple[Criterion, ...]:
        """The criteria that get a rating level today."""
        return tuple(c for c in self.criteria if c.is_rated and c.status is CriterionStatus.ACTIVE)

    @cached_property
    def compared(self) -> tuple[Criterion, ...]:
        """The criteria in whose figures clusters are compared today."""
        return tuple(c for c in self.active if c.compared is not None)

    @cached_property
    def points(self) -> Fraction:
        """What a perfect answer earns."""
        return sum((s.points for s in self.sections), Fraction(0))

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id. Raises `UnknownCriterion` when the label does not ask it."""
        try:
            return self._by_id[criterion_id]
        except KeyError:
            raise UnknownCriterion(criterion_id) from None

    @cached_property
    def _by_id(self) -> dict[str, Criterion]:
        return {criterion.id: criterion for criterion in self.criteria}

    def neighbours(self, criterion: Criterion) -> tuple[Criterion | None, Criterion | None]:
        """The criteria asked before and after this one; None at either end."""
        around = (None, *self.criteria, None)
        place = around.index(criterion)
        return around[place - 1], around[place + 1]

    def section_of(self, criterion_id: str) -> Section:
        """The section that holds the criterion. Raises `UnknownCriterion`."""
        for section in self.sections:
            if any(c.id == criterion_id for c in section.criteria):
                return section
        raise UnknownCriterion(criterion_id)


@dataclass(frozen=True, slots=True)
class Scheme:
    """A family of labels in one version, with what holds for the review of all of them."""

    id: str
    version: str
    languages: tuple[str, ...]
    labels: tuple[Label, ...]
    review: ReviewRules = USUAL
    anchors: tuple[Anchor, ...] = ()

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def label(self, label_id: str) -> Label:
        """The label of that id. Raises `KeyError`."""
        for label in self.labels:
            if label.id == label_id:
                return label
        raise KeyError(label_id)

    def anchors_of(self, label: Label) -> tuple[Anchor, ...]:
        """The cases to be rated before the label's first review: those of criteria that it rates."""
        rated = {criterion.id for criterion in label.rated}
        return tuple(anchor for anchor in self.anchors if anchor.criterion_id in rated)
