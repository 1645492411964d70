"""Inviting people, and accepting an invitation."""

import hashlib
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from assessment.db.models import Invitation, Membership, OutboxMessage, User
from assessment.db.queries import people
from assessment.domain.policy import ClusterRole
from assessment.services.accounts import (
    InvitationUnusable,
    Office,
    accept_as_member,
    accept_invitation,
    choose_language,
    find_invitation,
    invite_person,
    update_profile,
    withdraw_invitation,
)
from tests.building import MAILING, NOON, PASSWORD_HASH, World
from tests.services.at_once import at_once

LATER = NOON + timedelta(days=3)


def invite(
    session: Session,
    world: World,
    role: Office | ClusterRole = Office.REVIEWER,
    email: str = "aila@people.example",
) -> tuple[Invitation, str]:
    """An invitation for a week, and the token that stands in its mail."""
    invitation = invite_person(
        session,
        email=email,
        name=" Aila ",
        role=role,
        cluster_id=world.cluster.id if isinstance(role, ClusterRole) else None,
        language="fi",
        days=7,
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    session.flush()
    body = session.scalars(select(OutboxMessage.body).order_by(OutboxMessage.id.desc())).first()
    token = (
        (body or "").strip().splitlines()[-1].removeprefix("https://labels.example/invitations/")
    )
    return invitation, token


def accept(session: Session, token: str, at: datetime = LATER) -> User:
    return accept_invitation(
        session, token=token, name=" Aila Aho ", country="FI", password_hash=PASSWORD_HASH, at=at
    )


def role_on_cluster(session: Session, world: World, user: User) -> str | None:
    return session.scalar(
        select(Membership.role).where(
            Membership.cluster_id == world.cluster.id, Membership.user_id == user.id
        )
    )


def test_invite_keeps_whom_as_what_by_whom_and_until_when(session: Session, world: World) -> None:
    invitation, _ = invite(session, world, ClusterRole.EDITOR, " Aila@People.example ")
    assert (invitation.email, invitation.name) == ("Aila@People.example", "Aila")
    assert (invitation.role, invitation.cluster_id) == ("editor", world.cluster.id)
    assert (invitation.language, invitation.invited_by) == ("fi", world.secretary.id)
    assert (invitation.invited_at, invitation.expires_at) == (NOON, NOON + timedelta(days=7))


def test_the_token_is_in_the_mail_and_only_its_digest_in_the_invitation(
    session: Session, world: World
) -> None:
    invitation, token = invite(session, world)
    assert len(token) == 32
    assert invitation.token_digest == hashlib.sha256(token.encode()).hexdigest()
    kept = [str(value) for value in vars(invitation).values()]
    assert not [value for value in kept if token in value]


def test_invite_gives_every_invitation_a_token_of_its_own(session: Session, world: World) -> None:
    assert invite(session, world)[1] != invite(session, world)[1]


@pytest.mark.parametrize(
    ("role", "has_cluster"), [(ClusterRole.OWNER, False), (Office.REVIEWER, True)]
)
def test_invite_refuses_a_role_that_does_not_go_with_a_cluster(
    session: Session, world: World, role: Office | ClusterRole, has_cluster: bool
) -> None:
    with pytest.raises(ValueError, match="a cluster role needs a cluster"):
        invite_person(
            session,
            email="aila@people.example",
            name="Aila",
            role=role,
            cluster_id=world.cluster.id if has_cluster else None,
            language="en",
            days=7,
            actor_id=world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )


def test_accept_makes_the_account(session: Session, world: World) -> None:
    _, token = invite(session, world, email="Aila@People.example")
    user = accept(session, token)
    assert (user.email, user.name, user.country) == ("aila@people.example", "Aila Aho", "FI")
    assert (user.password, user.active, user.language) == (PASSWORD_HASH, True, "fi")
    assert user.created_at == LATER
    assert len(user.fs_uniquifier) == 64


@pytest.mark.parametrize(
    ("role", "rights"),
    [
        (Office.REVIEWER, (True, False, None)),
        (Office.SECRETARIAT, (False, True, None)),
        (ClusterRole.OWNER, (False, False, "owner")),
        (ClusterRole.EDITOR, (False, False, "editor")),
        (ClusterRole.VIEWER, (False, False, "viewer")),
    ],
)
def test_accept_gives_exactly_the_invited_role(
    session: Session,
    world: World,
    role: Office | ClusterRole,
    rights: tuple[bool, bool, str | None],
) -> None:
    _, token = invite(session, world, role)
    user = accept(session, token)
    assert (user.is_reviewer, user.is_secretariat, role_on_cluster(session, world, user)) == rights


def test_an_invitation_is_used_once(session: Session, world: World) -> None:
    invitation, token = invite(session, world)
    accept(session, token)
    assert invitation.accepted_at == LATER
    with pytest.raises(InvitationUnusable):
        find_invitation(session, token, LATER)
    with pytest.raises(InvitationUnusable):
        accept(session, token)


def test_an_invitation_accepted_twice_at_once_makes_one_account(
    engine: Engine, session: Session, world: World
) -> None:
    _, token = invite(session, world)
    session.commit()
    with pytest.raises(InvitationUnusable):
        at_once(engine, lambda s: accept(s, token), lambda s: accept(s, token))
    found = select(func.count()).where(User.email == "aila@people.example")
    assert session.scalar(found) == 1


def test_an_invitation_is_good_until_it_expires(session: Session, world: World) -> None:
    invitation, token = invite(session, world)
    last = NOON + timedelta(days=7)
    assert find_invitation(session, token, last - timedelta(microseconds=1)) is invitation
    with pytest.raises(InvitationUnusable):
        accept(session, token, last)


def test_a_withdrawn_invitation_is_useless(session: Session, world: World) -> None:
    invitation, token = invite(session, world)
    withdraw_invitation(session, invitation.id, actor_id=world.secretary.id, at=NOON)
    with pytest.raises(InvitationUnusable):
        accept(session, token)
    assert people.user_by_email(session, invitation.email) is None


def test_an_accepted_invitation_can_no_longer_be_withdrawn(session: Session, world: World) -> None:
    invitation, token = invite(session, world)
    accept(session, token)
    withdraw_invitation(session, invitation.id, actor_id=world.secretary.id, at=LATER)
    assert (invitation.accepted_at, invitation.withdrawn_at) == (LATER, None)


@pytest.mark.parametrize("token", ["", "x" * 32, "ä", "' OR 1=1 --"])
def test_an_unknown_token_is_unusable(session: Session, world: World, token: str) -> None:
    invite(session, world)
    with pytest.raises(InvitationUnusable):
        accept(session, token)


def test_only_open_invitations_are_listed_newest_first(session: Session, world: World) -> None:
    _, token = invite(session, world)
    accept(session, token)
    withdrawn, _ = invite(session, world)
    withdraw_invitation(session, withdrawn.id, actor_id=world.secretary.id, at=NOON)
    older, _ = invite(session, world, ClusterRole.VIEWER)
    newer, _ = invite(session, world)
    assert people.open_invitations(session, LATER) == [newer, older]
    assert people.open_invitations(session, NOON + timedelta(days=8)) == []


def test_an_existing_account_cannot_be_made_again_by_an_invitation(
    session: Session, world: World
) -> None:
    invitation, token = invite(session, world, email="Viewer@people.example")
    with pytest.raises(InvitationUnusable):
        accept(session, token)
    assert (world.viewer.is_reviewer, world.viewer.name) == (False, "Viewer")
    assert invitation.accepted_at is None


def test_an_existing_account_takes_the_role_once_signed_in(session: Session, world: World) -> None:
    invitation, token = invite(session, world, email="Viewer@people.example")
    accept_as_member(session, token=token, user_id=world.viewer.id, at=LATER)
    assert (world.viewer.is_reviewer, world.viewer.is_secretariat) == (True, False)
    assert role_on_cluster(session, world, world.viewer) == "viewer"
    assert invitation.accepted_at == LATER


def test_a_member_who_accepts_another_role_has_that_one(session: Session, world: World) -> None:
    _, token = invite(session, world, ClusterRole.EDITOR, "viewer@people.example")
    accept_as_member(session, token=token, user_id=world.viewer.id, at=LATER)
    session.expire_all()
    assert role_on_cluster(session, world, world.viewer) == "editor"


def test_nobody_takes_the_invitation_of_another(session: Session, world: World) -> None:
    invitation, token = invite(session, world, ClusterRole.OWNER, "viewer@people.example")
    with pytest.raises(InvitationUnusable):
        accept_as_member(session, token=token, user_id=world.stranger.id, at=LATER)
    assert role_on_cluster(session, world, world.stranger) is None
    assert invitation.accepted_at is None


def test_nobody_takes_an_invitation_for_an_address_without_an_account(
    session: Session, world: World
) -> None:
    _, token = invite(session, world)
    with pytest.raises(InvitationUnusable):
        accept_as_member(session, token=token, user_id=world.stranger.id, at=LATER)


def test_choose_language_and_update_profile_keep_what_a_person_says(
    session: Session, world: World
) -> None:
    choose_language(session, world.owner.id, "fi")
    update_profile(
        session,
        world.owner.id,
        name="Oili Ojala",
        country="SE",
        organisation="Timber House",
        language="fi",
    )
    owner = session.get_one(User, world.owner.id)
    assert (owner.language, owner.name, owner.country, owner.organisation) == (
        "fi",
        "Oili Ojala",
        "SE",
        "Timber House",
    )
