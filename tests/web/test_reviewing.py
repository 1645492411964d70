"""Rating and agreeing: what is said of a save, two windows, and what stays to be read."""

import pytest

from assessment.db.queries import reviews
from assessment.domain.workflow import State
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read


def test_rating_saved_in_another_window_is_shown_and_can_be_replaced(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    browser = seat(world.reviewer)
    address = f"/reviews/{submission.id}/criteria/web-presence"
    browser.post(address, {"version": "0", "level": "2", "comment": "From the first window."})
    late = {"version": "0", "level": "3", "comment": "From the second window."}
    response = browser.post(address, late)
    assert "From the first window." in response.text
    assert "From the second window.</textarea>" in response.text
    assert 'name="version" type="hidden" value="1"' in response.text
    assert browser.post(address, {**late, "version": "1"}).status_code == 303
    seat_id = reviews.seat_of(line.session, submission.id, world.reviewer.id).id
    rating = reviews.ratings(line.session, seat_id)["web-presence"]
    assert (rating.level, rating.comment, rating.version) == (3, "From the second window.", 2)


def test_agreement_of_a_colleague_is_shown_and_can_be_replaced(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (4, 2)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    address = f"/reviews/{submission.id}/consensus/web-presence"
    first, second = seat(world.reviewer), seat(world.colleague)
    first.post(address, {"version": "0", "level": "3", "reason": "Halfway."})
    late = {"version": "0", "level": "2", "reason": "The site is old."}
    response = second.post(address, late)
    assert "Reviewer recorded level 3 while you were writing:" in response.text
    assert "The site is old.</textarea>" in response.text
    assert 'name="version" type="hidden" value="1"' in response.text
    assert second.post(address, {**late, "version": "1"}).status_code == 303
    line.session.commit()
    agreement = reviews.agreements(line.session, submission.id)["web-presence"]
    assert (agreement.level, agreement.reason) == (2, "The site is old.")
    page = second.get(f"/reviews/{submission.id}/consensus").text
    assert "Recorded by Colleague" in page


def test_agreement_without_a_reason_is_asked_for_it(line: Line, world: World, seat: Seat) -> None:
    line.ratings = (4, 2)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    address = f"/reviews/{submission.id}/consensus/web-presence"
    response = seat(world.reviewer).post(address, {"version": "0", "level": "3"})
    assert response.status_code == 422
    assert "Write why the panel agrees on this level." in response.text


@pytest.mark.parametrize(
    ("language", "told", "wanted"),
    [
        ("en", "Saved. Before you hand in, 4.12 needs a comment.", "Write a comment before"),
        ("fi", "Tallennettu. Kohta 4.12 tarvitsee kommentin", "Kirjoita kommentti ennen"),
    ],
)
def test_rating_that_must_be_explained_says_so_when_it_is_saved(
    line: Line, world: World, seat: Seat, language: str, told: str, wanted: str
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    world.reviewer.language = language
    browser = seat(world.reviewer)
    address = f"/reviews/{submission.id}/criteria/web-presence"
    browser.post(address, {"version": "0", "level": "1", "comment": ""})
    page = read(browser.get(address).text)
    assert told in page
    assert wanted in page
    browser.post(address, {"version": "1", "level": "1", "comment": "The site is old."})
    page = read(browser.get(address).text)
    assert told not in page
    assert wanted not in page


def test_review_is_read_again_after_it_is_handed_in(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    line.rate_all(submission, world.reviewer, 3)
    line.hand_in(submission, world.reviewer)
    browser = seat(world.reviewer)
    address = f"/reviews/{submission.id}/criteria/web-presence"
    assert f'<a href="{address}">' in browser.get(f"/reviews/{submission.id}").text
    page = browser.get(address).text
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main
    assert main.count("level--chosen") == 1
    assert '<span class="level__mark">Your rating</span>' in main
    assert "Seen by Reviewer." in read(page)
    change = {"version": "1", "level": "4", "comment": "Later."}
    assert browser.post(address, change).status_code == 409
