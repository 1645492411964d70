"""Answering a criterion: saved, refused with nothing lost, and two people at once."""

from sqlalchemy.orm import Session

from assessment.db.queries import assessments
from tests.building import Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

HERE = "committed-participation"


def place(assessment_id: int) -> str:
    return f"/assessments/{assessment_id}/criteria/{HERE}"


def saved(session: Session, assessment_id: int) -> tuple[int | None, str, int]:
    session.commit()
    answer = assessments.answers(session, assessment_id)[HERE]
    session.refresh(answer)
    session.commit()
    return answer.level, answer.justification, answer.version


def test_answer_is_saved(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    form = {
        "version": "0",
        "level": "3",
        "justification": "Signed by 40 of 44.\r\nList attached.",
        "save": "1",
    }
    response = seat(world.editor).post(place(number), form)
    assert (response.status_code, response.location) == (303, place(number))
    assert saved(line.session, number) == (3, "Signed by 40 of 44.\nList attached.", 1)


def test_first_answer_to_a_criterion_that_came_back_is_nobody_elses_too(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    form = {"version": "0", "level": "2", "justification": "Half of them."}
    browser.post(place(number), form)
    line.session.delete(assessments.answers(line.session, number)[HERE])
    line.session.commit()
    page = browser.post(place(number), form, follow_redirects=True).text
    assert saved(line.session, number) == (2, "Half of them.", 2)
    assert "Saved." in page
    assert "Saved, together" not in page


def test_criterion_leads_to_its_history_as_soon_as_there_is_one(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    link = f'href="{place(number)}/history"'
    assert link not in browser.get(place(number)).text
    browser.post(place(number), {"version": "0", "level": "2", "justification": "Half of them."})
    assert link in browser.get(place(number)).text
    line.session.delete(assessments.answers(line.session, number)[HERE])
    line.session.commit()
    page = browser.get(place(number)).text
    assert "Answered before, under an earlier version of the scheme." in page
    assert link in page
    assert "Half of them." in browser.get(f"{place(number)}/history").text


def test_save_and_go_on_leads_to_the_next_criterion_and_from_the_last_to_the_overview(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    go_on = {"version": "0", "level": "1", "justification": "x", "save_and_next": "1"}
    after = browser.post(place(number), go_on).location
    assert after == f"/assessments/{number}/criteria/composition-of-participants"
    last = f"/assessments/{number}/criteria/satisfaction-of-participants"
    assert browser.post(last, go_on).location == f"/assessments/{number}"


def test_page_shows_question_levels_minimum_and_points(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    browser.post(place(number), {"version": "0", "level": "2", "justification": "Half of them."})
    page = browser.get(place(number)).text
    words = line.edition.texts.in_language("en").criteria[HERE]
    for text in (words.why, *words.levels.values()):
        assert text.replace("'", "&#39;") in page
    lacking = "Claimed, not supported: level 2 of 4 earns nothing yet. Evidence is missing."
    assert lacking in read(page)
    assert "0 of 150 points, threshold 120" in page


def test_description_of_an_answered_criterion_is_folded_for_a_phone(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    section = f"/assessments/{number}/sections/structure"
    others = len(line.label.section_of(HERE).criteria) - 1
    open_fold, closed_fold = (
        '<details class="guidance-fold" open>',
        '<details class="guidance-fold">',
    )
    assert browser.get(place(number)).text.count(open_fold) == 1
    assert browser.get(section).text.count(open_fold) == others + 1
    browser.post(place(number), {"version": "0", "level": "2", "justification": ""})
    page = browser.get(place(number)).text
    assert (page.count(open_fold), page.count(closed_fold)) == (0, 1)
    page = browser.get(section).text
    assert (page.count(open_fold), page.count(closed_fold)) == (others, 1)


def test_page_comes_in_finnish(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    world.owner.language = "fi"
    page = seat(world.owner).get(place(number)).text
    assert '<html lang="fi">' in page
    assert line.edition.texts.in_language("fi").criteria[HERE].question in page


def test_level_outside_the_scale_is_refused(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    for level in ("7", "-1", "x"):
        assert browser.post(place(number), {"version": "0", "level": level}).status_code == 422


def test_second_of_two_people_sees_both_versions_and_loses_neither(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    first, second = seat(world.owner), seat(world.editor)
    first.post(place(number), {"version": "0", "level": "2", "justification": "By the owner."})
    late = {"version": "0", "level": "4", "justification": "By the editor."}
    response = second.post(place(number), late)
    assert response.status_code == 200
    assert "Two people saved this answer" in response.text
    assert "By the owner." in response.text
    assert "By the editor.</textarea>" in response.text
    assert saved(line.session, number) == (2, "By the owner.", 1)
    second.post(place(number), {**late, "version": "1"})
    assert saved(line.session, number) == (4, "By the editor.", 2)


def test_second_window_of_one_person_is_called_so(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    browser.post(place(number), {"version": "0", "level": "2", "justification": "First window."})
    late = {"version": "0", "level": "3", "justification": "Second window."}
    assert "in another window" in browser.post(place(number), late).text


def test_control_characters_are_dropped_on_both_databases(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {"version": "0", "level": "1", "justification": "a\0b\x1bc"}
    assert seat(world.owner).post(place(number), form).status_code == 303
    assert saved(line.session, number) == (1, "abc", 1)


def test_claim_that_lacks_both_says_both(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    browser.post(place(number), {"version": "0", "level": "2"})
    page = read(browser.get(f"/assessments/{number}/check").text)
    assert "level 2 of 4 earns nothing yet. The justification is missing." in page
    assert "Evidence is missing." in page


def test_double_click_saves_once(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    form = {"version": "0", "level": "2", "justification": "Once."}
    assert [browser.post(place(number), form).status_code for _ in range(2)] == [303, 303]
    assert saved(line.session, number) == (2, "Once.", 1)


def test_viewer_reads_but_has_no_buttons(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    page = seat(world.viewer).get(place(number)).text
    assert "You can read this answer but not change it." in page
    assert "Save and go on" not in page


def test_button_takes_nothing_back_that_its_page_did_not_show_yet(
    line: Line, world: World, seat: Seat
) -> None:
    """The page has the newest number and still shows an older level, and says so."""
    number = line.open().id
    owner, editor = seat(world.owner), seat(world.editor)
    owner.post(place(number), {"version": "0", "level": "1", "justification": "Half.", "save": "1"})
    theirs = {"version": "1", "level": "3", "justification": "Half.", "save": "1"}
    editor.post(place(number), theirs)
    mine = {"version": "2", "level": "1", "justification": "Half of them.", "save": "1"}
    owner.post(place(number), mine | {"part_version": "claim:1"})
    assert saved(line.session, number) == (3, "Half of them.", 3)
