"""What a report of the portfolio lists by name: labels that end, and work that waits.

Nobody of the secretariat is told of work on what concerns themselves. A report has many readers: it
names no application of a cluster on which anybody of the secretariat works, and none in which one of
them had a part (`queries.taking_part`). What is counted counts these too.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, case, func, literal, select, union_all
from sqlalchemy.orm import Session, aliased

from assessment.db.models import (
    Appeal,
    Assessment,
    AwardCondition,
    Certificate,
    Cluster,
    Complaint,
    Decision,
    EarlierLabel,
    Seat,
    Submission,
    User,
)
from assessment.db.queries.lettering import by_name
from assessment.db.queries.renewals import earlier_holds_on, holds_on
from assessment.db.queries.reviewer_register import AT_WORK_ON
from assessment.db.queries.taking_part import concerns_office
from assessment.domain.workflow import ON_PANEL, OVER, SeatState, State


def ending(session: Session, day: date, until: date) -> Sequence[Any]:
    """Labels that hold on a day and end on one up to another: cluster, country, scheme, label, number
    ("" where none is known), last day, and whether the renewal is under way; the first to end first."""
    found = union_all(_awarded_ending(day, until), _earlier_ending(day, until)).subquery()
    return session.execute(
        select(
            Cluster.name.label("cluster"),
            Cluster.country,
            found.c.scheme_id,
            found.c.label_id,
            found.c.number,
            found.c.until,
            found.c.is_renewing,
        )
        .join(Cluster, Cluster.id == found.c.cluster_id)
        .order_by(found.c.until, by_name(Cluster.name), found.c.number)
    ).all()


def _awarded_ending(day: date, until: date) -> Select[int, str, str, str, date, bool]:
    """Those of labels awarded here."""
    renewing = (
        select(Submission.id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(
            Submission.withdrawn_at.is_(None),
            Submission.renews_until == Certificate.valid_until,
            Submission.renews_certificate_id == Certificate.id,
            Assessment.turn < OVER,
            ~concerns_office(),
        )
        .correlate(Certificate)
        .exists()
    )
    return (
        select(
            Assessment.cluster_id.label("cluster_id"),
            Assessment.scheme_id.label("scheme_id"),
            Assessment.label_id.label("label_id"),
            Certificate.number.label("number"),
            Certificate.valid_until.label("until"),
            renewing.label("is_renewing"),
        )
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(holds_on(day), Certificate.valid_until <= until)
    )


def _earlier_ending(day: date, until: date) -> Select[int, str, str, str, date, bool]:
    """Those of labels from before, column by column as those awarded here."""
    renewing = (
        select(Submission.id)
        .join(Assessment, Assessment.id == Submission.assessment_id)
        .where(
            Submission.withdrawn_at.is_(None),
            Submission.renews_until == EarlierLabel.valid_until,
            Assessment.cluster_id == EarlierLabel.cluster_id,
            Assessment.scheme_id == EarlierLabel.scheme_id,
            Assessment.label_id == EarlierLabel.label_id,
            Assessment.turn < OVER,
            ~concerns_office(),
        )
        .correlate(EarlierLabel)
        .exists()
    )
    return select(
        EarlierLabel.cluster_id,
        EarlierLabel.scheme_id,
        EarlierLabel.label_id,
        EarlierLabel.number,
        EarlierLabel.valid_until,
        renewing,
    ).where(earlier_holds_on(day), EarlierLabel.valid_until <= until)


def awards_since(session: Session, since: datetime, until: datetime) -> Sequence[Any]:
    """Awards confirmed from one moment until before another: scheme, label, how many first ones, how
    many renewals; whatever became of them since."""
    is_renewal = Submission.renews_until.is_not(None)
    return session.execute(
        select(
            Assessment.scheme_id,
            Assessment.label_id,
            func.sum(case((is_renewal, 0), else_=1)),
            func.sum(case((is_renewal, 1), else_=0)),
        )
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(Certificate.issued_at >= since, Certificate.issued_at < until)
        .group_by(Assessment.scheme_id, Assessment.label_id)
        .order_by(Assessment.scheme_id, Assessment.label_id)
    ).all()


def under_way(session: Session) -> Sequence[Any]:
    """How many applications are under way, by scheme, label and state."""
    return session.execute(
        select(Assessment.scheme_id, Assessment.label_id, Assessment.state, func.count())
        .join(Submission, Submission.assessment_id == Assessment.id)
        .where(Submission.withdrawn_at.is_(None), Assessment.turn < OVER)
        .group_by(Assessment.scheme_id, Assessment.label_id, Assessment.state)
        .order_by(Assessment.scheme_id, Assessment.label_id, Assessment.state)
    ).all()


_ABOUT = (
    Submission.id.label("number"),
    Cluster.name.label("cluster"),
    Assessment.scheme_id,
    Assessment.label_id,
)


def overdue(session: Session, day: date) -> Sequence[Any]:
    """Applications whose next step was due before a day, the longest first: number, cluster, scheme,
    label, state, turn, the day, and whether they may be named."""
    return session.execute(
        select(
            *_ABOUT,
            Assessment.state,
            Assessment.turn,
            Assessment.due_on,
            (~concerns_office()).label("ours"),
        )
        .select_from(Submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(Submission.withdrawn_at.is_(None), Assessment.turn < OVER, Assessment.due_on < day)
        .order_by(Assessment.due_on, Submission.id)
    ).all()


def open_conditions(session: Session) -> Sequence[Any]:
    """Conditions of awards that count and are not found to be met, the first that is due first: number,
    cluster, scheme, label, text, last day, and whether they may be named."""
    return session.execute(
        select(
            *_ABOUT, AwardCondition.text, AwardCondition.due_on, (~concerns_office()).label("ours")
        )
        .select_from(AwardCondition)
        .join(Decision, Decision.id == AwardCondition.decision_id)
        .join(Decision.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(
            AwardCondition.is_met.is_not(True),
            Decision.decided_at.is_not(None),
            Decision.round == Submission.round,
            Submission.withdrawn_at.is_(None),
            Assessment.state == State.CONDITIONAL,
            Assessment.turn < OVER,
        )
        .order_by(AwardCondition.due_on, AwardCondition.id)
    ).all()


def open_objections(session: Session) -> Sequence[Any]:
    """Appeals and complaints that wait for an answer, the first that is due first: number, cluster,
    scheme, label, kind (`appeal` or `complaint`), when it was made, last day, whether it may be named."""
    appeals = (
        select(
            *_ABOUT,
            literal("appeal").label("kind"),
            Appeal.made_at.label("made_at"),
            Appeal.due_on.label("due_on"),
            (~concerns_office()).label("ours"),
        )
        .select_from(Appeal)
        .join(Appeal.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(Appeal.is_admitted.is_(None))
    )
    another = aliased(Submission)  # what was complained of may have been taken back, and come again
    last = select(func.max(another.id)).where(another.assessment_id == Assessment.id)
    complaints = (
        select(
            *_ABOUT,
            literal("complaint"),
            Complaint.made_at,
            Complaint.due_on,
            ~concerns_office(),
        )
        .select_from(Complaint)
        .join(Complaint.assessment)
        .join(Submission, Submission.id == last.scalar_subquery())
        .join(Assessment.cluster)
        .where(Complaint.answered_at.is_(None))
    )
    both = union_all(appeals, complaints).subquery()
    return session.execute(select(both).order_by(both.c.due_on, both.c.number, both.c.kind)).all()


def reviewers_work(session: Session, day: date, since: datetime) -> dict[str, int]:
    """How much the reviewers do, in counts that name nobody.

    `reviewers` may sit on panels; `free` of them have no seat that waits for work, `one`, `two` and `more`
    that many. Of the seats, `asked` are not answered yet and `rating` at work, `late` of both past their
    day; `handed_in` were since a moment.
    """
    rows = session.execute(
        select(Seat.reviewer_id, Seat.state, Seat.answer_by, Seat.due_on)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Seat.state.in_(ON_PANEL),
            Seat.round == Submission.round,
            Submission.withdrawn_at.is_(None),
            Assessment.state.in_(AT_WORK_ON),
        )
    ).all()
    people = set(session.scalars(select(User.id).where(User.is_reviewer, User.active)))
    seats = Counter(row.reviewer_id for row in rows)
    loads = Counter(min(seats[person], 3) for person in people)
    states = Counter(row.state for row in rows)
    return {
        "reviewers": len(people),
        "free": loads[0],
        "one": loads[1],
        "two": loads[2],
        "more": loads[3],
        "asked": states[SeatState.INVITED],
        "rating": states[SeatState.ACCEPTED],
        "late": sum(_is_late(row, day) for row in rows),
        "handed_in": session.scalar(
            select(func.count()).select_from(Seat).where(Seat.handed_in_at >= since)
        )
        or 0,
    }


def _is_late(seat: Any, day: date) -> bool:
    by = {SeatState.INVITED: seat.answer_by, SeatState.ACCEPTED: seat.due_on}.get(seat.state)
    return by is not None and by < day
