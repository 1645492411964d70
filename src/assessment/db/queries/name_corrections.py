"""Corrections of who holds a certificate that wait for a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select, update
from sqlalchemy.orm import Session, joinedload

from assessment.db.models import Assessment, Cluster, NameCorrection, Submission
from assessment.db.models.name_correction import WAITING
from assessment.db.queries.taking_part import concerns


@dataclass(frozen=True, slots=True)
class WaitingName:
    """A correction that waits; `id` is the submission's."""

    id: int
    cluster: str
    scheme_id: str
    label_id: str


def waiting(session: Session, submission_id: int) -> NameCorrection | None:
    """The one that waits for this certificate, with who proposed it."""
    return session.scalar(
        select(NameCorrection)
        .where(NameCorrection.submission_id == submission_id, WAITING)
        .options(joinedload(NameCorrection.proposer))
        .execution_options(populate_existing=True)
    )


def to_confirm(session: Session, user_id: int) -> Sequence[WaitingName]:
    """Those that this person of the secretariat may confirm: others proposed them, and the cluster and what
    was decided on it is nothing of their own."""
    rows = session.execute(
        select(Submission.id, Cluster.name, Assessment.scheme_id, Assessment.label_id)
        .select_from(NameCorrection)
        .join(NameCorrection.submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .where(
            WAITING,
            NameCorrection.proposed_by != user_id,
            ~concerns(user_id),
        )
        .order_by(NameCorrection.proposed_at, NameCorrection.id)
    )
    return [WaitingName(*row) for row in rows]


def waiting_submissions() -> Select[int]:
    """The submissions for whose certificate a correction waits."""
    return select(NameCorrection.submission_id).where(WAITING)


def proposed_by_others(user_id: int) -> Select[int]:
    """The same, as far as somebody else proposed it."""
    return waiting_submissions().where(NameCorrection.proposed_by != user_id)


LAPSED = "lapsed"
"""What became of a proposal whose certificate has ended."""


def lapse(session: Session, submission_id: int, actor_id: int, at: datetime) -> None:
    """Settles what waits for a certificate that has ended: there is nothing to correct any more."""
    session.execute(
        update(NameCorrection)
        .where(NameCorrection.submission_id == submission_id, WAITING)
        .values(outcome=LAPSED, settled_by=actor_id, settled_at=at)
    )
