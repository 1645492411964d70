"""Inviting people to one's own team: every outcome, and the limits that keep it from being spam."""

import re
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.db.models import Invitation, OutboxMessage
from assessment.db.queries import teams
from assessment.domain.policy import ClusterRole
from assessment.domain.team import (
    MAILS_A_DAY,
    MAILS_A_DAY_TO_ONE,
    OPEN_INVITATIONS,
    InvitationRefused,
    NotInvited,
    NotOnTeam,
    check_mails,
)
from assessment.domain.workflow import State
from assessment.services.accounts import (
    InvitationUnusable,
    accept_as_member,
    accept_invitation,
    find_invitation,
)
from assessment.services.team_invitations import (
    invite_to_team,
    send_team_invitation_again,
    withdraw_team_invitation,
)
from tests.building import MAILING, NOON, PASSWORD_HASH, World
from tests.services.at_once import at_once
from tests.services.conftest import QuickLine

HOUR = timedelta(hours=1)


def invite(
    session: Session,
    world: World,
    email: str = "aila@people.example",
    at: datetime = NOON,
    role: ClusterRole = ClusterRole.EDITOR,
    note: str = "",
) -> Invitation:
    return invite_to_team(
        session,
        cluster_id=world.cluster.id,
        email=email,
        name="Aila",
        role=role,
        language="fi",
        note=note,
        days=7,
        actor_id=world.owner.id,
        at=at,
        mailing=MAILING,
    )


def send_again(session: Session, world: World, invitation: Invitation, at: datetime) -> None:
    send_team_invitation_again(
        session,
        cluster_id=world.cluster.id,
        invitation_id=invitation.id,
        days=7,
        actor_id=world.owner.id,
        at=at,
        mailing=MAILING,
    )


def withdraw(session: Session, world: World, invitation: Invitation, at: datetime = NOON) -> None:
    withdraw_team_invitation(
        session,
        cluster_id=world.cluster.id,
        invitation_id=invitation.id,
        actor_id=world.owner.id,
        at=at,
    )


def refusal(session: Session, world: World, email: str, at: datetime = NOON) -> NotInvited:
    with pytest.raises(InvitationRefused) as refused:
        invite(session, world, email, at)
    return refused.value.reason


def mails(session: Session) -> list[OutboxMessage]:
    session.flush()
    return list(session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))


def token(session: Session) -> str:
    return re.findall(r"/invitations/(\S+)", mails(session)[-1].body)[0]


def steps(session: Session, world: World) -> list[str]:
    session.flush()
    return [event.step for event in reversed(teams.history(session, world.cluster.id, 99))]


def test_an_owner_invites_and_the_invited_joins(session: Session, world: World) -> None:
    invitation = invite(session, world)
    user = accept_invitation(
        session, token=token(session), name="Aila", country="FI", password_hash=PASSWORD_HASH,
        at=NOON + HOUR,
    )  # fmt: skip
    assert (invitation.role, invitation.invited_by) == ("editor", world.owner.id)
    assert steps(session, world) == ["invited", "joined"]
    joined = teams.history(session, world.cluster.id, 1)[0]
    assert (joined.person_id, joined.role, joined.happened_at) == (user.id, "editor", NOON + HOUR)


def test_the_personal_line_stands_in_the_mail_under_the_inviters_name(
    session: Session, world: World
) -> None:
    invite(session, world, note="Tervetuloa mukaan <b>heti</b>")
    (mail,) = mails(session)
    assert "Owner" in mail.body
    assert "Tervetuloa mukaan <b>heti</b>" in mail.body


def test_an_address_with_an_account_is_invited_and_its_person_accepts(
    session: Session, world: World
) -> None:
    invite(session, world, "stranger@people.example")
    accept_as_member(session, token=token(session), user_id=world.stranger.id, at=NOON)
    assert steps(session, world) == ["invited", "joined"]


@pytest.mark.parametrize("email", ["viewer@people.example", "Viewer@People.example"])
def test_a_member_is_not_invited(session: Session, world: World, email: str) -> None:
    assert refusal(session, world, email) is NotInvited.IS_MEMBER
    assert mails(session) == []


def test_an_invited_address_is_not_invited_twice(session: Session, world: World) -> None:
    invite(session, world)
    assert refusal(session, world, "AILA@people.example") is NotInvited.IS_INVITED


def test_two_owners_who_invite_the_same_at_once_invite_once(
    engine: Engine, session: Session, world: World
) -> None:
    session.commit()
    with pytest.raises(InvitationRefused):
        at_once(engine, lambda s: invite(s, world), lambda s: invite(s, world))
    assert len(teams.open_invitations(session, world.cluster.id, NOON)) == 1


def test_a_withdrawn_address_may_be_invited_again(session: Session, world: World) -> None:
    withdraw(session, world, invite(session, world))
    invite(session, world)
    assert steps(session, world) == ["invited", "withdrawn", "invited"]


def test_an_expired_address_may_be_invited_again(session: Session, world: World) -> None:
    invite(session, world)
    invite(session, world, at=NOON + timedelta(days=7))
    assert steps(session, world) == ["invited", "invited"]


def test_who_is_on_the_panel_is_invited_like_anybody_and_cannot_accept(
    quick_line: QuickLine, world: World
) -> None:
    quick_line.lead_to(State.IN_REVIEW)
    session = quick_line.session
    invite(session, world, world.reviewer.email)
    to_reviewer = token(session)
    invite(session, world, world.idle_reviewer.email)
    with pytest.raises(InvitationUnusable):
        accept_as_member(session, token=to_reviewer, user_id=world.reviewer.id, at=NOON)
    accept_as_member(session, token=token(session), user_id=world.idle_reviewer.id, at=NOON)
    team = teams.team_for_change(session, world.cluster.id)
    assert (world.reviewer.id in team, world.idle_reviewer.id in team) == (False, True)


def test_sending_again_replaces_link_and_expiry(session: Session, world: World) -> None:
    invitation = invite(session, world)
    first = token(session)
    send_again(session, world, invitation, NOON + HOUR)
    with pytest.raises(InvitationUnusable):
        find_invitation(session, first, NOON + HOUR)
    assert find_invitation(session, token(session), NOON + HOUR) is invitation
    assert invitation.expires_at == NOON + HOUR + timedelta(days=7)
    assert steps(session, world) == ["invited", "sent_again"]


def test_what_is_no_longer_open_is_neither_sent_nor_withdrawn(
    session: Session, world: World
) -> None:
    invitation = invite(session, world)
    withdraw(session, world, invitation)
    with pytest.raises(NotOnTeam):
        send_again(session, world, invitation, NOON)
    with pytest.raises(NotOnTeam):
        withdraw(session, world, invitation)
    expired = invite(session, world)
    with pytest.raises(NotOnTeam):
        send_again(session, world, expired, NOON + timedelta(days=7))


def test_another_clusters_invitation_is_out_of_reach(session: Session, world: World) -> None:
    invitation = invite(session, world)
    with pytest.raises(NotOnTeam):
        withdraw_team_invitation(
            session,
            cluster_id=world.foreign_cluster.id,
            invitation_id=invitation.id,
            actor_id=world.stranger.id,
            at=NOON,
        )
    assert invitation.withdrawn_at is None


def test_one_address_gets_three_mails_a_day(session: Session, world: World) -> None:
    invitation = invite(session, world)
    send_again(session, world, invitation, NOON + HOUR)
    send_again(session, world, invitation, NOON + 2 * HOUR)
    with pytest.raises(InvitationRefused) as refused:
        send_again(session, world, invitation, NOON + 3 * HOUR)
    assert refused.value.reason is NotInvited.TOO_MANY_TO_ADDRESS
    withdraw(session, world, invitation, NOON + 3 * HOUR)
    reason = refusal(session, world, "AILA@people.example", NOON + 3 * HOUR)
    assert reason is NotInvited.TOO_MANY_TO_ADDRESS
    invite(session, world, at=NOON + 24 * HOUR)


def test_a_cluster_has_fifty_open_invitations_at_most(session: Session, world: World) -> None:
    for number in range(OPEN_INVITATIONS):
        at = NOON + timedelta(hours=number)
        invite(session, world, f"guest{number}@people.example", at)
    last = NOON + timedelta(hours=OPEN_INVITATIONS)
    reason = refusal(session, world, "one.more@people.example", last)
    assert reason is NotInvited.TOO_MANY_OPEN


def test_limits_are_reached_at_their_figure_and_not_before() -> None:
    check_mails(OPEN_INVITATIONS - 1, MAILS_A_DAY - 1, MAILS_A_DAY_TO_ONE - 1)
    for counts, reason in [
        ((OPEN_INVITATIONS, 0, 0), NotInvited.TOO_MANY_OPEN),
        ((0, MAILS_A_DAY, 0), NotInvited.TOO_MANY_TODAY),
        ((0, 0, MAILS_A_DAY_TO_ONE), NotInvited.TOO_MANY_TO_ADDRESS),
    ]:
        with pytest.raises(InvitationRefused) as refused:
            check_mails(*counts)
        assert refused.value.reason is reason
