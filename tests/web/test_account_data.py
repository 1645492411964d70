"""Taking one's data along, and deleting the account."""

import json

from sqlalchemy import select

from assessment.db.models import Submission, User
from assessment.domain.workflow import State
from tests.building import PASSWORD, Line, World
from tests.people import make_person
from tests.web.conftest import Seat

DELETE = "/account/data/delete"
YES = {"is_understood": "y"}


def test_the_data_come_as_a_file_that_can_be_read(world: World, seat: Seat) -> None:
    answer = seat(world.editor).get("/account/data/export")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cluster-')
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert json.loads(answer.text)["account"]["email"] == world.editor.email


def test_deleting_asks_to_be_understood(line: Line, world: World, seat: Seat) -> None:
    refused = seat(world.editor).post(DELETE)
    assert refused.status_code == 422
    assert "Tick the box if your account is to be deleted." in refused.text
    line.session.refresh(world.editor)
    assert world.editor.active


def test_a_deleted_account_signs_nobody_in_and_its_sessions_are_over(
    world: World, seat: Seat
) -> None:
    here, there = seat(world.editor), seat(world.editor)
    assert here.post(DELETE, YES).location == "/"
    assert "Your account is deleted." in here.get("/").text
    assert there.get("/account").status_code == 302
    again = seat().post("/login", {"email": "editor@people.example", "password": PASSWORD})
    assert "This did not work. Check the e-mail address and the password." in again.text


def test_the_only_owner_learns_what_to_do_first(world: World, seat: Seat) -> None:
    browser = seat(world.owner)
    page = browser.get(DELETE)
    assert "You are the only owner of Northern Timber." in page.text
    assert browser.post(DELETE, YES).status_code == 409


def test_a_former_member_is_named_so_in_each_readers_language(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.SUBMITTED)
    session = line.session
    submission = session.scalars(select(Submission)).one()
    submission.submitted_by = world.editor.id
    world.viewer.language = "fi"
    assessment = submission.assessment_id
    seat(world.editor).post(DELETE, YES)
    assert "Entinen jäsen" in seat(world.viewer).get(f"/assessments/{assessment}").text
    assert "Former member" in seat(world.owner).get(f"/assessments/{assessment}").text


def test_the_secretariat_lists_no_former_members(line: Line, world: World, seat: Seat) -> None:
    make_person(line.session, "leaver")
    leaver = line.session.scalars(select(User).where(User.name == "Leaver")).one()
    browser = seat(leaver)
    assert "Leaver" in seat(world.secretary).get("/secretariat/people").text
    browser.post(DELETE, YES)
    people = seat(world.secretary).get("/secretariat/people").text
    assert "Leaver" not in people
    assert "Former member" not in people


def test_the_language_is_chosen_with_the_profile(line: Line, world: World, seat: Seat) -> None:
    form = {"name": "Owner", "country": "FI", "organisation": "", "language": "fi"}
    browser = seat(world.owner)
    assert browser.post("/account", form).status_code == 303
    page = browser.get("/account").text
    assert '<html lang="fi">' in page
    line.session.refresh(world.owner)
    assert world.owner.language == "fi"


def test_an_unknown_language_is_refused_and_nothing_typed_is_lost(world: World, seat: Seat) -> None:
    form = {"name": "New Name", "country": "FI", "organisation": "", "language": "xx"}
    answer = seat(world.owner).post("/account", form)
    assert (answer.status_code, "New Name" in answer.text) == (422, True)
