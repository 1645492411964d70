"""Criteria that are assigned to people, and what of it is still to be done."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue
from assessment.db.models import Assessment, AttachedEvidence
from assessment.db.queries import tasks as queries
from assessment.domain.policy import ClusterRole
from assessment.domain.tasks import Urgency
from assessment.domain.team import NotOnTeam
from assessment.domain.workflow import State
from assessment.services.tasks import Assigning, Task, assign, tasks_of
from assessment.services.teams import change_role, leave_team, remove_member
from tests.building import MAILING, NOON, World, make_cluster
from tests.filling import Filling
from tests.services.conftest import QuickLine

LATER = NOON + timedelta(hours=1)
TODAY = NOON.date()


def give(
    session: Session,
    assessment: Assessment,
    user_id: int | None,
    *criterion_ids: str,
    due_on: date | None = None,
    note: str = "",
    by: int = 0,
    at: datetime = NOON,
) -> None:
    assign(
        session,
        cluster_id=assessment.cluster_id,
        sheet_id=assessment.sheet_id,
        criterion_ids=criterion_ids,
        to=Assigning(user_id, due_on, note) if user_id else None,
        actor_id=by or assessment.opened_by,
        at=at,
    )


def tasks(line: QuickLine, name: str, catalogue: Catalogue) -> list[Task]:
    line.session.flush()
    return tasks_of(line.session, getattr(line.world, name).id, catalogue, NOON)


def test_criteria_are_given_to_one_person_with_a_day_and_a_word(
    quick_line: QuickLine, world: World
) -> None:
    found = quick_line.open()
    give(
        quick_line.session, found, world.editor.id, "web-presence", "documentation-of-strategy",
        due_on=TODAY, note="From the board's minutes",
    )  # fmt: skip
    known = queries.assignments(quick_line.session, found.sheet_id)
    assert set(known) == {"web-presence", "documentation-of-strategy"}
    task = known["web-presence"]
    assert (task.user.name, task.due_on, task.note) == ("Editor", TODAY, "From the board's minutes")
    assert (task.assigned_by, task.assigned_at) == (world.owner.id, NOON)


def test_giving_the_same_again_changes_nothing_and_other_terms_are_told_anew(
    quick_line: QuickLine, world: World
) -> None:
    found, session = quick_line.open(), quick_line.session
    give(session, found, world.editor.id, "web-presence")
    give(session, found, world.editor.id, "web-presence", at=LATER)
    task = queries.assignments(session, found.sheet_id)["web-presence"]
    assert task.assigned_at == NOON
    give(session, found, world.owner.id, "web-presence", due_on=TODAY, at=LATER)
    assert (task.user_id, task.due_on, task.assigned_at) == (world.owner.id, TODAY, LATER)


def test_a_task_is_taken_off(quick_line: QuickLine, world: World) -> None:
    found, session = quick_line.open(), quick_line.session
    give(session, found, world.editor.id, "web-presence")
    give(session, found, None, "web-presence", "documentation-of-strategy")
    assert queries.assignments(session, found.sheet_id) == {}


@pytest.mark.parametrize("name", ["viewer", "stranger", "reviewer"])
def test_only_those_who_can_answer_are_given_tasks(
    quick_line: QuickLine, world: World, name: str
) -> None:
    with pytest.raises(NotOnTeam):
        give(quick_line.session, quick_line.open(), getattr(world, name).id, "web-presence")


def test_who_cannot_sign_in_is_given_no_task(quick_line: QuickLine, world: World) -> None:
    world.editor.active = False
    with pytest.raises(NotOnTeam):
        give(quick_line.session, quick_line.open(), world.editor.id, "web-presence")


def test_a_task_is_done_when_its_criterion_is_answered_and_supported(
    quick_line: QuickLine, world: World, catalogue: Catalogue
) -> None:
    found = quick_line.open()
    give(quick_line.session, found, world.editor.id, "web-presence")
    (task,) = tasks(quick_line, "editor", catalogue)
    assert (task.is_done, task.draft.id, task.criterion.id) == (False, found.id, "web-presence")
    quick_line.answer_all(found)
    (task,) = tasks(quick_line, "editor", catalogue)
    assert task.is_done


def test_a_task_on_an_answer_without_its_evidence_is_not_done(
    quick_line: QuickLine, world: World, catalogue: Catalogue
) -> None:
    found, label = quick_line.open(), quick_line.label
    criterion = next(c for c in label.rated if c.is_chosen and c.support.evidence)
    give(quick_line.session, found, world.editor.id, criterion.id)
    quick_line.answer(found, criterion, Filling(label, {}))
    (task,) = tasks(quick_line, "editor", catalogue)
    assert task.is_done
    quick_line.session.execute(delete(AttachedEvidence))
    (task,) = tasks(quick_line, "editor", catalogue)
    assert not task.is_done


def test_tasks_come_by_day_and_what_has_none_last(
    quick_line: QuickLine, world: World, catalogue: Catalogue
) -> None:
    found, session = quick_line.open(), quick_line.session
    ids = [criterion.id for criterion in quick_line.label.active[:4]]
    days = [None, 4, -1, 3]
    for criterion_id, day in zip(ids, days, strict=True):
        due_on = None if day is None else TODAY + timedelta(days=day)
        give(session, found, world.editor.id, criterion_id, due_on=due_on)
    assert [
        (task.criterion.id, task.urgency) for task in tasks(quick_line, "editor", catalogue)
    ] == [
        (ids[2], Urgency.OVERDUE),
        (ids[3], Urgency.SOON),
        (ids[1], Urgency.LATER),
        (ids[0], Urgency.UNDATED),
    ]


def test_what_no_open_draft_asks_is_nobodys_task(
    quick_line: QuickLine, world: World, catalogue: Catalogue
) -> None:
    found = quick_line.open()
    give(quick_line.session, found, world.editor.id, "web-presence", "a-criterion-long-retired")
    assert [task.criterion.id for task in tasks(quick_line, "editor", catalogue)] == [
        "web-presence"
    ]
    quick_line.lead_to(State.SUBMITTED)
    assert tasks(quick_line, "editor", catalogue) == []


def test_tasks_of_all_clusters_come_together(
    quick_line: QuickLine, world: World, catalogue: Catalogue
) -> None:
    session = quick_line.session
    give(session, quick_line.open(), world.owner.id, "web-presence")
    world.cluster = make_cluster(session, "Western Wool", owner=world.owner)
    give(session, quick_line.open(), world.owner.id, "web-presence")
    names = [task.draft.cluster.name for task in tasks(quick_line, "owner", catalogue)]
    assert names == ["Northern Timber", "Western Wool"]


@pytest.mark.parametrize("way", ["removed", "left", "viewer"])
def test_who_can_no_longer_answer_has_no_tasks(
    quick_line: QuickLine, world: World, way: str
) -> None:
    session, found = quick_line.session, quick_line.open()
    give(session, found, world.editor.id, "web-presence")
    give(session, found, world.owner.id, "documentation-of-strategy")
    common = {"cluster_id": world.cluster.id, "user_id": world.editor.id, "at": NOON}
    if way == "removed":
        remove_member(session, **common, actor_id=world.owner.id, mailing=MAILING)
    elif way == "left":
        leave_team(session, **common)
    else:
        change_role(session, **common, role=ClusterRole.VIEWER, actor_id=world.owner.id)
    assert set(queries.assignments(session, found.sheet_id)) == {"documentation-of-strategy"}
    assert queries.number_on_cluster(session, world.editor.id, world.cluster.id) == 0
    assert queries.number_on_cluster(session, world.owner.id, world.cluster.id) == 1
