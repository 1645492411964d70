"""Renewing a label on the pages: of the cluster, of the secretariat, and for whoever scans the old one."""

from datetime import date, timedelta

import pytest

from assessment.db.base import now
from assessment.db.models import Certificate
from assessment.db.queries import outcomes, reviews
from assessment.domain.days import add_months
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeEvent
from assessment.domain.workflow import State
from assessment.services.calls import CallDraft, open_call
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, Line, World
from tests.web.conftest import Seat

TODAY = day_of(now())
FIRST = add_months(TODAY, -14)
END = add_months(TODAY, 10)
END_THEN = add_months(NOON.date(), 10)
"""An end whose window is open on the day on which the line submits."""
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def hold(line: Line, until: date = END) -> int:
    """The cluster's gold label until that day; the number of its certificate."""
    certificate = line.hold(FIRST, until)
    found = certificate.id
    line.session.commit()
    return found


def test_the_desk_offers_the_renewal_while_its_window_is_open_and_opens_it(
    line: Line, world: World, seat: Seat
) -> None:
    hold(line)
    browser = seat(world.owner)
    for address in ("/desk", f"/clusters/{world.cluster.id}"):
        text = browser.get(address).text
        assert "can be renewed until" in text
        assert (
            "A renewal is assessed by a shorter process: 1 reviewer, with a visit, 8 hours" in text
        )
        assert "Renew: Gold" in text
    opened = browser.post(f"/clusters/{world.cluster.id}/assessments/cluster-excellence/gold", {})
    assert opened.status_code == 303
    assert "Go on with the renewal: Gold" in browser.get("/desk").text
    check = browser.get(f"{opened.location}/check").text
    assert "This is the renewal of the label valid until" in check
    assert "31 answers are to be confirmed" in check


def test_viewers_are_told_of_the_renewal_and_open_none(
    line: Line, world: World, seat: Seat
) -> None:
    hold(line)
    text = seat(world.viewer).get("/desk").text
    assert "can be renewed until" in text
    assert "Renew: Gold" not in text


@pytest.mark.parametrize("months", [-13, 13])
def test_outside_the_window_nothing_is_offered(
    line: Line, world: World, seat: Seat, months: int
) -> None:
    hold(line, add_months(TODAY, months))
    assert "can be renewed until" not in seat(world.owner).get("/desk").text


def test_too_early_the_check_page_names_the_first_day_and_nothing_is_sent(
    line: Line, world: World, seat: Seat
) -> None:
    hold(line, add_months(TODAY, 14))
    draft = line.open()
    line.answer_all(draft)
    line.session.commit()
    browser = seat(world.owner)
    text = browser.get(f"/assessments/{draft.id}/check").text
    assert "Its renewal may be submitted from" in text
    assert "Sign and submit" not in text
    sent = browser.post(
        f"/assessments/{draft.id}/submit", {"is_agreed": "y", "name": "O", "function": "Chair"}
    )
    assert sent.status_code == 303
    assert "The label cannot be renewed yet" in browser.get(sent.location).text
    line.session.expire_all()
    assert draft.state == State.DRAFT


def test_while_it_is_suspended_and_after_the_window_the_check_page_says_so(
    line: Line, world: World, seat: Seat
) -> None:
    certificate_id = hold(line, add_months(TODAY, -13))
    draft = line.open()
    line.session.commit()
    browser = seat(world.owner)
    address = f"/assessments/{draft.id}/check"
    assert "this is a first application again" in browser.get(address).text
    certificate = line.session.get_one(Certificate, certificate_id)
    certificate.valid_until = END
    change_life(
        line.session,
        submission=reviews.submission(line.session, certificate.submission_id),
        event=LifeEvent.SUSPEND,
        reason="No answer.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    assert "once the suspension is lifted" in browser.get(address).text


def test_everybody_who_works_on_it_reads_which_label_it_renews(
    line: Line, world: World, seat: Seat
) -> None:
    certificate_id = hold(line, END_THEN)
    assessment = line.lead_to(State.ACCEPTED)
    submission = line.submission(assessment)
    line.session.commit()
    place = f"/secretariat/submissions/{submission.id}"
    office = seat(world.secretary)
    for address in (place, f"{place}/panel"):
        text = office.get(address).text
        assert "Renewal of the label valid until" in text
        assert "1 reviewer, with a visit, 8 hours" in text
    assert "renewal, valid until" in office.get("/secretariat?state=all").text
    assert (
        "Renewal of the label valid until"
        in seat(world.owner).get(f"/assessments/{assessment.id}").text
    )
    line.session.get_one(Certificate, certificate_id).valid_until = END
    assert "An application is under way." in seat(world.owner).get("/desk").text


def test_who_scans_the_old_certificate_is_led_to_the_one_that_holds(
    line: Line, world: World, seat: Seat
) -> None:
    held = line.session.get_one(Certificate, hold(line, END_THEN))
    renewal = line.submission(line.lead_to(State.AWARDED))
    old, before = held.token, held.submission_id
    new = outcomes.decision_and_certificate(line.session, renewal.id)[1]
    assert new is not None
    token, number = new.token, new.number
    new.valid_until = END
    line.session.commit()
    text = seat().get(f"/verify/{old}").text
    assert "This certificate was replaced by its renewal." in text
    assert f'href="/verify/{token}"' in text
    assert f"certificate {number}" in text
    renewal = seat().get(f"/verify/{token}").text
    assert "This certificate is valid." in renewal
    assert "It renews certificate G-2026-0001; the label has been held since" in renewal
    assert "It renews" not in text
    assert "Label renewed" in seat(world.secretary).get(f"/secretariat/submissions/{before}").text
    assert "Replaced by a renewal" in seat(world.owner).get("/desk").text


def test_conditions_of_a_certificate_that_was_renewed_are_not_offered(
    line: Line, world: World, seat: Seat
) -> None:
    first = line.submission(line.lead_to(State.CONDITIONAL))
    held = outcomes.decision_and_certificate(line.session, first.id)[1]
    assert held is not None
    held.valid_from, held.valid_until, line.is_renewal = FIRST, END_THEN, True
    line.session.commit()
    office, file = seat(world.secretary), f"/secretariat/submissions/{first.id}"
    assert "Check the conditions" in office.get(file).text
    line.lead_to(State.AWARDED)
    line.session.commit()
    assert "Check the conditions" not in office.get(file).text
    for page in ("conditions", "conditions/confirm"):
        assert office.get(f"{file}/{page}").status_code == 409
        assert office.post(f"{file}/{page}").status_code == 409


def test_a_label_that_can_be_renewed_is_offered_as_a_renewal_alone_and_called_one(
    line: Line, world: World, seat: Seat
) -> None:
    hold(line)
    browser = seat(world.owner)
    home = f"/clusters/{world.cluster.id}"
    for address in ("/desk", home):
        text = browser.get(address).text
        assert "Renew: Gold" in text
        assert "Open a new assessment: Gold" not in text
        assert "Open a new assessment: Silver" in text
    opened = browser.post(f"{home}/assessments/cluster-excellence/gold", {}).location
    assert f"Renewal of Gold: {world.cluster.name}" in browser.get(opened).text
    for address in ("/desk", home):
        assert browser.get(address).text.count(">renewal</span>") == 1


def test_a_submitted_renewal_is_called_one(line: Line, world: World, seat: Seat) -> None:
    hold(line, END_THEN)
    found = line.lead_to(State.SUBMITTED)
    browser = seat(world.viewer)
    assert f"Renewal of Gold: {world.cluster.name}" in browser.get(f"/assessments/{found.id}").text
    for address in ("/desk", f"/clusters/{world.cluster.id}"):
        assert browser.get(address).text.count(">renewal</span>") == 1


def test_the_check_page_names_one_last_day(line: Line, world: World, seat: Seat) -> None:
    hold(line)
    draft = line.open()
    days = {"opens_on": TODAY, "closes_on": TODAY + timedelta(days=30)}
    call = CallDraft("cluster-excellence", ["gold"], "Autumn", **days)
    browser, page = seat(world.owner), f"/assessments/{draft.id}/check"
    assert browser.get(page).text.count(", the last day.") == 1
    open_call(line.session, call, actor_id=world.secretary.id, at=now())
    line.session.commit()
    text = browser.get(page).text
    assert text.count(", the last day.") == 1
    assert f"Submit by {days['closes_on'].day} " in text
    assert "Submit it by" not in text
