"""Panels, independent ratings, and what the reviewers agree on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import UnsuitablePanel


def check_panel(
    label: Label, reviewer_ids: Sequence[int], cluster_member_ids: frozenset[int]
) -> None:
    """Whether these people may form the panel.

    Raises `UnsuitablePanel` with the reason `size` (the label's number of reviewers),
    `twice` (one person in two seats) or `own_cluster` (a member of the cluster under review).
    """
    if len(set(reviewer_ids)) != len(reviewer_ids):
        raise UnsuitablePanel("twice")
    if len(reviewer_ids) != label.panel_size:
        raise UnsuitablePanel("size")
    if cluster_member_ids.intersection(reviewer_ids):
        raise UnsuitablePanel("own_cluster")


def unrated(label: Label, levels: Mapping[str, int]) -> tuple[Criterion, ...]:
    """The criteria that a review still lacks."""
    return tuple(c for c in label.criteria if c.id not in levels)


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion on which the reviewers' levels differ."""

    criterion: Criterion
    levels: tuple[int, ...]

    @property
    def size(self) -> int:
        return max(self.levels) - min(self.levels)


def differences(label: Label, reviews: Sequence[Mapping[str, int]]) -> tuple[Difference, ...]:
    """The criteria that the panel must agree on, in the label's order. Every review must be whole."""
    found = []
    for criterion in label.criteria:
        levels = tuple(review[criterion.id] for review in reviews)
        if len(set(levels)) > 1:
            found.append(Difference(criterion, levels))
    return tuple(found)


def agreed_levels(
    label: Label, reviews: Sequence[Mapping[str, int]], agreements: Mapping[str, int]
) -> dict[str, int]:
    """The panel's level for each criterion: the common one, else the agreed one where recorded."""
    disputed = {d.criterion.id for d in differences(label, reviews)}
    common = {c.id: reviews[0][c.id] for c in label.criteria if c.id not in disputed}
    return common | {key: level for key, level in agreements.items() if key in disputed}


def needs_comment(criterion: Criterion, self_level: int, level: int) -> bool:
    """Whether a reviewer must explain a level: below the minimum, or two steps from the self rating."""
    is_below = criterion.minimum is not None and level < criterion.minimum
    return is_below or abs(level - self_level) >= 2
