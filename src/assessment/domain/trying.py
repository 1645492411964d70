"""What would be if: levels tried on a sheet without changing it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Label
from assessment.domain.readiness import what_if
from assessment.domain.scorecard import CriterionScore, LabelCondition, Scorecard
from assessment.domain.scoring import score


@dataclass(frozen=True, slots=True)
class Trial:
    """A sheet as it stands, and as it would with other levels."""

    levels: Mapping[str, int]
    before: Scorecard
    after: Scorecard

    @property
    def gained(self) -> Fraction:
        """The points that the levels bring; negative where they take some."""
        return self.after.points - self.before.points

    @property
    def changed(self) -> Iterator[tuple[LabelCondition, LabelCondition]]:
        """The conditions that stand otherwise than today: as they are, and as they would be."""
        later = {found.key: found for found in self.after.conditions}
        for found in self.before.conditions:
            other = later.get(found.key)
            if other is not None and other.status is not found.status:
                yield found, other


def try_levels(label: Label, sheet: AnswerSheet, levels: Mapping[str, int]) -> Trial:
    """The sheet with these levels, taken as if a reviewer had attested them.

    Raises `UnknownCriterion` and `InvalidRating` as `what_if` does.
    """
    return Trial(levels, score(label, sheet), what_if(label, sheet, levels))


def can_be_tried(found: CriterionScore) -> bool:
    """Whether a level can be tried: the criterion is rated, and there is something to answer."""
    return found.criterion.is_rated and found.is_asked


def all_at(card: Scorecard, level: int) -> dict[str, int]:
    """Every criterion at one level, or at the end of its scale that is nearest."""
    return {
        found.criterion.id: min(
            max(level, found.criterion.scale.lowest), found.criterion.scale.highest
        )
        for found in card.criteria
        if can_be_tried(found)
    }
