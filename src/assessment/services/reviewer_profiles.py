"""The reviewers' register: each keeps their own profile, the secretariat adds what it knows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from fractions import Fraction

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assessment.db.models import Affiliation, ReviewerAbsence, ReviewerProfile
from assessment.db.models.reviewer import USUAL_CAPACITY
from assessment.db.queries import reviewer_register as queries
from assessment.db.queries.reviewer_register import Registered
from assessment.domain.conflicts import TieKind
from assessment.domain.days import Days
from assessment.domain.deadlines import day_of
from assessment.services.standing_figures import as_it_stands

LOOKED_AHEAD = 90
"""Days for which the register says how much of the time a reviewer is there."""


@dataclass(frozen=True, slots=True)
class Tie:
    """What a reviewer tells of an organisation; `cluster_id` where it is a cluster known here."""

    organisation: str
    kind: TieKind
    since: date
    until: date | None = None
    cluster_id: int | None = None


@dataclass(frozen=True, slots=True)
class OwnProfile:
    """What a reviewer tells of themselves."""

    languages: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    capacity: int = USUAL_CAPACITY
    absences: tuple[Days, ...] = ()
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One reviewer in the register. `availability` is the share of the next `LOOKED_AHEAD` days on
    which they are there."""

    registered: Registered
    absences: tuple[Days, ...] = field(default=())
    is_calibrated: bool = False
    availability: Fraction = Fraction(1)

    @property
    def capacity(self) -> int:
        profile = self.registered.profile
        return profile.capacity if profile else USUAL_CAPACITY

    @property
    def is_free(self) -> bool:
        """Whether they could take a review more, and are there at all."""
        return self.registered.open_seats < self.capacity and self.availability > 0


def own_profile(session: Session, user_id: int) -> OwnProfile:
    """What the reviewer has told; with the usual capacity as long as that is nothing."""
    found = queries.profile(session, user_id)
    return OwnProfile(
        tuple(found.languages) if found else (),
        tuple(found.sectors) if found else (),
        found.capacity if found else USUAL_CAPACITY,
        tuple(Days(a.first_on, a.last_on) for a in queries.absences(session, user_id)),
        tuple(
            Tie(tie.organisation, TieKind(tie.kind), tie.since, tie.until, tie.cluster_id)
            for tie in queries.affiliations(session, [user_id])
        ),
    )


def has_told(session: Session, user_id: int) -> bool:
    """Whether the reviewer has filled in their profile."""
    found = queries.profile(session, user_id)
    return found is not None and found.told_at is not None


def keep_own_profile(session: Session, user_id: int, told: OwnProfile, at: datetime) -> None:
    """Keeps what the reviewer tells in place of what they told before.

    What an earlier seat rests on stays with the seat.
    """
    found = _for_change(session, user_id)
    found.languages, found.sectors = list(told.languages), list(told.sectors)
    found.capacity, found.told_at = told.capacity, at
    for table in (ReviewerAbsence, Affiliation):
        session.execute(delete(table).where(table.user_id == user_id))
    session.add_all(
        ReviewerAbsence(user_id=user_id, first_on=days.first, last_on=days.last)
        for days in told.absences
    )
    session.add_all(
        Affiliation(
            user_id=user_id,
            organisation=tie.organisation,
            cluster_id=tie.cluster_id,
            kind=tie.kind,
            since=tie.since,
            until=tie.until,
        )
        for tie in told.ties
    )
    session.flush()


def note_reviewer(
    session: Session, user_id: int, *, capacity: int, trained_on: date | None, note: str
) -> None:
    """What the secretariat keeps of a reviewer: training, a note of its own, reviews at once."""
    found = _for_change(session, user_id)
    found.capacity, found.trained_on, found.note = capacity, trained_on, note
    session.flush()


def _for_change(session: Session, user_id: int) -> ReviewerProfile:
    found = queries.profile_for_change(session, user_id)
    if found is None:
        found = ReviewerProfile(user_id=user_id, languages=[], sectors=[])
        session.add(found)
    return found


def register_entries(session: Session, at: datetime) -> list[Entry]:
    """Every reviewer by name with load and availability, in three questions."""
    today = day_of(at)
    away = queries.absences_since(session, today)
    loads = as_it_stands(session, "loads", lambda: queries.loads(session))
    return entries(queries.register(session, loads), away, today)


def entries(
    found: Iterable[Registered],
    away: Mapping[int, Iterable[Days]],
    today: date,
) -> list[Entry]:
    """The same from what is known of each."""
    told = []
    for registered in found:
        user_id = registered.person.id
        absences = tuple(away.get(user_id, ()))
        share = availability(absences, today)
        told.append(Entry(registered, absences, registered.is_calibrated, share))
    return told


def availability(absences: Iterable[Days], today: date) -> Fraction:
    """The share of the next `LOOKED_AHEAD` days, today included, on which somebody is there."""
    ahead = Days(today, today + timedelta(days=LOOKED_AHEAD - 1))
    gone = {day for days in absences for day in days.common(ahead)}
    return 1 - Fraction(len(gone), LOOKED_AHEAD)
