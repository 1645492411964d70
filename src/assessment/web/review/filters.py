"""The criteria of one review as rows, and the filters of their list."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l

from assessment.domain.scorecard import CriterionScore, Scorecard, SectionScore
from assessment.services.reviews import is_rated
from assessment.web.review.progress import ReviewProgress

if TYPE_CHECKING:
    from assessment.db.models import Rating


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion: how the cluster stands, one's own rating, and what that lacks (`level`, `comment`)."""

    section: SectionScore
    score: CriterionScore
    rating: "Rating | None"
    lacks: str

    @property
    def is_below(self) -> bool:
        """Whether one's own level misses the criterion's minimum."""
        level, minimum = self.rating.level if self.rating else None, self.score.criterion.minimum
        return level is not None and minimum is not None and level < minimum

    @property
    def differs(self) -> bool:
        """Whether one's own verdict is another than the cluster's."""
        return bool(self.rating and is_rated(self.rating) and self.rating.level != self.score.level)


FILTERS: Mapping[str, tuple[object, Callable[[Row], bool]]] = {
    "": (_l("All"), lambda row: True),
    "open": (_l("Open"), lambda row: row.lacks == "level"),
    "comment": (_l("Lacking a comment"), lambda row: row.lacks == "comment"),
    "below": (_l("Below the minimum"), lambda row: row.is_below),
    "differs": (_l("Other than the self-assessment"), lambda row: row.differs),
}
"""By what stands in the address: the name of a filter, and the rows that it leaves."""


def rows_of(
    own: Scorecard, ratings: Mapping[str, "Rating"], progress: ReviewProgress
) -> Sequence[Row]:
    """Every criterion of the label in its order."""
    lacking = {gap.criterion.id: gap.lacks for gap in progress.gaps}
    return [
        Row(section, score, ratings.get(key), lacking.get(key, ""))
        for section in own.sections
        for score in section.criteria
        if (key := score.criterion.id)
    ]


def chosen_rows(rows: Sequence[Row], chosen: str) -> Sequence[tuple[SectionScore, Sequence[Row]]]:
    """The rows that the filter leaves, by section; a filter that there is none leaves all."""
    _name, leaves = FILTERS.get(chosen, FILTERS[""])
    found: dict[str, tuple[SectionScore, list[Row]]] = {}
    for row in filter(leaves, rows):
        found.setdefault(row.section.section_id, (row.section, []))[1].append(row)
    return list(found.values())


def counts_of(rows: Sequence[Row]) -> dict[str, int]:
    """How many rows each filter leaves."""
    return {key: sum(map(leaves, rows)) for key, (_name, leaves) in FILTERS.items()}
