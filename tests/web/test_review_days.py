"""What a reviewer's pages say of what is to be done, until when, and what became of it."""

import re
from datetime import timedelta

import pytest

from assessment.db.queries import reviews
from assessment.domain.workflow import State
from assessment.services.decisions import send_back
from tests.building import MAILING, NOON, Line, World, make_cluster, today
from tests.web.conftest import Seat
from tests.web.filled import read


def row(text: str, cluster: str) -> str:
    """What the list says of a cluster."""
    part = next(p for p in text.split("<tr>") if cluster in p)
    return read(f"<main>{part.split('</tr>')[0]}</main>")


def clusters(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a [^>]*>([^<]*)</a>', text)


def test_the_list_begins_with_what_is_most_urgent_and_says_until_when(
    line: Line, world: World, seat: Seat
) -> None:
    days = {"Due Soon": 1, "Overdue": -3, "Later": 20}
    for name, left in days.items():
        line.world.cluster = make_cluster(line.session, name, owner=world.owner)
        state = State.CONSENSUS if name == "Overdue" else State.IN_REVIEW
        assessment = line.lead_to(state)
        assessment.due_on = today() + timedelta(days=left)
        for each in reviews.seats(line.session, line.submission(assessment).id):
            each.due_on = assessment.due_on
    line.world.cluster = make_cluster(line.session, "Done", owner=world.owner)
    line.lead_to(State.REVIEWED)
    text = seat(world.reviewer).get("/reviews").text
    assert clusters(text) == ["Overdue", "Due Soon", "Later", "Done"]
    assert "Close the consensus" in row(text, "Overdue")
    assert "3 days overdue" in row(text, "Overdue")
    assert "in 1 day" in row(text, "Due Soon")
    assert re.search(r"0 of \d+ rated", row(text, "Due Soon"))
    assert "overdue" not in row(text, "Done")
    other = seat(world.colleague).get("/reviews").text
    assert "Agree where you differ" in row(other, "Overdue")


def test_an_invitation_and_a_disclosed_tie_are_told_apart(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.PANEL_PROPOSED))
    line.agree_to_panel(submission)
    line.declare(submission, world.colleague, "We shared an office.")
    assert "Answer the invitation" in seat(world.reviewer).get("/reviews").text
    text = seat(world.colleague).get("/reviews").text
    assert "The secretariat looks at the tie that you disclosed" in text
    assert "Answer the invitation" not in text


def test_while_a_question_waits_the_clock_stands_still_on_every_page(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.CLARIFICATION)).id
    browser = seat(world.reviewer)
    for path in ("", f"/{number}", f"/{number}/criteria/web-presence"):
        text = read(browser.get(f"/reviews{path}").text)
        assert "Your clock stands still: the cluster answers by 29 June 2026." in text
        assert "days left" not in text
        assert "overdue" not in text


def test_before_the_invitation_is_answered_every_page_leads_to_it(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.PANEL_PROPOSED))
    line.agree_to_panel(submission)
    browser = seat(world.reviewer)
    own = f"/reviews/{submission.id}"
    for page in (own, f"{own}/criteria/web-presence", f"{own}/questions", f"{own}/interview"):
        answer = browser.get(page)
        assert (answer.status_code, answer.location) == (302, f"{own}/seat")
    assert browser.post(f"{own}/hand-in").status_code == 409


def test_a_review_leads_to_the_seat_and_what_was_submitted_leads_back(
    line: Line, world: World, seat: Seat
) -> None:
    submission = line.submission(line.lead_to(State.IN_REVIEW))
    browser = seat(world.reviewer)
    own, record = f"/reviews/{submission.id}", f"/submissions/{submission.id}"
    assert f'href="{own}/seat">Your seat, or leaving the panel</a>' in browser.get(own).text
    ways = {
        world.reviewer: ("Reviews", f'href="{own}"'),
        world.owner: ("My clusters", f'href="/assessments/{submission.assessment_id}"'),
        world.secretary: ("Applications", f'href="/secretariat/submissions/{submission.id}"'),
    }
    for person, (place, back) in ways.items():
        text = seat(person).get(record).text
        assert back in text
        current = re.search(r'main-navigation.*?aria-current="page">([^<]*?)\s*<', text, re.DOTALL)
        assert current is not None
        assert current[1] == place


def test_where_nothing_can_be_asked_the_page_says_why(line: Line, world: World, seat: Seat) -> None:
    number = line.submission(line.lead_to(State.CONSENSUS)).id
    text = seat(world.reviewer).get(f"/reviews/{number}/questions").text
    assert "Nothing can be asked now: you have handed in" in text


def test_while_an_appeal_waits_the_seat_shows_the_outcome_and_leads_nowhere_else(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.APPEALED)).id
    browser = seat(world.reviewer)
    text = browser.get(f"/reviews/{number}/seat").text
    assert "<h2>Outcome</h2>" in text
    assert "Your work on this panel is done." in text
    assert "To the review" not in text
    assert f'href="/reviews/{number}/seat"' in browser.get("/reviews").text


def test_a_deferral_stands_on_the_seat_that_still_leads_to_the_review(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.DEFERRED)).id
    text = seat(world.reviewer).get(f"/reviews/{number}/seat").text
    assert "<h2>Outcome</h2>" in text
    assert "Deferred until" in text
    assert "Your work on this panel is done." not in text
    assert "To the review" in text


@pytest.mark.parametrize(("left", "words"), [(5, ""), (0, "today"), (-2, "2 days overdue")])
def test_the_consensus_says_its_last_day_and_who_closes_it(
    line: Line, world: World, seat: Seat, left: int, words: str
) -> None:
    assessment = line.lead_to(State.CONSENSUS)
    number = line.submission(assessment).id
    assessment.due_on = day = today() + timedelta(days=left)
    said = f"The last day is {day.day} {day:%B %Y}."
    lead = read(seat(world.reviewer).get(f"/reviews/{number}/consensus").text)
    assert f"You lead the panel and close the consensus. {said} {words}".strip() in lead
    other = read(seat(world.colleague).get(f"/reviews/{number}/consensus").text)
    assert f"Reviewer leads the panel and closes the consensus. {said}" in other


def test_the_consensus_says_why_it_is_open_again(line: Line, world: World, seat: Seat) -> None:
    submission = line.submission(line.lead_to(State.REVIEWED))
    page = f"/reviews/{submission.id}/consensus"
    send_back(
        line.session,
        submission=submission,
        reason="Look at the budget again.",
        actor_id=world.secretary.id,
        at=NOON,
        mailing=MAILING,
    )
    text = read(seat(world.reviewer).get(page).text)
    assert "The secretariat gave the panel its work back. Look at the budget again." in text
    line.close(submission)
    assert "gave the panel its work back" not in seat(world.reviewer).get(page).text


def test_what_is_agreed_has_a_heading_of_its_own_and_ticked_checks_theirs(
    line: Line, world: World, seat: Seat
) -> None:
    line.ratings = (2, 4)
    submission = line.submission(line.lead_to(State.CONSENSUS))
    for each in reviews.seats(line.session, submission.id):
        rating = reviews.ratings(line.session, each.id)["web-presence"]
        rating.checks = list(line.label.criterion("web-presence").checks)[:1]
    line.agree_all(submission, 4)
    text = seat(world.reviewer).get(f"/reviews/{submission.id}/consensus").text
    assert "<h4>Agreed: level 4</h4>" in text
    if line.label.criterion("web-presence").checks:
        assert '<p class="ratings__part">Quality checks seen:</p><ul class="ticked-list">' in text


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("/reviews/profile", ("Employed there", "Palveluksessa")),
        ("/reviews/{number}/outcome", ("By video", "Videoyhteydellä")),
    ],
)
def test_what_a_field_offers_is_read_in_the_language_of_the_page(
    line: Line, world: World, seat: Seat, page: str, words: tuple[str, str]
) -> None:
    address = page.format(number=line.submission(line.lead_to(State.CONSENSUS)).id)
    english, finnish = words
    for language, shown, hidden in (("en", english, finnish), ("fi", finnish, english)):
        world.reviewer.language = language
        text = seat(world.reviewer, language).get(address).text
        assert f">{shown}</option>" in text
        assert f">{hidden}</option>" not in text


def test_the_comment_follows_the_level_and_the_saving_is_told_beside_the_buttons(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.submission(line.lead_to(State.IN_REVIEW)).id
    text = seat(world.reviewer).get(f"/reviews/{number}/criteria/web-presence").text
    parts = re.findall(r'data-part="(\w+)"', text)
    assert [part for part in parts if part != "checks"] == ["claim", "comment", "notes"]
    bar = text.split('<div class="rating__bar">')[1].split("</form>")[0]
    assert "data-save-state" in bar
    assert "Save and go on" in bar
    comment = text.split('data-part="comment"')[1]
    assert comment.index('id="explain"') < comment.index("<textarea")
