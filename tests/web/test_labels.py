"""The secretariat's pages about a label after its award, and what the public sees of it."""

import pytest
from sqlalchemy import select

from assessment.db.models import AwardCondition, Certificate
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import errors_at, read

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
    assert "This certificate is suspended since" in shown
    assert "Nobody answers." not in shown
    assert "Lift the suspension" in office.get(page).text
    assert office.post(page, {"event": "revoke", "reason": "For good."}).status_code == 303
    assert "This certificate was revoked on" in public.get(f"/verify/{token}").text
    assert "Nothing more can be done to this label." in office.get(page).text


def test_nothing_is_done_without_a_reason(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    page = f"/secretariat/submissions/{submission.id}/label"
    response = seat(world.secretary).post(page, {"event": "revoke"})
    assert response.status_code == 422
    assert errors_at(response.text) == {"reason": "Write the reason."}


def test_conditions_are_checked_one_by_one(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    number = line.session.scalars(select(AwardCondition.id)).one()
    office = seat(world.secretary)
    page = f"/secretariat/submissions/{submission.id}/conditions"
    assert "Publish the plan." in office.get(page).text
    assert office.post(page, {f"c{number}-note": "Not seen."}).status_code == 303
    assert "Awarded with conditions" in read(office.get("/secretariat").text)
    form = {f"c{number}-finding": "met", f"c{number}-note": "Seen."}
    assert office.post(page, form).status_code == 303
    assert office.get(page).status_code == 409
    shown = read(seat(world.owner).get(f"/assessments/{submission.assessment_id}").text)
    assert "Publish the plan." in shown
    assert "Met." in shown
