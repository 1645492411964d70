"""Reviewing what was answered: quality checks, what does not apply, what needs no level."""

from typing import Any

import pytest

from assessment.db.models import Rating, Submission
from assessment.db.queries import outcomes, reviews
from assessment.domain.workflow import State
from assessment.services.decisions import Outcome
from assessment.services.reviews import RatingDraft, save_rating
from tests.building import NOON, Line, World
from tests.web.conftest import Seat
from tests.web.filled import answers_read, errors_summed_up, filled_in, read

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

WASTE = "2.4 Waste"


def rating(line: Line, submission: Submission, criterion_id: str) -> Rating | None:
    """What the reviewer has saved for the criterion."""
    line.session.expire_all()
    seat_id = reviews.seat_of(line.session, submission.id, line.world.reviewer.id).id
    found = reviews.ratings(line.session, seat_id).get(criterion_id)
    line.session.commit()
    return found


@pytest.fixture
def submission(line: Line) -> Submission:
    """In review; the cluster claims the highest level of everything."""
    return line.submission(line.lead_to(State.IN_REVIEW))


def test_quality_checks_are_saved_and_shown_again(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/waste"
    page = browser.get(place).text
    assert "Ask for the containers." in page
    assert "The waste was counted" in page
    form = {"version": "0", "level": "3", "checks": "seen", "comment": "On site."}
    assert browser.post(place, form).status_code == 303
    saved = rating(line, submission, "waste")
    assert saved is not None
    assert (saved.level, saved.checks, saved.is_not_applicable) == (3, ["seen"], False)
    shown = filled_in(browser.get(place).text)
    assert (shown["checks"], shown["level"], shown["version"]) == ("seen", "3", "1")
    browser.post(place, dict(shown) | {"checks": ["seen", "counted"]})
    saved = rating(line, submission, "waste")
    assert saved is not None
    assert (saved.checks, saved.version) == (["counted", "seen"], 2)


def test_a_check_that_the_criterion_does_not_have_is_refused(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    place = f"/reviews/{submission.id}/criteria/waste"
    response = seat(world.reviewer).post(place, {"version": "0", "level": "3", "checks": "smelt"})
    assert response.status_code == 422
    assert rating(line, submission, "waste") is None


def test_a_reviewer_may_find_that_a_criterion_does_not_apply(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/waste"
    form = {"version": "0", "level": "not_applicable", "comment": "No waste there."}
    assert browser.post(place, form).status_code == 303
    saved = rating(line, submission, "waste")
    assert saved is not None
    assert (saved.level, saved.is_not_applicable) == (None, True)
    assert filled_in(browser.get(place).text)["level"] == "not_applicable"
    overview = read(browser.get(f"/reviews/{submission.id}").text)
    assert f"{WASTE} 3 does not apply –" in overview
    assert "1 of 6 rated" in overview


def test_another_view_of_whether_it_applies_needs_a_comment(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/waste"
    browser.post(place, {"version": "0", "level": "not_applicable", "comment": ""})
    overview = read(browser.get(f"/reviews/{submission.id}").text)
    assert f"{WASTE} 3 does not apply Comment" in overview


def test_what_must_apply_is_not_found_not_to(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/team"
    assert "Does not apply to this cluster" not in browser.get(place).text
    response = browser.post(place, {"version": "0", "level": "not_applicable"})
    assert response.status_code == 422
    assert errors_summed_up(response.text)[0][0] == "level"
    assert rating(line, submission, "team") is None


def test_what_is_not_asked_yet_takes_neither_level_nor_remark(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/tomorrow"
    page = read(browser.get(place).text)
    assert "Announced for a later version: shown, not yet asked." in page
    assert "There is no level to give here." in page
    assert browser.post(place, {"version": "0", "level": "2"}).status_code == 409
    assert rating(line, submission, "tomorrow") is None


def test_what_is_not_rated_takes_a_remark_and_no_level(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/facts"
    page = read(browser.get(place).text)
    assert "Comment (optional)" in page
    assert "Not rated yet" not in page
    sent = {"version": "0", "level": "2", "comment": "Seen in the register."}
    assert browser.post(place, sent).status_code == 303
    saved = rating(line, submission, "facts")
    assert saved is not None
    assert (saved.level, saved.comment) == (None, "Seen in the register.")


def test_the_answers_are_beside_the_rating(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    browser = seat(world.reviewer)
    facts = read(browser.get(f"/reviews/{submission.id}/criteria/facts").text)
    assert "Legal form Association" in facts
    assert "Public page https://timber.example/answer" in facts
    growth = read(browser.get(f"/reviews/{submission.id}/criteria/growth").text)
    assert "Self-assessment: level 3, Lasting" in growth
    assert "Growth" in growth


def test_what_the_cluster_says_does_not_apply_is_rated_with_that_in_view(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    line.claim_not_applicable(assessment, "waste", "We have none.")
    submission = line.submit(assessment)
    line.appoint(submission)
    browser, place = seat(world.reviewer), f"/reviews/{submission.id}/criteria/waste"
    page = read(browser.get(place).text)
    assert "Claimed not to apply, with a reason." in page
    assert "We have none." in page
    agreed: dict[str, Any] = {"version": "0", "level": "not_applicable", "comment": ""}
    assert browser.post(place, agreed).status_code == 303
    assert f"{WASTE} – does not apply –" in read(browser.get(f"/reviews/{submission.id}").text)


@pytest.fixture
def disputed(line: Line, submission: Submission) -> Submission:
    """In consensus: the colleague finds that waste does not apply."""
    line.rate_all(submission, line.world.reviewer, 3)
    line.rate_all(submission, line.world.colleague, 3)
    save_rating(
        line.session,
        submission=submission,
        reviewer_id=line.world.colleague.id,
        criterion=line.label.criterion("waste"),
        draft=RatingDraft(None, "There is none.", 1, is_not_applicable=True),
        at=NOON,
    )
    line.hand_in(submission, line.world.reviewer)
    line.hand_in(submission, line.world.colleague)
    return submission


def test_the_panel_settles_whether_a_criterion_applies(
    line: Line, disputed: Submission, world: World, seat: Seat
) -> None:
    browser, home = seat(world.reviewer), f"/reviews/{disputed.id}/consensus"
    page = read(browser.get(home).text)
    assert "You differ on 1 criterion" in page
    assert f"{WASTE} Open rated 3 / –" in page
    table = read(browser.get(f"{home}/waste").text)
    assert "Reviewer: level 3, Lasting" in table
    assert "does not apply There is none." in table
    form = {"version": "0", "level": "not_applicable", "reason": "Seen on site."}
    assert browser.post(f"{home}/waste", form).status_code == 303
    page = read(browser.get(home).text)
    assert "Agreed: does not apply" in page
    assert "Seen on site." in page
    assert filled_in(browser.get(f"{home}/waste").text)["level"] == "not_applicable"
    line.write_outcome(reviews.submission(line.session, disputed.id))
    line.session.commit()
    assert browser.post(f"{home}/close").status_code == 303
    decision = f"/secretariat/submissions/{disputed.id}/decision"
    assert "By the agreed ratings the label is reached." in seat(world.secretary).get(decision).text


def test_a_decision_keeps_what_does_not_apply(
    line: Line, disputed: Submission, world: World, seat: Seat
) -> None:
    form = {"version": "0", "level": "not_applicable", "reason": "Seen on site."}
    browser = seat(world.reviewer)
    browser.post(f"/reviews/{disputed.id}/consensus/waste", form)
    line.session.expire_all()
    submission = reviews.submission(line.session, disputed.id)
    line.close(submission)
    line.decide(submission, Outcome.AWARD)
    record = outcomes.decision(line.session, disputed.id)
    assert record is not None
    assert record.record["criteria"]["waste"] == {
        "agreed": None,
        "ratings": [
            {"level": 3, "comment": "Seen by Reviewer.", "checks": []},
            {"level": None, "comment": "There is none.", "checks": []},
        ],
        "reason": "Seen on site.",
    }
    assert set(record.record["criteria"]) == {
        "team",
        "growth",
        "plan",
        "waste",
        "export",
        "visitors",
    }
    assert (record.record["scorecard"]["points"], record.record["scorecard"]["maximum"]) == (
        "60",
        "60",
    )
    for person, address in (
        (world.owner, f"/assessments/{submission.assessment_id}"),
        (world.owner, f"/submissions/{disputed.id}"),
        (world.secretary, f"/secretariat/submissions/{disputed.id}"),
        (world.reviewer, f"/reviews/{disputed.id}/seat"),
    ):
        assert seat(person).get(address).status_code == 200


def test_the_record_shows_profile_and_answers(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    page = read(seat(world.owner).get(f"/submissions/{submission.id}").text)
    assert "Founded on" in page
    assert "Legal form Association" in page
    assert "2.3 Plan level 3" in page


def test_the_interview_sheet_has_every_answer_and_rows_as_a_table(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    page = seat(world.reviewer).get(f"/reviews/{submission.id}/interview").text
    frozen = seat(world.reviewer).get(f"/submissions/{submission.id}").text
    for label, answer in answers_read(page).items():
        assert answers_read(frozen)[label] == answer
    assert page.count('<table class="data-table data-table--stacked">') >= 1


def test_whoever_decides_reads_a_remark_on_what_is_not_rated(
    line: Line, submission: Submission, world: World, seat: Seat
) -> None:
    save_rating(
        line.session,
        submission=submission,
        reviewer_id=world.colleague.id,
        criterion=line.label.criterion("facts"),
        draft=RatingDraft(None, "Seen in the register.", 0),
        at=NOON,
    )
    for person in (world.reviewer, world.colleague):
        line.rate_all(submission, person, 3)
        line.hand_in(submission, person)
    line.close(submission)
    line.session.commit()
    page = seat(world.secretary).get(f"/secretariat/submissions/{submission.id}/decision").text
    assert "1.1 Facts not rated Colleague Seen in the register." in read(page)
