"""Submissions under review: panels, ratings, agreements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import Session, aliased, contains_eager, defer, joinedload

from assessment.db.models import (
    Agreement,
    Assessment,
    Certificate,
    Cluster,
    Membership,
    Rating,
    SchemeEdition,
    Seat,
    Submission,
)
from assessment.domain.workflow import (
    AT_WORK,
    FINAL,
    ON_PANEL,
    UNDER_REVIEW,
    WAITING_FOR_SECRETARIAT,
    SeatState,
    State,
)


def submission(session: Session, submission_id: int) -> Submission:
    """The submission with assessment, cluster, and the edition of its rules. Raises `NoResultFound`.

    The text of the rules is fetched where it is asked for: most processes know it already.
    """
    return session.scalars(
        select(Submission)
        .where(Submission.id == submission_id)
        .options(
            joinedload(Submission.assessment).joinedload(Assessment.cluster),
            joinedload(Submission.edition).defer(SchemeEdition.files),
            joinedload(Submission.submitter),
            joinedload(Submission.appeal),
        )
    ).one()


def submissions(
    session: Session, *, except_clusters_of: int | None = None, state: str = ""
) -> Sequence[Submission]:
    """Every submission that stands, without its record, but for the clusters on which that person works.

    With a `state`, those in that state alone. First what waits for the secretariat, then what is
    under way, then what is decided; in each the one that was submitted first.
    """
    own = select(Membership.cluster_id).where(Membership.user_id == except_clusters_of)
    chosen = Assessment.state == state if state else true()
    turn = case(
        (Assessment.state.in_(WAITING_FOR_SECRETARIAT), 0),
        (Assessment.state.in_(FINAL), 2),
        else_=1,
    )
    return session.scalars(
        select(Submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id.not_in(own), Submission.withdrawn_at.is_(None), chosen)
        .options(
            contains_eager(Submission.assessment).joinedload(Assessment.cluster),
            defer(Submission.record, raiseload=True),
        )
        .order_by(turn, Submission.submitted_at, Submission.id)
    ).all()


def submission_counts(session: Session, *, except_clusters_of: int | None = None) -> dict[str, int]:
    """How many submissions are in each state that has any, without that person's own clusters."""
    own = select(Membership.cluster_id).where(Membership.user_id == except_clusters_of)
    rows = session.execute(
        select(Assessment.state, func.count())
        .join(Submission, Submission.assessment_id == Assessment.id)
        .where(Assessment.cluster_id.not_in(own), Submission.withdrawn_at.is_(None))
        .group_by(Assessment.state)
    )
    return {row[0]: row[1] for row in rows}


def seats(session: Session, submission_id: int) -> Sequence[Seat]:
    """The panel of this round in the order of its appointment, with its people."""
    return session.scalars(
        select(Seat)
        .join(Seat.submission)
        .where(
            Seat.submission_id == submission_id,
            Seat.round == Submission.round,
            Seat.state.in_(ON_PANEL),
        )
        .options(joinedload(Seat.reviewer))
        .order_by(Seat.id)
    ).all()


def objection(session: Session, submission: Submission) -> Seat | None:
    """A seat of the panel of this round to which the cluster objected: it has the reason and the day."""
    if not submission.had_objection:
        return None
    return session.scalar(
        select(Seat)
        .where(
            Seat.submission_id == submission.id,
            Seat.round == submission.round,
            Seat.state == SeatState.DROPPED,
        )
        .order_by(Seat.left_at.desc(), Seat.id)
        .limit(1)
    )


def all_seats(session: Session, submission_id: int) -> Sequence[Seat]:
    """Every seat there was, also those that were given up, in the order of their appointment."""
    return session.scalars(
        select(Seat)
        .where(Seat.submission_id == submission_id)
        .options(joinedload(Seat.reviewer))
        .order_by(Seat.id)
    ).all()


def seats_by_submission(session: Session, submission_ids: Collection[int]) -> dict[int, list[Seat]]:
    """The panels at work on these submissions."""
    found = session.scalars(
        select(Seat)
        .join(Seat.submission)
        .where(
            Seat.submission_id.in_(submission_ids),
            Seat.round == Submission.round,
            Seat.state.in_(ON_PANEL),
        )
        .options(joinedload(Seat.reviewer))
        .order_by(Seat.id)
    )
    by_submission: dict[int, list[Seat]] = defaultdict(list)
    for seat in found:
        by_submission[seat.submission_id].append(seat)
    return dict(by_submission)


def seat(session: Session, submission_id: int, seat_id: int) -> Seat:
    """A seat of the submission, with its reviewer. Raises `NoResultFound`."""
    return session.scalars(
        select(Seat)
        .where(Seat.id == seat_id, Seat.submission_id == submission_id)
        .options(joinedload(Seat.reviewer))
        .execution_options(populate_existing=True)
    ).one()


def seat_of(session: Session, submission_id: int, reviewer_id: int | None) -> Seat:
    """The person's latest seat on a panel of the submission. Raises `NoResultFound`."""
    return session.scalars(
        select(Seat)
        .where(
            Seat.submission_id == submission_id,
            Seat.reviewer_id == reviewer_id,
            Seat.state != SeatState.DROPPED,
        )
        .options(joinedload(Seat.reviewer))
        .order_by(Seat.round.desc(), Seat.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    ).one()


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """A seat as its reviewer's list shows it. `assessment_state` is that of what is under review.

    `due_on` is the last day of what the reviewer has to do now, None where nothing waits for them;
    `assessment_due_on` that of the application's next step, whosever it is; `life` is the
    `label_life.LifeState` of the certificate that came of it, None where there is none.
    """

    id: int
    submission_id: int
    state: str
    round: int
    appointed_at: datetime
    answer_by: date | None
    handed_in_at: datetime | None
    round_at_work: int
    assessment_state: str
    scheme_id: str
    label_id: str
    cluster: str
    is_lead: bool
    is_declared: bool
    due_on: date | None
    assessment_due_on: date | None
    life: str | None

    @property
    def is_open(self) -> bool:
        """Whether it leads to the review, and not to what became of the seat."""
        is_at_work = self.state in AT_WORK
        is_current = self.round == self.round_at_work
        return is_at_work and is_current and self.assessment_state in UNDER_REVIEW


def count_seats_of_reviewer(session: Session, reviewer_id: int) -> int:
    """How many seats a reviewer knows of."""
    found = select(func.count()).select_from(Seat).where(*_known_to(reviewer_id))
    return session.scalar(found) or 0


def seats_of_reviewer(
    session: Session, reviewer_id: int, *, first: int = 0, limit: int = 50
) -> list[OwnSeat]:
    """A page of the seats that a reviewer knows of: what is to be done first, by its day, then the
    newest."""
    due = _due()
    rows = session.execute(
        select(
            Seat.id,
            Seat.submission_id,
            Seat.state,
            Seat.round,
            Seat.appointed_at,
            Seat.answer_by,
            Seat.handed_in_at,
            Submission.round,
            Assessment.state,
            Assessment.scheme_id,
            Assessment.label_id,
            Cluster.name,
            Seat.is_lead,
            Seat.declaration.is_not(None),
            due,
            Assessment.due_on,
            Certificate.life,
        )
        .join(Seat.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .outerjoin(Certificate, Certificate.submission_id == Submission.id)
        .where(*_known_to(reviewer_id))
        .order_by(due.is_(None), due, Seat.id.desc())
        .offset(first)
        .limit(limit)
    )
    return [_own_seat(row) for row in rows]


def _due() -> ColumnElement[date | None]:
    """The last day of what a reviewer has to do on a seat now, None where nothing is."""
    is_invited = and_(
        Seat.state == SeatState.INVITED,
        Seat.declaration.is_(None),
        Assessment.state.in_((State.IN_REVIEW, State.CLARIFICATION)),
    )
    is_rating = and_(Seat.state == SeatState.ACCEPTED, Assessment.state == State.IN_REVIEW)
    is_agreeing = and_(Seat.state.in_(AT_WORK), Assessment.state == State.CONSENSUS)
    is_current = and_(Seat.round == Submission.round, Submission.withdrawn_at.is_(None))
    return case(
        (~is_current, None),
        (is_invited, Seat.answer_by),
        (is_rating, Seat.due_on),
        (is_agreeing, Assessment.due_on),
        else_=None,
    )


def _own_seat(row: Any) -> OwnSeat:
    return OwnSeat(*row)


def _known_to(reviewer_id: int) -> tuple[ColumnElement[bool], ...]:
    hidden = (SeatState.PROPOSED, SeatState.DROPPED)
    return Seat.reviewer_id == reviewer_id, Seat.state.not_in(hidden)


def has_open_seat(session: Session, reviewer_id: int, cluster_id: int) -> bool:
    """Whether the person sits on a panel about this cluster that is not decided yet."""
    found = session.scalar(
        select(Seat.id)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Seat.reviewer_id == reviewer_id,
            Seat.state.in_(ON_PANEL),
            Assessment.cluster_id == cluster_id,
            Assessment.state.not_in(FINAL),
        )
        .limit(1)
    )
    return found is not None


def open_seats(session: Session, reviewer_id: int) -> list[tuple[int, str]]:
    """The submissions on whose panels a person sits and that are not decided, with their clusters."""
    rows = session.execute(
        select(Submission.id, Cluster.name)
        .join(Seat, Seat.submission_id == Submission.id)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(
            Seat.reviewer_id == reviewer_id,
            Seat.state.in_(ON_PANEL),
            Assessment.state.not_in(FINAL),
        )
        .order_by(Submission.id)
    )
    return [(number, name) for number, name in rows]


def ratings(session: Session, seat_id: int) -> dict[str, Rating]:
    """A reviewer's ratings by criterion id."""
    found = session.scalars(select(Rating).where(Rating.seat_id == seat_id))
    return {rating.criterion_id: rating for rating in found}


def ratings_by_seat(session: Session, seat_ids: Collection[int]) -> dict[int, dict[str, Rating]]:
    by_seat: dict[int, dict[str, Rating]] = {seat_id: {} for seat_id in seat_ids}
    for rating in session.scalars(select(Rating).where(Rating.seat_id.in_(seat_ids))):
        by_seat[rating.seat_id][rating.criterion_id] = rating
    return by_seat


def rating_for_change(session: Session, seat_id: int, criterion_id: str) -> Rating | None:
    return session.scalar(
        select(Rating)
        .where(Rating.seat_id == seat_id, Rating.criterion_id == criterion_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def rated_counts(session: Session, seat_ids: Collection[int]) -> dict[int, int]:
    """How many criteria each seat has rated."""
    rows = session.execute(
        select(Rating.seat_id, func.count())
        .where(
            Rating.seat_id.in_(seat_ids),
            or_(Rating.level.is_not(None), Rating.is_not_applicable),
        )
        .group_by(Rating.seat_id)
    )
    return {row[0]: row[1] for row in rows}


def alone_on_panel(session: Session, seat_ids: Collection[int]) -> set[int]:
    """Those of the seats whose panel has no other at work: nobody is left to agree with."""
    other = aliased(Seat)
    is_shared = exists().where(
        other.submission_id == Seat.submission_id,
        other.round == Seat.round,
        other.id != Seat.id,
        other.state.in_(AT_WORK),
    )
    return set(session.scalars(select(Seat.id).where(Seat.id.in_(seat_ids), ~is_shared)))


def agreements(session: Session, submission_id: int) -> dict[str, Agreement]:
    found = session.scalars(
        select(Agreement)
        .join(Submission, Submission.id == Agreement.submission_id)
        .where(Agreement.submission_id == submission_id, Agreement.round == Submission.round)
        .options(joinedload(Agreement.author))
    )
    return {agreement.criterion_id: agreement for agreement in found}


def agreement_for_change(
    session: Session, submission: Submission, criterion_id: str
) -> Agreement | None:
    return session.scalar(
        select(Agreement)
        .where(
            Agreement.submission_id == submission.id,
            Agreement.round == submission.round,
            Agreement.criterion_id == criterion_id,
        )
        .options(joinedload(Agreement.author))
        .with_for_update(of=Agreement)
        .execution_options(populate_existing=True)
    )
