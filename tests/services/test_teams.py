"""The team of a cluster: roles, handing over, removing, leaving."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import OutboxMessage, TeamEvent
from assessment.db.queries import people, teams
from assessment.domain.policy import ClusterRole
from assessment.domain.team import LastOwner, NotOnTeam
from assessment.services.teams import (
    change_role,
    hand_over,
    is_last_owner,
    leave_team,
    remove_member,
)
from tests.building import MAILING, NOON, World
from tests.services.at_once import at_once


def roles(session: Session, world: World) -> dict[str, str]:
    session.flush()
    return {m.user.name: m.role for m in people.members(session, world.cluster.id)}


def steps(session: Session, world: World) -> list[tuple[str, str, str, str]]:
    """What, by whom, to whom, as what."""
    session.flush()
    return [
        (e.step, e.actor.name, e.person.name if e.person else "", e.role)
        for e in teams.history(session, world.cluster.id, 20)
    ]


def told(session: Session) -> list[tuple[str, str]]:
    session.flush()
    found = session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))
    return [(m.recipient.partition("@")[0], m.subject) for m in found]


def change(session: Session, world: World, name: str, role: ClusterRole) -> None:
    change_role(
        session,
        cluster_id=world.cluster.id,
        user_id=getattr(world, name).id,
        role=role,
        actor_id=world.owner.id,
        at=NOON,
    )


def remove(session: Session, world: World, name: str, by: str = "owner") -> None:
    remove_member(
        session,
        cluster_id=world.cluster.id,
        user_id=getattr(world, name).id,
        actor_id=getattr(world, by).id,
        at=NOON,
        mailing=MAILING,
    )


def give(session: Session, world: World, name: str) -> None:
    hand_over(
        session,
        cluster_id=world.cluster.id,
        user_id=getattr(world, name).id,
        actor_id=world.owner.id,
        at=NOON,
        mailing=MAILING,
    )


def leave(session: Session, world: World, name: str) -> None:
    user_id = getattr(world, name).id
    leave_team(session, cluster_id=world.cluster.id, user_id=user_id, at=NOON)


def test_a_role_is_changed_and_the_change_is_kept(session: Session, world: World) -> None:
    change(session, world, "viewer", ClusterRole.EDITOR)
    assert roles(session, world)["Viewer"] == "editor"
    assert steps(session, world) == [("role_changed", "Owner", "Viewer", "editor")]


def test_the_same_role_again_is_no_step(session: Session, world: World) -> None:
    change(session, world, "viewer", ClusterRole.VIEWER)
    assert steps(session, world) == []


def test_the_last_owner_cannot_become_something_else(session: Session, world: World) -> None:
    with pytest.raises(LastOwner):
        change(session, world, "owner", ClusterRole.EDITOR)
    change(session, world, "editor", ClusterRole.OWNER)
    change(session, world, "owner", ClusterRole.EDITOR)
    assert roles(session, world) == {"Owner": "editor", "Editor": "owner", "Viewer": "viewer"}


def test_an_owner_who_cannot_sign_in_does_not_count(session: Session, world: World) -> None:
    change(session, world, "editor", ClusterRole.OWNER)
    world.editor.active = False
    session.flush()
    assert is_last_owner(people.members(session, world.cluster.id), world.owner.id)
    with pytest.raises(LastOwner):
        leave(session, world, "owner")


def test_handing_over_swaps_the_roles_and_tells_both(session: Session, world: World) -> None:
    give(session, world, "editor")
    assert roles(session, world) == {"Owner": "editor", "Editor": "owner", "Viewer": "viewer"}
    assert steps(session, world) == [("handed_over", "Owner", "Editor", "owner")]
    assert told(session) == [
        ("editor", "You own Northern Timber now"),
        ("owner", "You have handed Northern Timber over"),
    ]


@pytest.mark.parametrize("name", ["owner", "stranger"])
def test_ownership_goes_to_another_member_alone(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotOnTeam):
        give(session, world, name)


def test_ownership_does_not_go_to_somebody_who_cannot_sign_in(
    session: Session, world: World
) -> None:
    world.editor.active = False
    with pytest.raises(NotOnTeam):
        give(session, world, "editor")


def test_removing_takes_a_member_off_and_tells_them(session: Session, world: World) -> None:
    remove(session, world, "viewer")
    assert roles(session, world) == {"Owner": "owner", "Editor": "editor"}
    assert steps(session, world) == [("removed", "Owner", "Viewer", "viewer")]
    assert told(session) == [("viewer", "You are no longer on the team of Northern Timber")]


@pytest.mark.parametrize("name", ["stranger", "reviewer"])
def test_only_members_are_removed(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotOnTeam):
        remove(session, world, name)


def test_who_has_just_lost_ownership_changes_nothing_more(session: Session, world: World) -> None:
    with pytest.raises(NotOnTeam):
        remove(session, world, "viewer", by="editor")


@pytest.mark.parametrize("name", ["editor", "viewer"])
def test_members_leave_as_they_like(session: Session, world: World, name: str) -> None:
    leave(session, world, name)
    assert name.title() not in roles(session, world)
    assert steps(session, world) == [("left", name.title(), name.title(), name)]
    assert told(session) == []


def test_the_last_owner_cannot_leave(session: Session, world: World) -> None:
    with pytest.raises(LastOwner):
        leave(session, world, "owner")
    assert roles(session, world)["Owner"] == "owner"


def test_two_owners_who_leave_at_once_leave_one_behind(
    engine: Engine, session: Session, world: World
) -> None:
    change(session, world, "editor", ClusterRole.OWNER)
    session.commit()
    with pytest.raises(LastOwner):
        at_once(engine, lambda s: leave(s, world, "owner"), lambda s: leave(s, world, "editor"))
    session.expire_all()
    assert roles(session, world) == {"Editor": "owner", "Viewer": "viewer"}


def test_two_owners_who_remove_each_other_leave_one_behind(
    engine: Engine, session: Session, world: World
) -> None:
    change(session, world, "editor", ClusterRole.OWNER)
    session.commit()
    with pytest.raises(NotOnTeam):
        at_once(
            engine,
            lambda s: remove(s, world, "editor"),
            lambda s: remove(s, world, "owner", by="editor"),
        )
    session.expire_all()
    assert roles(session, world) == {"Owner": "owner", "Viewer": "viewer"}


def test_history_is_newest_first_and_of_this_cluster(session: Session, world: World) -> None:
    change(session, world, "viewer", ClusterRole.EDITOR)
    session.add(
        TeamEvent(
            cluster_id=world.foreign_cluster.id,
            step="left",
            actor_id=world.stranger.id,
            person_id=world.stranger.id,
            happened_at=NOON + timedelta(days=1),
        )
    )
    leave(session, world, "editor")
    assert [step[0] for step in steps(session, world)] == ["left", "role_changed"]
