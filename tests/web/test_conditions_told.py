"""A cluster tells that a condition of its award is met; the secretariat reads it where it checks."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    EventRecord,
    OutboxMessage,
    Submission,
)
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.workflow import State
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, Line, World, today
from tests.web.conftest import Seat
from tests.web.filled import errors_at, filled_in, read, shown_on

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def places(line: Line) -> tuple[str, str, int]:
    """The page of a conditional award, where its condition is told of, and the condition's number."""
    found = line.lead_to(State.CONDITIONAL)
    line.session.flush()
    number = line.session.scalars(select(AwardCondition.id)).one()
    home = f"/assessments/{found.id}"
    return home, f"{home}/conditions/{number}/report", number


def the_submission(line: Line) -> Submission:
    return line.submission(line.session.scalars(select(Assessment)).one())


def test_what_is_told_is_kept_as_an_event_mailed_and_read_on_both_sides(
    line: Line, world: World, seat: Seat
) -> None:
    home, place, number = places(line)
    office = f"/secretariat/submissions/{the_submission(line).id}/conditions"
    editor = seat(world.editor)
    assert "Tell that it is met" in editor.get(home).text
    response = editor.post(place, {f"c{number}-said": "The plan is <online>."})
    assert response.location == f"{home}#condition-{number}"
    assert "Editor told on" in read(editor.get(home).text)
    assert editor.post(place, {f"c{number}-said": "And printed."}).status_code == 303
    for text in (editor.get(home).text, seat(world.secretary).get(office).text):
        assert "The plan is &lt;online&gt;." in text
        assert text.index("The plan is") < text.index("And printed.")
    line.session.expire_all()
    kept = line.session.scalars(
        select(EventRecord).where(EventRecord.kind == "report_condition")
    ).all()
    assert [event.facts for event in kept] == [
        {"condition": number, "said": "The plan is <online>."},
        {"condition": number, "said": "And printed."},
    ]
    assert {(event.state_before, event.state_after) for event in kept} == {(None, None)}
    mails = line.session.scalars(
        select(OutboxMessage).where(OutboxMessage.subject.contains("a condition is met"))
    ).all()
    assert {mail.recipient for mail in mails} == {world.secretary.email, world.deputy.email}


def test_who_confirms_a_miss_reads_what_the_cluster_told_and_confirms_what_was_read(
    line: Line, world: World, seat: Seat
) -> None:
    _home, place, number = places(line)
    line.session.scalars(select(AwardCondition)).one().due_on = today() - timedelta(days=1)
    submission = the_submission(line)
    page = f"/secretariat/submissions/{submission.id}/conditions"
    line.session.commit()
    office, deputy = seat(world.secretary), seat(world.deputy)
    missed = {f"c{number}-finding": "missed", f"c{number}-note": "No plan."}
    assert office.post(page, missed).location == f"{page}/confirm"
    assert seat(world.editor).post(place, {f"c{number}-said": "It <is> there."}).status_code == 303
    read_page = deputy.get(f"{page}/confirm")
    assert "It &lt;is&gt; there." in read_page.text
    for where in ("/secretariat?state=waiting", f"/secretariat/submissions/{submission.id}"):
        assert f'href="{page}/confirm"' in deputy.get(where).text
    other = filled_in(office.get(page).text) | {f"c{number}-note": "No plan was sent."}
    assert office.post(page, other).status_code == 303
    refused = deputy.post(f"{page}/confirm", shown_on(read_page.text))
    assert refused.status_code == 409
    assert "Nothing is revoked: what is recorded has changed" in read(refused.text)
    assert "No plan was sent." in refused.text
    assert deputy.post(f"{page}/confirm", shown_on(refused.text)).status_code == 303
    line.session.expire_all()
    assert line.session.scalars(select(Certificate.life)).one() == LifeState.REVOKED


def test_words_are_needed_and_a_viewer_tells_nothing(line: Line, world: World, seat: Seat) -> None:
    home, place, number = places(line)
    refused = seat(world.owner).post(place, {}, headers={"Origin": "http://localhost"})
    assert refused.status_code == 422
    assert errors_at(refused.text) == {f"c{number}-said": "Write how the condition was met."}
    viewer = seat(world.viewer)
    assert "Tell that it is met" not in viewer.get(home).text
    assert viewer.post(place, {f"c{number}-said": "Done."}).status_code == 403


def test_of_a_label_that_was_taken_away_nothing_is_told(
    line: Line, world: World, seat: Seat
) -> None:
    home, place, number = places(line)
    change_life(
        line.session,
        submission=the_submission(line),
        event=LifeEvent.REVOKE,
        reason="Misused.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    owner = seat(world.owner)
    assert "Tell that it is met" not in owner.get(home).text
    assert owner.post(place, {f"c{number}-said": "Done."}).status_code == 409
