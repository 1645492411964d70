"""How far a review of one's own is: shown on each of its pages."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from assessment.db.base import now
from assessment.domain.criteria import Criterion
from assessment.domain.deadlines import days_left
from assessment.domain.review import to_be_rated
from assessment.domain.scorecard import Scorecard
from assessment.domain.workflow import State
from assessment.services.reviews import RatingGap, gaps_of

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Rating, Seat


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """Counts of criteria; `days_left` is below zero once the last day has passed, None without one.

    While a question waits the clock stands still: `paused_until` is the cluster's last day to answer.
    """

    total: int
    gaps: Sequence[RatingGap]
    due_on: date | None
    days_left: int | None
    paused_until: date | None = None

    @property
    def open(self) -> int:
        return sum(gap.lacks == "level" for gap in self.gaps)

    @property
    def lacking(self) -> int:
        """How many are rated and lack their comment."""
        return sum(gap.lacks == "comment" for gap in self.gaps)

    @property
    def rated(self) -> int:
        return self.total - self.open

    def after(self, criteria: Iterable[Criterion], here: Criterion | None) -> Criterion | None:
        """The next criterion that lacks something, from here on and then from the beginning."""
        order = [criterion.id for criterion in criteria]
        start = order.index(here.id) + 1 if here is not None else 0
        turn = {key: place for place, key in enumerate([*order[start:], *order[:start]])}
        waiting = [gap.criterion for gap in self.gaps if gap.criterion != here]
        return min(waiting, key=lambda each: turn[each.id], default=None)


def progress_of(
    own: Scorecard, ratings: Mapping[str, "Rating"], seat: "Seat", assessment: "Assessment"
) -> ReviewProgress:
    """How far the review of the assessment on this seat is; `own` is the cluster's scorecard."""
    left = days_left(seat.due_on, now()) if seat.due_on else None
    is_paused = assessment.state == State.CLARIFICATION
    return ReviewProgress(
        total=len(to_be_rated(own)),
        gaps=gaps_of(own, ratings),
        due_on=seat.due_on,
        days_left=left,
        paused_until=assessment.due_on if is_paused else None,
    )
