"""The evidence of one answer: chosen from the library, added, taken off, put back."""

import io
import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.validity import HOME
from assessment.domain.workflow import State
from assessment.services.evidence import attach_file
from assessment.services.library import Described
from tests.building import NOON, PDF, Line, World
from tests.web.conftest import Seat
from tests.web.filled import read

NOW = now().astimezone(HOME).date()
HERE = "committed-participation"


def place(assessment_id: int) -> str:
    return f"/assessments/{assessment_id}/criteria/{HERE}"


def attached(session: Session, assessment_id: int) -> list[str]:
    """The titles of what supports the answer now."""
    session.expire_all()
    found = assessments.attached_evidence(session, assessment_id).get(HERE, [])
    session.commit()  # releases the write lock to the browsers
    return [piece.title for piece in found]


def test_files_are_added_and_support_the_answer(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    files = [(io.BytesIO(PDF), "list.pdf"), (io.BytesIO(b"a;b\n"), "list.csv")]
    form = {"files": files, "effective_from": "2026-05-31"}
    browser = seat(world.editor)
    response = browser.post(f"{place(number)}/evidence/files", form)
    assert (response.status_code, response.location) == (303, f"{place(number)}#evidence")
    assert attached(line.session, number) == ["list.pdf", "list.csv"]
    page = browser.get(place(number)).text
    assert "2 files added." in page
    assert page.count("dated 31 May 2026") == 2
    assert "list.pdf" in browser.get(f"/clusters/{world.cluster.id}/evidence").text


def test_a_refused_file_is_named_and_the_others_support_the_answer(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {"files": [(io.BytesIO(b"<html>not a pdf"), "list.pdf"), (io.BytesIO(PDF), "good.pdf")]}
    page = seat(world.owner).post(f"{place(number)}/evidence/files", form).text
    assert "list.pdf is not what its ending says." in page
    assert "1 file added." in page
    assert attached(line.session, number) == ["good.pdf"]


def test_a_script_is_told_and_finds_the_list_anew(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    page = browser.get(place(number)).text
    assert 'id="evidence-list" data-live' in page
    form = {"csrf_token": browser.token, "files": (io.BytesIO(PDF), "list.pdf")}
    answer = browser.client.post(
        f"{place(number)}/evidence/files", data=form, headers={"Accept": "application/json"}
    )
    assert answer.json == {"state": "added", "said": "Added."}
    assert "list.pdf" in browser.get(place(number)).text


@pytest.mark.parametrize("url", ["https://timber.example/members", "timber.example"])
def test_a_web_address_is_added_and_supports_the_answer(
    line: Line, world: World, seat: Seat, url: str
) -> None:
    number = line.open().id
    form = {"link-url": url, "link-title": "Members"}
    response = seat(world.owner).post(f"{place(number)}/evidence/links", form)
    assert response.location == f"{place(number)}#evidence"
    assert attached(line.session, number) == ["Members"]


def test_a_wrong_address_is_named_and_nothing_typed_is_lost(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    form = {"link-url": "javascript:alert(1)", "link-title": "Members & friends"}
    response = seat(world.owner).post(f"{place(number)}/evidence/links", form)
    assert response.status_code == 422
    assert response.text.count("Write a web address, such as www.example.org.") == 2
    assert '<a href="#link-url">' in response.text
    assert 'value="Members &amp; friends"' in response.text


def test_form_for_an_address_names_the_part_that_a_script_brings_up_to_date(
    line: Line, world: World, seat: Seat
) -> None:
    number = line.open().id
    page = seat(world.owner).get(place(number)).text
    assert f'action="{place(number)}/evidence/links" novalidate data-stay="evidence-list"' in page
    assert '<div id="evidence-list" data-live>' in page


def test_pieces_of_the_library_are_chosen(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    home = f"/clusters/{world.cluster.id}/evidence/files"
    files = [(io.BytesIO(PDF + name.encode()), name) for name in ("a.pdf", "b.pdf", "c.pdf")]
    browser.post(home, {"files": files})
    page = browser.get(f"{place(number)}/evidence").text
    numbers = dict(re.findall(r'<label for="piece-(\d+)">([^<]+)</label>', page))
    by_title = {title: key for key, title in numbers.items()}
    assert set(by_title) == {"a.pdf", "b.pdf", "c.pdf"}
    found = browser.get(f"{place(number)}/evidence?q=B").text
    assert re.findall(r'<label for="piece-\d+">([^<]+)</label>', found) == ["b.pdf"]
    form = {"evidence": [by_title["a.pdf"], by_title["c.pdf"]]}
    assert browser.post(f"{place(number)}/evidence", form).location == f"{place(number)}#evidence"
    browser.post(f"{place(number)}/evidence", form)
    assert attached(line.session, number) == ["a.pdf", "c.pdf"]
    again = browser.get(f"{place(number)}/evidence").text
    assert re.findall(r'<label for="piece-\d+">([^<]+)</label>', again) == ["b.pdf"]


def test_pieces_that_fit_come_first_and_others_apart(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    asked = next(c for c in line.label.criteria if c.support.evidence[0].months_old_at_most)
    browser = seat(world.owner)
    home = f"/clusters/{world.cluster.id}/evidence/files"
    for name, more in (("new.csv", {"effective_from": NOW.isoformat()}), ("undated.csv", {})):
        browser.post(home, {"files": (io.BytesIO(name.encode()), name), **more})
    form = {"files": (io.BytesIO(b"new.csv"), "new.csv"), "effective_from": NOW.isoformat()}
    browser.post(f"{place(number)}/evidence/files", form)
    page = read(browser.get(f"/assessments/{number}/criteria/{asked.id}/evidence").text)
    library = page.split("Tick what supports this answer")[1]
    fitting, others = library.split("1 piece that is not of the kind or age that is asked")
    assert "new.csv" in fitting
    assert "supports 1.1" in fitting
    assert "undated.csv" in others


def test_choosing_nothing_says_so(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    response = browser.post(f"{place(number)}/evidence", {"evidence": "x"})
    assert response.location == f"{place(number)}/evidence"
    assert "Tick what is to support this answer." in browser.get(response.location).text


def test_evidence_of_another_cluster_cannot_be_chosen(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    theirs = seat(world.stranger)
    theirs.post(
        f"/clusters/{world.foreign_cluster.id}/evidence/files",
        {"files": (io.BytesIO(PDF), "secret.pdf")},
    )
    browser = seat(world.owner)
    for evidence_id in (1, 999, 2**31):
        browser.post(f"{place(number)}/evidence", {"evidence": str(evidence_id)})
    assert attached(line.session, number) == []
    assert "secret.pdf" not in browser.get(f"{place(number)}/evidence").text


def test_evidence_is_taken_off_and_put_back(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    browser = seat(world.owner)
    browser.post(f"{place(number)}/evidence/files", {"files": (io.BytesIO(PDF), "a.pdf")})
    page = browser.get(place(number)).text
    remove = re.search(r'action="([^"]+/remove)"', page)
    assert remove is not None
    assert browser.post(remove[1]).location == f"{place(number)}#evidence"
    assert attached(line.session, number) == []
    page = browser.get(place(number)).text
    assert "a.pdf no longer supports this answer. It stays in the library." in page
    undo = re.search(r'action="([^"]+)" data-stay>.*?name="evidence" value="(\d+)"', page, re.S)
    assert undo is not None
    browser.post(undo[1], {"evidence": undo[2], "answers": ""})
    assert attached(line.session, number) == ["a.pdf"]
    for _ in range(2):  # once more is harmless
        assert browser.post(remove[1]).status_code == 303
    assert attached(line.session, number) == []


def test_pieces_that_do_not_count_say_why(line: Line, world: World, seat: Seat) -> None:
    number = line.open().id
    aged = next(c for c in line.label.criteria if c.support.evidence[0].months_old_at_most)
    months = aged.support.evidence[0].months_old_at_most or 0
    day = (NOON - timedelta(days=31 * (months + 400))).date()
    browser = seat(world.owner)
    address = f"/assessments/{number}/criteria/{aged.id}"
    for name, more in (("old.csv", {"effective_from": day.isoformat()}), ("undated.csv", {})):
        content = io.BytesIO(name.encode())
        browser.post(f"{address}/evidence/files", {"files": (content, name), **more})
    page = browser.get(address).text
    assert f"Too old: dated {day.day} {day:%B %Y}, from level" in page
    assert "No date given: from level" in page


def test_viewers_read_evidence_and_change_none(line: Line, world: World, seat: Seat) -> None:
    draft = line.open()
    attach_file(
        line.session,
        assessment_id=draft.id,
        criterion=line.label.criterion(HERE),
        filename="list.pdf",
        stream=io.BytesIO(PDF),
        folder=line.folder,
        limit=1_000,
        described=Described("The list"),
        actor_id=world.owner.id,
        at=NOON,
    )
    page = seat(world.viewer).get(place(draft.id)).text
    assert "The list" in page
    for words in ("Add files", "Remove", "Choose from the library"):
        assert words not in page


@pytest.mark.parametrize("what", ["", "/files", "/links", "/1/remove"])
def test_evidence_of_a_submitted_answer_stays(
    line: Line, world: World, seat: Seat, what: str
) -> None:
    number = line.lead_to(State.SUBMITTED).id
    response = seat(world.owner).post(f"{place(number)}/evidence{what}", {"evidence": "1"})
    assert response.status_code == 409
