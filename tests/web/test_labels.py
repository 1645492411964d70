"""The secretariat's pages about a label after its award, and what the public and the cluster see."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import AwardCondition, Certificate, Submission
from assessment.domain.deadlines import day_of
from assessment.domain.workflow import State
from assessment.reports.formats import moment
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import errors_at, filled_in, read, shown_on

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_public_page_follows_at_once_and_keeps_the_reason_to_itself(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    token = line.session.scalars(select(Certificate.token)).one()
    office, page = seat(world.secretary), f"/secretariat/submissions/{submission.id}/label"
    public = seat()
    assert "This certificate is valid." in public.get(f"/verify/{token}").text
    form = {"event": "suspend", "reason": "Nobody answers."}
    assert office.post(page, form).status_code == 303
    shown = public.get(f"/verify/{token}").text
    assert "This certificate has been suspended since" in shown
    assert "Nobody answers." not in shown
    assert "Lift the suspension" in office.get(page).text
    asked = read(office.get(f"{page}/revoke").text)
    assert "What is revoked cannot be brought back." in asked
    assert "Revoke certificate G-2026-0001" in asked
    assert office.post(f"{page}/revoke", {"reason": "For good."}).status_code == 303
    assert "This certificate was revoked on" in public.get(f"/verify/{token}").text
    listed = read(office.get(f"/secretariat/clusters/{world.cluster.id}").text)
    line.session.rollback()
    since = line.session.scalars(select(Certificate.life_since)).one()
    assert since is not None
    assert f"Gold Revoked {moment(since, 'en')}" in listed
    assert "Nothing more can be done to this label." in office.get(page).text


def test_nothing_is_done_without_a_reason(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    page = f"/secretariat/submissions/{submission.id}/label"
    office = seat(world.secretary)
    for response in (office.post(page, {"event": "suspend"}), office.post(f"{page}/revoke")):
        assert response.status_code == 422
        assert errors_at(response.text) == {"reason": "Write the reason."}


def test_the_form_that_suspends_revokes_nothing(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    page = f"/secretariat/submissions/{submission.id}/label"
    form = {"event": "revoke", "reason": "For good."}
    assert seat(world.secretary).post(page, form).status_code == 422
    assert line.session.scalars(select(Certificate.life)).one() == "valid"


def test_what_is_revoked_is_not_revoked_again(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    page = f"/secretariat/submissions/{submission.id}/label/revoke"
    office = seat(world.secretary)
    assert office.post(page, {"reason": "For good."}).status_code == 303
    assert office.get(page).status_code == 409


def test_the_cluster_reads_state_day_and_reason(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    number = submission.assessment_id
    form = {"event": "suspend", "reason": "Nobody answers."}
    seat(world.secretary).post(f"/secretariat/submissions/{submission.id}/label", form)
    since = line.session.scalars(select(Certificate.life_since)).one()
    line.session.commit()
    assert since is not None
    shown = read(seat(world.viewer).get(f"/assessments/{number}").text)
    assert f"The label has been suspended since {day_of(since):%-d %B %Y}." in shown
    assert "The reason given: Nobody answers." in shown


@pytest.fixture
def conditional(line: Line) -> Submission:
    return line.submission(line.lead_to(State.CONDITIONAL))


def condition(line: Line, *, days: int) -> int:
    """The condition of the award by its number, due in so many days from today."""
    found = line.session.scalars(select(AwardCondition)).one()
    found.due_on = day_of(now()) + timedelta(days=days)
    line.session.commit()
    return found.id


def sent(number: int, finding: str, note: str) -> dict[str, str]:
    return {f"c{number}-finding": finding, f"c{number}-note": note}


def test_conditions_are_checked_one_by_one(
    line: Line, world: World, seat: Seat, conditional: Submission
) -> None:
    number = condition(line, days=30)
    office = seat(world.secretary)
    page = f"/secretariat/submissions/{conditional.id}/conditions"
    assert "Publish the plan." in office.get(page).text
    assert office.post(page, {f"c{number}-note": "Not seen."}).status_code == 303
    assert "Awarded with conditions" in read(office.get("/secretariat").text)
    form = filled_in(office.get(page).text) | sent(number, "met", "Seen.")
    assert office.post(page, form).status_code == 303
    assert office.get(page).status_code == 409
    shown = read(seat(world.owner).get(f"/assessments/{conditional.assessment_id}").text)
    assert "Publish the plan." in shown
    assert "Met." in shown


def test_a_miss_is_refused_before_its_day_and_without_a_word(
    line: Line, world: World, seat: Seat, conditional: Submission
) -> None:
    number = condition(line, days=0)
    office, page = seat(world.secretary), f"/secretariat/submissions/{conditional.id}/conditions"
    early = office.post(page, sent(number, "missed", "Nothing."))
    assert early.status_code == 422
    assert errors_at(early.text) == {
        f"c{number}-finding": "Its last day is not over: before that it cannot be said that it is "
        "not met."
    }
    assert "Nothing." in early.text
    condition(line, days=-1)
    wordless = office.post(page, sent(number, "missed", ""))
    assert wordless.status_code == 422
    assert errors_at(wordless.text) == {
        f"c{number}-note": "Write what was seen, and why it is not met."
    }


def test_a_miss_is_confirmed_by_a_second_person_who_is_told_what_happens(
    line: Line, world: World, seat: Seat, conditional: Submission
) -> None:
    number = condition(line, days=-1)
    office, page = seat(world.secretary), f"/secretariat/submissions/{conditional.id}/conditions"
    recorded = office.post(page, sent(number, "missed", "There is no plan."))
    assert recorded.headers["Location"] == f"{page}/confirm"
    own = office.get(f"{page}/confirm").text
    assert "You recorded it: somebody else of the secretariat confirms it" in read(own)
    assert office.post(f"{page}/confirm").status_code == 403
    cluster = f"/assessments/{conditional.assessment_id}"
    owner = seat(world.owner)
    assert "There is no plan." not in owner.get(cluster).text
    said = {f"c{number}-said": "It was printed."}
    assert owner.post(f"{cluster}/conditions/{number}/report", said).status_code == 303
    assert "Meet the conditions" in read(owner.get("/desk").text)
    waiting = read(office.get("/secretariat?state=waiting").text)
    assert "Confirm the missed condition" in waiting
    second = seat(world.deputy)
    html = second.get(f"{page}/confirm").text
    asked = read(html)
    assert "Confirm, and revoke G-2026-0001" in asked
    assert world.owner.name in asked
    assert "There is no plan." in asked
    assert second.get(page).status_code == 200  # on the way back nothing is lost
    assert second.post(f"{page}/confirm", shown_on(html)).status_code == 303
    assert second.get(f"{page}/confirm").status_code == 409
    assert "Confirm the missed condition" not in read(office.get("/secretariat").text)
    shown = read(seat(world.owner).get(cluster).text)
    assert "Publish the plan. There is no plan." in shown
    file = read(office.get(f"/secretariat/submissions/{conditional.id}").text)
    assert "Publish the plan. Not met. There is no plan." in file


def test_two_who_check_at_once_see_both_texts(
    line: Line, world: World, seat: Seat, conditional: Submission
) -> None:
    number = condition(line, days=30)
    page = f"/secretariat/submissions/{conditional.id}/conditions"
    first, second = seat(world.secretary), seat(world.deputy)
    opened = filled_in(second.get(page).text)
    assert first.post(page, {f"c{number}-note": "I wait for a letter."}).status_code == 303
    refused = second.post(page, opened | sent(number, "met", "Here it is."))
    assert refused.status_code == 409
    assert "I wait for a letter." in read(refused.text)
    again = filled_in(refused.text)
    assert again[f"c{number}-note"] == "Here it is."
    assert second.post(page, again).status_code == 303
    assert line.session.scalars(select(AwardCondition.note)).one() == "Here it is."


def test_conditions_of_a_label_that_was_revoked_are_not_offered(
    line: Line, world: World, seat: Seat, conditional: Submission
) -> None:
    line.session.commit()
    office, file = seat(world.secretary), f"/secretariat/submissions/{conditional.id}"
    assert "Check the conditions" in office.get(file).text
    office.post(f"{file}/label/revoke", {"reason": "For good."})
    assert "Check the conditions" not in office.get(file).text
    row = read(office.get("/secretariat?state=conditional").text)
    assert "Revoked" in row
    assert "Meet the conditions" not in row
    reminded = office.get(f"/secretariat/several?do=remind&pick={conditional.id}").text
    assert "Nobody is reminded: there is nobody to wait for." in reminded
    cluster = read(seat(world.owner).get(f"/clusters/{conditional.assessment.cluster_id}").text)
    assert "Open a new assessment: Gold" in cluster
    assert office.get(f"{file}/conditions").status_code == 409


def test_the_secretariat_reads_on_the_application_that_the_label_does_not_hold(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    office, file = seat(world.secretary), f"/secretariat/submissions/{submission.id}"
    assert "Revoked since" not in read(office.get(file).text)
    office.post(f"{file}/label/revoke", {"reason": "For good."})
    assert "Revoked since" in read(office.get(file).text)
