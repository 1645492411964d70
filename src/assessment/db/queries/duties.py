"""The duties of holders: of one label, of all, and what falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    DutyTerm,
    Submission,
)
from assessment.db.queries.taking_part import concerns
from assessment.domain.label_life import LifeState

_HELD = (LifeState.VALID, LifeState.SUSPENDED)
"""A suspended label has its duties too: doing them may be what lifts the suspension."""

OVERDUE, DUE, COMING, DONE = "overdue", "due", "coming", "done"
FILTERS = (OVERDUE, DUE, COMING, DONE)


def _stands_on(day: date) -> list[ColumnElement[bool]]:
    return [Certificate.life.in_(_HELD), Certificate.valid_until >= day]


def of_assessment(session: Session, assessment_id: int) -> Sequence[DutyTerm]:
    """The duties under the certificate of an assessment by their days, with who did them."""
    return session.scalars(
        select(DutyTerm)
        .join(DutyTerm.certificate)
        .join(Certificate.submission)
        .where(Submission.assessment_id == assessment_id)
        .options(contains_eager(DutyTerm.certificate), joinedload(DutyTerm.author))
        .order_by(DutyTerm.due_on, DutyTerm.id)
        .execution_options(populate_existing=True)
    ).all()


def term_for_change(session: Session, assessment_id: int, term_id: int) -> DutyTerm | None:
    """A duty of the assessment's certificate, locked, with the certificate."""
    return session.scalar(
        select(DutyTerm)
        .join(DutyTerm.certificate)
        .join(Certificate.submission)
        .where(DutyTerm.id == term_id, Submission.assessment_id == assessment_id)
        .options(contains_eager(DutyTerm.certificate))
        .with_for_update(of=DutyTerm)
        .execution_options(populate_existing=True)
    )


def open_of_certificate(
    session: Session, certificate_id: int, since: date, before: date
) -> Sequence[DutyTerm]:
    """What is not done under a certificate, due on `since` or later and earlier than `before`, the last
    first; locked."""
    return session.scalars(
        select(DutyTerm)
        .where(
            DutyTerm.certificate_id == certificate_id,
            DutyTerm.done_at.is_(None),
            DutyTerm.due_on >= since,
            DutyTerm.due_on < before,
        )
        .order_by(DutyTerm.due_on.desc(), DutyTerm.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()


def open_terms(
    session: Session, today: date, term_id: int | None = None
) -> Sequence[tuple[int, int, datetime, date, str]]:
    """What is not done under certificates in force: its number, assessment, since when, day, duty."""
    rows = session.execute(
        select(
            DutyTerm.id,
            Submission.assessment_id,
            Certificate.issued_at,
            DutyTerm.due_on,
            DutyTerm.duty_id,
        )
        .join(DutyTerm.certificate)
        .join(Certificate.submission)
        .where(
            DutyTerm.done_at.is_(None),
            *_stands_on(today),
            true() if term_id is None else DutyTerm.id == term_id,
        )
        .order_by(DutyTerm.id)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in rows]


def unplanned(session: Session, today: date) -> Sequence[int]:
    """The certificates in force whose duties are not written down yet."""
    return session.scalars(
        select(Certificate.id)
        .where(Certificate.has_planned_duties.is_(False), *_stands_on(today))
        .order_by(Certificate.id)
    ).all()


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A duty on the secretariat's list."""

    submission_id: int
    cluster: str
    scheme_id: str
    label_id: str
    certificate: str
    duty_id: str
    due_on: date
    done_at: datetime | None
    said: str


def listed(
    session: Session,
    show: str,
    today: date,
    *,
    except_clusters_of: int,
    first: int,
    limit: int | None,
) -> list[DutyRow]:
    """A page of the duties under certificates in force, or all, but for the person's own clusters
    and those in which they had a part.

    What is overdue longest comes first, what was done last.
    """
    order = DutyTerm.done_at.desc() if show == DONE else DutyTerm.due_on
    rows = session.execute(
        _rows(
            show,
            today,
            except_clusters_of,
            Certificate.submission_id,
            Cluster.name,
            Assessment.scheme_id,
            Assessment.label_id,
            Certificate.number,
            DutyTerm.duty_id,
            DutyTerm.due_on,
            DutyTerm.done_at,
            DutyTerm.said,
        )
        .order_by(order, DutyTerm.id)
        .offset(first)
        .limit(limit)
    )
    return [DutyRow(*row) for row in rows]


def counts(session: Session, today: date, *, except_clusters_of: int) -> dict[str, int]:
    """How many there are of each kind."""
    asked = [
        _rows(show, today, except_clusters_of, func.count()).scalar_subquery() for show in FILTERS
    ]
    row = session.execute(select(*asked)).one()
    return dict(zip(FILTERS, row, strict=True))


def _rows(show: str, today: date, user_id: int, *columns: Any) -> Any:
    is_open = DutyTerm.done_at.is_(None)
    kinds: dict[str, list[ColumnElement[bool]]] = {
        OVERDUE: [is_open, DutyTerm.due_on < today],
        DUE: [is_open, DutyTerm.due_on >= today, DutyTerm.ready_on <= today],
        COMING: [is_open, DutyTerm.ready_on > today],
        DONE: [DutyTerm.done_at.is_not(None)],
    }
    return (
        select(*columns)
        .select_from(DutyTerm)
        .join(DutyTerm.certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(
            *kinds[show],
            *_stands_on(today),
            ~concerns(user_id),
        )
    )
