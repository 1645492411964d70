"""Panels, independent ratings, and what the reviewers agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Criterion, Panel
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.scorecard import Scorecard

Level = int | None
"""What a reviewer says of a criterion: a level, or None for "not applicable"."""


def check_panel(
    rule: Panel, reviewer_ids: Sequence[int], cluster_member_ids: frozenset[int]
) -> None:
    """Whether these people may form the panel.

    Raises `UnsuitablePanel` with the reason `size` (the rule's number of reviewers),
    `twice` (one person in two seats) or `own_cluster` (a member of the cluster under review).
    """
    if len(set(reviewer_ids)) != len(reviewer_ids):
        raise UnsuitablePanel("twice")
    if len(reviewer_ids) != rule.reviewers:
        raise UnsuitablePanel("size")
    if cluster_member_ids.intersection(reviewer_ids):
        raise UnsuitablePanel("own_cluster")


def check_composition(rule: Panel, countries: Sequence[str], home: str) -> None:
    """Whether reviewers from these countries suit a cluster at home in that one (ISO 3166 alpha-2).

    Raises `UnsuitablePanel` with the reason `composition` when there are fewer national or fewer
    foreign ones than the rule asks for; somebody whose country is not known counts as neither.
    """
    national = sum(country == home for country in countries)
    foreign = sum(country not in ("", home) for country in countries)
    if national < rule.national or foreign < rule.foreign:
        raise UnsuitablePanel("composition")


def to_be_rated(own: Scorecard) -> tuple[Criterion, ...]:
    """What a panel has to rate: the rated criteria on which the cluster has said its word."""
    return tuple(found.criterion for found in own.criteria if found.is_to_be_rated)


def panel_sheet(own: Scorecard, sheet: AnswerSheet, levels: Mapping[str, Level]) -> AnswerSheet:
    """The submitted sheet with the panel's levels in place of the cluster's, whose card is `own`.

    What has to be rated and has no level yet is open. What is asked stays as the cluster's own answers
    settled it: nobody is judged on what the panel's levels would have had it asked.
    """
    unsettled = [criterion.id for criterion in to_be_rated(own) if criterion.id not in levels]
    return replace(sheet.attested(levels, unsettled), asked_by=sheet)


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion on which the reviewers' levels differ."""

    criterion: Criterion
    levels: tuple[Level, ...]

    @property
    def size(self) -> int:
        """How far apart they are; whether it applies at all is as far apart as the scale reaches."""
        known = [level for level in self.levels if level is not None]
        if len(known) < len(self.levels):
            return self.criterion.scale.highest - self.criterion.scale.lowest
        return max(known) - min(known)


def differences(
    criteria: Sequence[Criterion], reviews: Sequence[Mapping[str, Level]]
) -> tuple[Difference, ...]:
    """Of these criteria, those that the panel must agree on. Every review must be whole."""
    found = []
    for criterion in criteria:
        levels = tuple(review[criterion.id] for review in reviews)
        if len(set(levels)) > 1:
            found.append(Difference(criterion, levels))
    return tuple(found)


def agreed_levels(
    criteria: Sequence[Criterion],
    reviews: Sequence[Mapping[str, Level]],
    agreements: Mapping[str, Level],
) -> dict[str, Level]:
    """The panel's level for each criterion: the common one, else the agreed one where recorded."""
    disputed = {d.criterion.id for d in differences(criteria, reviews)}
    common = {c.id: reviews[0][c.id] for c in criteria if c.id not in disputed}
    return common | {key: level for key, level in agreements.items() if key in disputed}


def needs_comment(criterion: Criterion, self_level: Level, level: Level) -> bool:
    """Whether a reviewer must explain a level.

    Below the minimum, two steps from the self rating, or another view of whether it applies.
    """
    if level is None or self_level is None:
        return level != self_level
    is_below = criterion.minimum is not None and level < criterion.minimum
    return is_below or abs(level - self_level) >= 2
