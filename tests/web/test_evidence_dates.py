"""What a piece of evidence is dated, on every page that shows it."""

from datetime import timedelta

from assessment.db.models import Evidence
from assessment.db.queries import assessments
from assessment.domain.workflow import State
from assessment.reports import formats
from assessment.services.evidence import attach_link
from assessment.services.library import Described
from tests.building import FRESH, NOON, Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

HERE = "web-presence"


def attach_undated(line: Line, number: int) -> Evidence:
    """A web address beside the evidence of the answer, of no day."""
    added = attach_link(
        line.session,
        assessment_id=number,
        criterion=line.label.criterion(HERE),
        url="https://timber.example/undated",
        described=Described("Undated"),
        actor_id=line.world.owner.id,
        at=NOON,
    )
    return added.evidence


def test_reviewers_and_managers_read_the_date_of_evidence_or_that_it_has_none(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    line.answer_all(draft)
    attach_undated(line, draft.id)
    draft_page = f"/assessments/{draft.id}/criteria/{HERE}"
    pages = [read(seat(world.owner).get(draft_page).text)]
    submission = line.submit(draft)
    line.appoint(submission)
    record = f"/submissions/{submission.id}"
    pages.append(read(seat(world.owner).get(record).text))
    pages.append(read(seat(world.reviewer).get(f"/reviews/{submission.id}/criteria/{HERE}").text))
    for page in pages:
        assert f", dated {formats.day(FRESH, 'en')}" in page
        assert "Undated https://timber.example/undated, no date given" in page
    world.reviewer.language = "fi"
    finnish = read(seat(world.reviewer).get(f"/reviews/{submission.id}/criteria/{HERE}").text)
    assert f", päivätty {formats.day(FRESH, 'fi')}" in finnish
    assert "https://timber.example/undated, ei päiväystä" in finnish


def test_nothing_is_awaited_any_more_in_what_is_frozen(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    page = seat(world.owner).get(f"/assessments/{draft.id}/criteria/{HERE}").text
    assert "No evidence yet." in page
    line.label_id = "bronze"
    submission = line.submission(line.lead_to(State.SUBMITTED))
    record = read(seat(world.owner).get(f"/submissions/{submission.id}").text)
    assert "No evidence." in record
    assert "No evidence yet." not in record


def test_a_draft_shows_when_it_was_last_worked_on(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.answer_all(draft)
    saved = assessments.answers(line.session, draft.id)[HERE]
    saved.saved_at = NOON + timedelta(days=3)
    page = read(seat(world.owner).get("/desk").text)
    assert "Last change" in page
    assert "18 Jun 2026 15:00" in page
