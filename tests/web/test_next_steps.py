"""What an application asks next, and of whom: in the list, in its file and on its page."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from assessment.db.base import now
from assessment.db.models import AwardCondition, EventRecord, NameCorrection, Submission
from assessment.domain.workflow import State
from assessment.services.appeals import admit_appeal
from assessment.services.award_conditions import Finding, check_conditions, finding_of
from assessment.services.condition_reports import report_condition
from assessment.services.reminders import DAY_REMINDERS
from assessment.services.several import Prospect, foresee_reminders
from tests.building import MAILING, NOON, Line, World, today
from tests.issuing import issue
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def conditional(line: Line) -> tuple[Submission, AwardCondition]:
    """An award with a condition whose last day is far away."""
    submission = line.submission(line.lead_to(State.CONDITIONAL))
    line.session.flush()
    one = line.session.scalars(select(AwardCondition)).one()
    one.due_on = submission.assessment.due_on = today() + timedelta(days=60)
    return submission, one


def tell(line: Line, submission: Submission, one: AwardCondition) -> None:
    """The cluster tells that the condition is met."""
    report_condition(
        line.session,
        submission=submission,
        condition_id=one.id,
        said="It is <online>.",
        actor_id=line.world.owner.id,
        at=NOON,
        mailing=MAILING,
    )


def note(line: Line, submission: Submission, one: AwardCondition) -> None:
    """The secretariat records that it does not know yet whether the condition is met."""
    check_conditions(
        line.session,
        submission=submission,
        findings={one.id: Finding(None, "The page does not open.")},
        seen={one.id: finding_of(one)},
        actor_id=line.world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )


def cells(browser: Any) -> list[str]:
    """State, next step and whose turn it is, from the one row of the file."""
    answer = browser.get("/secretariat/applications/csv")
    row = next(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    return [row["State"], row["Next step"], row["Whose turn"]]


def test_a_file_says_the_step_and_whose_turn_it_is_as_the_page_does(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.ACCEPTED)
    line.session.commit()
    browser = seat(world.secretary)
    assert cells(browser) == ["Accepted for review", "Propose a panel", "Secretariat"]
    assert ">Propose a panel</a>" in browser.get("/secretariat").text


def test_a_condition_of_which_the_cluster_told_waits_for_the_secretariat_until_it_is_checked(
    line: Line, world: World, seat: Seat
) -> None:
    submission, one = conditional(line)
    line.session.commit()
    browser, page = seat(world.secretary), f"/secretariat/submissions/{submission.id}"
    assert cells(browser) == ["Awarded with conditions", "Meet the conditions", "Cluster"]
    assert "online" not in browser.get(page).text
    tell(line, submission, one)
    line.session.commit()
    assert cells(browser) == ["Awarded with conditions", "Check the conditions", "Secretariat"]
    waiting = browser.get("/secretariat?state=waiting").text
    assert f'href="{page}/conditions">Check the conditions</a>' in waiting
    told = browser.get(page).text
    assert "It is &lt;online&gt;." in told
    assert f'href="{page}/conditions">the cluster told of a condition' in told
    assert "Confirm the missed condition" not in told
    note(line, submission, one)
    line.session.commit()
    assert cells(browser) == ["Awarded with conditions", "Meet the conditions", "Cluster"]
    tell(line, submission, one)
    line.session.commit()
    assert cells(browser)[1:] == ["Check the conditions", "Secretariat"]


def end_of_day(line: Line) -> int:
    """Has the clock look for conditions whose last day is over; how many it found."""
    [watch] = [each for each in DAY_REMINDERS if each.kind == "condition_overdue"]
    at = now()
    found = list(watch.find(line.session, at))
    for number in found:
        watch.attend(line.session, number, at, MAILING)
    line.session.commit()
    return len(found)


def test_a_condition_whose_last_day_is_over_is_for_the_secretariat_to_check(
    line: Line, world: World, seat: Seat
) -> None:
    submission, one = conditional(line)
    one.due_on = submission.assessment.due_on = today()
    assert end_of_day(line) == 0
    browser = seat(world.secretary)
    assert cells(browser)[1:] == ["Meet the conditions", "Cluster"]
    one.due_on = submission.assessment.due_on = today() - timedelta(days=1)
    assert (end_of_day(line), end_of_day(line)) == (1, 0)
    kept = select(EventRecord).where(EventRecord.kind == "lapse_condition")
    event = line.session.scalars(kept).one()
    assert (event.actor_id, event.facts) == (None, {"condition": one.id})
    [foreseen] = foresee_reminders(line.session, [submission.id], world.secretary.id, now())
    assert (foreseen.prospect, foreseen.people) == (Prospect.WAITS_FOR_US, [])
    line.session.commit()
    assert cells(browser)[1:] == ["Check the conditions", "Secretariat"]
    assert "its last day is over" in browser.get(f"/secretariat/submissions/{submission.id}").text
    assert "Check the conditions" in browser.get("/secretariat?state=waiting").text
    note(line, submission, one)
    line.session.commit()
    assert cells(browser)[1:] == ["Meet the conditions", "Cluster"]


def test_what_was_done_to_a_label_is_the_one_badge_and_both_names_are_told(
    line: Line, world: World, seat: Seat
) -> None:
    submission, _one = conditional(line)
    line.session.commit()
    browser, page = seat(world.secretary), f"/secretariat/submissions/{submission.id}"
    shown = read(browser.get(page).text)
    assert "Awarded with conditions by Deputy" in shown
    assert "Proposed by Secretary" in shown
    form = {"event": "suspend", "reason": "Misused."}
    assert browser.post(f"{page}/label", form).status_code == 303
    for where in ("/secretariat", page):
        badges = re.findall(r'class="state state--(\w+)">([^<]*)<', browser.get(where).text)
        assert badges[0] == ("danger", "Suspended"), where
    assert cells(browser)[0] == "Suspended"


def test_an_application_on_appeal_is_marked(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.APPEALED))
    line.session.commit()
    browser = seat(world.secretary)
    assert "on appeal" not in browser.get("/secretariat").text
    admit_appeal(
        line.session,
        submission=submission,
        answer="It was overlooked.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    assert "on appeal" in browser.get("/secretariat").text


def test_a_proposed_holder_of_a_label_waits_for_a_second_person(
    line: Line, world: World, seat: Seat
) -> None:
    issue(line)
    submission_id = line.session.scalars(select(Submission.id)).one()
    first, second = seat(world.secretary), seat(world.deputy)
    page = f"/secretariat/submissions/{submission_id}/label"
    line.session.rollback()
    assert cells(first) == ["Awarded", "", "Nobody"]
    named = {"cluster_name": "Northern Timber ry", "organisation": "", "reason": "It was misspelt."}
    assert first.post(f"{page}/correct", named).status_code == 303
    told = ["Awarded", "Confirm the correction", "A second person of the secretariat"]
    assert cells(first) == cells(second) == told
    link = f'href="{page}/correct/confirm">Confirm the correction</a>'
    assert link not in first.get("/secretariat?mine=1").text
    assert link in second.get("/secretariat?mine=1").text
    proposed = line.session.scalars(select(NameCorrection.id)).one()
    line.session.rollback()
    assert second.post(f"{page}/correct/{proposed}/confirm").status_code == 303
    assert cells(first) == ["Awarded", "", "Nobody"]
    assert link not in second.get("/secretariat?mine=1").text
    assert (
        "The certificate names the cluster “Northern Timber ry”, its profile “Northern Timber”."
        in read(first.get(page).text)
    )
