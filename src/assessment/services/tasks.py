"""Criteria that members of a team see to: assigning them, and what of it is still to be done.

A task is done when its criterion is answered, supported and confirmed in every open draft that asks
it. Scoring says so each time; nothing is ticked, so nothing can contradict it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.db.models import Assessment, Assignment
from assessment.db.queries import tasks as queries
from assessment.db.queries import teams
from assessment.domain.criteria import Criterion
from assessment.domain.policy import ClusterRole
from assessment.domain.tasks import Urgency, urgency
from assessment.domain.team import NotOnTeam
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.services.assessments import Worksheet
from assessment.services.dated_steps import Known
from assessment.services.worksheets import read_worksheets

ASSIGNABLE = (ClusterRole.OWNER, ClusterRole.EDITOR)
"""The roles that can answer, and so see to a criterion."""


@dataclass(frozen=True, slots=True)
class Assigning:
    """Who is to see to criteria, until when, with a word for them."""

    user_id: int
    due_on: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Something assigned that an open draft asks; `draft` is the newest of these."""

    assignment: Assignment
    draft: Assessment
    edition: Edition
    criterion: Criterion
    is_done: bool
    urgency: Urgency


def assign(
    session: Session,
    *,
    cluster_id: int,
    sheet_id: int,
    criterion_ids: Collection[str],
    to: Assigning | None,
    actor_id: int,
    at: datetime,
) -> None:
    """Gives criteria of the cluster's sheet to one person, or to nobody.

    What somebody has already on the same terms stays as it is. Raises `NotOnTeam` for a person who
    cannot answer there or cannot sign in.
    """
    team = teams.team_for_change(session, cluster_id)
    if to is not None:
        member = team.get(to.user_id)
        if member is None or member.role not in ASSIGNABLE or not member.user.active:
            raise NotOnTeam
    known = queries.assignments(session, sheet_id)
    for criterion_id in criterion_ids:
        found = known.get(criterion_id)
        if to is None:
            if found is not None:
                session.delete(found)
            continue
        if found is None:
            found = Assignment(sheet_id=sheet_id, criterion_id=criterion_id)
            session.add(found)
        elif _terms(found) == (to.user_id, to.due_on, to.note):
            continue
        found.user_id, found.due_on, found.note = to.user_id, to.due_on, to.note
        found.assigned_by, found.assigned_at = actor_id, at
    session.flush()


def _terms(assignment: Assignment) -> tuple[int, date | None, str]:
    return assignment.user_id, assignment.due_on, assignment.note


def tasks_of(
    session: Session, user_id: int, catalogue: Catalogue, at: datetime, known: Known | None = None
) -> list[Task]:
    """Everything assigned to a person that an open draft asks, by day, in a fixed number of queries.

    `known` is what has been read already of the person's clusters.
    """
    assigned = queries.assigned_to(session, user_id)
    on_sheets = {each.sheet_id for each in assigned}
    if known is None:
        drafts = queries.drafts_of_sheets(session, on_sheets)
        sheets = read_worksheets(session, drafts, catalogue, at)
    else:
        open_ = (each for each in known.assessments if each.state == State.DRAFT)
        drafts = [each for each in open_ if each.sheet_id in on_sheets]
        sheets = read_worksheets(session, drafts, catalogue, at, known.certificates, known.told)
    by_sheet: dict[int, list[Worksheet]] = defaultdict(list)
    for draft in drafts:
        if draft.id in sheets:
            by_sheet[draft.sheet_id].append(sheets[draft.id])
    today = at.astimezone(HOME).date()
    found = (_task(each, by_sheet[each.sheet_id], catalogue, today) for each in assigned)
    return [task for task in found if task is not None]


def _task(
    assignment: Assignment, sheets: Sequence[Worksheet], catalogue: Catalogue, today: date
) -> Task | None:
    asking = [sheet for sheet in sheets if is_asked(sheet, assignment.criterion_id)]
    if not asking:
        return None
    newest = asking[0]
    return Task(
        assignment,
        newest.assessment,
        catalogue.edition(newest.assessment.scheme_id),
        newest.scorecard.label.criterion(assignment.criterion_id),
        all(is_done(sheet, assignment.criterion_id) for sheet in asking),
        urgency(assignment.due_on, today),
    )


def is_asked(sheet: Worksheet, criterion_id: str) -> bool:
    """Whether the label of this draft asks the criterion."""
    return criterion_id in {criterion.id for criterion in sheet.scorecard.label.active}


def is_done(sheet: Worksheet, criterion_id: str) -> bool:
    """Whether this draft leaves nothing to be done on the criterion, and none waits to be read again."""
    is_settled = sheet.scorecard.of(criterion_id).is_supported
    return is_settled and criterion_id not in sheet.carried


def urgencies(
    assignments: Mapping[str, Assignment], sheet: Worksheet, at: datetime
) -> dict[str, Urgency | None]:
    """How each assigned criterion of one draft stands to its day; None for what is done."""
    today = at.astimezone(HOME).date()
    return {
        key: None if is_done(sheet, key) else urgency(assignment.due_on, today)
        for key, assignment in assignments.items()
        if is_asked(sheet, key)
    }
