"""The pages of an appeal and of complaints, on both sides."""

import csv
from datetime import date

import pytest
from sqlalchemy import select, update

from assessment.db.base import now
from assessment.db.models import Call, Complaint, Decision, Submission
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import errors_at, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def declined(line: Line) -> Submission:
    """Declined today, so that the days for an appeal run."""
    submission = line.submission(line.lead_to(State.DECLINED))
    line.session.execute(update(Decision).values(decided_at=now()))
    line.session.commit()
    return submission


def test_an_appeal_goes_from_the_cluster_to_the_secretariat_and_back(
    line: Line, world: World, seat: Seat, declined: Submission
) -> None:
    owner, home = seat(world.owner), f"/assessments/{declined.assessment_id}"
    assert "Appeal against the decision, until" in read(owner.get(home).text)
    assert "Appeal against the decision" not in read(seat(world.viewer).get(home).text)
    refused = owner.post(f"{home}/appeal", {"grounds": " "})
    assert (refused.status_code, errors_at(refused.text)) == (
        422,
        {"grounds": "Write what speaks against the decision."},
    )
    sent = owner.post(f"{home}/appeal", {"grounds": "<b>The plan</b> was not read."})
    assert sent.status_code == 303
    shown = owner.get(home).text
    assert "&lt;b&gt;The plan&lt;/b&gt; was not read." in shown
    assert "The secretariat looks at your appeal next." in shown
    office, page = seat(world.deputy), f"/secretariat/submissions/{declined.id}/appeal"
    assert "Answer the appeal" in office.get("/secretariat").text
    assert "You took part in this decision." in office.get(page).text
    refused = office.post(page, {"answer": "Well."})
    assert errors_at(refused.text) == {"verdict": "Choose whether to admit or to reject it."}
    answer = {"verdict": "admit", "answer": "It was overlooked."}
    assert office.post(page, answer).status_code == 303
    assert office.post(page, answer).status_code == 409
    for person, address in (
        (world.viewer, home),
        (world.secretary, f"/secretariat/submissions/{declined.id}"),
    ):
        told = read(seat(person).get(address).text)
        assert "a fresh panel reviews what was submitted." in told
        assert "It was overlooked." in told
        assert "The first decision" in told
    former = read(seat(world.reviewer).get(f"/reviews/{declined.id}/seat").text)
    assert "The application is declined" in former
    assert "To the review" not in former


def test_after_the_last_day_the_page_says_so(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.DECLINED))
    line.session.commit()
    owner, page = seat(world.owner), f"/assessments/{submission.assessment_id}/appeal"
    assert "The days for an appeal have been over since" in owner.get(page).text
    refused = owner.post(page, {"grounds": "A long story."})
    assert refused.status_code == 422
    assert errors_at(refused.text) == {"grounds": "The days for an appeal are over."}
    assert "A long story." in refused.text


def test_a_complaint_is_answered_where_it_was_made(line: Line, world: World, seat: Seat) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    line.session.commit()
    place = f"/assessments/{assessment.id}/complaints"
    owner, office = seat(world.owner), seat(world.deputy)
    assert "No complaint so far." in owner.get(place).text
    assert "No complaint waits" in office.get("/secretariat/complaints").text
    assert errors_at(owner.post(place, {}).text) == {"text": "Write what happened."}
    assert owner.post(place, {"text": "Nobody <i>answers</i>."}).status_code == 303
    number = line.session.scalars(select(Complaint.id)).one()
    line.session.commit()
    assert world.cluster.name in office.get("/secretariat/complaints").text
    page = f"/secretariat/complaints/{number}"
    assert "Nobody &lt;i&gt;answers&lt;/i&gt;." in office.get(page).text
    assert office.post(page, {"finding": "upheld", "answer": "Sorry."}).status_code == 303
    assert office.post(page, {"finding": "upheld", "answer": "Again."}).status_code == 409
    assert world.cluster.name not in read(office.get("/secretariat/complaints").text)
    assert "The complaint is upheld" in office.get("/secretariat/complaints?show=all").text
    told = read(seat(world.viewer).get(place).text)
    assert "Sorry." in told
    assert "An owner of the cluster can complain." in told
    submission = line.submission(assessment).id
    line.session.commit()
    assert "Complaint of" in office.get(f"/secretariat/submissions/{submission}").text


def test_a_complaint_about_a_draft_of_a_scheme_that_left_is_taken_and_answered(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    draft.scheme_id = "of-old"
    line.session.commit()
    place = f"/assessments/{draft.id}/complaints"
    owner, office = seat(world.owner), seat(world.secretary)
    assert "30 days" in owner.get(place).text
    assert owner.post(place, {"text": "No call opens."}).status_code == 303
    number = line.session.scalars(select(Complaint.id)).one()
    line.session.commit()
    page = f"/secretariat/complaints/{number}"
    assert office.post(page, {"finding": "upheld", "answer": "It does now."}).status_code == 303
    assert "It does now." in owner.get(place).text


def test_lists_come_as_a_file(line: Line, world: World, seat: Seat) -> None:
    line.complain(line.lead_to(State.AWARDED))
    days = {"opens_on": date(2026, 6, 1), "closes_on": date(2026, 6, 30)}
    line.session.add(
        Call(
            scheme_id="cluster-excellence",
            labels=["bronze", "gold"],
            title="=Summer",
            created_by=world.secretary.id,
            **days,
        )
    )
    line.session.commit()
    office = seat(world.secretary)
    told = {
        name: list(
            csv.reader(office.get(f"/secretariat/{name}/csv").data.decode("utf-8-sig").splitlines())
        )
        for name in (
            *("complaints", "duties", "reviewers", "calls"),
            *("agreement/criteria", "agreement/reviewers"),
        )
    }
    days_of_it = ["Northern Timber", "Gold", "2026-06-15", "2026-07-15", "", ""]
    assert told["complaints"][1][:6] == days_of_it
    assert [row[0] for row in told["reviewers"][1:]] == ["Colleague", "Idle", "Reviewer"]
    assert told["duties"][0][-1] == "What was brought up to date"
    assert told["calls"][1:] == [
        [
            *("'=Summer", "Cluster Excellence Assessment", "Bronze, Gold"),
            *("2026-06-01", "2026-06-30", "", "0"),
        ]
    ]
    assert told["agreement/criteria"][0][-5:] == [
        *("Number", "Criterion", "Alpha", "Applications", "What it says")
    ]
    assert len(told["agreement/criteria"]) == 1 + 31
    assert {row[2] for row in told["agreement/reviewers"][1:]} == {"31"}
    for address in ("complaints/xml", "calls/xml", "agreement/criteria/xml", "agreement/all/csv"):
        assert office.get(f"/secretariat/{address}").status_code == 404
