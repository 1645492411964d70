"""The pages of a reviewer: evidence in place, saving while typing, cases, the outcome, what peers see."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session
from werkzeug.exceptions import NotFound

from assessment.db.models import Rating
from assessment.db.queries import outcomes, panel_outcomes, personal, reviews
from assessment.domain.workflow import State
from assessment.services.calibrating import deviations
from assessment.services.decisions import Outcome
from assessment.web.sending import SHOWN_IN_PLACE, send_stored
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

JSON = {"Accept": "application/json"}


def seen(**parts: object) -> dict[str, str]:
    """The hidden fields that tell what a page showed; of a rating, nothing yet unless it is given."""
    fresh = {"claim": [None, False], "checks": [], "comment": "", "notes": ""}
    return {f"seen-{part}": json.dumps(value) for part, value in {**fresh, **parts}.items()}


def rating(line: Line, number: int, person_id: int, key: str) -> Rating:
    line.session.expire_all()
    seat_id = reviews.seat_of(line.session, number, person_id).id
    return reviews.ratings(line.session, seat_id)[key]


def test_a_rating_is_saved_while_typed_and_two_windows_are_merged(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.IN_REVIEW)).id
    browser = seat(world.reviewer)
    address = f"/reviews/{number}/criteria/web-presence"
    first = browser.post(
        address, {"version": "0", "level": "3", "comment": "", **seen()}, headers=JSON
    )
    assert first.json["state"] == "saved"
    assert first.json["seen"]["seen-claim"] == "[3, false]"
    other = {"version": "0", "level": "", "comment": "Seen on site.", "notes": "Ask.", **seen()}
    second = browser.post(address, other, headers=JSON).json
    assert (second["state"], second["others"]) == ("saved", ["claim"])
    saved = rating(line, number, world.reviewer.id, "web-presence")
    assert (saved.level, saved.comment, saved.notes) == (3, "Seen on site.", "Ask.")


def test_a_text_changed_in_two_windows_is_shown_in_both_versions_and_mine_can_follow(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.IN_REVIEW)).id
    browser = seat(world.reviewer)
    address = f"/reviews/{number}/criteria/web-presence"
    browser.post(address, {"version": "0", "comment": "One.", **seen()}, headers=JSON)
    late = {"version": "0", "comment": "Two.", **seen()}
    answer = browser.post(address, late, headers=JSON)
    assert answer.status_code == 409
    assert (answer.json["state"], answer.json["parts"]) == ("conflict", ["comment"])
    assert "One." in answer.json["panel"]
    insisting = {**late, "part_version": f"comment:{answer.json['version']}"}
    assert browser.post(address, insisting, headers=JSON).json["state"] == "saved"
    assert rating(line, number, world.reviewer.id, "web-presence").comment == "Two."


def test_what_a_field_does_not_take_is_told_and_the_rest_is_saved(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.IN_REVIEW)).id
    address = f"/reviews/{number}/criteria/web-presence"
    sent = {"version": "0", "level": "2", "comment": "x" * 20_001, **seen()}
    answer = seat(world.reviewer).post(address, sent, headers=JSON).json
    assert [error["name"] for error in answer["errors"]] == ["comment"]
    saved = rating(line, number, world.reviewer.id, "web-presence")
    assert (saved.level, saved.comment) == (2, "")


def test_private_notes_are_in_ones_own_data_and_nowhere_else(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (4, 2)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    seats = reviews.seats(line.session, submission.id)
    for each in seats:
        reviews.ratings(line.session, each.id)[
            "web-presence"
        ].notes = f"Secret {each.reviewer.name}"
    line.session.commit()
    for person, other in ((world.reviewer, "Colleague"), (world.colleague, "Reviewer")):
        browser = seat(person)
        for path in ("", "/consensus", "/consensus/web-presence", "/outcome", "/interview"):
            assert f"Secret {other}" not in browser.get(f"/reviews/{submission.id}{path}").text
        assert (
            f"Secret {person.name}"
            in browser.get(f"/reviews/{submission.id}/criteria/web-presence").text
        )
    line.agree_all(submission, 3)
    line.close(submission)
    line.decide(submission, Outcome.DECLINE)
    decision = reviews.submission(line.session, submission.id)
    assert "Secret" not in json.dumps(decision.record)
    assert "Secret" not in json.dumps(outcomes.decision(line.session, submission.id).record)


def test_no_address_shows_a_peers_rating_before_ones_own_is_handed_in(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.rate_all(submission, world.colleague, 1)
    line.hand_in(submission, world.colleague)
    browser = seat(world.reviewer)
    number = submission.id
    for path in (
        "",
        "/criteria/web-presence",
        "/calibration",
        "/interview",
        "?show=below",
        "/seat",
    ):
        answer = browser.get(f"/reviews/{number}{path}")
        assert answer.status_code == 200
        assert "Seen by Colleague." not in answer.text
    for path in ("/consensus", "/consensus/web-presence", "/outcome"):
        assert browser.get(f"/reviews/{number}{path}").status_code == 409
    for path in ("/consensus/web-presence", "/consensus/close", "/outcome/visit"):
        assert browser.post(f"/reviews/{number}{path}").status_code == 409
    assert browser.get(f"/submissions/{number}").status_code == 200
    assert "Seen by Colleague." not in browser.get(f"/submissions/{number}").text


def test_evidence_is_shown_in_place_only_where_that_is_safe(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    items = {
        item["media_type"]: item
        for answer in submission.record["answers"].values()
        for item in answer["evidence"]
    }
    pdf = items["application/pdf"]
    browser = seat(world.reviewer)
    base = f"/submissions/{submission.id}/evidence"
    shown = browser.get(f"{base}/{pdf['id']}/shown")
    assert shown.status_code == 200
    assert shown.headers["Content-Security-Policy"].strip() == (
        "default-src 'none'; frame-ancestors 'self'; sandbox"
    )
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Content-Disposition"].startswith("inline")
    assert seat(world.idle_reviewer).get(f"{base}/{pdf['id']}/shown").status_code == 404
    key = next(
        key for key, answer in submission.record["answers"].items() if pdf in answer["evidence"]
    )
    page = browser.get(f"/reviews/{submission.id}/criteria/{key}").text
    assert f'src="{base}/{pdf["id"]}/shown#navpanes=0&amp;view=FitH"' in page
    assert f'href="{base}/{pdf["id"]}"' in page


@pytest.mark.parametrize("show", ["open", "comment", "below", "differs"])
def test_a_filter_leaves_the_criteria_that_it_names(
    line: Line, world: World, seat: Seat, show: str
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    browser = seat(world.reviewer)
    said = {"web-presence": "1", "human-resources": "4"}
    for key, level in said.items():
        browser.post(f"/reviews/{submission.id}/criteria/{key}", {"version": "0", "level": level})
    page = browser.get(f"/reviews/{submission.id}?show={show}").text
    main = page[page.index("<main") : page.index("</main>")]
    has = [key for key in ("web-presence", "human-resources", "success-stories") if key in main]
    expected = {
        "open": ["success-stories"],
        "comment": ["web-presence"],
        "below": ["web-presence"] if line.label.criterion("web-presence").minimum else [],
        "differs": ["web-presence"],
    }
    assert [key for key in has if f'criteria/{key}">' in main] == expected[show]


def test_the_cases_come_before_the_first_rating_and_the_reference_after_ones_own(
    line: Line, world: World, seat: Seat, session: Session
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    for given in personal.calibrations_by(session, world.reviewer.id):
        session.delete(given)
    session.flush()
    browser = seat(world.reviewer)
    criterion = f"/reviews/{submission.id}/criteria/web-presence"
    assert browser.get(criterion).location == f"/reviews/{submission.id}/calibration"
    assert browser.post(criterion, {"version": "0", "level": "3"}).status_code == 409
    cases = [anchor.id for anchor in line.edition.scheme.anchors_of(line.label)]
    for case in cases:
        address = f"/reviews/{submission.id}/calibration/{case}"
        page = browser.get(address).text
        assert "Why the reference holds" not in page
        assert browser.post(address, {"level": "2"}).status_code == 422
        assert browser.post(address, {"level": "2", "reason": "So it reads."}).status_code == 303
        assert "Why the reference holds" in browser.get(address).text
        assert browser.post(address, {"level": "0", "reason": "Again."}).status_code == 409
    assert browser.get(criterion).status_code == 200
    assert "six-stories" not in browser.get("/reviews/calibration").text  # by its title
    session.expire_all()
    references = [anchor.level for anchor in line.edition.scheme.anchors_of(line.label)]
    found = deviations(session)[world.reviewer.id]
    assert found.levels == tuple(2 - level for level in references)
    assert set(deviations(session)) == {world.reviewer.id, world.colleague.id}


def test_the_panel_closes_only_once_the_outcome_is_written(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CONSENSUS))
    browser = seat(world.reviewer)
    number = submission.id
    refused = browser.post(f"/reviews/{number}/consensus/close")
    assert refused.location == f"/reviews/{number}/outcome"
    for section in line.label.sections:
        sent = {"strengths": "Open books.", **{f"seen-{p}": '""' for p in ("strengths",)}}
        address = f"/reviews/{number}/outcome/sections/{section.id}"
        assert browser.post(address, sent, headers=JSON).json["state"] == "saved"
    assert browser.post(f"/reviews/{number}/consensus/close").location.endswith("/outcome")
    visit = {"visited_on": "2026-06-15", "form": "on_site", "people": "Olga Owner"}
    still_to_come = {**visit, "visited_on": "2999-01-01"}
    before_it = {**visit, "visited_on": "2026-06-14"}
    assert browser.post(f"/reviews/{number}/outcome/visit", still_to_come).status_code == 422
    early = browser.post(f"/reviews/{number}/outcome/visit", before_it)
    assert early.status_code == 422
    assert "The application was submitted on 15 June 2026: the visit came after it." in early.text
    assert browser.post(f"/reviews/{number}/outcome/visit", visit).status_code == 303
    assert seat(world.colleague).post(f"/reviews/{number}/consensus/close").status_code == 403
    page = read(seat(world.colleague).get(f"/reviews/{number}/outcome").text)
    assert "Reviewer leads the panel and closes the consensus." in page
    assert browser.post(f"/reviews/{number}/consensus/close").location.endswith("/consensus")
    assert browser.post(f"/reviews/{number}/outcome/visit", visit).status_code == 409


def test_two_of_a_panel_write_beside_each_other_and_see_where_they_differ(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.CONSENSUS))
    address = f"/reviews/{submission.id}/outcome/sections/structure"
    fresh = {f"seen-{part}": '""' for part in ("strengths", "improvements", "recommendations")}
    seat(world.reviewer).post(address, {"strengths": "Open books.", **fresh}, headers=JSON)
    other = seat(world.colleague)
    both = other.post(address, {"improvements": "Few figures.", **fresh}, headers=JSON).json
    assert (both["state"], both["others"]) == ("saved", ["strengths"])
    clash = other.post(address, {"strengths": "Few members.", **fresh}, headers=JSON)
    assert (clash.status_code, clash.json["parts"]) == (409, ["strengths"])
    line.session.expire_all()
    found = panel_outcomes.findings(line.session, submission.id)["structure"]
    assert (found.strengths, found.improvements) == ("Open books.", "Few figures.")


def test_the_decision_keeps_the_outcome(line: Line) -> None:
    submission = line.submission(line.lead_to(State.AWARDED))
    record = outcomes.decision(line.session, submission.id).record["outcome"]
    assert record["visit"] == {
        "visited_on": "2026-06-11",
        "form": "on_site",
        "people": "The whole team",
    }
    assert record["sections"]["structure"] == {
        "strengths": "Well led.",
        "improvements": "",
        "recommendations": "Go on.",
    }


@pytest.mark.parametrize("media_type", ["text/html", "image/svg+xml", "text/csv", "text/plain"])
def test_nothing_that_could_act_is_shown_in_place(media_type: str) -> None:
    assert media_type not in SHOWN_IN_PLACE
    with pytest.raises(NotFound):
        send_stored("0" * 64, media_type, "x", in_place=True)


@pytest.mark.parametrize(
    "path", ["", "/criteria/web-presence", "/calibration", "/interview", "/calibration/mix-of-24"]
)
def test_a_page_of_a_review_asks_the_database_ten_times_at_most(
    line: Line, world: World, seat: Seat, statements: Callable[..., Any], path: str
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.rate_all(submission, world.reviewer, 3)
    browser = seat(world.reviewer)
    browser.get(f"/reviews/{submission.id}{path}")
    with statements() as asked:
        browser.get(f"/reviews/{submission.id}{path}")
    assert len(asked) <= 10


@pytest.mark.parametrize("path", ["/consensus", "/outcome"])
def test_a_page_of_the_consensus_asks_the_database_twelve_times_at_most(
    line: Line, world: World, seat: Seat, statements: Callable[..., Any], path: str
) -> None:
    line.ratings = (4, 2)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    browser = seat(world.reviewer)
    browser.get(f"/reviews/{submission.id}{path}")
    with statements() as asked:
        browser.get(f"/reviews/{submission.id}{path}")
    assert len(asked) <= 12


def test_what_an_earlier_application_said_stands_beside_the_answer(
    line: Line, world: World, seat: Seat
) -> None:
    first = line.submission(line.lead_to(State.DECLINED))
    line.self_level = 3
    again = line.submission(line.lead_to(State.IN_REVIEW))
    page = read(seat(world.reviewer).get(f"/reviews/{again.id}/criteria/web-presence").text)
    assert "Earlier: submitted" in page
    assert "Agreed by the panel 4" in page
    assert first.id != again.id
