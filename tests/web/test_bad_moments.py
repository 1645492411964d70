"""What was sent a moment too late: one defined outcome, the page says what happened, no text is lost."""

import pytest

from assessment.db.queries import reviews
from assessment.domain.workflow import State
from assessment.services.panel_changes import replace_reviewer
from tests.building import MAILING, NOON, Line, World
from tests.people import make_person
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
HERE = {"Origin": "http://localhost"}
"""What a browser says of a form that came from our own page."""
LONG = "Seen on site, with the minutes of the board."


def test_of_two_secretaries_who_decide_at_once_the_second_keeps_the_statement(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    page = f"/secretariat/submissions/{submission.id}/decision"
    first, second = seat(world.secretary), seat(world.deputy)
    assert second.get(page).status_code == 200
    assert first.post(page, {"outcome": "award", "statement": "Done."}).status_code == 303
    late = second.post(page, {"outcome": "decline", "statement": LONG}, headers=HERE)
    assert late.status_code == 409
    assert LONG in late.text
    assert "Done." in second.get(f"{page}/confirm").text


def test_a_reviewer_replaced_while_writing_keeps_the_comment_on_the_page(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    reviewer = seat(world.colleague)
    page = f"/reviews/{submission.id}/criteria/web-presence"
    assert reviewer.get(page).status_code == 200
    other = make_person(line.session, "other", is_reviewer=True, country="SE")
    seats = {s.reviewer_id: s.id for s in reviews.seats(line.session, submission.id)}
    replace_reviewer(
        line.session,
        submission=submission,
        seat_id=seats[world.colleague.id],
        reviewer_id=other.id,
        reason="Ill.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    late = reviewer.post(page, {"level": "2", "comment": LONG, "version": "0"}, headers=HERE)
    assert late.status_code == 409
    assert LONG in late.text


def test_nobody_decides_on_what_was_taken_back(line: Line, world: World, seat: Seat) -> None:
    draft = line.lead_to(State.SUBMITTED)
    number = line.submission(draft).id
    line.withdraw(draft)
    office = seat(world.secretary)
    for page in ("check", "panel", "decision"):
        late = office.post(
            f"/secretariat/submissions/{number}/{page}", {"statement": LONG}, headers=HERE
        )
        assert late.status_code == 409
        assert LONG in late.text
    assert "The cluster withdrew this application" in read(
        office.get(f"/secretariat/submissions/{number}").text
    )


def test_an_answer_sent_after_the_round_has_ended_stays_on_the_page(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CLARIFICATION))
    owner, editor = seat(world.owner), seat(world.editor)
    page = f"/assessments/{submission.assessment_id}/clarification"
    shown = editor.get(page).text
    number = shown.partition('name="q')[2].partition("-")[0]
    form = {f"q{number}-version": "0", f"q{number}-answer": "By the counter."}
    assert owner.post(f"{page}/send", form | {"is_whole": "y"}).status_code == 303
    late = editor.post(page, {f"q{number}-version": "0", f"q{number}-answer": LONG}, headers=HERE)
    assert late.status_code == 409
    assert LONG in late.text
