"""The questionnaire taken along as a workbook, and brought back."""

import io
import re

import openpyxl
import pytest

from assessment.db.queries import assessments
from assessment.reports.workbook_reading import read_workbook
from assessment.services import importing
from tests.building import NOON, Line, World
from tests.web.conftest import Seat, meanwhile
from tests.web.filled import errors_at, errors_summed_up, read

META = ("sheet", "cell", "owner", "part", "question", "item", "row")


def rewritten(content: bytes, justifications: dict[str, str]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["meta"].iter_rows(values_only=True))
    for sheet, cell, owner, part, *_rest in rows[rows.index(META) + 1 :]:
        if part == "justification" and owner in justifications:
            book[sheet][cell].value = justifications[owner]
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def send(browser, place: str, content: bytes, name: str = "filled.xlsx"):  # type: ignore[no-untyped-def]
    return browser.post(f"{place}/workbook", {"workbook": (io.BytesIO(content), name)})


def sent_along(page: str) -> dict[str, object]:
    """The hidden fields and ticks of the preview's form."""
    hidden = re.findall(r'<input type="hidden" name="((?:import|seen)[^"]*)" value="([^"]*)"', page)
    ticked = re.findall(r'name="take" value="([^"]+)" id="[^"]+" checked', page)
    return {**dict(hidden), "take": ticked}


def test_workbook_is_filled_in_shown_and_taken(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.editor)
    place = f"/assessments/{assessment.id}"
    assert f'href="{place}/workbook"' in browser.get(place).text
    book = browser.get(f"{place}/questionnaire.xlsx")
    assert "attachment" in book.headers["Content-Disposition"]
    hostile = '=cmd|"/c calc"!A1 <script>alert(1)</script>'
    filled = rewritten(book.data, {"web-presence": hostile.lstrip("="), "success-stories": "New."})
    assert send(browser, place, filled).location == f"{place}/workbook"
    page = browser.get(f"{place}/workbook").text
    assert "&lt;script&gt;" in page
    assert "Because of success-stories. New." in read(page)
    assert browser.post(f"{place}/workbook/take", sent_along(page)).location == place
    line.session.expire_all()
    saved = assessments.answers(line.session, assessment.id)
    assert (saved["success-stories"].justification, saved["success-stories"].version) == ("New.", 2)
    assert saved["web-presence"].justification == hostile.lstrip("=")
    assert saved["communication"].version == 1


def test_formula_is_named_by_its_cell(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    book = browser.get(f"{place}/questionnaire.xlsx").data
    send(browser, place, rewritten(book, {"web-presence": "=1+1"}))
    page = read(browser.get(f"{place}/workbook").text)
    assert "1 cell cannot be taken: what is here in its place stays." in page
    assert "A formula is not taken: write what it comes to." in page
    assert "The workbook says nothing that is not here already." in page


def test_file_that_is_no_workbook_is_refused_at_its_field(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    response = send(browser, place, b"not a workbook", "<script>.xlsx")
    assert response.status_code == 422
    assert errors_at(response.text) == {
        "workbook": "This file cannot be read as an XLSX workbook. Save it again as .xlsx."
    }
    assert [key for key, _text in errors_summed_up(response.text)] == ["workbook"]
    nothing = browser.post(f"{place}/workbook", {})
    assert errors_at(nothing.text) == {"workbook": "Choose the workbook that you filled in."}


def test_workbook_of_another_cluster_is_refused(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    book = seat(world.owner).get(f"/assessments/{assessment.id}/questionnaire.xlsx").data
    line.world.cluster = world.foreign_cluster
    other = line.open()
    response = send(seat(world.stranger), f"/assessments/{other.id}", book)
    assert response.status_code == 422
    assert "This workbook is of another cluster" in response.text


def test_change_saved_meanwhile_is_shown_again_before_anything_is_taken(
    line: Line, world: World, seat: Seat
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    book = browser.get(f"{place}/questionnaire.xlsx").data
    send(browser, place, rewritten(book, {"web-presence": "Mine."}))
    shown = sent_along(browser.get(f"{place}/workbook").text)
    form = {"version": "1", "level": "4", "justification": "Theirs."}
    seat(world.editor).post(f"{place}/criteria/web-presence", form)
    assert browser.post(f"{place}/workbook/take", shown).location == f"{place}/workbook"
    page = browser.get(f"{place}/workbook").text
    assert "Changed meanwhile" in read(page)
    assert sent_along(page)["take"] == []


def test_others_save_while_a_workbook_is_read(
    line: Line, world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser, other = seat(world.owner), seat(world.editor)
    place = f"/assessments/{assessment.id}"
    book = rewritten(browser.get(f"{place}/questionnaire.xlsx").data, {"web-presence": "Mine."})
    statuses = []

    def read_while_somebody_saves(content: bytes) -> object:
        form = {"version": "1", "level": "1", "justification": "Saved meanwhile."}
        answer = meanwhile(other.post, f"{place}/criteria/success-stories", form)
        statuses.append(answer.status_code)
        return read_workbook(content)

    monkeypatch.setattr(importing, "read_workbook", read_while_somebody_saves)
    assert send(browser, place, book).location == f"{place}/workbook"
    assert statuses == [303]
    line.session.expire_all()
    saved = assessments.answers(line.session, assessment.id)["success-stories"]
    line.session.commit()
    assert (saved.justification, saved.version) == ("Saved meanwhile.", 2)
    assert "Mine." in read(browser.get(f"{place}/workbook").text)


def test_workbook_read_too_late_is_not_kept(
    line: Line, world: World, seat: Seat, monkeypatch: pytest.MonkeyPatch
) -> None:
    assessment = line.open()
    browser, other = seat(world.owner), seat(world.owner)
    place = f"/assessments/{assessment.id}"
    book = browser.get(f"{place}/questionnaire.xlsx").data

    def read_while_the_draft_is_ended(content: bytes) -> object:
        meanwhile(other.post, f"{place}/discard")
        return read_workbook(content)

    monkeypatch.setattr(importing, "read_workbook", read_while_the_draft_is_ended)
    refused = send(browser, place, book)
    assert refused.status_code == 409
    assert "Not possible at this step" in refused.text
    assert assessments.waiting_import(line.session, assessment.id, NOON) is None
    line.session.commit()


def test_workbook_is_put_aside(line: Line, world: World, seat: Seat) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    book = browser.get(f"{place}/questionnaire.xlsx").data
    send(browser, place, rewritten(book, {"web-presence": "Mine."}))
    browser.post(f"{place}/workbook/discard")
    page = browser.get(f"{place}/workbook").text
    assert "What the workbook would change" not in page
    assert browser.post(f"{place}/workbook/take", {"import": "1", "take": "x"}).status_code == 303


def test_preview_asks_a_handful_of_times(line: Line, world: World, seat: Seat, statements) -> None:
    assessment = line.open()
    line.answer_all(assessment)
    browser = seat(world.owner)
    place = f"/assessments/{assessment.id}"
    book = browser.get(f"{place}/questionnaire.xlsx").data
    changes = {criterion.id: "Mine." for criterion in line.label.criteria}
    send(browser, place, rewritten(book, changes))
    with statements() as found:
        browser.get(f"{place}/workbook")
    assert len(found) <= 10
