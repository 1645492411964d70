"""The desk: labels held, what is open and how far, what comes next."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from assessment.db.base import now
from assessment.db.queries import outcomes
from assessment.domain.workflow import State
from assessment.services import desk
from assessment.services.comments import Place, write_comment
from tests.building import Line, World, make_cluster, make_person
from tests.web.conftest import Seat
from tests.web.filled import read


def test_open_draft_shows_progress_and_one_thing_to_do(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    browser = seat(world.owner)
    first = browser.get("/desk").text
    assert "0 of 31 answered" in read(first)
    assert "Start with 1.1 Committed participation" in first
    form = {"version": "0", "level": "3", "justification": "Signed."}
    browser.post(f"/assessments/{draft.id}/criteria/committed-participation", form)
    page = browser.get("/desk").text
    assert "1 of 31 answered 0 done evidence is missing for 1" in read(page)
    assert "Go on with 1.2 Composition of participants" in page
    assert page.count("btn-primary") == 1


def test_words_alone_do_not_count_as_an_answer(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    browser = seat(world.owner)
    form = {"version": "0", "justification": "We will see."}
    browser.post(f"/assessments/{draft.id}/criteria/committed-participation", form)
    assert "0 of 31 answered" in read(browser.get("/desk").text)
    assert "0 of 31 answered" in read(browser.get(f"/clusters/{world.cluster.id}").text)


def test_finished_draft_leads_to_the_check(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    line.answer_all(draft)
    page = seat(world.owner).get("/desk").text
    assert "31 of 31 answered 31 done" in read(page)
    assert f'btn-primary" href="/assessments/{draft.id}/check"' in page


def test_next_label_is_said_in_numbers_with_the_way_there(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    page = seat(world.owner).get("/desk").text
    text = read(page)
    assert (
        "Still missing for Gold: 21 minimums still open, the minimums of 3 sections, 120 points, "
        "and 5 other conditions." in text
    )
    assert f'href="/assessments/{draft.id}/shortest-way?label=gold"' in page


def test_label_held_is_shown_with_its_end(line: Line, world: World, seat: Seat) -> None:
    line.lead_to(State.AWARDED)
    (held,) = outcomes.certificates_of_clusters(line.session, [world.cluster.id])
    held.valid_until = now().date() + timedelta(days=60)
    browser = seat(world.owner)
    assert "(in 2 months)" in read(browser.get("/desk").text)
    held.valid_until = now().date() + timedelta(days=400)
    line.session.commit()
    assert "(in " not in read(browser.get("/desk").text)
    held.valid_until = now().date() - timedelta(days=10)
    line.session.commit()
    assert "expired on" in read(browser.get("/desk").text)


def test_highest_label_held_leaves_no_next_one(line: Line, world: World, seat: Seat) -> None:
    line.lead_to(State.AWARDED)
    (held,) = outcomes.certificates_of_clusters(line.session, [world.cluster.id])
    held.valid_until = now().date() + timedelta(days=400)
    assert "What the next label would take" not in seat(world.owner).get("/desk").text


def test_discarded_draft_is_not_among_what_was_submitted(
    line: Line, world: World, seat: Seat
) -> None:
    line.lead_to(State.DISCARDED)
    page = seat(world.owner).get("/desk").text
    assert "Submitted and decided" not in page
    assert "No assessment yet." in page


def test_task_that_two_drafts_ask_waits_once(line: Line, world: World, seat: Seat) -> None:
    gold = line.open()
    replace(line, label_id="silver").open()
    owner = seat(world.owner)
    for criterion in ("committed-participation", "web-presence"):
        address = f"/assessments/{gold.id}/criteria/{criterion}/assign"
        assert owner.post(address, {"person": world.owner.id}).status_code == 303
    page = read(owner.get("/desk").text)
    assert page.count("criteria assigned to you are open") == 1
    assert "2 criteria assigned to you are open" in page


def test_viewer_is_not_offered_what_they_may_not_do(line: Line, world: World, seat: Seat) -> None:
    line.open()
    page = seat(world.viewer).get("/desk").text
    assert "Start with" not in page
    assert "Open a new assessment" not in page


def test_comment_that_mentions_the_reader_waits_until_it_is_resolved(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    here = f"/assessments/{draft.id}/criteria/web-presence"
    viewer, editor = seat(world.viewer), seat(world.editor)
    comment = viewer.post(f"{here}/comments", {"text": "@Editor <b>which</b>\n year?"}).location
    page = editor.get("/desk").text
    assert f'<a href="{comment}">Viewer mentions you at 4.12 Web presence</a>' in page
    assert "<br>@Editor &lt;b&gt;which&lt;/b&gt; year?</li>" in page
    for browser in (viewer, seat(world.owner)):
        assert "mentions you" not in browser.get("/desk").text
    number = comment.rpartition("-")[2]
    editor.post(f"{here}/comments/{number}/resolve")
    assert "mentions you" not in editor.get("/desk").text
    editor.post(f"{here}/comments/{number}/reopen")
    viewer.post(f"{here}/comments/{number}/delete", {})
    assert "mentions you" not in editor.get("/desk").text


def test_older_mentions_are_counted_and_lead_to_the_list(
    line: Line, world: World, seat: Seat
) -> None:
    draft = line.open()
    here = f"/assessments/{draft.id}/criteria/web-presence"
    owner = seat(world.owner)
    for number in range(7):
        owner.post(f"{here}/comments", {"text": f"@Editor, question {number}?"})
    page = seat(world.editor).get("/desk").text
    assert re.findall(r"question (\d)", page) == ["6", "5", "4", "3", "2"]
    more = f'<a href="/assessments/{draft.id}?show=commented#list">2 older comments mention you</a>'
    assert more in page


def test_clusters_beyond_the_first_few_are_a_list(
    line: Line, world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(desk.MOST_DETAILED + 2):
        line.world.cluster = make_cluster(line.session, f"A {number}", owner=world.stranger)
        line.open()
    page = seat(world.stranger).get("/desk").text
    assert len(re.findall(r'aria-labelledby="cluster-\d+"', page)) == desk.MOST_DETAILED
    assert "Your other clusters" in page
    assert page.count("of 31 answered") == desk.MOST_DETAILED


def test_desk_asks_as_often_for_thirty_clusters_as_for_one(
    line: Line, world: World, seat: Seat, statements
) -> None:
    manager = make_person(line.session, "manager")
    counts = []
    for number in range(30):
        line.world.cluster = make_cluster(line.session, f"Cluster {number}", owner=manager)
        draft = line.open()
        if number == 0:
            line.answer_all(draft)
        place = Place(line.world.cluster.id, draft.sheet_id, "web-presence")
        write_comment(
            line.session, place, text="@Manager, look.", actor_id=world.stranger.id, at=now()
        )
        if number in (0, 29):
            browser = seat(manager)
            with statements() as found:
                browser.get("/desk")
            counts.append(len(found))
    assert counts[0] == counts[1] <= 10


def test_person_without_a_cluster_is_told_what_to_wait_for(
    world: World, seat: Seat, session
) -> None:
    nobody = make_person(session, "newcomer")
    assert "You do not work on a cluster yet" in seat(nobody).get("/desk").text
