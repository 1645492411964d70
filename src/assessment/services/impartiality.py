"""Conflicts of interest of reviewers with a cluster, from all that the database knows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Affiliation as Told
from assessment.db.models import Cluster, Submission
from assessment.db.queries import reviewer_register as queries
from assessment.db.queries.reviewer_register import Sat
from assessment.domain.conflicts import (
    Affiliation,
    ClusterTies,
    Conflict,
    PastReview,
    ReviewerTies,
    TeamTime,
    TieKind,
    Weight,
    conflicts,
)
from assessment.domain.deadlines import day_of
from assessment.domain.team import TeamStep
from assessment.domain.workflow import SeatState
from assessment.services.records import rules_of

Step = tuple[int, int, str, datetime | None]


@dataclass(frozen=True, slots=True)
class Standing:
    """What speaks against each reviewer, and who was asked to review this submission before."""

    conflicts: Mapping[int, tuple[Conflict, ...]]
    asked_before: frozenset[int]


def standing_of(
    session: Session,
    submission: Submission,
    found: Cluster,
    reviewer_ids: Collection[int],
    at: datetime,
) -> Standing:
    """How these reviewers stand to the cluster of the submission, in three questions for them all."""
    edition, _label = rules_of(submission)
    cluster_id = found.id
    steps = queries.team_steps(session, cluster_id, reviewer_ids)
    teams = _team_times(steps)
    own_team = tuple(time for time in teams if time.cluster_id == cluster_id)
    sat = queries.seats_about(session, cluster_id, {time.person_id for time in own_team})
    told = queries.affiliations(session, reviewer_ids)
    cluster = ClusterTies(
        cluster_id,
        _names(submission, found),
        own_team,
        tuple(_reviews(sat)),
        _last_panel(sat, submission.id, cluster_id),
        _objected(sat, submission),
    )
    today, years = day_of(at), edition.scheme.review.conflict_years
    against = {
        ties.reviewer_id: conflicts(ties, cluster, years, today)
        for ties in _reviewers(reviewer_ids, told, teams)
    }
    spent = {
        seat.reviewer_id
        for seat in sat
        if seat.submission_id == submission.id
        and seat.state not in (SeatState.PROPOSED, SeatState.DROPPED)
    }
    return Standing(against, frozenset(spent))


def _reviewers(
    reviewer_ids: Collection[int], told: Iterable[Told], teams: Iterable[TeamTime]
) -> Iterable[ReviewerTies]:
    tied: dict[int, list[Affiliation]] = defaultdict(list)
    for tie in told:
        tied[tie.user_id].append(
            Affiliation(TieKind(tie.kind), tie.organisation, tie.since, tie.until, tie.cluster_id)
        )
    members: dict[int, list[TeamTime]] = defaultdict(list)
    for time in teams:
        members[time.person_id].append(time)
    for reviewer_id in reviewer_ids:
        yield ReviewerTies(reviewer_id, tuple(tied[reviewer_id]), tuple(members[reviewer_id]))


def _team_times(steps: Iterable[Step]) -> tuple[TeamTime, ...]:
    """The time of each person on each team, from when they joined it until they left.

    Who joined before such steps were recorded was there from the first.
    """
    joined: dict[tuple[int, int], date] = {}
    found = []
    for cluster_id, person_id, step, at in steps:
        key = (cluster_id, person_id)
        if step == "":
            found.append(TeamTime(person_id, cluster_id, joined.get(key, date.min)))
        elif at is not None and step == TeamStep.JOINED:
            joined.setdefault(key, day_of(at))
        elif at is not None:
            since = joined.pop(key, date.min)
            found.append(TeamTime(person_id, cluster_id, since, day_of(at)))
    return tuple(found)


def _names(submission: Submission, cluster: Cluster) -> tuple[str, ...]:
    """What the cluster and its organisation are called, now and when it applied."""
    then = submission.record["cluster"]
    names = (cluster.name, cluster.organisation, then["name"], then.get("organisation", ""))
    return tuple(dict.fromkeys(name for name in names if name))


def _reviews(sat: Iterable[Sat]) -> Iterable[PastReview]:
    for seat in sat:
        if seat.answered_at is not None:
            yield PastReview(seat.reviewer_id, seat.cluster_id, day_of(seat.answered_at))


def _last_panel(sat: Iterable[Sat], submission_id: int, cluster_id: int) -> tuple[PastReview, ...]:
    """Who handed in a review of the cluster's latest application before this one."""
    done = [
        seat
        for seat in sat
        if seat.cluster_id == cluster_id
        and seat.submission_id < submission_id
        and seat.state == SeatState.HANDED_IN
    ]
    latest = max((seat.submission_id for seat in done), default=None)
    return tuple(_reviews(seat for seat in done if seat.submission_id == latest))


def _objected(sat: Iterable[Sat], submission: Submission) -> tuple[PastReview, ...]:
    """Who was on the panel of this round to which the cluster objected: the proposal that ended last."""
    dropped = [
        (seat, seat.left_at)
        for seat in sat
        if (seat.submission_id, seat.round) == (submission.id, submission.round)
        and seat.state == SeatState.DROPPED
        and seat.left_at is not None
    ]
    if not submission.had_objection or not dropped:
        return ()
    last = max(left for _seat, left in dropped)
    return tuple(
        PastReview(seat.reviewer_id, seat.cluster_id, day_of(last))
        for seat, left in dropped
        if left == last
    )


def plain_conflicts(found: Iterable[Conflict], because: str = "") -> list[dict[str, Any]]:
    """Warnings as a seat keeps them: rule, what it rests on, why the reviewer was chosen anyway."""
    return [
        {**plain_conflict(conflict), "because": because}
        for conflict in found
        if conflict.weight is Weight.WARN
    ]


def plain_conflict(conflict: Conflict) -> dict[str, Any]:
    """The rule and what it rests on, as plain JSON; people and clusters by their numbers."""
    return {"rule": conflict.rule.value, **_plain_fact(conflict)}


def _plain_fact(conflict: Conflict) -> dict[str, Any]:
    match conflict.fact:
        case Affiliation() as tie:
            return {
                "kind": tie.kind.value,
                "organisation": tie.organisation,
                "cluster": tie.cluster_id,
                "since": tie.since.isoformat(),
                "until": tie.until.isoformat() if tie.until else None,
            }
        case TeamTime() as time:
            return {
                "cluster": time.cluster_id,
                "since": None if time.since == date.min else time.since.isoformat(),
                "until": time.until.isoformat() if time.until else None,
            }
        case PastReview() as review:
            return {
                "reviewer": review.reviewer_id,
                "cluster": review.cluster_id,
                "on": review.on.isoformat(),
            }
