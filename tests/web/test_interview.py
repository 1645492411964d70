"""The interview sheet, as it lies on the table before the cluster."""

import pytest

from assessment.db.models import Submission
from assessment.domain.workflow import State
from assessment.services.reviews import RatingDraft, save_rating
from tests.building import NOON, Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def submission(line: Line) -> Submission:
    return line.submission(line.lead_to(State.IN_REVIEW))


def take_note(line: Line, submission: Submission) -> None:
    """The reviewer writes something private about web presence."""
    draft = RatingDraft(4, "", 0, notes="They seem <b>nervous</b>.")
    save_rating(
        line.session,
        submission=submission,
        reviewer_id=line.world.reviewer.id,
        criterion=line.label.criterion("web-presence"),
        draft=draft,
        at=NOON,
    )
    line.session.commit()


def test_each_criterion_is_printed_with_what_the_cluster_answered(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    text = read(seat(world.reviewer).get(f"/reviews/{submission.id}/interview").text)
    for criterion in line.label.criteria:
        assert f"Because of {criterion.id}." in text


def test_private_notes_are_printed_only_when_asked_for(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    take_note(line, submission)
    browser, sheet = seat(world.reviewer), f"/reviews/{submission.id}/interview"
    page = browser.get(sheet).text
    assert "nervous" not in page
    assert "Private notes" not in page
    assert f'href="{sheet}?notes=1">With my private notes</a>' in page
    page = browser.get(f"{sheet}?notes=1").text
    assert "They seem &lt;b&gt;nervous&lt;/b&gt;." in page
    assert "keep it to yourself" in page
    assert f'href="{sheet}">Without my private notes</a>' in page


def test_notes_are_offered_to_whoever_wrote_some(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    take_note(line, submission)
    page = seat(world.colleague).get(f"/reviews/{submission.id}/interview?notes=1").text
    assert "nervous" not in page
    assert (
        "rivate notes" not in seat(world.colleague).get(f"/reviews/{submission.id}/interview").text
    )
