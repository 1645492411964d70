"""What the page of an application tells its cluster: who is asked, what was sent back, what holds."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.db.models import Certificate, Clarification
from assessment.domain.label_life import LifeEvent
from assessment.domain.workflow import Event, State
from assessment.services.label_lives import change_life
from assessment.services.panels import object_to_panel
from assessment.services.steps import take_step
from tests.building import MAILING, NOON, Line, World, today
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_the_panel_is_named_and_rates_once_somebody_takes_part(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    submission = line.submission(assessment)
    line.agree_to_panel(submission)
    home = f"/assessments/{assessment.id}"
    text = seat(world.owner).get(home).text
    assert "The reviewers are asked whether they take part." in text
    assert "The panel is rating" not in text
    assert world.reviewer.name in text
    assert world.colleague.name in text
    line.declare(submission, world.reviewer)
    text = seat(world.owner).get(home).text
    assert "The panel is rating, each reviewer independently." in text
    assert "whether they take part" not in text


def test_the_question_of_a_panel_comes_with_its_last_day(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.CLARIFICATION)
    last = line.session.scalars(select(Clarification.due_on)).one()
    text = read(seat(world.owner).get(f"/assessments/{assessment.id}").text)
    assert f"Answer by {last.day} {last:%B} {last.year}" in text


def test_work_that_was_given_back_is_told_without_the_reason(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.REVIEWED)
    facts = {"reason": "Two levels contradict each other."}
    take_step(
        line.session,
        assessment,
        Event.SEND_BACK,
        actor_id=world.secretary.id,
        at=NOON,
        facts=facts,
    )
    text = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert "Sent back to the panel" in text
    assert facts["reason"] not in text


def test_after_an_objection_the_page_says_what_follows(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.PANEL_PROPOSED)
    object_to_panel(
        line.session,
        assessment_id=assessment.id,
        reason="A competitor.",
        actor_id=world.owner.id,
        at=NOON,
        mailing=MAILING,
    )
    text = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert "You objected to the panel. The secretariat chooses another one" in text


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (
            LifeEvent.SUSPEND,
            "The label has been suspended since 15 June 2026. It must not be used until",
        ),
        (LifeEvent.REVOKE, "The label was revoked on 15 June 2026. It must not be used any more."),
    ],
)
def test_a_label_that_was_taken_away_does_not_look_awarded(
    line: Line, world: World, seat: Seat, event: LifeEvent, words: str
) -> None:
    assessment = line.lead_to(State.AWARDED)
    change_life(
        line.session,
        submission=line.submission(assessment),
        event=event,
        reason="No answer.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    browser = seat(world.owner)
    text = browser.get(f"/assessments/{assessment.id}").text
    assert words in read(text)
    assert "The label is awarded." not in text
    assert "notice--success" not in text
    for page in (f"/assessments/{assessment.id}", "/desk", f"/clusters/{world.cluster.id}"):
        assert "state--success" not in browser.get(page).text
    for page in ("/desk", f"/clusters/{world.cluster.id}"):
        assert "since 15 June 2026; it must not be used" in read(browser.get(page).text)


def test_a_label_that_ended_does_not_look_awarded(line: Line, world: World, seat: Seat) -> None:
    assessment = line.lead_to(State.AWARDED)
    certificate = line.session.scalars(select(Certificate)).one()
    certificate.valid_until = today() - timedelta(days=1)
    text = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert "The label ended on" in text
    assert "It must not be used any more unless it is renewed." in text
    assert "The label is awarded." not in text
