"""Answers from a workbook filled in offline: exported, read back, shown, taken."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import AnswerImport, Assessment
from assessment.db.queries import assessments
from assessment.domain.errors import StaleVersion
from assessment.reports.workbook_reading import UnreadableWorkbook
from assessment.services.answering import AnswerDraft, save_answer
from assessment.services.assessments import read_worksheet
from assessment.services.importing import (
    Preview,
    Template,
    export_answers,
    keep_answers,
    preview,
    read_answers,
    read_template,
    take_answers,
)
from assessment.services.sweeping import sweep_expired_workbooks
from assessment.services.workbooks import ForeignWorkbook
from assessment.web.forms.numbers import plain_digits
from tests.all_types import KEPT, PROFILE_KEPT
from tests.building import NOON, Line

LATER = NOON + timedelta(hours=1)
META = ("sheet", "cell", "owner", "part", "question", "item", "row")


class Offline:
    """One draft of the scheme with every type of question, and a workbook of it."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.assessment: Assessment = line.open()
        self.language = "en"

    @property
    def session(self) -> Session:
        return self.line.session

    def template(self) -> Template:
        self.session.flush()
        self.session.expire_all()
        found = assessments.assessment(self.session, self.assessment.id)
        worksheet = read_worksheet(self.session, found, self.line.label, NOON)
        return read_template(self.session, worksheet, self.line.edition, "The Office")

    def answer(self, values: dict[str, Any], justification: str = "", key: str = "facts") -> None:
        saved = assessments.answers(self.session, self.assessment.id).get(key)
        save_answer(
            self.session,
            assessment_id=self.assessment.id,
            criterion=self.line.label.criterion(key),
            draft=AnswerDraft(None, justification, saved.version if saved else 0, values),
            actor_id=self.line.world.editor.id,
            at=NOON,
        )

    def export(self) -> bytes:
        return export_answers(self.template(), self.language, NOON)

    def upload(self, content: bytes) -> Preview:
        template = self.template()
        found = read_answers(
            self.session,
            template=template,
            content=content,
            digits=lambda _question, text: plain_digits(text, self.language),
            tidy=str.strip,
            at=LATER,
        )
        kept = keep_answers(
            self.session,
            assessment_id=self.assessment.id,
            filename="filled.xlsx",
            found=found,
            actor_id=self.line.world.owner.id,
            at=LATER,
        )
        return preview(self.session, template, kept)

    def take(self, chosen: set[str], seen: dict[str, int]) -> int:
        kept = assessments.waiting_import(self.session, self.assessment.id, LATER)
        assert kept is not None
        return take_answers(
            self.session,
            template=self.template(),
            kept=kept,
            chosen=chosen,
            seen=seen,
            actor_id=self.line.world.owner.id,
            at=LATER,
        )

    def waiting(self) -> int:
        """How many workbooks are kept; it leaves no lock behind."""
        self.session.commit()
        found = self.session.scalars(select(func.count()).select_from(AnswerImport)).one()
        self.session.commit()
        return found

    def saved(self, key: str = "facts") -> Any:
        self.session.expire_all()
        return assessments.answers(self.session, self.assessment.id)[key]


@pytest.fixture
def offline(line: Line, all_types: Edition) -> Offline:
    line.edition = all_types
    return Offline(line)


def fill(content: bytes, *entries: tuple[tuple[str, ...], Any], **more: Any) -> bytes:
    """The workbook with values written into the cells that hold these keys."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["meta"].iter_rows(values_only=True))
    first = rows.index(META) + 1
    places = {
        tuple(str(value or "") for value in keys): book[sheet][cell]
        for sheet, cell, *keys in rows[first:]
    }
    for key, value in entries:
        places[(*key, *[""] * (5 - len(key)))].value = value
    for change in more.values():
        change(book, places)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def listed(found: Preview) -> dict[str, Any]:
    return {change.key: change.new for changes in found.changes.values() for change in changes}


def value(question: str, item: str = "", row: str = "") -> tuple[str, ...]:
    return ("facts", "value", question, item, row)


def test_what_is_exported_and_brought_back_changes_nothing(offline: Offline) -> None:
    offline.answer(KEPT, "Because.\n=1+1 is what we wrote.")
    offline.line.save_profile(PROFILE_KEPT)
    for offline.language in ("en", "fi"):
        found = offline.upload(offline.export())
        assert (listed(found), found.faults) == ({}, ())
        assert found.unchanged > 20


def test_every_type_of_answer_is_read_from_an_empty_workbook(offline: Offline) -> None:
    written = offline.export()
    offline.answer(KEPT)
    full = openpyxl.load_workbook(io.BytesIO(offline.export()))
    rows = list(full["meta"].iter_rows(values_only=True))
    entries = [
        (tuple(str(k or "") for k in keys), full[sheet][cell].value)
        for sheet, cell, *keys in rows[rows.index(META) + 1 :]
        if keys[0] == "facts" and keys[1] == "value" and full[sheet][cell].value is not None
    ]
    offline.answer({})
    found = offline.upload(fill(written, *entries))
    taken = {key.removeprefix("facts/q-"): new for key, new in listed(found).items()}
    assert found.faults == ()
    assert taken == KEPT


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ((value("hours"), "37,5"), {"facts/q-hours": "37.5"}),
        ((value("hours"), 0.1), {"facts/q-hours": "0.1"}),
        ((value("people"), 1250.0), {"facts/q-people": "1250"}),
        ((value("begun"), "2.5.2019"), {"facts/q-begun": "2019-05-02"}),
        ((value("motto"), 2026), {"facts/q-motto": "2026"}),
        ((value("is-open"), True), {"facts/q-is-open": True}),
        ((value("aims", "growth"), "X"), {"facts/q-aims": ["growth"]}),
    ],
)
def test_cells_are_read_as_people_fill_them_in(
    offline: Offline, entry: tuple[tuple[str, ...], Any], expected: dict[str, Any]
) -> None:
    offline.language = "fi"
    assert listed(offline.upload(fill(offline.export(), entry))) == expected


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ((value("people"), "=2+2"), "formula"),
        ((value("people"), "many"), "not_a_number"),
        ((value("people"), True), "not_a_number"),
        ((value("people"), 2.5), "not_whole"),
        ((value("people"), 5001), "too_large"),
        ((value("begun"), "yesterday"), "not_a_date"),
        ((value("begun"), "1.1.2999"), "after_today"),
        ((value("form"), "club"), "unknown_option"),
        ((value("aims", "growth"), "maybe"), "not_a_tick"),
        ((value("page"), "javascript:alert(1)"), "not_an_address"),
        ((value("plan"), "plan.pdf"), "file_on_page"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_and_changes_nothing(
    offline: Offline, entry: tuple[tuple[str, ...], Any], reason: str
) -> None:
    found = offline.upload(fill(offline.export(), entry))
    assert listed(found) == {}
    assert [(fault.owner, fault.reason) for fault in found.faults] == [("facts", reason)]
    assert found.faults[0].cell[0].isalpha()


def test_merged_cells_are_refused(offline: Offline) -> None:
    offline.answer(KEPT)

    def merge(_book: Any, places: Any) -> None:
        cell = places["facts", "value", "motto", "", ""]
        cell.parent.merge_cells(f"D{cell.row - 1}:D{cell.row}")

    found = offline.upload(fill(offline.export(), merge=merge))
    assert "merged" in {fault.reason for fault in found.faults}
    assert "facts/q-motto" not in listed(found)


def set_meta(name: str, text: str) -> Callable[[Any, Any], None]:
    def change(book: Any, _places: Any) -> None:
        for row in book["meta"].iter_rows():
            if row[0].value == name:
                row[1].value = text

    return change


@pytest.mark.parametrize(
    ("name", "text"),
    [("scheme", "other"), ("version", "0"), ("label", "bronze"), ("cluster", "99")],
)
def test_a_workbook_of_something_else_is_refused(offline: Offline, name: str, text: str) -> None:
    with pytest.raises(ForeignWorkbook) as caught:
        offline.upload(fill(offline.export(), change=set_meta(name, text)))
    assert (caught.value.reason, caught.value.found) == (name, text)


def packed(parts: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written.getvalue()


def opened(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not_a_workbook"),
        (b"PK\x03\x04 nothing", "not_a_workbook"),
        (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (packed({"a.xml": b"0" * 30_000_000}), "packed"),
        (packed({f"{number}.xml": b"" for number in range(500)}), "packed"),
        (packed({"a.xml": b'<!DOCTYPE a [<!ENTITY b "c">]>'}), "entities"),
        (packed({"word/document.xml": b"<a/>"}), "not_a_workbook"),
    ],
)
def test_hostile_files_are_refused(offline: Offline, content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableWorkbook) as caught:
        offline.upload(content)
    assert caught.value.reason == reason


def test_a_workbook_of_ones_own_is_refused(offline: Offline) -> None:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    with pytest.raises(UnreadableWorkbook, match="no_identity"):
        offline.upload(written.getvalue())


def test_a_million_rows_behind_the_questionnaire_are_not_read(offline: Offline) -> None:
    parts = opened(offline.export())
    name = "xl/worksheets/sheet3.xml"
    rows = b"".join(b'<row r="%d"/>' % number for number in range(900_000, 1_048_576))
    parts[name] = parts[name].replace(b"</sheetData>", rows + b"</sheetData>")
    assert listed(offline.upload(packed(parts))) == {}


def test_a_broken_sheet_is_refused(offline: Offline) -> None:
    parts = opened(offline.export())
    parts["xl/worksheets/sheet3.xml"] = b"<worksheet><sheetData><row"
    with pytest.raises(UnreadableWorkbook):
        offline.upload(packed(parts))


def test_a_text_that_looks_like_a_formula_is_written_as_a_text(offline: Offline) -> None:
    offline.answer({"motto": '=HYPERLINK("https://evil.example")'})
    book = openpyxl.load_workbook(io.BytesIO(offline.export()))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value]
    (cell,) = [c for c in cells if str(c.value).startswith("=HYPERLINK")]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_what_is_ticked_is_saved_and_nothing_else(offline: Offline) -> None:
    offline.answer(KEPT, "Because.")
    found = offline.upload(
        fill(offline.export(), (value("motto"), "Stone"), (value("people"), 1300))
    )
    assert listed(found) == {"facts/q-motto": "Stone", "facts/q-people": "1300"}
    assert offline.take({"facts/q-motto"}, dict(found.versions)) == 1
    saved = offline.saved()
    assert saved.values == {**KEPT, "motto": "Stone"}
    assert (saved.justification, saved.version) == ("Because.", 2)
    assert assessments.waiting_import(offline.session, offline.assessment.id, LATER) is None


def test_the_profile_is_taken_too(offline: Offline) -> None:
    offline.line.save_profile(PROFILE_KEPT)
    filled = fill(offline.export(), (("profile", "value", "members"), 41))
    found = offline.upload(filled)
    assert listed(found) == {"profile/q-members": "41"}
    offline.take({"profile/q-members"}, dict(found.versions))
    assert offline.template().records()["profile"]["values"] == {**PROFILE_KEPT, "members": "41"}


def test_an_answer_that_was_emptied_is_taken_out(offline: Offline) -> None:
    offline.answer(KEPT)
    found = offline.upload(fill(offline.export(), (value("motto"), None)))
    assert listed(found) == {"facts/q-motto": None}
    offline.take({"facts/q-motto"}, dict(found.versions))
    assert "motto" not in offline.saved().values


def test_what_somebody_changed_meanwhile_is_a_conflict_and_the_rest_is_kept(
    offline: Offline,
) -> None:
    offline.answer(KEPT)
    content = fill(offline.export(), (value("motto"), "Stone"), (value("people"), 1300))
    offline.answer({**KEPT, "motto": "Water", "hours": "40"})
    found = offline.upload(content)
    changes = {change.part: change for change in found.changes["facts"]}
    assert set(changes) == {"q-motto", "q-people"}
    assert (changes["q-motto"].now, changes["q-motto"].is_conflict) == ("Water", True)
    assert (changes["q-people"].now, changes["q-people"].is_conflict) == ("1250", False)
    offline.take({"facts/q-people"}, dict(found.versions))
    assert offline.saved().values == {**KEPT, "motto": "Water", "hours": "40", "people": "1300"}


def test_nothing_is_taken_that_was_not_shown(offline: Offline) -> None:
    offline.answer(KEPT)
    found = offline.upload(fill(offline.export(), (value("motto"), "Stone")))
    offline.answer({**KEPT, "motto": "Water"})
    with pytest.raises(StaleVersion):
        offline.take({"facts/q-motto"}, dict(found.versions))


def test_a_workbook_waits_for_seven_days(offline: Offline) -> None:
    offline.upload(offline.export())
    week = timedelta(days=7)
    assert assessments.waiting_import(offline.session, offline.assessment.id, LATER + week) is None


def test_a_workbook_that_nobody_took_is_forgotten_with_what_it_says(offline: Offline) -> None:
    offline.upload(offline.export())
    assert offline.waiting() == 1
    engine, week = offline.session.get_bind().engine, timedelta(days=7)
    sweep_expired_workbooks(engine, LATER + week - timedelta(seconds=1))
    assert offline.waiting() == 1
    sweep_expired_workbooks(engine, LATER + week)
    assert offline.waiting() == 0


def test_another_upload_takes_the_place_of_the_one_that_waits(offline: Offline) -> None:
    offline.upload(fill(offline.export(), (value("motto"), "Stone")))
    found = offline.upload(fill(offline.export(), (value("motto"), "Water")))
    assert listed(found) == {"facts/q-motto": "Water"}


def test_a_claim_that_the_criterion_forbids_by_now_does_not_hold_up_the_workbook(
    offline: Offline,
) -> None:
    offline.answer(KEPT)
    offline.saved().is_not_applicable = True
    found = offline.upload(fill(offline.export(), (value("motto"), "Stone")))
    assert offline.take({"facts/q-motto"}, dict(found.versions)) == 1
    saved = offline.saved()
    assert (saved.values, saved.is_not_applicable) == ({**KEPT, "motto": "Stone"}, False)
