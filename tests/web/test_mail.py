"""Choosing how often the digest comes, and ending it from the mail."""

import re

import pytest
from sqlalchemy import select

from assessment.db.models import DigestChoice, MailChoice
from assessment.domain.mail_topics import Topic
from assessment.services.stopping import stop_token
from tests.building import Line, World
from tests.web.conftest import Seat


def rhythms(line: Line) -> dict[int, str]:
    found = line.session.execute(select(DigestChoice.user_id, DigestChoice.rhythm)).all()
    line.session.commit()
    return {row[0]: row[1] for row in found}


def link(world: World) -> str:
    return f"/mail/stop/{stop_token('k' * 32, world.viewer.id)}"


def test_the_rhythm_is_chosen_on_the_account_page(line: Line, world: World, seat: Seat) -> None:
    viewer = seat(world.viewer)
    assert "Daily, when there is something new" in viewer.get("/account/mail").text
    assert viewer.post("/account/mail", {"rhythm": "weekly"}).location == "/account/mail"
    assert rhythms(line) == {world.viewer.id: "weekly"}


@pytest.mark.parametrize("form", [{"rhythm": ""}, {"rhythm": "hourly"}])
def test_a_rhythm_that_there_is_not_is_told(
    line: Line, world: World, seat: Seat, form: dict[str, str]
) -> None:
    answer = seat(world.viewer).post("/account/mail", form)
    assert answer.status_code == 422
    assert "error-summary" in answer.text
    assert rhythms(line) == {}


def test_looking_at_the_link_changes_nothing(line: Line, world: World, seat: Seat) -> None:
    page = seat().get(link(world))
    assert page.status_code == 200
    assert "No more news by mail?" in page.text
    assert rhythms(line) == {}


def test_mail_is_ended_without_signing_in(line: Line, world: World, seat: Seat) -> None:
    answer = seat().post(link(world))
    assert answer.status_code == 200
    assert "You get no more news by mail" in answer.text
    assert rhythms(line) == {world.viewer.id: "off"}


def test_a_mail_program_ends_it_by_one_click(line: Line, world: World, seat: Seat) -> None:
    answer = seat().client.post(link(world), data={"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert rhythms(line) == {world.viewer.id: "off"}


@pytest.mark.parametrize("token", ["x", "Mg.tampered", "Mg."])
def test_a_link_that_is_not_ours_ends_nothing(
    line: Line, world: World, seat: Seat, token: str
) -> None:
    answer = seat().post(f"/mail/stop/{token}")
    assert answer.status_code == 404
    assert "This link does not work" in answer.text
    assert rhythms(line) == {}


def ways(line: Line) -> set[tuple[int, str, str]]:
    found = line.session.execute(select(MailChoice.user_id, MailChoice.topic, MailChoice.way)).all()
    line.session.commit()
    return {(row[0], row[1], row[2]) for row in found}


def test_everybody_chooses_what_concerns_their_roles(world: World, seat: Seat) -> None:
    page = seat(world.secretary).get("/account/mail").text
    assert "Work that waits for you" in page
    assert "Tasks, in the digest" not in page
    page = seat(world.viewer).get("/account/mail").text
    assert "Tasks, in the digest" in page
    assert "Work that waits for you" not in page
    assert "cannot be switched off" in page
    assert 'href="/account/mail"' in seat(world.viewer).get("/account").text


def test_a_topic_is_chosen_and_shown_as_chosen(line: Line, world: World, seat: Seat) -> None:
    secretary = seat(world.secretary)
    form = {"rhythm": "daily", "work": "digest", "reminders": "off"}
    assert secretary.post("/account/mail", form).location == "/account/mail"
    chosen = {topic: way for who, topic, way in ways(line) if who == world.secretary.id}
    assert chosen == {
        "work": "digest", "reminders": "off", "outcomes": "at_once", "overview": "digest",
    }  # fmt: skip
    page = secretary.get("/account/mail").text
    assert re.search(r'<input[^>]*checked[^>]*name="work"[^>]*value="digest"', page)


def test_a_way_that_there_is_not_is_told(line: Line, world: World, seat: Seat) -> None:
    answer = seat(world.viewer).post("/account/mail", {"rhythm": "daily", "tasks": "at_once"})
    assert (answer.status_code, ways(line)) == (422, set())
    assert "error-summary" in answer.text


def test_nobody_switches_what_does_not_concern_them(line: Line, world: World, seat: Seat) -> None:
    seat(world.viewer).post("/account/mail", {"rhythm": "daily", "work": "off", "formal": "off"})
    offered = {"reminders", "outcomes", "tasks", "comments", "team"}
    assert {topic for _who, topic, _way in ways(line)} == offered


def test_mail_on_a_topic_is_ended_without_signing_in(line: Line, world: World, seat: Seat) -> None:
    address = f"/mail/stop/{stop_token('k' * 32, world.secretary.id, Topic.REMINDERS)}"
    asked = seat().get(address).text
    assert "No more of this mail?" in asked
    assert "Reminders of deadlines" in asked
    assert ways(line) == set()
    assert "You get no more of this mail" in seat().post(address).text
    assert ways(line) == {(world.secretary.id, "reminders", "off")}
    assert rhythms(line) == {}
