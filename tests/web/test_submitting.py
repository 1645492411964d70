"""Handing in, deciding, and clicking twice."""

import pytest
from sqlalchemy import func, select

from assessment.db.models import Certificate, Submission
from assessment.db.queries import assessments, outcomes
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import SIGNING, errors_at, faults_summed_up, filled_in, read


def test_check_lists_every_gap_with_the_way_to_it(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    page = seat(world.owner).get(f"/assessments/{assessment.id}/check").text
    assert "31 criteria are not complete" in page
    for criterion in line.label.criteria:
        assert f'<a href="/assessments/{assessment.id}/criteria/{criterion.id}">' in page
    assert "Submit the assessment" not in page


def test_incomplete_assessment_is_not_submitted(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    response = browser.post(f"/assessments/{assessment.id}/submit", SIGNING)
    assert response.location == f"/assessments/{assessment.id}/check"
    assert (
        "Something is still missing. Nothing was submitted." in browser.get(response.location).text
    )
    line.session.refresh(assessment)
    assert assessment.state == State.DRAFT


def test_second_submit_explains_and_makes_no_second_submission(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    address = f"/assessments/{assessment.id}/submit"
    assert browser.post(address, SIGNING).status_code == 303
    second = browser.post(address, SIGNING)
    assert second.status_code == 409
    assert "Not possible at this step" in second.text
    assert f'href="/assessments/{assessment.id}"' in second.text
    assert line.session.scalar(select(func.count()).select_from(Submission)) == 1


def test_submitted_record_can_be_read_and_no_longer_changed(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    submission = line.submission(assessment)
    browser = seat(world.owner)
    page = browser.get(f"/submissions/{submission.id}").text
    assert "This record is frozen." in page
    assert "Because of committed-participation." in page
    change = {"version": "1", "level": "0"}
    address = f"/assessments/{assessment.id}/criteria/committed-participation"
    assert browser.post(address, change).status_code == 409


def test_second_confirmation_explains_and_issues_no_second_certificate(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    address = f"/secretariat/submissions/{submission.id}/decision"
    browser = seat(world.secretary)
    form = {"outcome": "award", "statement": "Well done."}
    assert browser.post(address, form).status_code == 303
    assert browser.post(address, form).status_code == 409
    button = f"{address}/{line.waiting(submission)}/confirm"
    deputy = seat(world.deputy)
    assert browser.post(button).status_code == 403  # the same person
    assert "Well done." in deputy.get(f"{address}/confirm").text
    assert deputy.post(button).status_code == 303
    assert deputy.post(button).status_code == 409
    assert line.session.scalars(select(Certificate.number)).all() == ["G-2026-0001"]


def test_cluster_learns_of_no_decision_before_it_is_confirmed(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.DECISION_PROPOSED)
    page = seat(world.owner).get(f"/assessments/{assessment.id}").text
    assert "Waiting for decision" in page
    assert "Well done." not in page
    assert "Decision proposed" not in page


COMING = "2100-01-01"


def _changed(row: int, level: str, reason: str) -> dict[str, object]:
    """A final level in a row of the form."""
    said = {"criterion": "web-presence", "level": level, "reason": reason}
    return {f"changes-{row}-{part}": value for part, value in said.items()}


@pytest.mark.parametrize(
    ("form", "field", "fault"),
    [
        ({"outcome": "defer"}, "until", "Give the day until which it waits."),
        (
            {"outcome": "award_with_conditions"},
            "conditions-0-text",
            "Write at least one condition.",
        ),
        (
            {"outcome": "award_with_conditions", "conditions-0-text": "Publish the plan."},
            "conditions-0-due_on",
            "Give the day.",
        ),
        (
            {"outcome": "award", "changes-0-criterion": "web-presence", "changes-0-reason": "So."},
            "changes-0-level",
            "Choose the final level.",
        ),
        (
            {"outcome": "award", "changes-0-criterion": "web-presence", "changes-0-level": "3"},
            "changes-0-reason",
            "Write why.",
        ),
        (
            {"outcome": "award", "changes-0-level": "3", "changes-0-reason": "So."},
            "changes-0-criterion",
            "Choose the criterion, or empty its level and reason.",
        ),
        (
            {"outcome": "award", **_changed(0, "3", "First."), **_changed(1, "2", "Second.")},
            "changes-1-criterion",
            "This criterion has a final level already: keep one of the two.",
        ),
        (
            {"outcome": "award", "conditions-0-text": "Publish.", "conditions-0-due_on": COMING},
            "conditions-0-text",
            "Choose the award with conditions above, or empty this condition.",
        ),
        (
            {"outcome": "award_with_conditions", "conditions-0-due_on": COMING},
            "conditions-0-text",
            "Write what has to be done by that day, or empty the day.",
        ),
        (
            {"outcome": "decline", "until": COMING},
            "until",
            "Choose to defer the decision above, or empty the day.",
        ),
        (
            {
                "outcome": "award_with_conditions",
                "conditions-0-text": "Publish the plan.",
                "conditions-0-due_on": "2020-01-01",
            },
            "conditions-0-due_on",
            "Choose a day after today.",
        ),
        ({"outcome": "defer", "until": "2020-01-01"}, "until", "Choose a day after today."),
    ],
)
def test_half_a_decision_is_refused_with_everything_kept(
    line: Line, world: World, seat: Seat, form: dict[str, object], field: str, fault: str
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    address = f"/secretariat/submissions/{submission.id}/decision"
    response = seat(world.secretary).post(address, {"statement": "Kept.", **form})
    assert response.status_code == 422
    assert errors_at(response.text) == {field: fault}
    assert faults_summed_up(response.text) == [(field, fault)]
    kept = filled_in(response.text)
    assert {name: kept[name] for name in form} == form
    assert kept["statement"] == "Kept."


def test_a_condition_due_after_the_certificate_is_refused_with_its_last_day(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    address = f"/secretariat/submissions/{submission.id}/decision"
    form = {"conditions-0-text": "Publish the plan.", "conditions-0-due_on": "2040-01-01"}
    decided = {"outcome": "award_with_conditions", "statement": "Nearly.", **form}
    response = seat(world.secretary).post(address, decided)
    assert response.status_code == 422
    fault = "The certificate ends on 30 June 2028: choose a day until then."  # visited in June 2026
    assert errors_at(response.text) == {"conditions-0-due_on": fault}


def test_award_below_the_threshold_is_refused_with_the_statement_kept(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (3, 3)
    submission = line.submission(line.lead_to(State.REVIEWED))
    browser = seat(world.secretary)
    address = f"/secretariat/submissions/{submission.id}/decision"
    response = browser.post(address, {"outcome": "award", "statement": "Nearly."})
    assert response.status_code == 422
    assert "The final levels do not reach the label" in response.text
    assert "Nearly.</textarea>" in response.text
    assert line.session.scalars(select(Certificate.number)).all() == []


def test_applications_are_filtered_and_counted_without_ones_own_cluster(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.SUBMITTED)
    browser = seat(world.secretary)
    assert "Northern Timber" in browser.get("/secretariat?state=submitted").text
    assert "No application in this state" in browser.get("/secretariat?state=reviewed").text
    world.stranger.is_secretariat = True
    world.owner.is_secretariat = True
    assert "Northern Timber" in seat(world.stranger).get("/secretariat").text
    own = seat(world.owner).get("/secretariat").text
    assert "Northern Timber" not in own
    assert 'All <span class="count">0</span>' in own


def test_panel_of_one_is_refused(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.ACCEPTED))
    address = f"/secretariat/submissions/{submission.id}/panel"
    response = seat(world.secretary).post(address, {"reviewers": str(world.reviewer.id)})
    assert response.status_code == 422
    assert "Choose exactly 2 reviewers." in response.text


def test_reviewer_sees_no_rating_of_a_colleague_before_handing_in(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.rate_all(submission, world.colleague, 2)
    line.hand_in(submission, world.colleague)
    browser = seat(world.reviewer)
    for address in (
        f"/reviews/{submission.id}",
        f"/reviews/{submission.id}/criteria/web-presence",
        f"/submissions/{submission.id}",
        f"/reviews/{submission.id}/consensus",
    ):
        assert "Seen by Colleague." not in browser.get(address).text


def test_statement_is_signed_with_name_and_function(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    response = browser.post(f"/assessments/{assessment.id}/submit", {"function": "Chair"})
    assert response.status_code == 422
    assert errors_at(response.text) == {
        "is_agreed": "Tick this to sign the statement.",
        "name": "Write your name.",
    }
    assert 'value="Chair"' in response.text
    assert line.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_another_statement_than_the_one_read_is_not_signed(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    response = browser.post(f"/assessments/{assessment.id}/submit", {**SIGNING, "digest": "0" * 64})
    assert response.status_code == 422
    assert "The statement reads otherwise now." in response.text


def test_submission_keeps_the_statement_in_the_language_in_which_it_was_signed(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    world.owner.language = "fi"
    browser = seat(world.owner, "fi")
    browser.post(f"/assessments/{assessment.id}/submit", SIGNING)
    line.session.expire_all()
    signed = line.submission(assessment).record["signed"]
    assert (signed["name"], signed["function"], signed["language"]) == (
        "Olga Owner",
        "Chair",
        "fi",
    )
    assert signed["statement"] != ""
    page = browser.get(f"/submissions/{line.submission(assessment).id}").text
    assert "Olga Owner, Chair" in page


def test_check_sorts_what_is_missing(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.change_values(assessment, "web-presence", {})
    attached = assessments.attached_evidence(line.session, assessment.id)
    for criterion in line.label.criteria[:2]:
        for item in attached[criterion.id]:
            line.take_off(assessment, criterion, item.id)
    page = read(seat(world.owner).get(f"/assessments/{assessment.id}/check").text)
    assert "29 of 31 criteria done evidence is missing for 2" in page
    assert "Without evidence (2)" in page
    assert "What you may do all the same" in page
    assert "Sign and submit" not in page


def test_withdrawal_is_asked_with_a_reason_and_leads_back_to_the_draft(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    submission = line.submission(assessment)
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    assert f'href="{place}/withdraw"' in browser.get(place).text
    empty = browser.post(f"{place}/withdraw", {"reason": " "})
    assert empty.status_code == 422
    assert errors_at(empty.text) == {"reason": "Write why you withdraw the application."}
    assert browser.post(f"{place}/withdraw", {"reason": "A <b>wrong</b> figure."}).location == place
    page = browser.get(place).text
    assert "A &lt;b&gt;wrong&lt;/b&gt; figure." in page
    assert f'href="/submissions/{submission.id}"' in page
    assert browser.get(f"/submissions/{submission.id}").status_code == 200
    assert browser.post(f"{place}/withdraw", {"reason": "Again."}).status_code == 409
    office = seat(world.secretary)
    assert "Northern Timber" not in office.get("/secretariat").text
    file = office.get(f"/secretariat/submissions/{submission.id}").text
    assert "It waits for nobody." in file
    assert "Appoint the panel" not in file


def test_discarded_draft_leaves_the_desk_and_the_label_can_be_opened_again(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    assert f'href="{place}/discard"' in browser.get(place).text
    assert "31 answers, with their history" in browser.get(f"{place}/discard").text
    assert browser.post(f"{place}/discard").location == f"/clusters/{world.cluster.id}"
    assert "This draft was discarded on" in browser.get(place).text
    opened = browser.post(f"/clusters/{world.cluster.id}/assessments/cluster-excellence/gold")
    assert opened.location not in (None, place)


def test_application_as_a_document_is_offered_to_everybody_who_may_read_it(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.IN_REVIEW)
    submission = line.submission(assessment)
    document = outcomes.documents(line.session, submission.id)[0]
    for person in (world.viewer, world.reviewer, world.secretary):
        browser = seat(person)
        assert (
            f'href="/documents/{document.id}"' in browser.get(f"/submissions/{submission.id}").text
        )
        assert browser.get(f"/documents/{document.id}").status_code == 202
