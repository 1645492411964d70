"""What the page of an application says comes next: after an appeal, a deferral, with conditions."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.config import Settings
from assessment.db.models import Assessment, AwardCondition
from assessment.domain.workflow import State
from assessment.services.award_conditions import Finding, check_conditions
from assessment.services.condition_reports import report_condition
from assessment.services.decisions import Outcome, resume
from tests.appealed import admit
from tests.building import MAILING, NOON, Line, World, today
from tests.services.conftest import QuickLine
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

AWARDED_WITH = "The label is awarded with conditions"
RULE = "one that was not met takes the label away, once two people have found so."


@pytest.fixture
def line(session: Session, world: World, edition: Edition, settings: Settings) -> Line:
    return QuickLine(session, world, edition, settings.evidence_path)


def page(world: World, seat: Seat, assessment: Assessment) -> str:
    return read(seat(world.owner).get(f"/assessments/{assessment.id}").text)


def notice(html: str) -> str:
    """The kind of the notice that tells of the certificate."""
    before = html[: html.index(AWARDED_WITH)]
    return before[before.rindex("notice--") :].split('"')[0]


def test_after_an_admitted_appeal_a_fresh_panel_comes_next(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.APPEALED)
    admit(line, line.submission(assessment))
    told = page(world, seat, assessment)
    assert "Your appeal is admitted. The secretariat proposes a fresh panel next" in told
    assert "is in order" not in told


def test_a_draft_of_a_renewal_tells_its_own_process(line: Line, world: World, seat: Seat) -> None:
    line.hold(today() - timedelta(days=400), today() + timedelta(days=100))
    told = page(world, seat, line.open())
    assert "1 reviewer, with a visit, 8 hours" in told
    assert "Two independent reviewers" not in told


def test_a_deferral_says_until_when_and_what_comes_next(
    line: Line, world: World, seat: Seat
) -> None:
    told = page(world, seat, line.lead_to(State.DEFERRED))
    assert "Until 13 September 2026 the secretariat waits for what its statement names" in told
    assert "Then it takes the application up again, and you are told by mail." in told


def test_what_a_deferral_said_stays_on_the_path_of_both_sides(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.DEFERRED)
    submission = line.submission(assessment)
    resume(
        line.session,
        submission=submission,
        reason="The papers came.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.decide(submission, Outcome.DECLINE)
    for who, place in (
        (world.viewer, f"/assessments/{assessment.id}"),
        (world.secretary, f"/secretariat/submissions/{submission.id}"),
    ):
        told = read(seat(who).get(place).text)
        path = told[told.index("The path so far") :]
        assert "Until 13 September 2026 Well done." in path


def test_an_award_with_conditions_says_what_hangs_on_them(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.CONDITIONAL)
    line.session.scalars(select(AwardCondition)).one().due_on = today()
    html = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert f"{AWARDED_WITH}." in read(html)
    assert RULE in read(html)
    assert notice(html) == "notice--success"


def test_once_the_day_of_a_condition_is_over_the_award_is_no_green_notice(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.CONDITIONAL)
    line.session.scalars(select(AwardCondition)).one().due_on = today() - timedelta(days=1)
    html = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert f"{AWARDED_WITH}; the day of one is over." in read(html)
    assert "Where the day is over, what was done can still be told." in read(html)
    assert notice(html) == "notice--warning"


def test_a_finding_stands_after_the_words_that_it_answers(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.CONDITIONAL)
    submission = line.submission(assessment)
    one = line.session.scalars(select(AwardCondition)).one()
    common = {"submission": submission, "at": NOON, "mailing": MAILING}
    report_condition(
        line.session,
        condition_id=one.id,
        said="It is online.",
        actor_id=world.owner.id,
        **common,
    )
    check_conditions(
        line.session,
        findings={one.id: Finding(is_met=True, note="Seen online.")},
        seen={one.id: Finding()},
        actor_id=world.secretary.id,
        **common,
    )
    told = page(world, seat, assessment)
    assert told.index("It is online.") < told.index("The secretariat found on 15 June 2026: Seen")
    assert RULE not in told
