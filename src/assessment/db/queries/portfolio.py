"""What the figures of the portfolio are counted from."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, func, literal, select, union_all
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    EarlierLabel,
    EventRecord,
    Submission,
)
from assessment.db.queries.renewals import earlier_holds_on, holds_on
from assessment.domain.portfolio import Move
from assessment.domain.workflow import State

_AT_ONCE = 1000


def labels_held(session: Session, day: date) -> Sequence[Row[Any]]:
    """Labels that hold on a day: cluster, scheme, label, when awarded, first day, country, sectors.

    Those recorded by hand first, of which no moment of the award is known; then those awarded here, the
    newest last.
    """
    awarded = (
        select(
            Assessment.cluster_id.label("cluster_id"),
            Assessment.scheme_id.label("scheme_id"),
            Assessment.label_id.label("label_id"),
            Certificate.issued_at.label("issued_at"),
            Certificate.valid_from.label("valid_from"),
        )
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(holds_on(day))
    )
    earlier = select(
        EarlierLabel.cluster_id,
        EarlierLabel.scheme_id,
        EarlierLabel.label_id,
        literal(None),
        EarlierLabel.valid_from,
    ).where(earlier_holds_on(day))
    held = union_all(awarded, earlier).subquery()
    return session.execute(
        select(
            held.c.cluster_id,
            held.c.scheme_id,
            held.c.label_id,
            held.c.issued_at,
            held.c.valid_from,
            Cluster.country,
            Cluster.sectors,
        )
        .join(Cluster, Cluster.id == held.c.cluster_id)
        .order_by(held.c.issued_at.is_not(None), held.c.issued_at, held.c.valid_from)
    ).all()


def held_by_label(session: Session, day: date) -> list[tuple[str, str, int]]:
    """How many clusters hold each label on a day, by scheme and label."""
    places = {(row.cluster_id, row.scheme_id, row.label_id) for row in labels_held(session, day)}
    counts = Counter((scheme_id, label_id) for _cluster, scheme_id, label_id in places)
    return [(*key, number) for key, number in sorted(counts.items())]


def moves(session: Session) -> Iterator[Move]:
    """Every step of every application, by assessment and in its order."""
    rows = session.execute(
        select(EventRecord.assessment_id, EventRecord.state_after, EventRecord.happened_at)
        .where(EventRecord.assessment_id.is_not(None), EventRecord.state_after.is_not(None))
        .order_by(EventRecord.assessment_id, EventRecord.number)
        .execution_options(yield_per=_AT_ONCE)
    )
    for number, state, at in rows:
        if number is not None and state in _STATES:
            yield Move(number, State(state), at)


_STATES = frozenset(state.value for state in State)


def decided(session: Session) -> list[tuple[str, str, str, int]]:
    """How many applications are in each state with a decision, by scheme and label."""
    states = (State.AWARDED, State.CONDITIONAL, State.DECLINED, State.APPEALED)
    rows = session.execute(
        select(Assessment.scheme_id, Assessment.label_id, Assessment.state, func.count())
        .where(Assessment.state.in_(states))
        .group_by(Assessment.scheme_id, Assessment.label_id, Assessment.state)
        .order_by(Assessment.scheme_id, Assessment.label_id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in rows]
