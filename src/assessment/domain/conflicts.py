"""Conflicts of interest: what speaks against appointing a reviewer for a cluster.

What refuses a reviewer needs to be certain: the tie names the cluster itself, or its name or its
organisation's as it is written, but for capitals and spaces. A name that is only similar warns.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assessment.domain.days import add_months
from assessment.domain.organisations import is_same_name, is_similar_name


class TieKind(StrEnum):
    """What a person is to an organisation."""

    EMPLOYED = "employed"
    BOARD = "board"
    MEMBER = "member"
    ADVISER = "adviser"


class Rule(StrEnum):
    """What makes a conflict, the closest tie first."""

    TEAM = "team"
    EMPLOYED = "employed"
    BOARD = "board"
    MEMBER = "member"
    ADVISER = "adviser"
    SIMILAR_NAME = "similar_name"
    RECIPROCAL = "reciprocal"
    LAST_PANEL = "last_panel"
    OBJECTED = "objected"


class Weight(StrEnum):
    """Whether the reviewer cannot be appointed, or can with open eyes."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True, slots=True)
class Affiliation:
    """What somebody is or was to an organisation; `until` None: they still are.

    `cluster_id` says which cluster it is, where it is one that is known here.
    """

    kind: TieKind
    organisation: str
    since: date
    until: date | None = None
    cluster_id: int | None = None


@dataclass(frozen=True, slots=True)
class TeamTime:
    """A person's time on the team of a cluster; `until` None: it lasts."""

    person_id: int
    cluster_id: int
    since: date
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PastReview:
    """That a person reviewed a cluster, and the day of it."""

    reviewer_id: int
    cluster_id: int
    on: date


@dataclass(frozen=True, slots=True)
class ReviewerTies:
    """What is known of a reviewer: affiliations, and the clusters on whose teams they are or were."""

    reviewer_id: int
    affiliations: tuple[Affiliation, ...] = ()
    teams: tuple[TeamTime, ...] = ()

    @property
    def cluster_ids(self) -> frozenset[int]:
        """The clusters that are or were the reviewer's own."""
        named = {tie.cluster_id for tie in self.affiliations if tie.cluster_id is not None}
        return frozenset(named | {time.cluster_id for time in self.teams})


@dataclass(frozen=True, slots=True)
class ClusterTies:
    """What is known of a cluster: `names` are its own and those of the organisation that runs it.

    `team` are the people of now and before, `reviews` those that any of them ever did, `last_panel`
    the reviews of this cluster by its last panel; `objected` are the seats on a panel for this application
    to which the cluster objected, with the day of it.
    """

    cluster_id: int
    names: tuple[str, ...]
    team: tuple[TeamTime, ...] = ()
    reviews: tuple[PastReview, ...] = ()
    last_panel: tuple[PastReview, ...] = ()
    objected: tuple[PastReview, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that speaks against a reviewer, and the tie or review that it rests on."""

    rule: Rule
    weight: Weight
    fact: Affiliation | TeamTime | PastReview


def conflicts(
    reviewer: ReviewerTies, cluster: ClusterTies, conflict_years: int, today: date
) -> tuple[Conflict, ...]:
    """All that speaks against the reviewer, refusals first, then the closest and the latest ties.

    Whoever is or was on the cluster's team, employed by it, on its board, its member or its adviser
    is refused while that lasts or is to begin, and for `conflict_years` after its last day, that day
    of the year included; longer ago, it warns. Warnings are also: a tie to an organisation with a
    similar name, at any time; that somebody of the cluster's team reviewed a cluster of the
    reviewer's within these years; a seat on the cluster's last panel; and one on a panel to which the
    cluster objected.
    """
    earliest = add_months(today, -12 * conflict_years)
    found = {
        *_on_team(reviewer, cluster, earliest),
        *_affiliated(reviewer, cluster, earliest),
        *_reciprocal(reviewer, cluster, earliest),
        *(
            Conflict(rule, Weight.WARN, seat)
            for rule, seats in (
                (Rule.LAST_PANEL, cluster.last_panel),
                (Rule.OBJECTED, cluster.objected),
            )
            for seat in seats
            if seat.reviewer_id == reviewer.reviewer_id
        ),
    }
    return tuple(sorted(found, key=_order))


def refuses(found: Iterable[Conflict]) -> bool:
    """Whether any of these conflicts keeps the reviewer from being appointed."""
    return any(conflict.weight is Weight.REFUSE for conflict in found)


def _on_team(reviewer: ReviewerTies, cluster: ClusterTies, earliest: date) -> Iterator[Conflict]:
    for time in (*reviewer.teams, *cluster.team):
        if (time.person_id, time.cluster_id) == (reviewer.reviewer_id, cluster.cluster_id):
            yield Conflict(Rule.TEAM, _weight(time, earliest), time)


def _affiliated(reviewer: ReviewerTies, cluster: ClusterTies, earliest: date) -> Iterator[Conflict]:
    for tie in reviewer.affiliations:
        names = [(tie.organisation, name) for name in cluster.names]
        if tie.cluster_id == cluster.cluster_id or any(is_same_name(*pair) for pair in names):
            yield Conflict(Rule(tie.kind.value), _weight(tie, earliest), tie)
        elif any(is_similar_name(*pair) for pair in names):
            yield Conflict(Rule.SIMILAR_NAME, Weight.WARN, tie)


def _reciprocal(reviewer: ReviewerTies, cluster: ClusterTies, earliest: date) -> Iterator[Conflict]:
    team = {time.person_id for time in cluster.team} - {reviewer.reviewer_id}
    theirs = reviewer.cluster_ids - {cluster.cluster_id}
    for review in cluster.reviews:
        if review.reviewer_id in team and review.cluster_id in theirs and review.on >= earliest:
            yield Conflict(Rule.RECIPROCAL, Weight.WARN, review)


def _weight(tie: Affiliation | TeamTime, earliest: date) -> Weight:
    return Weight.REFUSE if tie.until is None or tie.until >= earliest else Weight.WARN


def _order(conflict: Conflict) -> tuple[int, int, int, str]:
    fact = conflict.fact
    last = fact.on if isinstance(fact, PastReview) else fact.until or date.max
    return (
        list(Weight).index(conflict.weight),
        list(Rule).index(conflict.rule),
        -last.toordinal(),
        repr(fact),
    )
