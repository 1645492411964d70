"""What is new for one person in the teams that they are on, between two moments."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Assessment, Comment, Membership, TeamEvent, User
from assessment.db.queries import digests as queries
from assessment.db.queries import people, tasks
from assessment.domain.policy import ClusterRole
from assessment.domain.tasks import PRESSING, has_become_pressing
from assessment.domain.team import TeamStep
from assessment.domain.validity import HOME
from assessment.services.comments import excerpt
from assessment.services.tasks import Task, tasks_of


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment with the way to it: an address below ours, and what the criterion is called."""

    comment: Comment
    cluster: str
    criterion: str
    path: str

    @property
    def excerpt(self) -> str:
        """Its beginning, on one line."""
        return excerpt(self.comment)


@dataclass(frozen=True, slots=True)
class Duty:
    """A task with the way to it."""

    task: Task
    cluster: str
    criterion: str
    path: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened in a team, with its cluster's name and page."""

    event: TeamEvent
    cluster: str
    path: str


@dataclass(frozen=True, slots=True)
class News:
    """Everything that a digest tells; nothing of it was done by the person themselves.

    `pressing` are all tasks due soon or overdue; `has_pressed` says whether one of them has become
    so since the person was last told, which alone is reason enough for a mail.
    """

    mentions: tuple[Remark, ...]
    assigned: tuple[Duty, ...]
    comments: tuple[Remark, ...]
    pressing: tuple[Duty, ...]
    steps: tuple[Step, ...]
    has_pressed: bool

    @property
    def is_worth_a_mail(self) -> bool:
        told = (self.mentions, self.assigned, self.comments, self.steps)
        return any(told) or self.has_pressed

    @property
    def is_of_days_alone(self) -> bool:
        """Whether nothing was done, and only days of tasks are told."""
        return bool(self.pressing) and not any(
            (self.mentions, self.assigned, self.comments, self.steps)
        )

    @property
    def clusters(self) -> frozenset[str]:
        """The names of the clusters that it is about."""
        parts = (self.mentions, self.assigned, self.comments, self.pressing, self.steps)
        return frozenset(each.cluster for part in parts for each in part)


@dataclass(frozen=True)
class Reader:
    """Looks through the news of a person after `since` and up to `until`; the moment is `at`."""

    session: Session
    person: User
    catalogue: Catalogue
    since: datetime
    until: datetime
    at: datetime

    def read(self) -> News:
        """The news, in a fixed number of queries."""
        remarks = [self._remark(comment) for comment in self._comments]
        mentions = tuple(each for each in remarks if self._is_meant(each.comment))
        others = tuple(
            each
            for each in remarks
            if each not in mentions and _place(each.comment) in self._taking_part
        )
        fresh = tuple(duty for duty in self._duties if self._is_fresh(duty.task))
        pressing = tuple(duty for duty in self._duties if duty.task.urgency in PRESSING)
        return News(
            mentions,
            fresh,
            others,
            tuple(duty for duty in pressing if duty not in fresh),
            tuple(self._steps()),
            any(self._has_become_pressing(duty.task) for duty in pressing),
        )

    @cached_property
    def _memberships(self) -> Mapping[int, Membership]:
        found = people.memberships_of(self.session, self.person.id)
        return {membership.cluster_id: membership for membership in found}

    @cached_property
    def _comments(self) -> list[Comment]:
        found = queries.comments_between(
            self.session, self._memberships.keys(), self.since, self.until
        )
        return [comment for comment in found if comment.author_id != self.person.id]

    @cached_property
    def _tasks(self) -> list[Task]:
        return tasks_of(self.session, self.person.id, self.catalogue, self.at)

    @cached_property
    def _taking_part(self) -> set[tuple[int, str]]:
        assigned = {(t.assignment.sheet_id, t.assignment.criterion_id) for t in self._tasks}
        return assigned | queries.commented_by(self.session, self.person.id)

    @cached_property
    def _duties(self) -> list[Duty]:
        return [
            Duty(
                task,
                task.draft.cluster.name,
                self._title(task.draft, task.criterion.id),
                f"/assessments/{task.draft.id}/criteria/{task.criterion.id}",
            )
            for task in self._tasks
            if not task.is_done
        ]

    @cached_property
    def _drafts(self) -> list[Assessment]:
        sheets = {comment.sheet_id for comment in self._comments}
        return list(tasks.drafts_of_sheets(self.session, sheets)) if sheets else []

    def _remark(self, comment: Comment) -> Remark:
        cluster = self._memberships[comment.sheet.cluster_id].cluster
        draft = next((d for d in self._drafts if self._is_asked(d, comment)), None)
        if draft is None:
            return Remark(comment, cluster.name, "", f"/clusters/{cluster.id}")
        path = f"/assessments/{draft.id}/comments/{comment.id}"
        return Remark(comment, cluster.name, self._title(draft, comment.criterion_id), path)

    def _is_asked(self, draft: Assessment, comment: Comment) -> bool:
        edition = self.catalogue.editions.get(draft.scheme_id)
        labels = (
            [label for label in edition.scheme if label.id == draft.label_id] if edition else []
        )
        return draft.sheet_id == comment.sheet_id and any(
            comment.criterion_id == criterion.id for label in labels for criterion in label.criteria
        )

    def _title(self, draft: Assessment, criterion_id: str) -> str:
        edition = self.catalogue.edition(draft.scheme_id)
        number = edition.scheme.label(draft.label_id).criterion(criterion_id).number
        words = edition.texts.in_language(self.person.language)
        return f"{number} {words.criteria[criterion_id].title}"

    def _is_meant(self, comment: Comment) -> bool:
        return self.person.id in {mention.user_id for mention in comment.mentions}

    def _is_fresh(self, task: Task) -> bool:
        assigned = task.assignment
        is_new = self.since < assigned.assigned_at <= self.until
        return is_new and assigned.assigned_by != self.person.id

    def _has_become_pressing(self, task: Task) -> bool:
        last_day, today = (moment.astimezone(HOME).date() for moment in (self.since, self.at))
        return has_become_pressing(task.assignment.due_on, last_day, today)

    def _steps(self) -> Iterable[Step]:
        """Who joined, for owners; what became of one's own role, for everybody."""
        found = queries.team_events_between(
            self.session, self._memberships.keys(), self.since, self.until
        )
        for event in found:
            own = self._memberships[event.cluster_id]
            is_mine = event.person_id == self.person.id
            tells_owner = event.step == TeamStep.JOINED and own.role == ClusterRole.OWNER
            tells_person = event.step == TeamStep.ROLE_CHANGED and is_mine
            if event.actor_id != self.person.id and (tells_owner or tells_person):
                yield Step(event, own.cluster.name, f"/clusters/{event.cluster_id}/team")


def _place(comment: Comment) -> tuple[int, str]:
    return comment.sheet_id, comment.criterion_id
