"""The pages about the duties of holders: of the cluster, and of the secretariat."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import Certificate, DutyTerm
from assessment.domain.days import add_months
from assessment.domain.deadlines import day_of
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import errors_at

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TODAY = day_of(now())
FORM = {"said": "Profile and members.", "is_confirmed": "y"}


def due(line: Line, last: date) -> tuple[str, str]:
    """A duty with that last day; the page of all duties, and its own."""
    assessment = line.lead_to(State.AWARDED)
    line.session.scalars(select(Certificate)).one().valid_until = add_months(TODAY, 12)
    term = line.session.scalars(select(DutyTerm)).one()
    term.falls_on = term.ready_on = last - timedelta(days=30)
    term.due_on = last
    line.session.flush()
    home = f"/assessments/{assessment.id}/duties"
    found = home, f"{home}/{term.id}"
    line.session.commit()
    return found


def test_a_duty_is_on_the_desk_with_its_day_and_is_done_there(
    line: Line, world: World, seat: Seat
) -> None:
    home, page = due(line, TODAY + timedelta(days=3))
    browser = seat(world.editor)
    text = browser.get(f"/clusters/{world.cluster.id}").text
    assert "Yearly update for Gold is to be done by" in text
    assert f'href="{page}"' in text
    assert f'href="{page}"' in browser.get("/desk").text
    assert "Say that it was done" in browser.get(home).text
    assert "Once a year" in browser.get(page).text
    assert browser.post(page, FORM).location == home
    text = browser.get(home).text
    assert "Profile and members." in text
    assert "Done" in text
    assert f'href="{page}"' not in browser.get("/desk").text
    assert browser.get(page).status_code == 302
    assert browser.post(page, FORM).location == home
    assert "This was recorded before." in browser.get(home).text


def test_nothing_is_recorded_without_words_and_a_tick(line: Line, world: World, seat: Seat) -> None:
    _home, page = due(line, TODAY)
    response = seat(world.owner).post(page, {})
    assert response.status_code == 422
    assert errors_at(response.text) == {
        "said": "Write what was brought up to date.",
        "is_confirmed": "Tick this to confirm that it has been done.",
    }


def test_a_viewer_reads_and_records_nothing(line: Line, world: World, seat: Seat) -> None:
    home, page = due(line, TODAY - timedelta(days=2))
    browser = seat(world.viewer)
    assert "was to be done by" in browser.get(f"/clusters/{world.cluster.id}").text
    text = browser.get(home).text
    assert "Overdue" in text
    assert "Say that it was done" not in text
    assert browser.get(page).status_code == 403


def test_too_early_leads_back(line: Line, world: World, seat: Seat) -> None:
    home, page = due(line, TODAY + timedelta(days=40))
    browser = seat(world.owner)
    assert "To come" in browser.get(home).text
    assert browser.get(page).location == home
    assert browser.post(page, FORM).location == home
    assert "It is too early for this duty." in browser.get(home).text


def test_another_clusters_duty_is_not_found(line: Line, world: World, seat: Seat) -> None:
    home, page = due(line, TODAY)
    assert seat(world.owner).get(f"{home}/99999").status_code == 404
    assert seat(world.stranger).get(page).status_code == 404


def test_the_secretariat_lists_what_is_overdue_and_sees_it_with_the_label(
    line: Line, world: World, seat: Seat
) -> None:
    _home, page = due(line, TODAY - timedelta(days=2))
    office = seat(world.secretary)
    text = office.get("/secretariat/duties").text
    assert "Northern Timber" in text
    assert "2 days overdue" in text
    assert "No duty here" in office.get("/secretariat/duties?show=coming").text
    submission_id = line.session.scalars(select(Certificate.submission_id)).one()
    line.session.commit()
    shown = office.get(f"/secretariat/submissions/{submission_id}/label").text
    assert "Yearly update" in shown
    assert "Overdue" in shown
    seat(world.owner).post(page, FORM)
    assert "Profile and members." in office.get("/secretariat/duties?show=done").text
    events = office.get(f"/secretariat/submissions/{submission_id}").text
    assert "Duty of the holder done" in events


def test_whoever_is_second_reads_both_versions(line: Line, world: World, seat: Seat) -> None:
    home, page = due(line, TODAY)
    assert seat(world.editor).post(page, FORM).status_code == 303
    owner = seat(world.owner)
    refused = owner.post(
        page,
        {"said": "The figures of 2026.", "is_confirmed": "y"},
        headers={"Origin": "http://localhost"},
    )
    assert refused.status_code == 409
    assert "Editor recorded this duty meanwhile, with these words:" in refused.text
    assert "Profile and members." in refused.text
    assert "The figures of 2026.</textarea>" in refused.text
    assert "Record that it was done" not in refused.text
    assert "The figures of 2026." not in owner.get(home).text


def test_what_was_to_come_under_a_label_that_was_revoked_is_dropped(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    number = submission.assessment_id
    line.session.commit()
    office, page = seat(world.secretary), f"/secretariat/submissions/{submission.id}/label"
    assert "Dropped" not in office.get(page).text
    assert office.post(f"{page}/revoke", {"reason": "For good."}).status_code == 303
    for text in (
        office.get(page).text,
        seat(world.owner).get(f"/assessments/{number}/duties").text,
    ):
        assert "Dropped" in text
        assert "To come" not in text
