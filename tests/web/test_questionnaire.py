"""Answering a criterion: saved, refused with nothing lost, and two people at once."""

import io
from datetime import date

from sqlalchemy.orm import Session

from assessment.db.queries import assessments
from assessment.domain.workflow import State
from tests.building import PDF, Line, World
from tests.web.conftest import Seat

HERE = "committed-participation"


def place(assessment_id: int) -> str:
    return f"/assessments/{assessment_id}/criteria/{HERE}"


def saved(session: Session, assessment_id: int) -> tuple[int | None, str, int]:
    session.commit()
    answer = assessments.answers(session, assessment_id)[HERE]
    session.refresh(answer)
    session.commit()
    return answer.level, answer.justification, answer.version


def test_answer_is_saved_with_its_file_and_link(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    form = {
        "version": "0",
        "level": "3",
        "justification": "Signed by 40 of 44.\r\nList attached.",
        "files": (io.BytesIO(PDF), "list.pdf"),
        "link_url": "https://timber.example/members",
        "link_title": "Members",
        "save": "1",
    }
    response = seat(world.editor).post(place(number), form)
    assert (response.status_code, response.location) == (303, place(number))
    assert saved(line.session, number) == (3, "Signed by 40 of 44.\nList attached.", 1)
    evidence = assessments.attached_evidence(line.session, number)[HERE]
    assert [(e.title, e.media_type, e.url) for e in evidence] == [
        ("list.pdf", "application/pdf", ""),
        ("Members", "", "https://timber.example/members"),
    ]


def test_evidence_has_the_date_that_was_typed(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    form = {
        "version": "0",
        "files": (io.BytesIO(PDF), "list.pdf"),
        "link_url": "https://timber.example/members",
        "dated_on": "2026-05-31",
    }
    browser = seat(world.editor)
    assert browser.post(place(number), form).status_code == 303
    evidence = assessments.attached_evidence(line.session, number)[HERE]
    assert [e.dated_on for e in evidence] == [date(2026, 5, 31)] * 2
    line.session.commit()
    assert "31 May 2026" in browser.get(place(number)).text


def test_date_without_what_it_dates_is_not_dropped(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    form = {"version": "0", "level": "1", "dated_on": "2026-05-31"}
    response = seat(world.owner).post(place(number), form)
    assert response.status_code == 422
    assert "Add the file or the web address that has this date" in response.text
    assert 'value="2026-05-31"' in response.text


def test_evidence_of_a_day_to_come_is_refused(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    form = {"version": "0", "link_url": "https://proof.example/", "dated_on": "2999-01-01"}
    response = seat(world.owner).post(place(number), form)
    assert response.status_code == 422
    assert "Write a day that has been, at the latest today." in response.text


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
    assert "Claimed, not supported: level 2 of 4 earns nothing yet. Evidence is missing." in page
    assert "0 of 150 points, threshold 120" in page


def test_page_comes_in_finnish(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    world.owner.language = "fi"
    page = seat(world.owner).get(place(number)).text
    assert '<html lang="fi">' in page
    assert line.edition.texts.in_language("fi").criteria[HERE].question in page


def test_refused_file_is_named_and_everything_else_is_saved(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {
        "version": "0",
        "level": "3",
        "justification": "Long thoughts.",
        "link_url": "https://timber.example/list",
        "files": [(io.BytesIO(b"<html>not a pdf"), "list.pdf"), (io.BytesIO(PDF), "good.pdf")],
    }
    response = seat(world.owner).post(place(number), form)
    assert response.status_code == 200
    assert "list.pdf is not what its ending says." in response.text
    assert "Everything else is saved." in response.text
    assert "Long thoughts.</textarea>" in response.text
    assert 'value="3" checked' in response.text
    assert saved(line.session, number) == (3, "Long thoughts.", 1)
    evidence = assessments.attached_evidence(line.session, number)[HERE]
    assert [e.title for e in evidence] == ["good.pdf", "https://timber.example/list"]


def test_wrong_address_keeps_the_text_and_asks_for_the_files_again(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {
        "version": "0",
        "justification": "Long thoughts.",
        "link_url": "timber",
        "files": (io.BytesIO(PDF), "good.pdf"),
    }
    response = seat(world.owner).post(place(number), form)
    assert response.status_code == 422
    assert "Choose the files again: a browser cannot keep them." in response.text
    assert "Long thoughts.</textarea>" in response.text
    assert assessments.answers(line.session, number) == {}


def test_description_without_an_address_is_not_dropped(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    response = seat(world.owner).post(place(number), {"version": "0", "link_title": "Minutes"})
    assert response.status_code == 422
    assert "Write the web address too, or leave this empty." in response.text


def test_wrong_link_is_named_at_its_field_and_in_the_summary(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {"version": "0", "level": "1", "link_url": "javascript:alert(1)"}
    response = seat(world.owner).post(place(number), form)
    assert response.status_code == 422
    assert response.text.count("Write the whole address, starting with https://") == 2
    assert '<a href="#link_url">' in response.text


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
    page = browser.get(f"/assessments/{number}/check").text
    assert "level 2 of 4 earns nothing yet. The justification is missing." in page
    assert "Evidence is missing." in page


def test_double_click_saves_once(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    form = {"version": "0", "level": "2", "justification": "Once."}
    assert [browser.post(place(number), form).status_code for _ in range(2)] == [303, 303]
    assert saved(line.session, number) == (2, "Once.", 1)


def test_removed_evidence_leaves_the_answer_and_stays_with_the_cluster(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    browser = seat(world.owner)
    form = {"version": "0", "level": "2", "justification": "x"}
    browser.post(place(number), {**form, "files": (io.BytesIO(PDF), "a.pdf")})
    item = assessments.attached_evidence(line.session, number)[HERE][0].id
    line.session.commit()
    change = {**form, "justification": "y", "version": "1", "remove_evidence": str(item)}
    asked = browser.post(place(number), change)
    assert asked.location == f"{place(number)}/evidence/{item}/remove"
    assert saved(line.session, number) == (2, "y", 2)
    page = browser.get(asked.location).text
    assert "Remove this evidence?" in page
    assert len(assessments.attached_evidence(line.session, number)[HERE]) == 1
    line.session.commit()
    assert browser.post(asked.location).location == place(number)
    assert assessments.attached_evidence(line.session, number) == {}
    line.session.commit()
    assert browser.get(asked.location).location == place(number)
    assert browser.post(asked.location).status_code == 303
    assert assessments.evidence(line.session, item).title == "a.pdf"


def test_viewer_reads_but_has_no_buttons(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    page = seat(world.viewer).get(place(number)).text
    assert "You can read this answer but not change it." in page
    assert "Save and go on" not in page


def test_evidence_leaves_as_an_attachment_that_no_browser_runs(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.lead_to(State.SUBMITTED)
    item = assessments.attached_evidence(line.session, assessment.id)[HERE][0].id
    response = seat(world.secretary).get(f"/evidence/{item}")
    assert response.data.startswith(b"%PDF-1.7")
    assert response.headers["Content-Disposition"] == "attachment; filename=proof-0.pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Type"] == "application/pdf"
