"""Calls for applications: kept by the secretariat, told to the cluster, held to by submitting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.db.models import Assessment, Call
from assessment.domain.errors import CallClosed
from assessment.domain.workflow import State
from assessment.services.calls import CallDraft, close_call, open_call
from assessment.services.formal_checks import return_application
from assessment.services.submissions import submit_assessment
from tests.building import MAILING, NOON, SIGNED, Line, World, today
from tests.web.conftest import Seat

DAY = NOON.date()


def called(line: Line, first: int, last: int, day=DAY, label: str = "gold") -> Call:  # type: ignore[no-untyped-def]
    """A call open from so many days after the day to so many."""
    draft = CallDraft(
        line.edition.scheme.id,
        [label],
        "Spring",
        day + timedelta(days=first),
        day + timedelta(days=last),
    )
    return open_call(line.session, draft, actor_id=line.world.secretary.id, at=NOON)


def test_an_application_keeps_the_call_that_it_answers(
    line: Line, world: World, seat: Seat
) -> None:
    call = called(line, 0, 0)
    submission = line.submission(line.lead_to(State.SUBMITTED))
    assert submission.call_id == call.id
    browser = seat(world.secretary)
    assert "Northern Timber" in browser.get(f"/secretariat?call={call.id}").text
    assert "Nothing fits" in browser.get(f"/secretariat?call={call.id + 1}").text


@pytest.mark.parametrize(("first", "last"), [(-9, -1), (1, 9)])
def test_without_an_open_call_nothing_is_submitted_and_everything_is_kept(
    line: Line, first: int, last: int
) -> None:
    call = called(line, first, last)
    draft = line.open()
    line.answer_all(draft)
    with pytest.raises(CallClosed) as refused:
        line.submit(draft)
    assert refused.value.opens_on == (call.opens_on if first > 0 else None)
    assert draft.state == State.DRAFT


def test_a_call_for_another_label_closes_nothing(line: Line) -> None:
    called(line, -9, -1, label="bronze")
    assert line.submission(line.lead_to(State.SUBMITTED)).call_id is None


def test_what_was_returned_comes_again_after_the_call_has_closed(line: Line, world: World) -> None:
    call = called(line, 0, 0)
    submission = line.submission(line.lead_to(State.SUBMITTED))
    return_application(
        line.session,
        submission=submission,
        reasons="A page is missing.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )

    def again(days: int) -> object:
        return submit_assessment(
            line.session,
            assessment_id=submission.assessment_id,
            edition=line.edition,
            signed=SIGNED,
            actor_id=world.owner.id,
            at=NOON + timedelta(days=days),
            mailing=MAILING,
        )

    with pytest.raises(CallClosed):
        again(31)
    assert again(30).call_id == call.id  # type: ignore[attr-defined]


def test_the_check_page_tells_the_next_opening_and_posting_all_the_same_keeps_everything(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.answer_all(draft)
    called(line, 3, 9, day=today())
    browser = seat(world.owner)
    page = browser.get(f"/assessments/{draft.id}/check").text
    assert "No call is open for this label." in page
    assert "Submit the assessment" not in page
    signed = {"name": "Olga", "function": "Chair", "is_agreed": "y"}
    answer = browser.post(f"/assessments/{draft.id}/submit", signed)
    assert answer.status_code == 303
    line.session.expire_all()
    assert line.session.get(Assessment, draft.id).state == "draft"
    line.session.commit()


def test_the_secretariat_opens_changes_and_closes_a_call(
    line: Line, world: World, seat: Seat
) -> None:
    browser = seat(world.secretary)
    assert "No call yet" in browser.get("/secretariat/calls").text
    place = "/secretariat/calls/new/cluster-excellence"
    said = {"title": "Autumn", "labels": ["gold"], "opens_on": today().isoformat()}
    before = {**said, "closes_on": (today() - timedelta(days=1)).isoformat()}
    assert browser.post(place, before).status_code == 422
    assert browser.post(place, {**said, "closes_on": today().isoformat()}).status_code == 303
    number = line.session.scalars(select(Call.id)).one()
    line.session.commit()
    assert ">Open<" in browser.get("/secretariat/calls").text
    changed = {**said, "title": "Winter", "closes_on": today().isoformat()}
    assert browser.post(f"/secretariat/calls/{number}", changed).status_code == 303
    assert browser.post(f"/secretariat/calls/{number}/close").status_code == 303
    page = browser.get("/secretariat/calls").text
    assert "Winter" in page
    assert "Closed early" in page


def test_closing_early_counts_from_that_day_on(line: Line) -> None:
    call = called(line, -5, 5)
    close_call(line.session, call, NOON)
    draft = line.open()
    line.answer_all(draft)
    with pytest.raises(CallClosed):
        line.submit(draft)
