"""What a label asks: the shape of a scheme, without its wording.

Every type is frozen. Wording lives apart, by key (`assessment.catalogue.texts`), so that a score
never depends on a sentence. Names follow the glossary in docs/architecture.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from assessment.domain.errors import InvalidRating, UnknownCriterion


class Tier(StrEnum):
    """The colour and emblem of a label."""

    BRONZE = "bronze"
    SILVER = "silver"
    GOLD = "gold"


@dataclass(frozen=True, slots=True)
class RatingScale:
    """The steps on which a criterion is rated, lowest first; whole numbers, at least two."""

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


@dataclass(frozen=True, slots=True)
class SupportRule:
    """From which level on a claim must be supported, and by how much.

    `justification_from` and `evidence_from` are levels, or None where nothing is asked;
    `evidence_count` is the number of pieces of evidence (files or links).
    """

    justification_from: int | None = None
    evidence_from: int | None = None
    evidence_count: int = 1

    def asks_justification(self, level: int) -> bool:
        return self.justification_from is not None and level >= self.justification_from

    def asks_evidence(self, level: int) -> int:
        """The number of pieces of evidence that a claim of this level needs."""
        is_asked = self.evidence_from is not None and level >= self.evidence_from
        return self.evidence_count if is_asked else 0


@dataclass(frozen=True, slots=True)
class Criterion:
    """One scored requirement as one label asks it.

    `number` is its place in the label (section.position, "4.2"), `points` what its highest level
    earns, `minimum` the level below which the label cannot be reached (None: no minimum).
    """

    id: str
    number: str
    scale: RatingScale
    support: SupportRule
    points: Fraction
    minimum: int | None = None

    def check_level(self, level: int) -> None:
        """Raises `InvalidRating` for a level that the scale does not have."""
        if level not in self.scale.levels:
            raise InvalidRating(f"{self.id}: {level}")


@dataclass(frozen=True, slots=True)
class Section:
    """A dimension of criteria, in the order in which they are asked."""

    id: str
    number: int
    criteria: tuple[Criterion, ...]

    @property
    def points(self) -> Fraction:
        return sum((c.points for c in self.criteria), Fraction(0))


@dataclass(frozen=True, slots=True)
class Label:
    """What one label asks: its sections, its overall threshold in points, its panel and validity.

    `panel_size` is the number of reviewers, `validity_years` the years that a certificate holds.
    """

    id: str
    tier: Tier
    sections: tuple[Section, ...]
    threshold: Fraction
    panel_size: int
    validity_years: int

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for section in self.sections for c in section.criteria)

    @property
    def points(self) -> Fraction:
        """What a perfect answer earns."""
        return sum((s.points for s in self.sections), Fraction(0))

    def criterion(self, criterion_id: str) -> Criterion:
        """The criterion of that id. Raises `UnknownCriterion` when the label does not ask it."""
        for criterion in self.criteria:
            if criterion.id == criterion_id:
                return criterion
        raise UnknownCriterion(criterion_id)

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
    """A family of labels in one version."""

    id: str
    version: str
    languages: tuple[str, ...]
    labels: tuple[Label, ...]

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def label(self, label_id: str) -> Label:
        """The label of that id. Raises `KeyError`."""
        for label in self.labels:
            if label.id == label_id:
                return label
        raise KeyError(label_id)
