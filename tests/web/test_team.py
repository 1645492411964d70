"""The team's page: who sees which buttons, and every way through it."""

import re

import pytest
from sqlalchemy import select

from assessment.db.models import Invitation, Membership, OutboxMessage, User
from tests.building import Line, World, make_cluster, make_person
from tests.web.conftest import Seat

GUEST = {"name": "Aila Aho", "email": "aila@people.example", "role": "viewer", "language": "fi"}


def place(world: World, rest: str = "") -> str:
    return f"/clusters/{world.cluster.id}/team{rest}"


def roles(line: Line) -> dict[str, str]:
    found = line.session.execute(
        select(User.name, Membership.role)
        .join(Membership.user)
        .where(Membership.cluster_id == line.world.cluster.id)
    ).all()
    line.session.commit()
    return {row[0]: row[1] for row in found}


def newest_invitation(line: Line) -> int:
    found = line.session.scalars(select(Invitation.id).order_by(Invitation.id.desc())).first()
    line.session.commit()
    return found or 0


def newest_link(line: Line) -> str:
    body = line.session.scalars(
        select(OutboxMessage.body).order_by(OutboxMessage.id.desc())
    ).first()
    line.session.commit()
    return re.findall(r"(/invitations/\S+)", body or "")[0]


@pytest.mark.parametrize("name", ["owner", "editor", "viewer"])
def test_everybody_on_the_team_sees_it_and_owners_alone_the_buttons(
    world: World, seat: Seat, name: str
) -> None:
    page = seat(getattr(world, name)).get(place(world)).text
    assert "viewer@people.example" in page
    assert ("/team/invite" in page, "Hand over ownership" in page) == 2 * (name == "owner",)
    assert "Leave this team" in page


def test_an_owner_invites_and_the_invited_finds_the_cluster(
    line: Line, world: World, seat: Seat
) -> None:
    owner = seat(world.owner)
    assert owner.post(place(world, "/invite"), GUEST).location == place(world)
    page = owner.get(place(world)).text
    assert "The invitation to aila@people.example is on its way." in page
    assert "Open invitations" in page
    assert "aila@people.example" not in seat(world.editor).get(place(world)).text
    link = newest_link(line)
    form = {"name": "Aila Aho", "country": "FI", "password": "snow on the fells"}
    seat().post(link, {**form, "password_again": "snow on the fells"})
    assert roles(line)["Aila Aho"] == "viewer"
    assert "Joined: Aila Aho (Viewer)" in owner.get(place(world)).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"email": "aila"}, "Write an e-mail address"),
        ({"email": "viewer@people.example"}, "is on the team already"),
        ({"name": ""}, "Write the person"),
        ({"name": "Look at www.evil.example"}, "Leave web addresses out"),
        ({"note": "see https://evil.example"}, "Leave web addresses out"),
        ({"note": "sign in at evil.example/login"}, "Leave web addresses out"),
        ({"note": "x" * 301}, "Write at most 300 characters."),
        ({"role": "secretariat"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_told_at_its_field_and_stays_typed(
    line: Line, world: World, seat: Seat, wrong: dict[str, str], words: str
) -> None:
    answer = seat(world.owner).post(
        place(world, "/invite"), {**GUEST, "note": "Tule mukaan", **wrong}
    )
    assert answer.status_code == 422
    assert words in answer.text
    kept = {**GUEST, "note": "Tule mukaan", **wrong}
    assert f'value="{kept["email"]}"' in answer.text
    assert f'value="{kept["note"]}"' in answer.text


def test_an_invited_address_is_not_invited_twice(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    owner.post(place(world, "/invite"), GUEST)
    again = owner.post(place(world, "/invite"), GUEST)
    assert again.status_code == 422
    assert "This address is invited already." in again.text


def test_an_invitation_is_sent_again_and_withdrawn(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    owner.post(place(world, "/invite"), GUEST)
    first = newest_link(line)
    number = newest_invitation(line)
    owner.post(place(world, f"/invitations/{number}/send"))
    assert seat().get(first).status_code == 410
    second = newest_link(line)
    assert seat().get(second).status_code == 200
    owner.post(place(world, f"/invitations/{number}/withdraw"))
    assert seat().get(second).status_code == 410
    assert owner.post(place(world, f"/invitations/{number}/send")).status_code == 409
    assert "Invitation withdrawn: Aila Aho" in owner.get(place(world)).text


def test_sending_again_too_often_is_told(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    owner.post(place(world, "/invite"), GUEST)
    number = newest_invitation(line)
    for _ in range(3):
        owner.post(place(world, f"/invitations/{number}/send"))
    assert "got three invitations within a day" in owner.get(place(world)).text


def test_a_role_is_changed(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    address = place(world, f"/{world.viewer.id}")
    assert "viewer@people.example" in owner.get(address).text
    assert owner.post(address, {"role": "editor"}).location == place(world)
    assert roles(line)["Viewer"] == "editor"


def test_the_only_owner_learns_why_their_role_stays(line: Line, world: World, seat: Seat) -> None:
    answer = seat(world.owner).post(place(world, f"/{world.owner.id}"), {"role": "viewer"})
    assert answer.status_code == 422
    assert "A cluster needs an owner." in answer.text
    assert roles(line)["Owner"] == "owner"


def test_a_member_is_removed_after_one_more_question(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    address = place(world, f"/{world.viewer.id}/remove")
    assert "Remove Viewer?" in owner.get(address).text
    assert "Viewer" in roles(line)
    assert owner.post(address).location == place(world)
    assert "Viewer" not in roles(line)
    assert seat(world.viewer).get(place(world)).status_code == 404


def test_removing_oneself_is_leaving(world: World, seat: Seat) -> None:
    answer = seat(world.owner).get(place(world, f"/{world.owner.id}/remove"))
    assert answer.location == place(world, "/leave")


@pytest.mark.parametrize("rest", ["/999", "/999/remove"])
def test_nobody_is_found_who_is_not_on_the_team(world: World, seat: Seat, rest: str) -> None:
    assert seat(world.owner).get(place(world, rest)).status_code == 404


def test_ownership_is_handed_over_when_it_is_confirmed(
    line: Line, world: World, seat: Seat
) -> None:
    owner = seat(world.owner)
    address = place(world, "/hand-over")
    half = owner.post(address, {"user_id": world.editor.id})
    assert half.status_code == 422
    assert "Confirm that you hand the cluster over." in half.text
    answer = owner.post(address, {"user_id": world.editor.id, "is_sure": "y"})
    assert answer.location == place(world)
    assert roles(line) == {"Owner": "editor", "Editor": "owner", "Viewer": "viewer"}
    assert owner.get(address).status_code == 403


def test_nobody_to_hand_over_to_leads_to_inviting(line: Line, world: World, seat: Seat) -> None:
    alone = make_cluster(line.session, "Lone Pine", owner=world.owner)
    page = seat(world.owner).get(f"/clusters/{alone.id}/team/hand-over").text
    assert "Nobody else is on the team" in page


def test_a_member_leaves(line: Line, world: World, seat: Seat) -> None:
    editor = seat(world.editor)
    address = place(world, "/leave")
    assert editor.post(address).status_code == 422
    assert editor.post(address, {"is_sure": "y"}).location == "/desk"
    assert "You have left the team." in editor.get("/desk").text
    assert "Editor" not in roles(line)


def test_the_last_owner_learns_the_way_out(line: Line, world: World, seat: Seat) -> None:
    owner = seat(world.owner)
    address = place(world, "/leave")
    assert "You are the only owner." in owner.get(address).text
    assert owner.post(address, {"is_sure": "y"}).status_code == 422
    assert "Owner" in roles(line)


def test_hostile_names_are_harmless(line: Line, world: World, seat: Seat) -> None:
    form = {**GUEST, "name": "<script>alert(1)</script>\r\nBcc: all@evil"}
    owner = seat(world.owner)
    owner.post(place(world, "/invite"), form)
    page = owner.get(place(world)).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Bcc: all@evil" in page


def test_the_team_page_asks_as_often_for_many_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    def count() -> int:
        browser = seat(world.owner)
        with statements() as found:
            assert browser.get(place(world)).status_code == 200
        return len(found)

    before = count()
    for number in range(30):
        person = make_person(line.session, f"person{number}")
        line.session.add(Membership(cluster_id=world.cluster.id, user_id=person.id, role="viewer"))
    for number in range(5):
        seat(world.owner).post(
            place(world, "/invite"), {**GUEST, "email": f"guest{number}@people.example"}
        )
    after = count()
    assert after == before
    assert after <= 8
