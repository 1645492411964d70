"""What the team of a demonstration cluster has arranged: who is on it, tasks, conversations."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Cluster, Membership, User
from assessment.services.comments import Place, resolve, write_comment
from assessment.services.demonstration_stories import (
    Calendar,
    Colleague,
    Story,
    StoryConversation,
    StoryTask,
)
from assessment.services.tasks import Assigning, assign


@dataclass(frozen=True, slots=True)
class TeamTelling:
    """Tells how the team of one story works together on its sheet."""

    session: Session
    calendar: Calendar
    people: Mapping[Colleague, User]

    def join(self, story: Story, cluster: Cluster) -> None:
        """Everybody on the team beside the owner, in the role that their key names."""
        for colleague in story.team:
            user_id = self.people[colleague].id
            self.session.add(Membership(cluster_id=cluster.id, user_id=user_id, role=colleague))
        self.session.flush()

    def tell(self, story: Story, draft: Assessment) -> None:
        """The tasks and conversations on the criteria that the draft's sheet has."""
        for task in story.tasks:
            self._assign(task, draft)
        for conversation in story.conversations:
            self._talk(conversation, draft)

    def _assign(self, task: StoryTask, draft: Assessment) -> None:
        due_on = None if task.due is None else self.calendar.at.date() + timedelta(days=task.due)
        assign(
            self.session,
            cluster_id=draft.cluster_id,
            sheet_id=draft.sheet_id,
            criterion_ids=[task.criterion],
            to=Assigning(self.people[task.to].id, due_on, task.note),
            actor_id=draft.opened_by,
            at=self.calendar.moment(task.days),
        )

    def _talk(self, conversation: StoryConversation, draft: Assessment) -> None:
        place = Place(draft.cluster_id, draft.sheet_id, conversation.criterion)
        first = None
        for number, remark in enumerate(conversation.remarks):
            written = write_comment(
                self.session,
                place,
                text=remark.text,
                parent_id=first,
                actor_id=self.people[remark.by].id,
                at=self.calendar.moment(remark.days, 60 + number),
            )
            first = first or written.id
        if first is not None and conversation.resolved is not None:
            at = self.calendar.moment(conversation.resolved, 120)
            resolve(self.session, place, first, actor_id=draft.opened_by, at=at)
