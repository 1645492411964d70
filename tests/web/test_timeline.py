"""The path of an application, as the secretariat and the cluster's managers read it."""

import re
from html import unescape

import pytest

from assessment.db.models import Assessment
from assessment.domain.workflow import Event, State
from assessment.services.steps import record_event
from tests.building import NOON, Line, World
from tests.web.conftest import Seat

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def shown(page: str) -> list[str]:
    """The words of each entry of the timeline, in one line."""
    (listed,) = re.findall(r'<ol class="timeline">(.*?)</ol>', page, re.DOTALL)
    return [words(entry) for entry in listed.split("<li>")[1:]]


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split()).replace(" ,", ",")


@pytest.fixture
def assessment(line: Line, world: World) -> Assessment:
    """An application about which events of other kinds were recorded."""
    assessment = line.lead_to(State.IN_REVIEW)
    record_event(
        line.session,
        "chair_excused",
        actor_id=world.secretary.id,
        about_id=world.reviewer.id,
        assessment=assessment,
        at=NOON,
        facts={"reason": "Worked <there> until 2024."},
    )
    record_event(
        line.session,
        Event.WITHDRAW,
        actor_id=None,
        assessment=assessment,
        at=NOON,
        before="accepted",
        after="draft",
    )
    return assessment


def test_the_secretariat_reads_who_did_what_when_about_whom_and_why(
    line: Line, world: World, seat: Seat, assessment: Assessment
) -> None:
    page = seat(world.secretary).get(f"/secretariat/submissions/{line.submission(assessment).id}")
    assert shown(page.text) == [
        "Submitted 15 Jun 2026 15:00, Owner Draft → Submitted",
        "Accepted for review 15 Jun 2026 15:00, Secretary Submitted → Accepted for review",
        "Panel proposed 15 Jun 2026 15:00, Secretary Accepted for review → Panel proposed",
        "Panel appointed 15 Jun 2026 15:00, Owner Panel proposed → In review",
        "Reviewer declared their ties: Reviewer 15 Jun 2026 15:00, Reviewer",
        "Reviewer accepted: Reviewer 15 Jun 2026 15:00, Reviewer",
        "Reviewer declared their ties: Colleague 15 Jun 2026 15:00, Colleague",
        "Reviewer accepted: Colleague 15 Jun 2026 15:00, Colleague",
        "chair_excused: Reviewer 15 Jun 2026 15:00, Secretary Worked <there> until 2024.",
        "Submission withdrawn 15 Jun 2026 15:00, by the calendar Accepted for review → Draft",
    ]


def test_managers_read_the_steps_and_not_who_took_them(
    world: World, seat: Seat, assessment: Assessment
) -> None:
    page = seat(world.owner).get(f"/assessments/{assessment.id}")
    assert shown(page.text) == [
        "Submitted 15 Jun 2026 15:00 Draft → Submitted",
        "Accepted for review 15 Jun 2026 15:00 Submitted → Accepted for review",
        "Panel proposed 15 Jun 2026 15:00 Accepted for review → Panel proposed",
        "Panel appointed 15 Jun 2026 15:00 Panel proposed → In review",
        "Submission withdrawn 15 Jun 2026 15:00, by the calendar Accepted for review → Draft",
    ]
