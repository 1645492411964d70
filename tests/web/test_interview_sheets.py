"""The interview sheet as a document, on the pages: ordering it, waiting for it, and whose it is."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.models import InterviewSheet, Submission
from assessment.db.queries import reviews
from assessment.domain.workflow import State
from assessment.services import making_interview_sheets
from assessment.services.making_interview_sheets import make_waiting_interview_sheets
from assessment.services.sweeping import sweep_closed_sheets
from tests.building import Line, World
from tests.web.browser import Browser
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def submission(line: Line) -> Submission:
    return line.submission(line.lead_to(State.IN_REVIEW))


@pytest.fixture
def make(engine: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Makes what waits, without the renderer, which takes its time."""
    monkeypatch.setattr(
        making_interview_sheets, "html_to_pdf", lambda html: b"%PDF-" + html.encode()
    )
    return lambda: make_waiting_interview_sheets(engine, settings)


def note(line: Line, submission: Submission, text: str) -> None:
    seat = reviews.seat_of(line.session, submission.id, line.world.reviewer.id)
    if not reviews.ratings(line.session, seat.id):
        line.rate_all(submission, line.world.reviewer, 3)
    reviews.ratings(line.session, seat.id)["web-presence"].notes = text
    line.session.commit()


def order(browser: Browser, submission: Submission, **form: str) -> str:
    """Presses the button; where the document will be."""
    answer = browser.post(f"/reviews/{submission.id}/interview/sheets", form)
    assert answer.status_code == 303
    return answer.location


def test_a_reviewer_orders_waits_and_has_the_sheet(
    line: Line, submission: Submission, world: World, seat: Seat, make: Callable[[], int]
) -> None:
    browser, page = seat(world.reviewer), f"/reviews/{submission.id}/interview"
    assert "Sheets made before" not in browser.get(page).text
    there = order(browser, submission, language="fi")
    assert order(browser, submission, language="fi") == there
    waiting = browser.get(there)
    assert (waiting.status_code, waiting.headers["Retry-After"]) == (202, "3")
    assert "<h1>Interview sheet</h1>" in waiting.text
    assert "Being prepared" in read(browser.get(page).text)
    assert make() == 1
    made = browser.get(there)
    assert (made.status_code, made.mimetype) == (200, "application/pdf")
    assert made.data == browser.get(there).data
    name = f"Northern Timber gold interview sheet {there.rsplit('/', 1)[1]} fi.pdf"
    assert name in made.headers["Content-Disposition"]
    assert 'lang="fi"' in made.text
    assert "(Suomi, PDF)" in read(browser.get(page).text)


def test_the_button_stands_on_the_page_and_where_that_is_linked(
    submission: Submission, world: World, seat: Seat
) -> None:
    browser = seat(world.reviewer)
    button = f'action="/reviews/{submission.id}/interview/sheets"'
    for page in (f"/reviews/{submission.id}", f"/reviews/{submission.id}/interview"):
        text = browser.get(page).text
        assert text.count(button) == 1
        assert "Interview sheet (PDF)</button>" in text


def test_without_a_choice_it_is_in_the_readers_language(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    world.reviewer.language = "fi"
    order(seat(world.reviewer), submission)
    assert line.session.scalars(select(InterviewSheet.language)).all() == ["fi"]


def test_a_language_that_we_do_not_speak_is_refused(
    submission: Submission, world: World, seat: Seat
) -> None:
    answer = seat(world.reviewer).post(
        f"/reviews/{submission.id}/interview/sheets", {"language": "xx"}
    )
    assert answer.status_code == 400


def test_private_notes_are_on_it_as_on_the_page_from_which_it_was_ordered(
    line: Line, submission: Submission, world: World, seat: Seat, make: Callable[[], int]
) -> None:
    note(line, submission, "They seem nervous.")
    browser, page = seat(world.reviewer), f"/reviews/{submission.id}/interview"
    hidden = '<input type="hidden" name="notes" value="1">'
    assert hidden not in browser.get(page).text
    assert hidden in browser.get(f"{page}?notes=1").text
    plain, noted = order(browser, submission), order(browser, submission, notes="1")
    assert make() == 2
    assert read(browser.get(page).text).count("With private notes ·") == 1
    assert "nervous" not in browser.get(plain).text
    assert "They seem nervous." in browser.get(noted).text


def test_nobody_else_has_it(
    line: Line, submission: Submission, world: World, seat: Seat, make: Callable[[], int]
) -> None:
    there = order(seat(world.reviewer), submission)
    make()

    def status(person: str) -> tuple[int, int]:
        browser = seat(getattr(world, person))
        asked = browser.post(f"/reviews/{submission.id}/interview/sheets").status_code
        return browser.get(there).status_code, asked

    assert status("colleague") == (404, 303)
    assert status("owner") == status("viewer") == status("secretary") == (403, 403)
    assert status("stranger") == (404, 404)
    elsewhere = there.replace(f"/reviews/{submission.id}/", f"/reviews/{submission.id + 1}/")
    assert seat(world.reviewer).get(elsewhere).status_code == 404


def test_who_leaves_the_panel_has_it_no_more(
    line: Line, submission: Submission, world: World, seat: Seat, make: Callable[[], int]
) -> None:
    browser = seat(world.reviewer)
    there = order(browser, submission)
    make()
    assert browser.get(there).status_code == 200
    left = browser.post(f"/reviews/{submission.id}/seat/leave", {"reason": "My sister is there."})
    assert left.status_code == 303
    assert browser.get(there).status_code == 409
    assert browser.post(f"/reviews/{submission.id}/interview/sheets").status_code == 409


def test_it_ends_with_the_decision(
    line: Line, world: World, seat: Seat, engine: Engine, settings: Settings
) -> None:
    assessment = line.lead_to(State.DECISION_PROPOSED)
    submission = line.submission(assessment)
    browser = seat(world.reviewer)
    there = order(browser, submission)
    assert browser.get(there).status_code == 202
    line.session.refresh(assessment)
    assessment.state = State.AWARDED
    line.session.commit()
    assert browser.get(there).status_code == 409
    assert sweep_closed_sheets(engine, settings) == 1


def test_a_sheet_that_cannot_be_made_says_so(
    submission: Submission, world: World, seat: Seat, make: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    def fail(_html: str) -> bytes:
        raise OSError("No space left on device")

    monkeypatch.setattr(making_interview_sheets, "html_to_pdf", fail)
    browser = seat(world.reviewer)
    there = order(browser, submission)
    assert make() == 0
    page = browser.get(there)
    assert (page.status_code, "Retry-After" in page.headers) == (202, False)
    assert "The document could not be made yet." in read(page.text)


def test_a_long_list_asks_the_database_no_more(
    submission: Submission,
    world: World,
    seat: Seat,
    session: Session,
    statements: Callable[..., object],
    make: Callable[[], int],
) -> None:
    browser, page = seat(world.reviewer), f"/reviews/{submission.id}/interview"
    there = order(browser, submission)
    make()

    def asked(address: str) -> int:
        with statements() as found:  # type: ignore[attr-defined]
            browser.get(address)
        return len(found)

    asked(page)
    one = asked(page)
    assert one <= 10
    assert asked(there) <= 10
    sheet = session.scalars(select(InterviewSheet)).one()
    for number in range(15):
        session.add(
            InterviewSheet(
                seat_id=sheet.seat_id,
                user_id=sheet.user_id,
                language="en",
                has_notes=False,
                record=sheet.record,
                digest=f"{number:064}",
            )
        )
    session.commit()
    assert asked(page) == one
    assert browser.get(page).text.count("(English, PDF)") == 10
