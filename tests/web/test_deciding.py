"""The pages of a decision: what it rests on, what is proposed, and what became of the label."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    Membership,
    OutboxMessage,
    Rating,
    Submission,
)
from assessment.db.models import Seat as SeatRow
from assessment.db.queries import people
from assessment.domain.label_life import LifeEvent
from assessment.domain.policy import ClusterRole
from assessment.domain.workflow import State
from assessment.services.decisions import Outcome, reject_decision, resume
from assessment.services.label_lives import change_life
from tests.building import MAILING, NOON, Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WRITTEN = {
    "outcome": "award",
    "statement": "Three years of <i>steady</i> work.",
    "changes-0-criterion": "web-presence",
    "changes-0-level": "3",
    "changes-0-reason": "The site is new.",
}


@pytest.fixture
def reviewed(line: Line) -> Submission:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    return submission


def test_a_decision_is_made_in_view_of_what_the_panel_wrote(
    world: World, seat: Seat, reviewed: Submission
) -> None:
    home = f"/secretariat/submissions/{reviewed.id}"
    html = seat(world.secretary).get(f"{home}/decision").text
    assert re.findall(r"<h3>(.+?)</h3>", html)[:5] == [
        "Structure of the cluster",
        "Governance and cooperation",
        "Financing",
        "Strategy, objectives and services",
        "Achievements and recognition",
    ]
    page = read(html)
    assert "The panel met the cluster on 11 June 2026." in page
    assert "Well led." in page
    assert "A certificate issued today is valid from" in page


def test_whoever_decides_reads_each_comment_and_why_the_panel_agreed(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (4, 3)
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/decision").text
    folds = (
        page.split('<section class="ratings-noted">')[1].split("</section>")[0].split("<details")
    )
    assert len(folds) == 1 + len(line.label.criteria)
    found = next(read(f"<main>{each}</main>") for each in folds if "Web presence" in each)
    assert "rated 4 / 3 · agreed 4 · self-assessment 4" in found
    for words in ("Seen by Reviewer.", "Seen by Colleague.", "Settled at the table."):
        assert words in found


def test_ratings_without_a_word_are_behind_one_fold(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    for rating in line.session.scalars(select(Rating)):
        rating.comment = "Below." if rating.criterion_id == "web-presence" else ""
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/decision").text
    told = page.split('<section class="ratings-noted">')[1].split("</section>")[0]
    assert told.count("<details") == 2
    assert f"{len(line.label.criteria) - 1} criteria without a comment" in told


def test_a_proposal_is_read_by_who_made_it_and_is_there_again_when_sent_back(
    line: Line, world: World, seat: Seat, reviewed: Submission
) -> None:
    home = f"/secretariat/submissions/{reviewed.id}"
    secretary, deputy = seat(world.secretary), seat(world.deputy)
    assert secretary.post(f"{home}/decision", WRITTEN).status_code == 303
    shown = read(secretary.get(home).text)
    assert "Proposal: The label is awarded" in shown
    assert "Three years of <i>steady</i> work." in shown
    assert "By the final levels" in shown
    assert "agreed 4, final 3." in shown
    asked = read(deputy.get(f"{home}/decision/confirm").text)
    assert "Proposal: The label is awarded" in asked
    assert "By the final levels" in asked
    assert "A certificate issued today is valid from" in asked
    reject_decision(
        line.session,
        submission=reviewed,
        decision_id=line.waiting(reviewed),
        reason="Say what was best.",
        actor_id=world.deputy.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    again = secretary.get(f"{home}/decision").text
    assert "Say what was best." in again
    chosen = re.search(r"<input[^>]*\bchecked\b[^>]*>", again)
    assert chosen is not None
    assert 'value="award"' in chosen[0]
    assert "Three years of &lt;i&gt;steady&lt;/i&gt; work." in again
    assert "The site is new." in again


@pytest.mark.parametrize("button", ["confirm", "reject"])
def test_a_page_of_a_proposal_that_was_made_anew_releases_nothing(
    line: Line, reviewed: Submission, world: World, seat: Seat, button: str
) -> None:
    place = f"/secretariat/submissions/{reviewed.id}/decision"
    line.propose_decision(reviewed, Outcome.DECLINE)
    deputy = seat(world.deputy)
    [address] = re.findall(rf'action="({place}/\d+/{button})"', deputy.get(f"{place}/confirm").text)
    old = line.waiting(reviewed)
    reject_decision(
        line.session,
        submission=reviewed,
        decision_id=old,
        reason="Look again.",
        actor_id=world.deputy.id,
        at=NOON,
        mailing=MAILING,
    )
    line.propose_decision(reviewed, Outcome.AWARD)
    line.session.commit()
    refused = deputy.post(
        address, {"reason": "Say <more>."}, headers={"Origin": "http://localhost"}
    )
    assert refused.status_code == 409
    assert "Say &lt;more&gt;." in refused.text
    line.session.expire_all()
    assert line.waiting(reviewed) > old
    assert line.session.scalars(select(Assessment.state)).one() == State.DECISION_PROPOSED
    line.session.commit()
    assert deputy.post(f"{place}/{old}/{button}").status_code == 409


def test_a_day_that_came_while_the_proposal_waited_is_told_and_nothing_is_released(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.propose_decision(submission, Outcome.AWARD_WITH_CONDITIONS)
    line.session.scalars(select(AwardCondition)).one().due_on = date(2026, 6, 1)
    place, waiting = f"/secretariat/submissions/{submission.id}/decision", line.waiting(submission)
    deputy = seat(world.deputy)
    assert deputy.post(f"{place}/{waiting}/confirm").location == f"{place}/confirm"
    assert "A day in the proposal has come while it waited." in deputy.get(f"{place}/confirm").text
    line.session.expire_all()
    assert line.session.scalars(select(Assessment.state)).one() == State.DECISION_PROPOSED


def test_who_handed_it_in_decides_nothing_about_it_once_they_left_the_team(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.DECISION_PROPOSED))
    own = select(Membership).where(Membership.user_id == world.owner.id)
    line.session.delete(line.session.scalars(own).one())
    world.owner.is_secretariat = True
    line.session.commit()
    former, place = seat(world.owner), f"/secretariat/submissions/{submission.id}"
    for page in (place, f"{place}/decision/confirm"):
        assert former.get(page).status_code == 404
    waiting = line.waiting(submission)
    line.session.commit()
    assert former.post(f"{place}/decision/{waiting}/confirm").status_code == 404
    office = people.secretariat_for(
        line.session, submission.assessment.cluster_id, submission.assessment_id
    )
    assert [person.name for person in office] == ["Secretary", "Deputy"]


def test_a_rejection_is_told_to_nobody_who_works_on_the_cluster_since(
    line: Line, world: World
) -> None:
    submission = line.submission(line.lead_to(State.DECISION_PROPOSED))
    joined = Membership(
        cluster_id=world.cluster.id, user_id=world.secretary.id, role=ClusterRole.VIEWER
    )
    line.session.add(joined)
    line.session.flush()
    reject_decision(
        line.session,
        submission=submission,
        decision_id=line.waiting(submission),
        reason="Too kind.",
        actor_id=world.deputy.id,
        at=NOON,
        mailing=MAILING,
    )
    mails = select(OutboxMessage.recipient).where(OutboxMessage.body.contains("Too kind."))
    assert line.session.scalars(mails).all() == []


def test_what_is_missed_is_named(line: Line, world: World, seat: Seat) -> None:
    line.ratings = (2, 2)
    submission = line.submission(line.lead_to(State.REVIEWED))
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/decision").text
    refusal = page.partition("so it cannot be awarded. Missed:")[2].partition("<form")[0]
    assert "Threshold: 120 of 150 points" in refusal


def test_the_application_and_the_list_say_that_a_label_is_suspended(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    change_life(
        line.session,
        submission=submission,
        event=LifeEvent.SUSPEND,
        reason="The members are <b>counted</b> again.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    office = seat(world.secretary)
    page = office.get(f"/secretariat/submissions/{submission.id}").text
    warned = page.partition("notice--warning")[2].partition("</div>")[0]
    assert "Suspended" in warned
    assert "since 15 June 2026" in warned
    assert "The members are &lt;b&gt;counted&lt;/b&gt; again." in warned
    assert "Suspended" in office.get("/secretariat?state=awarded").text


def test_the_reason_of_a_suspension_that_is_over_is_not_that_of_the_end(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    for event in (LifeEvent.SUSPEND, LifeEvent.LIFT):
        change_life(
            line.session,
            submission=submission,
            event=event,
            reason="They were counted.",
            actor_id=world.secretary.id,
            at=NOON,
            mailing=MAILING,
        )
    held = line.session.scalars(select(Certificate)).one()
    held.valid_from, held.valid_until = date(2023, 1, 1), date(2024, 12, 31)
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}").text
    warned = page.partition("notice--warning")[2].partition("</div>")[0]
    assert "Expired" in warned
    assert "since" not in warned
    assert "They were counted." not in warned


def test_a_deferral_that_is_over_is_shown_as_what_stands_no_more(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.DEFERRED))
    line.session.commit()
    owner, office = seat(world.owner), seat(world.secretary)
    places = [
        (owner, f"/assessments/{submission.assessment_id}"),
        (office, f"/secretariat/submissions/{submission.id}"),
    ]
    told = "deferred until", "Deferred by"
    for (who, place), words in zip(places, told, strict=True):
        assert words in read(who.get(place).text)
    resume(
        line.session,
        submission=submission,
        reason="The papers came.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    line.session.commit()
    for (who, place), words in zip(places, told, strict=True):
        assert words not in read(who.get(place).text)


def test_who_gave_a_place_away_reads_no_decision(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.DEFERRED))
    own = line.session.scalars(select(SeatRow).order_by(SeatRow.id)).first()
    page = f"/reviews/{submission.id}/seat"
    line.session.commit()
    assert "The decision is deferred" in seat(world.reviewer).get(page).text
    assert own is not None
    own.state = "replaced"
    line.session.commit()
    assert "The decision is deferred" not in seat(world.reviewer).get(page).text
