"""What the pages of a draft show of the team's work: tasks, and conversations on a criterion."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessment.db.base import now
from assessment.db.queries import comments, tasks
from assessment.domain.mentions import Part, parts
from assessment.domain.tasks import Urgency
from assessment.services.assessments import Worksheet
from assessment.services.comments import Conversation, conversations, may_change
from assessment.services.tasks import ASSIGNABLE, urgencies
from assessment.web.access import current_user_id
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assignment, Comment, Membership


@dataclass(frozen=True, slots=True)
class DraftTeamwork:
    """Who sees to which criterion of a draft, how that stands, and how many conversations are open."""

    tasks: "dict[str, Assignment]"
    urgencies: dict[str, Urgency | None]
    open_comments: dict[str, int]


@dataclass(frozen=True, slots=True)
class CriterionTeamwork:
    """Who sees to a criterion, and what the team says about it."""

    task: "Assignment | None"
    urgency: Urgency | None
    conversations: list[Conversation]
    members: "Sequence[Membership]"
    may_change: "Callable[[Comment], bool]"
    parts: Callable[[str], tuple[Part, ...]]

    @property
    def others(self) -> "list[Membership]":
        """Whom a comment can tell: the others who can sign in."""
        return [m for m in self.members if m.user.active and m.user_id != current_user_id()]


def draft_teamwork(worksheet: Worksheet) -> DraftTeamwork:
    """In two queries."""
    session, sheet_id = current_session(), worksheet.assessment.sheet_id
    assigned = tasks.assignments(session, sheet_id)
    return DraftTeamwork(
        assigned,
        urgencies(assigned, worksheet, now()),
        comments.open_counts(session, sheet_id),
    )


def criterion_teamwork(worksheet: Worksheet, criterion_id: str) -> CriterionTeamwork:
    """In two queries."""
    session, assessment, at = current_session(), worksheet.assessment, now()
    members, task = tasks.team_and_task(
        session, assessment.cluster_id, assessment.sheet_id, criterion_id
    )
    assigned = {criterion_id: task} if task else {}
    names = {member.user_id: member.user.name for member in members}
    found = comments.of_criterion(session, assessment.sheet_id, criterion_id)
    return CriterionTeamwork(
        task,
        urgencies(assigned, worksheet, at).get(criterion_id),
        conversations(found),
        members,
        lambda comment: may_change(comment, current_user_id(), at),
        lambda text: parts(text, names),
    )


def assignable(members: "Sequence[Membership]") -> list[tuple[int, str]]:
    """Those of a team who can see to a criterion, by id and name."""
    return [(m.user_id, m.user.name) for m in members if m.role in ASSIGNABLE and m.user.active]
