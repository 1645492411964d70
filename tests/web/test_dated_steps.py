"""What waits in a person's clusters until a day: first on the desk and on the tasks, with the way there."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import AwardCondition, Certificate, Clarification, Decision, DutyTerm
from assessment.domain.days import add_months
from assessment.domain.deadlines import day_of
from assessment.domain.workflow import State
from assessment.services.formal_checks import return_application
from tests.building import MAILING, Line, World, make_cluster
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
TODAY = day_of(now())
SOON = TODAY + timedelta(days=3)
LATE = TODAY - timedelta(days=2)


def proposed(line: Line) -> str:
    found = line.lead_to(State.PANEL_PROPOSED)
    line.submission(found).object_by = SOON
    return f"/assessments/{found.id}/panel"


def asked(line: Line) -> str:
    found = line.lead_to(State.CLARIFICATION)
    line.session.scalars(select(Clarification)).one().due_on = SOON
    return f"/assessments/{found.id}/clarification"


def returned(line: Line) -> str:
    found = line.lead_to(State.SUBMITTED)
    submission = line.submission(found)
    return_application(
        line.session,
        submission=submission,
        reasons="No figures.",
        actor_id=line.world.secretary.id,
        at=now(),
        mailing=MAILING,
    )
    submission.again_until = SOON
    return f"/assessments/{found.id}"


def conditional(line: Line) -> str:
    found = line.lead_to(State.CONDITIONAL)
    line.session.scalars(select(AwardCondition)).one().due_on = SOON
    return f"/assessments/{found.id}"


def declined(line: Line) -> str:
    found = line.lead_to(State.DECLINED)
    decision = line.session.scalars(select(Decision)).one()
    decision.decided_at = now() - timedelta(days=27)
    return f"/assessments/{found.id}/appeal"


def renewable(line: Line) -> str:
    certificate = line.hold(add_months(TODAY, -30), add_months(SOON, -12))
    for term in line.session.scalars(select(DutyTerm)):
        term.done_at = now()
    assert certificate.life == "valid"
    return f"/clusters/{line.world.cluster.id}"


def due(line: Line, last: date = SOON) -> str:
    found = line.lead_to(State.AWARDED)
    for certificate in line.session.scalars(select(Certificate)):
        certificate.valid_until = add_months(TODAY, 20)
    term = line.session.scalars(select(DutyTerm).order_by(DutyTerm.id.desc())).first()
    assert term is not None
    term.ready_on, term.due_on = last - timedelta(days=30), last
    return f"/assessments/{found.id}/duties/{term.id}"


OWNERS = {proposed, declined}
"""The steps that an owner takes alone."""
STEPS: list[tuple[Callable[[Line], str], str, str]] = [
    (proposed, "Agree to the proposed panel or object to it", "A panel is proposed"),
    (asked, "Answer the questions of the panel", "The panel has asked questions"),
    (returned, "Mend the returned application and submit it again", "The application was returned"),
    (conditional, "Meet the conditions of the award and tell so", "The award has conditions"),
    (due, "Yearly update: say that it was done", "Duty of the holder: Yearly update"),
    (
        declined,
        "Appeal against the decision, if you do not agree with it",
        "An appeal against the decision is possible",
    ),
    (renewable, "Renew the label valid until", "can be renewed"),
]


def first_section(text: str) -> str:
    """The first section of a page, which is about what waits."""
    return f"<main>{text.split('<section', 2)[1]}</main>"


@pytest.mark.parametrize(("lead", "acting", "told"), STEPS)
def test_a_step_with_a_day_comes_first_for_whoever_takes_it(
    line: Line, world: World, seat: Seat, lead: Callable[[Line], str], acting: str, told: str
) -> None:
    place = lead(line)
    for page in ("/desk", "/tasks"):
        part = first_section(seat(world.owner).get(page).text)
        assert "What waits for you" in part
        assert f'href="{place}"' in part
        assert acting in read(part)
        assert "Last day" in read(part)
        assert "in 3 days" in read(part)
        assert f"Gold, {world.cluster.name}" in read(part)
        editors = first_section(seat(world.editor).get(page).text)
        assert (acting in read(editors)) is (lead not in OWNERS)
        reading = seat(world.viewer).get(page).text
        assert "What waits for others on the team" in first_section(reading)
        assert told in read(first_section(reading))
        assert acting not in read(reading)


def test_the_nearest_day_is_first_and_what_is_overdue_says_so(
    line: Line, world: World, seat: Seat
) -> None:
    home = world.cluster
    line.world.cluster = make_cluster(line.session, "Aspen", owner=world.owner)
    conditional(line)
    line.world.cluster = home
    due(line, LATE)
    part = read(first_section(seat(world.owner).get("/desk").text))
    assert part.count("Overdue") == 1
    assert part.index("Overdue Yearly update") < part.index("Meet the conditions")


def test_the_sixth_cluster_is_told_of_like_the_first(line: Line, world: World, seat: Seat) -> None:
    for number in range(5):
        make_cluster(line.session, f"Aspen {number}", owner=world.owner)
    place = proposed(line)
    page = seat(world.owner).get("/desk").text
    assert "Your other clusters" in page
    assert f'href="{place}"' in first_section(page)


def test_steps_of_many_clusters_are_asked_for_as_often_as_of_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    def asked_for(page: str) -> int:
        browser = seat(world.owner)
        with statements() as found:
            assert browser.get(page).status_code == 200
        return len(found)

    pages = ("/desk", "/tasks")
    line.lead_to(State.DECLINED)
    before = [asked_for(page) for page in pages]
    for number in range(4):
        line.world.cluster = make_cluster(line.session, f"Aspen {number}", owner=world.owner)
        line.lead_to(State.PANEL_PROPOSED if number % 2 else State.DECLINED)
    assert [asked_for(page) for page in pages] == before
    assert max(before) <= 10
