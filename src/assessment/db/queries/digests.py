"""What a digest tells of: the news of a person's teams and reviews between two moments."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, contains_eager, defer, joinedload

from assessment.db.models import (
    Assessment,
    Clarification,
    Comment,
    DigestChoice,
    Membership,
    Seat,
    Sheet,
    Submission,
    TeamEvent,
    User,
)
from assessment.domain.digest import Rhythm
from assessment.domain.policy import ClusterRole
from assessment.domain.team import TeamStep
from assessment.domain.workflow import FINAL, SeatState


def due_people(session: Session, mornings: dict[Rhythm, datetime]) -> Sequence[int]:
    """Members of teams, reviewers and the secretariat, not looked at since the morning of their rhythm."""
    choice = DigestChoice
    is_due = [
        and_(choice.rhythm == rhythm, or_(choice.looked_at.is_(None), choice.looked_at < morning))
        for rhythm, morning in mornings.items()
    ]
    return session.scalars(
        select(User.id)
        .outerjoin(choice, choice.user_id == User.id)
        .where(
            User.active,
            or_(
                User.is_reviewer,
                User.is_secretariat,
                User.id.in_(select(Membership.user_id)),
            ),
            or_(choice.user_id.is_(None), *is_due),
        )
        .order_by(User.id)
    ).all()


def choice_for_change(session: Session, user_id: int) -> DigestChoice | None:
    """A person's choice, locked."""
    return session.scalar(
        select(DigestChoice)
        .where(DigestChoice.user_id == user_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def comments_between(
    session: Session, cluster_ids: Collection[int], since: datetime, until: datetime
) -> Sequence[Comment]:
    """What was written after `since` and up to `until` in these clusters and still stands."""
    return (
        session.scalars(
            select(Comment)
            .join(Comment.sheet)
            .where(
                Sheet.cluster_id.in_(cluster_ids),
                Comment.written_at > since,
                Comment.written_at <= until,
                Comment.deleted_at.is_(None),
            )
            .options(
                contains_eager(Comment.sheet),
                joinedload(Comment.author),
                joinedload(Comment.mentions),
            )
            .order_by(Comment.id)
        )
        .unique()
        .all()
    )


def commented_by(session: Session, user_id: int) -> set[tuple[int, str]]:
    """The criteria, by sheet and id, on which the person wrote."""
    rows = session.execute(
        select(Comment.sheet_id, Comment.criterion_id)
        .where(Comment.author_id == user_id, Comment.deleted_at.is_(None))
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}


def team_events_between(
    session: Session, cluster_ids: Collection[int], since: datetime, until: datetime
) -> Sequence[TeamEvent]:
    """Who joined these clusters or changed roles there after `since` and up to `until`."""
    return session.scalars(
        select(TeamEvent)
        .where(
            TeamEvent.cluster_id.in_(cluster_ids),
            TeamEvent.step.in_((TeamStep.JOINED, TeamStep.ROLE_CHANGED)),
            TeamEvent.happened_at > since,
            TeamEvent.happened_at <= until,
        )
        .options(joinedload(TeamEvent.person))
        .order_by(TeamEvent.id)
    ).all()


def roles_of(session: Session, user_id: int) -> dict[int, ClusterRole]:
    """What the person is on which clusters."""
    rows = session.execute(
        select(Membership.cluster_id, Membership.role).where(Membership.user_id == user_id)
    )
    return {row[0]: ClusterRole(row[1]) for row in rows}


def answered_between(
    session: Session, submission_ids: Collection[int], since: datetime, until: datetime
) -> Sequence[int]:
    """The submissions of which a round of questions was closed after `since` and up to `until`."""
    return session.scalars(
        select(Clarification.submission_id)
        .where(
            Clarification.submission_id.in_(submission_ids),
            Clarification.closed_at > since,
            Clarification.closed_at <= until,
        )
        .distinct()
        .order_by(Clarification.submission_id)
    ).all()


def seats_at_work(session: Session, reviewer_id: int) -> Sequence[Seat]:
    """The seats of a reviewer on panels whose work is not over, newest first, with what is reviewed."""
    return session.scalars(
        select(Seat)
        .join(Seat.submission)
        .join(Submission.assessment)
        .where(
            Seat.reviewer_id == reviewer_id,
            Seat.state.not_in((SeatState.PROPOSED, SeatState.DROPPED)),
            Seat.round == Submission.round,
            Submission.withdrawn_at.is_(None),
            Assessment.state.not_in(FINAL),
        )
        .options(
            contains_eager(Seat.submission).options(
                defer(Submission.record, raiseload=True),
                contains_eager(Submission.assessment).joinedload(Assessment.cluster),
            )
        )
        .order_by(Seat.id.desc())
    ).all()
