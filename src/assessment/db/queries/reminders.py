"""What has a day by which somebody is to do something, beside the seats of panels."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, or_, select, true
from sqlalchemy.orm import Session, aliased

from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    Complaint,
    Decision,
    SchemeEdition,
    Submission,
)
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import FINAL, State


@dataclass(frozen=True, slots=True)
class Ending:
    """A certificate with its last day, that was issued then, and the rules that it stands under."""

    id: int
    assessment_id: int
    until: date
    issued_at: datetime
    life: LifeState
    number: str
    label_id: str
    scheme_digest: str


def endings(
    session: Session, first: date, last: date, certificate_id: int | None = None
) -> Sequence[Ending]:
    """The certificates that end between two days, both included, and that nothing replaces.

    Without those that were revoked or superseded, and those whose renewal is under way or issued and
    not revoked, though it may rest.
    """
    renewal, applied, renewed = aliased(Submission), aliased(Assessment), aliased(Certificate)
    under_way = (
        select(renewal.id)
        .join(applied, applied.id == renewal.assessment_id)
        .outerjoin(renewed, renewed.submission_id == renewal.id)
        .where(
            renewal.renews_certificate_id == Certificate.id,
            renewal.withdrawn_at.is_(None),
            or_(
                and_(renewed.id.is_(None), applied.state.not_in(FINAL)),
                renewed.life != LifeState.REVOKED,
            ),
        )
    )
    rows = session.execute(
        select(
            Certificate.id,
            Submission.assessment_id,
            Certificate.valid_until,
            Certificate.issued_at,
            Certificate.life,
            Certificate.number,
            Assessment.label_id,
            Submission.scheme_digest,
        )
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            Certificate.valid_until.between(first, last),
            Certificate.life.in_((LifeState.VALID, LifeState.SUSPENDED)),
            true() if certificate_id is None else Certificate.id == certificate_id,
            ~under_way.exists(),
        )
        .order_by(Certificate.id)
    )
    return [Ending(*row[:4], LifeState(row[4]), *row[5:]) for row in rows]


@dataclass(frozen=True, slots=True)
class Demanded:
    """Something of an assessment by its number, asked on a day, with its last day and its words."""

    id: int
    assessment_id: int
    asked_at: datetime
    due_on: date
    said: str = ""


def open_conditions(session: Session, condition_id: int | None = None) -> Sequence[Demanded]:
    """The conditions of awards of which nobody knows yet what became of them."""
    rows = session.execute(
        select(
            AwardCondition.id,
            Submission.assessment_id,
            Decision.decided_at,
            AwardCondition.due_on,
            AwardCondition.text,
        )
        .join(Decision, Decision.id == AwardCondition.decision_id)
        .join(Decision.submission)
        .join(Submission.assessment)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(
            Assessment.state == State.CONDITIONAL,
            Certificate.life.in_((LifeState.VALID, LifeState.SUSPENDED)),
            Decision.decided_at.is_not(None),
            AwardCondition.is_met.is_(None),
            true() if condition_id is None else AwardCondition.id == condition_id,
        )
        .order_by(AwardCondition.id)
    )
    return [Demanded(n, of, at, day, text) for n, of, at, day, text in rows if at is not None]


def waiting_since(
    session: Session, states: Collection[State], today: date, submission_id: int | None = None
) -> Sequence[Demanded]:
    """The applications in these states whose day has passed, by the number of the submission."""
    rows = session.execute(
        select(Submission.id, Assessment.id, Assessment.changed_at, Assessment.due_on)
        .join(Submission.assessment)
        .where(
            Assessment.state.in_(states),
            Assessment.due_on < today,
            Submission.withdrawn_at.is_(None),
            true() if submission_id is None else Submission.id == submission_id,
        )
        .order_by(Submission.id)
    )
    return [Demanded(n, of, at, day) for n, of, at, day in rows if day is not None]


def complaints_late(
    session: Session, today: date, complaint_id: int | None = None
) -> Sequence[Demanded]:
    """The complaints that nobody answered by their day."""
    rows = session.execute(
        select(Complaint.id, Complaint.assessment_id, Complaint.made_at, Complaint.due_on)
        .where(
            Complaint.answered_at.is_(None),
            Complaint.due_on < today,
            true() if complaint_id is None else Complaint.id == complaint_id,
        )
        .order_by(Complaint.id)
    )
    return [Demanded(*row) for row in rows]


def edition(session: Session, digest: str) -> SchemeEdition:
    """The text of an edition. Raises `NoResultFound`."""
    return session.scalars(select(SchemeEdition).where(SchemeEdition.digest == digest)).one()
