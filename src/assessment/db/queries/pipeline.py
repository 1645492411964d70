"""The list of applications: filtered, sorted and counted by the database, without their records."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    Decision,
    EventRecord,
    Membership,
    NameCorrection,
    SavedView,
    Seat,
    Submission,
    User,
)
from assessment.db.queries.award_conditions import missed_by_others, missed_submissions
from assessment.db.queries.countries import COUNTRIES
from assessment.db.queries.lettering import by_name, name_has
from assessment.db.queries.name_corrections import proposed_by_others, waiting_submissions
from assessment.db.queries.taking_part import concerns
from assessment.domain.label_life import LifeState
from assessment.domain.validity import HOME
from assessment.domain.workflow import (
    FINAL,
    FOR_SECRETARIAT,
    ON_PANEL,
    SUBMITTED_STATES,
    State,
)

WAITING = "waiting"
"""In place of a state: all of which the secretariat has the next step."""
_AT_ONCE = 500
_CHANGED = frozenset(LifeState) - {LifeState.VALID}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which applications, and in which order. What is empty narrows nothing.

    `words` are looked for in the cluster's name and lead organisation, or are an application's
    number; `since` and `until` are the moments between which it was submitted. `to_confirm_by` is
    whoever may confirm a proposed decision, a missed condition, or a correction of who holds the label;
    `sort` a key of `ORDERS`, with a minus for the other way round.
    """

    state: str = ""
    words: str = ""
    scheme_id: str = ""
    label_id: str = ""
    country: str = ""
    call_id: int | None = None
    overdue_on: date | None = None
    to_confirm_by: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    numbers: frozenset[int] | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """One row of the list. `id` is the submission's, and the number of the application.

    `renews_until` is the last day of the label that it renews, None for a first application.
    """

    id: int
    assessment_id: int
    state: str
    scheme_id: str
    label_id: str
    submitted_at: datetime
    changed_at: datetime
    due_on: date | None
    cluster_id: int
    cluster: str
    organisation: str
    country: str
    renews_until: date | None
    round: int
    turn: int | None


@dataclass(frozen=True, slots=True)
class SeatOnList:
    """A reviewer on the panel of an application, as far as the list shows it."""

    name: str
    deleted_at: datetime | None
    state: str
    is_lead: bool


_COLUMNS = (
    Submission.id,
    Assessment.id,
    Assessment.state,
    Assessment.scheme_id,
    Assessment.label_id,
    Submission.submitted_at,
    Assessment.changed_at,
    Assessment.due_on,
    Cluster.id,
    Cluster.name,
    Cluster.organisation,
    Cluster.country,
    Submission.renews_until,
    Submission.round,
    Assessment.turn,
)
_PATH = case({state.value: at for at, state in enumerate(State)}, value=Assessment.state)
ORDERS: dict[str, Sequence[Any]] = {
    "cluster": (by_name(Cluster.name),),
    "country": (Cluster.country,),
    "label": (Assessment.scheme_id, Assessment.label_id),
    "state": (_PATH,),
    "submitted": (Assessment.submitted_at,),
    "age": (Assessment.changed_at,),
    "due": (Assessment.due_on,),
}
"""How the list can be sorted. Without one of these: what waits for the secretariat first, then what is
under way, the nearest deadline of each first; then what is over, which has none."""


def applications(
    session: Session, wanted: Wanted, *, except_clusters_of: int, first: int, limit: int
) -> list[Application]:
    """A page of the list, but for the clusters on which that person works."""
    rows = _found(wanted, except_clusters_of).offset(first).limit(limit)
    return [_application(row) for row in session.execute(rows)]


def every_application(
    session: Session, wanted: Wanted, *, except_clusters_of: int
) -> Iterator[list[Application]]:
    """The whole list, some hundred at a time."""
    rows = session.execute(_found(wanted, except_clusters_of).execution_options(yield_per=_AT_ONCE))
    for part in rows.partitions(_AT_ONCE):
        yield [_application(row) for row in part]


def _application(row: Any) -> Application:
    return Application(*row)


def _found(wanted: Wanted, user_id: int) -> Any:
    """The rows of the list, one for each application."""
    found = select(*_COLUMNS).join(Submission.assessment).join(Assessment.cluster)
    return found.where(*_conditions(wanted, user_id)).order_by(*_order(wanted))


def _order(wanted: Wanted) -> list[Any]:
    keys = ORDERS.get(wanted.sort.lstrip("-"))
    if keys is None:
        return [*_turn_and_day(wanted.state), Assessment.submitted_at, Submission.id]
    is_down = wanted.sort.startswith("-")
    without = [key.is_(None) for key in keys if key is Assessment.due_on]
    return [*without, *(key.desc() if is_down else key for key in keys), Submission.id]


def _turn_and_day(state: str) -> list[Any]:
    """In the order of an index each: all in one state have the same turn, and what is over no deadline.

    Awards with conditions alone are some of them over.
    """
    if state in ("", WAITING):
        return [Assessment.turn, Assessment.due_on]
    if state == State.CONDITIONAL:
        return [Assessment.due_on.is_(None), Assessment.due_on]
    return [] if state in FINAL else [Assessment.due_on]


def counts_by_state(
    session: Session, wanted: Wanted, *, except_clusters_of: int | None = None
) -> dict[str, int]:
    """How many applications each state has that fit all else that is wanted, and how many wait for
    the secretariat (`WAITING`)."""
    found = select(Assessment.state, Assessment.turn, func.count()).join(
        Submission, Submission.assessment_id == Assessment.id
    )
    if wanted.country:
        found = found.join(Assessment.cluster)
    conditions = _conditions(replace(wanted, state=""), except_clusters_of)
    rows = session.execute(found.where(*conditions).group_by(Assessment.state, Assessment.turn))
    return _by_state(rows)


def _by_state(rows: Iterable[Any]) -> dict[str, int]:
    """Counted by state from rows of state, turn and number."""
    counts: Counter[str] = Counter()
    for state, turn, number in rows:
        counts[state] += number
        if turn == FOR_SECRETARIAT:
            counts[WAITING] += number
    return dict(counts)


def counted(counts: Mapping[str, int], state: str) -> int:
    """How many of the counted are in a state, or wait for the secretariat; of all without one."""
    if state:
        return counts.get(state, 0)
    return sum(number for each, number in counts.items() if each in SUBMITTED_STATES)


def _conditions(wanted: Wanted, user_id: int | None = None) -> list[ColumnElement[bool]]:
    """What is wanted, but for the clusters of that person where one is named."""
    found: list[ColumnElement[bool]] = [
        _stands_in(wanted.state),
        Submission.withdrawn_at.is_(None),
    ]
    if user_id is not None:
        own = select(Membership.cluster_id).where(Membership.user_id == user_id)
        found.append(Assessment.cluster_id.not_in(own))
    for column, value in (
        (Assessment.scheme_id, wanted.scheme_id),
        (Assessment.label_id, wanted.label_id),
        (Cluster.country, wanted.country),
        (Submission.call_id, wanted.call_id),
    ):
        if value:
            found.append(column == value)
    if wanted.overdue_on:
        found.append(Assessment.due_on < wanted.overdue_on)
    if wanted.since:
        found.append(Submission.submitted_at >= wanted.since)
    if wanted.until:
        found.append(Submission.submitted_at < wanted.until)
    if wanted.numbers is not None:
        found.append(Submission.id.in_(wanted.numbers))
    if wanted.words:
        found.append(_says(wanted.words))
    if wanted.to_confirm_by:
        found.append(_can_be_confirmed_by(wanted.to_confirm_by))
    return found


def _stands_in(state: str) -> ColumnElement[bool]:
    """The state that is meant, by the column that the order begins with where it means several.

    A review of which a place waits for the secretariat has the turn of what waits for it.
    """
    if state == WAITING:
        return Assessment.turn == FOR_SECRETARIAT
    return Assessment.state == state if state else Assessment.turn.is_not(None)


def _says(words: str) -> ColumnElement[bool]:
    named = select(Cluster.id).where(
        or_(name_has(Cluster.name, words), name_has(Cluster.organisation, words))
    )
    found = Assessment.cluster_id.in_(named)
    number = words.removeprefix("#").strip()
    is_number = number.isascii() and number.isdigit() and len(number) <= 9
    return or_(found, Submission.id == int(number)) if is_number else found


def _can_be_confirmed_by(user_id: int) -> ColumnElement[bool]:
    """What somebody else of the secretariat proposed, or recorded as missed."""
    waiting = select(Decision.id).where(
        Decision.submission_id == Submission.id,
        Decision.decided_at.is_(None),
        Decision.rejected_at.is_(None),
        Decision.proposed_by != user_id,
    )
    return or_(
        and_(Assessment.state == State.DECISION_PROPOSED, waiting.exists()),
        and_(
            Assessment.state == State.CONDITIONAL,
            Assessment.turn == FOR_SECRETARIAT,
            Submission.id.in_(missed_by_others(user_id)),
        ),
        Submission.id.in_(proposed_by_others(user_id)),
    )


@dataclass(frozen=True, slots=True)
class Beside:
    """What a list shows beside the applications: who sits on their panels, in the order of the
    appointment; what was done to those certificates that do not simply hold (`LifeState`); of which awards
    it is recorded that a condition was missed; and for which a correction of their holder waits."""

    panels: Mapping[int, Sequence[SeatOnList]]
    lives: Mapping[int, str]
    missed: frozenset[int]
    renamed: frozenset[int]


def beside(session: Session, rounds: Mapping[int, int]) -> Beside:
    """The panels at work on applications and what became of their awards, in one question.

    `rounds` is that of each application: the rows with their records need not be opened for it. No
    certificate is without a panel.
    """
    rows = session.execute(
        select(
            Seat.submission_id,
            Seat.round,
            Certificate.life,
            missed_submissions().where(Decision.submission_id == Seat.submission_id).exists(),
            waiting_submissions()
            .where(NameCorrection.submission_id == Seat.submission_id)
            .exists(),
            User.name,
            User.deleted_at,
            Seat.state,
            Seat.is_lead,
        )
        .join(Seat.reviewer)
        .outerjoin(Certificate, Certificate.submission_id == Seat.submission_id)
        .where(Seat.submission_id.in_(rounds), Seat.state.in_(ON_PANEL))
        .order_by(Seat.id)
    )
    panels: dict[int, list[SeatOnList]] = defaultdict(list)
    lives: dict[int, str] = {}
    missed: set[int] = set()
    renamed: set[int] = set()
    for number, at_round, life, is_missed, is_renamed, name, deleted_at, state, is_lead in rows:
        if at_round == rounds[number]:
            panels[number].append(SeatOnList(name, deleted_at, state, is_lead))
        if life in _CHANGED:
            lives[number] = life
        if is_missed:
            missed.add(number)
        if is_renamed:
            renamed.add(number)
    return Beside(panels, lives, frozenset(missed), frozenset(renamed))


def chosen(session: Session, numbers: Collection[int], user_id: int) -> Sequence[Submission]:
    """These applications with cluster and rules, but for those that concern the person themselves."""
    return session.scalars(
        select(Submission)
        .join(Submission.assessment)
        .where(
            Submission.id.in_(numbers),
            Submission.withdrawn_at.is_(None),
            ~concerns(user_id),
        )
        .options(
            contains_eager(Submission.assessment).joinedload(Assessment.cluster),
            selectinload(Submission.edition),
        )
        .order_by(Submission.id)
    ).all()


def reminded_on(session: Session, assessment_ids: Collection[int], day: date) -> set[int | None]:
    """Those of the assessments about which a reminder was sent on that day."""
    begin = datetime.combine(day, time(), HOME)
    return set(
        session.scalars(
            select(EventRecord.assessment_id).where(
                EventRecord.assessment_id.in_(assessment_ids),
                EventRecord.kind == "remind",
                EventRecord.happened_at >= begin,
            )
        )
    )


def reached_at(
    session: Session, assessment_ids: Collection[int], at: datetime
) -> dict[int | None, list[User]]:
    """Whom the reminders that were sent at that moment reached, by assessment; by name."""
    told = session.execute(
        select(EventRecord.assessment_id, EventRecord.facts).where(
            EventRecord.assessment_id.in_(assessment_ids),
            EventRecord.kind == "remind",
            EventRecord.happened_at == at,
        )
    )
    numbers = {row[0]: set(row[1]["people"]) for row in told}
    everybody = session.scalars(
        select(User).where(User.id.in_(set().union(*numbers.values()))).order_by(User.name, User.id)
    ).all()
    return {
        number: [person for person in everybody if person.id in ids]
        for number, ids in numbers.items()
    }


def proposers(session: Session, submission_ids: Collection[int]) -> dict[int, int]:
    """Who proposed the decision that waits, by application."""
    rows = session.execute(
        select(Decision.submission_id, Decision.proposed_by).where(
            Decision.submission_id.in_(submission_ids),
            Decision.decided_at.is_(None),
            Decision.rejected_at.is_(None),
        )
    )
    return {row[0]: row[1] for row in rows}


def countries(session: Session) -> Sequence[str]:
    """The countries from which anything was submitted."""
    submitted = (
        select(Assessment.id)
        .join(Assessment.cluster)
        .where(Cluster.country == COUNTRIES.c.country, Assessment.turn.is_not(None))
    )
    return session.scalars(select(COUNTRIES.c.country).where(submitted.exists())).all()


def views(session: Session, user_id: int) -> Sequence[SavedView]:
    """The views that a person kept, and those that others share, by name."""
    return session.scalars(
        select(SavedView)
        .where(or_(SavedView.user_id == user_id, SavedView.is_shared))
        .order_by(SavedView.user_id != user_id, by_name(SavedView.name), SavedView.id)
    ).all()


def own_view(session: Session, user_id: int, view_id: int) -> SavedView | None:
    """A view that the person kept, locked."""
    return session.scalar(
        select(SavedView)
        .where(SavedView.id == view_id, SavedView.user_id == user_id)
        .with_for_update()
    )
