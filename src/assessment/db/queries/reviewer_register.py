"""The reviewers' register: what each can review, how much they do, and to whom they are tied."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    exists,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import (
    Affiliation,
    Assessment,
    Calibration,
    Membership,
    ReviewerAbsence,
    ReviewerProfile,
    Seat,
    Submission,
    TeamEvent,
    User,
)
from assessment.domain.days import Days
from assessment.domain.team import TeamStep
from assessment.domain.workflow import ON_PANEL, SeatState, State

AT_WORK_ON = (State.PANEL_PROPOSED, State.IN_REVIEW, State.CLARIFICATION, State.CONSENSUS)
"""States in which a seat asks for its reviewer's time."""


@dataclass(frozen=True, slots=True)
class Registered:
    """A reviewer with their profile (None: they have told nothing) and what they do.

    `open_seats` wait for their work now; the panels of `reviews_done`, which stayed theirs, are done.
    Who `is_calibrated` has rated invented cases and seen the references.
    """

    person: User
    profile: ReviewerProfile | None
    open_seats: int
    reviews_done: int
    is_calibrated: bool


@dataclass(frozen=True, slots=True)
class Load:
    """How much somebody reviews: seats that wait for their work now, and reviews done."""

    open_seats: int = 0
    reviews_done: int = 0


def register(session: Session, loads: Mapping[int, Load] | None = None) -> list[Registered]:
    """Everybody who may sit on a panel with profile and load, by name.

    `loads` where they are known; else they are counted along, which opens every panel there was.
    """
    if loads is None:
        return _registered(session, _reviewers().order_by(User.name, User.id))
    found = select(*_PERSON).outerjoin(ReviewerProfile, ReviewerProfile.user_id == User.id)
    rows = session.execute(found.where(*_IS_REVIEWER).order_by(User.name, User.id))
    return [
        Registered(person, told, load.open_seats, load.reviews_done, is_calibrated)
        for person, told, is_calibrated in rows
        for load in (loads.get(person.id, Load()),)
    ]


def registered(session: Session, user_id: int) -> Registered | None:
    """One of them; None for somebody who is no reviewer."""
    found = _reviewers(Seat.reviewer_id == user_id).where(User.id == user_id)
    return next(iter(_registered(session, found)), None)


def loads(session: Session) -> dict[int, Load]:
    """By reviewer, how much they do."""
    return {row[0]: Load(row[1], row[2]) for row in session.execute(_load())}


def _registered(session: Session, found: "Select[Any, Any, Any, Any, Any]") -> list[Registered]:
    rows = session.execute(found)
    return [Registered(row[0], row[1], row[3], row[4], row[2]) for row in rows]


_PERSON = (User, ReviewerProfile, exists().where(Calibration.user_id == User.id))
_IS_REVIEWER = (User.is_reviewer, User.active)


def _reviewers(*whose: ColumnElement[bool]) -> "Select[Any, Any, Any, Any, Any]":
    load = _load(*whose).subquery()
    return (
        select(*_PERSON, func.coalesce(load.c.open_seats, 0), func.coalesce(load.c.done, 0))
        .outerjoin(ReviewerProfile, ReviewerProfile.user_id == User.id)
        .outerjoin(load, load.c.reviewer_id == User.id)
        .where(*_IS_REVIEWER)
    )


def _load(*whose: ColumnElement[bool]) -> "Select[Any, Any, Any]":
    is_open = and_(
        Seat.state.in_(ON_PANEL),
        Seat.round == Submission.round,
        Submission.withdrawn_at.is_(None),
        Assessment.state.in_(AT_WORK_ON),
    )
    is_done = and_(Seat.state == SeatState.HANDED_IN, not_(is_open))
    return (
        select(
            Seat.reviewer_id.label("reviewer_id"),
            func.count().filter(is_open).label("open_seats"),
            func.count().filter(is_done).label("done"),
        )
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(*whose)
        .group_by(Seat.reviewer_id)
    )


def profile(session: Session, user_id: int) -> ReviewerProfile | None:
    return session.get(ReviewerProfile, user_id)


def profiles(session: Session, user_ids: Collection[int]) -> dict[int, ReviewerProfile]:
    """The profiles of these people, of those who have one."""
    found = session.scalars(select(ReviewerProfile).where(ReviewerProfile.user_id.in_(user_ids)))
    return {each.user_id: each for each in found}


def profile_for_change(session: Session, user_id: int) -> ReviewerProfile | None:
    """The profile, with the person locked, so that no two pages write the first one."""
    session.execute(select(User.id).where(User.id == user_id).with_for_update(key_share=True))
    return session.scalar(
        select(ReviewerProfile)
        .where(ReviewerProfile.user_id == user_id)
        .execution_options(populate_existing=True)
    )


def absences(session: Session, user_id: int) -> Sequence[ReviewerAbsence]:
    """The days on which a reviewer is away, in their order."""
    return session.scalars(
        select(ReviewerAbsence)
        .where(ReviewerAbsence.user_id == user_id)
        .order_by(ReviewerAbsence.first_on, ReviewerAbsence.id)
    ).all()


def absences_since(session: Session, day: date) -> dict[int, list[Days]]:
    """By reviewer, when they are away on this day or later."""
    rows = session.execute(
        select(ReviewerAbsence.user_id, ReviewerAbsence.first_on, ReviewerAbsence.last_on)
        .where(ReviewerAbsence.last_on >= day)
        .order_by(ReviewerAbsence.first_on)
    )
    found: dict[int, list[Days]] = defaultdict(list)
    for user_id, first, last in rows:
        found[user_id].append(Days(first, last))
    return dict(found)


def affiliations(session: Session, user_ids: Collection[int]) -> Sequence[Affiliation]:
    """What these people are or were to organisations, those that last first."""
    return session.scalars(
        select(Affiliation)
        .where(Affiliation.user_id.in_(user_ids))
        .options(joinedload(Affiliation.cluster))
        .order_by(Affiliation.until.is_not(None), Affiliation.since.desc(), Affiliation.id)
    ).all()


def team_steps(
    session: Session, cluster_id: int, user_ids: Collection[int]
) -> list[tuple[int, int, str, datetime | None]]:
    """Who joined or left a team, or is on it: cluster, person, step ("" for a membership of now), when.

    Of the teams of this cluster, and of any team of these people. In the order of their moments, a
    membership last.
    """
    own = select(
        Membership.cluster_id.label("cluster_id"),
        Membership.user_id.label("person_id"),
        literal("").label("step"),
        null().label("at"),
        literal(0).label("number"),
    ).where(or_(Membership.cluster_id == cluster_id, Membership.user_id.in_(user_ids)))
    steps = select(
        TeamEvent.cluster_id,
        TeamEvent.person_id,
        TeamEvent.step,
        TeamEvent.happened_at,
        TeamEvent.id,
    ).where(
        or_(
            TeamEvent.cluster_id == cluster_id,
            TeamEvent.person_id.in_(user_ids),
        ),
        TeamEvent.step.in_((TeamStep.JOINED, TeamStep.LEFT, TeamStep.REMOVED)),
    )
    both = union_all(steps, own).subquery()
    rows = session.execute(
        select(both.c[0], both.c[1], both.c[2], both.c[3]).order_by(
            both.c[2] == "", both.c[3], both.c[4]
        )
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]


@dataclass(frozen=True, slots=True)
class Sat:
    """A seat that somebody had: on whose panel, and when they accepted and left it, where they did."""

    reviewer_id: int
    cluster_id: int
    submission_id: int
    round: int
    state: str
    is_withdrawn: bool
    answered_at: datetime | None
    left_at: datetime | None


def seats_about(session: Session, cluster_id: int, team: Collection[int]) -> list[Sat]:
    """Every seat on a panel about this cluster, and every seat of these people, the oldest first."""
    which: ColumnElement[bool] = or_(
        Assessment.cluster_id == cluster_id, Seat.reviewer_id.in_(team)
    )
    rows = session.execute(
        select(
            Seat.reviewer_id,
            Assessment.cluster_id,
            Seat.submission_id,
            Seat.round,
            Seat.state,
            Submission.withdrawn_at.is_not(None),
            Seat.answered_at,
            Seat.left_at,
        )
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(which)
        .order_by(Seat.id)
    )
    return [Sat(*row) for row in rows]
