"""Tasks and comments go where a new version of the scheme takes their criterion."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Assignment, Comment
from assessment.services.comments import Place, delete_comment, resolve, write_comment
from assessment.services.tasks import Assigning, assign
from tests.building import NOON, World
from tests.services.versions import (
    make_changes,
    open_first_draft,
    put_into_force,
    with_two_teams,
    without_money,
)

SOON, LATER = date(2026, 7, 1), date(2026, 8, 1)


@pytest.fixture
def draft(session: Session, world: World) -> Assessment:
    """A draft under the first version of the small scheme, which asks `team` and `money`."""
    return open_first_draft(session, world)


def remark(
    session: Session, world: World, draft: Assessment, key: str, text: str, parent: int = 0
) -> Comment:
    return write_comment(
        session,
        Place(world.cluster.id, draft.sheet_id, key),
        text=text,
        parent_id=parent or None,
        actor_id=world.owner.id,
        at=NOON,
    )


def give(
    session: Session, world: World, draft: Assessment, key: str, due: date | None, note: str = ""
) -> None:
    assign(
        session,
        sheet_id=draft.sheet_id,
        cluster_id=world.cluster.id,
        criterion_ids=[key],
        to=Assigning(world.editor.id, due, note),
        actor_id=world.owner.id,
        at=NOON,
    )


def said(session: Session) -> list[tuple[str, str, str]]:
    """Each comment's place, its text, and the text of what it replies to."""
    session.expire_all()
    found = {comment.id: comment for comment in session.scalars(select(Comment))}
    return sorted(
        (
            comment.criterion_id,
            comment.text,
            found[comment.parent_id].text if comment.parent_id else "",
        )
        for comment in found.values()
    )


def tasks(session: Session) -> dict[str, tuple[date | None, str]]:
    session.expire_all()
    found = session.scalars(select(Assignment))
    return {task.criterion_id: (task.due_on, task.note) for task in found}


def test_renamed_criterion_takes_its_conversation_and_task_along(
    session: Session, world: World, draft: Assessment
) -> None:
    first = remark(session, world, draft, "team", "@Editor, how many?")
    remark(session, world, draft, "team", "Four.", first.id)
    give(session, world, draft, "team", SOON, "By the list")
    renamed = {"class": "merged", "into": "skills"}
    put_into_force(session, with_two_teams(), make_changes(team=renamed))
    assert said(session) == [
        ("skills", "@Editor, how many?", ""),
        ("skills", "Four.", "@Editor, how many?"),
    ]
    assert tasks(session) == {"skills": (SOON, "By the list")}


def test_parts_of_a_split_criterion_each_get_all_of_it(
    session: Session, world: World, draft: Assessment
) -> None:
    first = remark(session, world, draft, "team", "@Editor, how many?")
    remark(session, world, draft, "team", "Four.", first.id)
    give(session, world, draft, "team", None)
    split = {"class": "split", "into": ["skills", "team"]}
    put_into_force(session, with_two_teams(), make_changes(team=split, skills="new"))
    assert said(session) == [
        (key, *words)
        for key in ("skills", "team")
        for words in (("@Editor, how many?", ""), ("Four.", "@Editor, how many?"))
    ]
    assert first.criterion_id == "team"
    mentioned = session.scalars(select(Comment).join(Comment.mentions).order_by(Comment.id))
    assert [comment.criterion_id for comment in mentioned] == ["team", "skills"]
    assert tasks(session) == {"team": (None, ""), "skills": (None, "")}


def test_copied_conversation_keeps_who_resolved_and_what_was_deleted(
    session: Session, world: World, draft: Assessment
) -> None:
    here = Place(world.cluster.id, draft.sheet_id, "team")
    first = remark(session, world, draft, "team", "How many?")
    reply = remark(session, world, draft, "team", "Three.", first.id)
    delete_comment(session, here, reply.id, actor_id=world.owner.id, at=NOON)
    resolve(session, here, first.id, actor_id=world.viewer.id, at=NOON)
    split = {"class": "split", "into": ["team", "skills"]}
    put_into_force(session, with_two_teams(), make_changes(team=split, skills="new"))
    copied = session.scalars(
        select(Comment).where(Comment.criterion_id == "skills").order_by(Comment.id)
    ).all()
    assert [
        (c.text, c.author_id, c.written_at, c.resolved_by, c.resolved_at, c.deleted_at)
        for c in copied
    ] == [
        ("How many?", world.owner.id, NOON, world.viewer.id, NOON, None),
        ("", world.owner.id, NOON, None, None, NOON),
    ]


def test_merged_criterion_has_the_conversations_of_all_and_its_own_task(
    session: Session, world: World, draft: Assessment
) -> None:
    remark(session, world, draft, "team", "Who?")
    remark(session, world, draft, "money", "How much?")
    give(session, world, draft, "team", LATER, "Its own")
    give(session, world, draft, "money", SOON, "Due first")
    merged = {"class": "merged", "into": "team"}
    put_into_force(session, without_money(), make_changes(money=merged))
    assert said(session) == [("team", "How much?", ""), ("team", "Who?", "")]
    assert tasks(session) == {"team": (LATER, "Its own")}


def test_of_tasks_that_come_together_elsewhere_the_one_due_first_stays(
    session: Session, world: World, draft: Assessment
) -> None:
    give(session, world, draft, "money", LATER, "Later")
    give(session, world, draft, "team", SOON, "Sooner")
    merged = {"class": "merged", "into": "skills"}
    put_into_force(session, with_two_teams(), make_changes(team=merged, money=merged))
    assert tasks(session) == {"skills": (SOON, "Sooner")}


def test_what_belonged_to_a_criterion_that_is_gone_stays_where_it_was(
    session: Session, world: World, draft: Assessment
) -> None:
    remark(session, world, draft, "money", "How much?")
    give(session, world, draft, "money", SOON)
    put_into_force(session, without_money(), make_changes(money="retired"))
    assert said(session) == [("money", "How much?", "")]
    assert tasks(session) == {"money": (SOON, "")}
