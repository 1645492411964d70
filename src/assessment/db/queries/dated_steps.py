"""The steps of clusters that have a day, as far as applications have them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, cast, func, literal, null, select, union_all
from sqlalchemy.orm import Session, aliased, joinedload

from assessment.db.models import (
    Appeal,
    Assessment,
    AwardCondition,
    Certificate,
    Clarification,
    Decision,
    SchemeEdition,
    Submission,
)
from assessment.domain.dated_steps import StepKind
from assessment.domain.label_life import ENDED
from assessment.domain.workflow import Event, State


@dataclass(frozen=True, slots=True)
class Dated:
    """What a cluster can do on an application until a day.

    An appeal has no `due_on`: it can be made for some days after the decision was `decided_at`, as
    the rules in `files` say.
    """

    kind: StepKind
    due_on: date | None
    decided_at: datetime | None
    files: Mapping[str, str] | None


def assessments_of(
    session: Session, cluster_ids: Collection[int]
) -> Sequence[tuple[Assessment, bool, Dated | None]]:
    """The assessments of these clusters, newest first: each with whether what stands of it was
    submitted as a renewal, and with its step that has a day.

    Of several conditions of one award the first open one says the day.
    """
    parts = (_proposals(), _questions(), _returned(), _conditions(), _declined())
    # no database looks into a union for the clusters that are asked for outside it
    of_these = (part.where(Assessment.cluster_id.in_(cluster_ids)) for part in parts)
    found = union_all(*of_these).subquery()
    stands = and_(Submission.assessment_id == Assessment.id, Submission.withdrawn_at.is_(None))
    rows = session.execute(
        select(
            Assessment,
            Submission.renews_until,
            found.c.kind,
            found.c.due_on,
            found.c.decided_at,
            SchemeEdition.files,
        )
        .outerjoin(Submission, stands)
        .outerjoin(found, found.c.assessment_id == Assessment.id)
        .outerjoin(SchemeEdition, SchemeEdition.digest == found.c.digest)
        .where(Assessment.cluster_id.in_(cluster_ids))
        .options(joinedload(Assessment.cluster))
        .order_by(Assessment.id.desc())
    )
    return [
        (row[0], row[1] is not None, Dated(StepKind(row[2]), *row[3:]) if row[2] else None)
        for row in rows
    ]


def _part(kind: StepKind, due_on: Any, decided_at: Any = None, digest: Any = None) -> Any:
    """Of applications that stand, or stood: the kind, the assessment, the day; and of an appeal since
    when and by which rules."""
    no_moment = cast(null(), Decision.decided_at.type)
    no_digest = cast(null(), SchemeEdition.digest.type)
    return select(
        literal(kind.value).label("kind"),
        Assessment.id.label("assessment_id"),
        due_on.label("due_on"),
        (no_moment if decided_at is None else decided_at).label("decided_at"),
        (no_digest if digest is None else digest).label("digest"),
    ).join(Submission, Submission.assessment_id == Assessment.id)


def _proposals() -> Any:
    return _part(StepKind.PANEL, Submission.object_by).where(
        Assessment.state == State.PANEL_PROPOSED,
        Submission.withdrawn_at.is_(None),
        Submission.object_by.is_not(None),
    )


def _questions() -> Any:
    return (
        _part(StepKind.CLARIFICATION, Clarification.due_on)
        .join(Clarification, Clarification.submission_id == Submission.id)
        .where(Assessment.state == State.CLARIFICATION, Clarification.closed_at.is_(None))
    )


def _returned() -> Any:
    later = aliased(Submission)
    last = (
        select(func.max(later.id))
        .where(later.assessment_id == Assessment.id, later.is_returned)
        .scalar_subquery()
    )
    return _part(StepKind.RETURNED, Submission.again_until).where(
        Assessment.state == State.DRAFT,
        Submission.id == last,
        Submission.again_until.is_not(None),
    )


def _conditions() -> Any:
    return (
        _part(StepKind.CONDITION, func.min(AwardCondition.due_on))
        .join(Certificate, Certificate.submission_id == Submission.id)
        .join(Decision, Decision.submission_id == Submission.id)
        .join(AwardCondition, AwardCondition.decision_id == Decision.id)
        .where(
            Assessment.state == State.CONDITIONAL,
            Certificate.life.not_in(ENDED),
            Decision.decided_at.is_not(None),
            Decision.round == Submission.round,
            AwardCondition.is_met.is_not(True),
        )
        .group_by(Assessment.id)
    )


def _declined() -> Any:
    """First decisions that declined, and against which nobody appealed."""
    no_day = cast(null(), Submission.object_by.type)
    return (
        _part(StepKind.APPEAL, no_day, Decision.decided_at, Submission.scheme_digest)
        .join(Decision, Decision.submission_id == Submission.id)
        .outerjoin(Appeal, Appeal.submission_id == Submission.id)
        .where(
            Assessment.state == State.DECLINED,
            Submission.withdrawn_at.is_(None),
            Submission.round == 1,
            Decision.outcome == Event.DECLINE,
            Decision.decided_at.is_not(None),
            Appeal.id.is_(None),
        )
    )
