"""Whom to ask for a panel: candidates in order, each with the reasons, and the best valid panel."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain

from assessment.domain.conflicts import Conflict, refuses
from assessment.domain.criteria import Panel
from assessment.domain.days import Days


class Reason(StrEnum):
    """What speaks for a candidate, or against."""

    AVAILABLE = "available"
    LANGUAGE = "language"
    SECTOR = "sector"
    TRAINED = "trained"
    CALIBRATED = "calibrated"
    FREE_SEATS = "free_seats"
    WARNED = "warned"


POINTS = {
    Reason.AVAILABLE: 5,
    Reason.LANGUAGE: 4,
    Reason.SECTOR: 4,
    Reason.TRAINED: 2,
    Reason.CALIBRATED: 2,
    Reason.FREE_SEATS: 1,
    Reason.WARNED: -4,
}
"""What a reason is worth; a free seat each, up to `MOST_SEATS`. All warnings together count once."""

MOST_SEATS = 3
"""Free seats beyond which more of them are no better."""


class Refusal(StrEnum):
    """Why somebody cannot be proposed."""

    ASKED_BEFORE = "asked_before"
    CONFLICT = "conflict"
    FULL = "full"
    AWAY = "away"


class Origin(StrEnum):
    """Where a candidate is at home, seen from the cluster."""

    NATIONAL = "national"
    FOREIGN = "foreign"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A reviewer who might be asked.

    `country` is ISO 3166 alpha-2, empty where not known. Of `capacity` seats at once they have
    `open_seats` now. `conflicts` are those with the cluster under review, worked out before; `was_asked`
    that they were asked to review this application before, on whatever panel.
    """

    reviewer_id: int
    country: str
    capacity: int
    languages: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    unavailable: tuple[Days, ...] = ()
    open_seats: int = 0
    is_trained: bool = False
    is_calibrated: bool = False
    conflicts: tuple[Conflict, ...] = ()
    was_asked: bool = False

    @property
    def free_seats(self) -> int:
        return max(self.capacity - self.open_seats, 0)


@dataclass(frozen=True, slots=True)
class Demand:
    """What an application asks of its panel: the cluster's country and sectors, the languages that
    help, and the days of the review."""

    country: str
    review: Days
    languages: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what speaks for and against, in points, and why they cannot be proposed."""

    candidate: Candidate
    origin: Origin
    reasons: tuple[tuple[Reason, int], ...]
    refusals: tuple[Refusal, ...]

    @property
    def points(self) -> int:
        return sum(points for _reason, points in self.reasons)

    @property
    def is_refused(self) -> bool:
        return bool(self.refusals)

    @property
    def place(self) -> tuple[bool, int, int, int]:
        """The order of candidates: who is refused last, most points, fewest seats, lowest number."""
        found = self.candidate
        return self.is_refused, -self.points, found.open_seats, found.reviewer_id


def rank(candidates: Iterable[Candidate], demand: Demand) -> tuple[Ranked, ...]:
    """The candidates, best first, those who cannot be proposed last.

    Refused are whoever was asked before, a conflict that refuses, no free seat, and no day of the
    review on which they are there. Who is there on some of its days can be proposed without the points
    for all of them.
    """
    found = (_ranked(candidate, demand) for candidate in candidates)
    return tuple(sorted(found, key=lambda ranked: ranked.place))


def propose_panel(asked: Panel, ranked: Iterable[Ranked]) -> tuple[Ranked, ...] | None:
    """The panel with most points that the label allows, best first; None where there is none.

    It has the label's number of reviewers, and at least as many national and foreign ones as it
    asks; somebody whose country is not known counts as neither. Of panels with equal points it is
    the one with fewest open seats, then the one with the lowest numbers. Nobody refused is on it,
    and nobody twice.
    """
    once = {each.candidate.reviewer_id: each for each in ranked if not each.is_refused}
    suitable = sorted(once.values(), key=lambda each: each.place)
    panels = [_best_first(chosen) for chosen in _panels(asked, suitable)]
    return min(panels, key=_panel_order, default=None)


def _panels(asked: Panel, suitable: Sequence[Ranked]) -> Iterator[Iterable[Ranked]]:
    """For each number of national, foreign and other reviewers the best of each: no other can win."""
    groups = [[each for each in suitable if each.origin is origin] for origin in Origin]
    for national in range(asked.national, asked.reviewers + 1):
        for foreign in range(asked.foreign, asked.reviewers - national + 1):
            counts = (national, foreign, asked.reviewers - national - foreign)
            if all(len(group) >= n for group, n in zip(groups, counts, strict=True)):
                yield chain(*(group[:n] for group, n in zip(groups, counts, strict=True)))


def _best_first(chosen: Iterable[Ranked]) -> tuple[Ranked, ...]:
    return tuple(sorted(chosen, key=lambda each: each.place))


def _panel_order(panel: Sequence[Ranked]) -> tuple[int, int, list[int]]:
    return (
        -sum(each.points for each in panel),
        sum(each.candidate.open_seats for each in panel),
        sorted(each.candidate.reviewer_id for each in panel),
    )


def _ranked(candidate: Candidate, demand: Demand) -> Ranked:
    away = _days_away(candidate.unavailable, demand.review)
    is_refused = refuses(candidate.conflicts)
    times = {
        Reason.AVAILABLE: away == 0,
        Reason.LANGUAGE: bool(candidate.languages & demand.languages),
        Reason.SECTOR: bool(candidate.sectors & demand.sectors),
        Reason.TRAINED: candidate.is_trained,
        Reason.CALIBRATED: candidate.is_calibrated,
        Reason.FREE_SEATS: min(candidate.free_seats, MOST_SEATS),
        Reason.WARNED: bool(candidate.conflicts) and not is_refused,
    }
    holds = {
        Refusal.ASKED_BEFORE: candidate.was_asked,
        Refusal.CONFLICT: is_refused,
        Refusal.FULL: candidate.free_seats == 0,
        Refusal.AWAY: 0 < away == len(demand.review),
    }
    return Ranked(
        candidate,
        _origin(candidate.country, demand.country),
        tuple((reason, POINTS[reason] * times[reason]) for reason in Reason if times[reason]),
        tuple(refusal for refusal in Refusal if holds[refusal]),
    )


def _origin(country: str, home: str) -> Origin:
    if not country:
        return Origin.UNKNOWN
    return Origin.NATIONAL if country == home else Origin.FOREIGN


def _days_away(unavailable: Iterable[Days], review: Days) -> int:
    """The days of the review on which somebody is away, each counted once."""
    return len(set(chain.from_iterable(away.common(review) for away in unavailable)))
