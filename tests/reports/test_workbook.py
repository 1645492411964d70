from collections.abc import Iterator
from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.workbook.workbook import Workbook

from assessment.reports.filling import questionnaire_sheets
from assessment.reports.workbook import workbook_bytes
from tests.reports.asked import Change, make_facts

HEADS = ("sheet", "cell", "owner", "part", "question", "item", "row")


def file_of(*changes: Change, label: str = "top", language: str = "en") -> bytes:
    facts = make_facts(*changes, label=label, language=language)
    return workbook_bytes(questionnaire_sheets(facts))


@cache
def book(*changes: Change, label: str = "top", language: str = "en") -> Workbook:
    """The workbook as a reader opens it."""
    return openpyxl.load_workbook(BytesIO(file_of(*changes, label=label, language=language)))


def places(read: Workbook) -> dict[tuple[str, str, str, str, str], Cell]:
    """The cells to fill in, by what `meta` says that they hold."""
    rows = list(read["meta"].iter_rows(values_only=True))
    first = rows.index(HEADS) + 1
    return {
        tuple(str(value or "") for value in keys): read[sheet][cell]
        for sheet, cell, *keys in rows[first:]
    }


def place(read: Workbook, *keys: str) -> Cell:
    """The cell of an owner's part, question, item and row."""
    return places(read)[(*keys, *[""] * (5 - len(keys)))]


def rule(cell: Cell):
    """What is checked when something is entered in the cell."""
    (found,) = [
        checked
        for checked in cell.parent.data_validations.dataValidation
        if cell.coordinate in checked.sqref
    ]
    return found


def offered(read: Workbook, cell: Cell) -> dict[str, str]:
    """The ids and texts of the cell's list."""
    column, first, _, last = range_boundaries(rule(cell).formula1.removeprefix("lists!"))
    rows = read["lists"].iter_rows(first, last, column - 1, column, values_only=True)
    return dict(rows)


def texts(read: Workbook) -> Iterator[Cell]:
    """Every cell with a text that people see."""
    for sheet in read.worksheets:
        if sheet.sheet_state == "visible":
            yield from (cell for row in sheet.iter_rows() for cell in row if cell.value)


def test_there_is_a_sheet_for_the_start_the_profile_and_each_section():
    assert book().sheetnames == [
        "Start here",
        "The cluster",
        "1 Work how what",
        "1.2 Things bought",
        "2 More",
        "3 People",
        "meta",
        "lists",
    ]


def test_sheets_for_readers_of_answers_are_hidden():
    states = {sheet.title: sheet.sheet_state for sheet in book().worksheets}

    assert {title for title, state in states.items() if state == "hidden"} == {"meta", "lists"}


def test_meta_identifies_the_questionnaire():
    facts = make_facts()
    rows = list(book()["meta"].iter_rows(max_row=6, max_col=2, values_only=True))

    assert dict(rows) == {
        "format": "1",
        "scheme": "regional",
        "version": "3",
        "digest": facts.scheme_digest,
        "label": "top",
        "language": "en",
    }


def test_meta_names_every_unlocked_cell_and_no_other():
    unlocked = {
        (sheet.title, cell.coordinate)
        for sheet in book().worksheets
        for row in sheet.iter_rows()
        for cell in row
        if not cell.protection.locked
    }

    named = {(cell.parent.title, cell.coordinate) for cell in places(book()).values()}
    assert unlocked == named


def test_every_question_has_its_cells():
    keys = places(book())
    of_work = {key for key in keys if key[0] in ("reach", "spending", "rules", "pace")}
    table = {
        ("spending", "value", "items", column, row)
        for column in ("name", "kind", "price")
        for row in "123"
    }

    assert of_work == table | {
        ("reach", "value", "asked", "", ""),
        ("reach", "value", "reached", "", ""),
        ("spending", "value", "skills", "data", ""),
        ("spending", "value", "skills", "care", ""),
        ("spending", "value", "skills", "none", ""),
        ("spending", "justification", "", "", ""),
        ("spending", "evidence", "", "", ""),
        ("spending", "not_applicable", "", "", ""),
        ("rules", "value", "written", "", ""),
        ("rules", "value", "often", "", ""),
        ("rules", "value", "text", "", ""),
        ("rules", "value", "copy", "", ""),
        ("rules", "justification", "", "", ""),
        ("rules", "evidence", "", "", ""),
        ("rules", "not_applicable", "", "", ""),
        ("pace", "value", "how", "", ""),
        ("pace", "justification", "", "", ""),
        ("pace", "evidence", "", "", ""),
    }


def test_level_is_entered_only_where_the_cluster_chooses_it():
    assert {key[0] for key in places(book()) if key[1] == "level"} == {"tomorrow", "area", "team"}


def test_cells_are_the_same_in_every_language():
    finnish = places(book(language="fi"))

    assert {key: cell.coordinate for key, cell in finnish.items()} == {
        key: cell.coordinate for key, cell in places(book()).items()
    }


def test_lists_offer_texts_and_keep_ids():
    read = book()

    assert offered(read, place(read, "pace", "value", "how")) == {"slow": "Slow", "fast": "Fast"}
    assert offered(read, place(read, "rules", "value", "written")) == {"yes": "Yes", "no": "No"}
    assert offered(read, place(read, "profile", "value", "checked")) == {
        "never": "Never",
        "yearly": "Every year",
    }
    assert offered(read, place(read, "team", "level")) == {
        "0": "0 Absent",
        "1": "1 Begun",
        "2": "2 Done",
    }


@pytest.mark.parametrize(
    ("keys", "kind", "lowest", "highest", "number_format"),
    [
        (("reach", "value", "asked"), "whole", "1", "5000", '#,##0" members"'),
        (("reach", "value", "reached"), "decimal", "0", "100", 'General" %"'),
        (("profile", "value", "staff"), "decimal", "0.5", str(10**15), 'General" FTE"'),
        (("profile", "value", "costs"), "decimal", str(-(10**15)), str(10**15), '#,##0.00" EUR"'),
        (("profile", "value", "founded"), "date", "1", None, "yyyy-mm-dd"),
        (("profile", "value", "website"), "textLength", "500", None, "@"),
        (("rules", "value", "text"), "textLength", "20000", None, "@"),
    ],
)
def test_cell_takes_what_its_question_takes(keys, kind, lowest, highest, number_format):
    cell = place(book(), *keys)
    checked = rule(cell)

    assert (checked.type, checked.formula1, checked.formula2) == (kind, lowest, highest)
    assert cell.number_format == number_format
    assert checked.showErrorMessage


def test_dates_are_written_as_in_the_language():
    assert place(book(language="fi"), "profile", "value", "founded").number_format == "d.m.yyyy"


def test_options_that_apply_are_ticked_each_on_its_own():
    cell = place(book(), "spending", "value", "skills", "care")

    assert rule(cell).formula1 == '"x"'
    assert cell.parent.cell(cell.row, 3).value.strip() == "Care"


def test_too_many_ticks_are_coloured():
    first = place(book(), "spending", "value", "skills", "data")
    last = place(book(), "spending", "value", "skills", "none")
    (area,) = first.parent.conditional_formatting

    assert str(area.sqref) == f"{first.coordinate}:{last.coordinate}"
    assert area.rules[0].formula == [f'COUNTIF($D${first.row}:$D${last.row},"x")>2']


def test_table_has_a_sheet_with_a_row_for_each_that_it_may_have():
    sheet = book()["1.2 Things bought"]
    heads = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "Row")
    question = next(cell for cell in texts(book()) if cell.value == "1.2 Things bought")

    assert [head.split("\n")[0] for head in heads[1:]] == ["Name", "Kind", "Price (EUR)"]
    assert sheet.max_row == 4 + 3
    assert question.hyperlink.location == "'1.2 Things bought'!A1"


def test_everything_else_is_locked_without_a_password():
    for sheet in book().worksheets:
        assert sheet.protection.sheet
        assert sheet.protection.password is None
    assert book().security.lockStructure


def test_heads_stay_in_sight_and_ids_are_hidden():
    section = book()["1 Work how what"]

    assert section.freeze_panes == "C3"
    assert section.column_dimensions["A"].hidden
    assert section["A2"].value is None
    assert [cell.value for cell in section[2]][1:] == [
        "No.",
        "Question",
        "Answer",
        "What to enter",
        "Justification",
        "Evidence",
    ]


def test_sheets_print_on_a4_landscape_one_page_wide():
    for sheet in book().worksheets[:6]:
        setup = sheet.page_setup
        assert (setup.orientation, setup.paperSize) == ("landscape", 9)
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.print_title_rows


@pytest.mark.parametrize("active", ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A1"])
def test_text_that_looks_like_a_formula_stays_a_text(active):
    changes = (
        ("texts/en.yaml", "label: People asked", f'label: "{active}"'),
        ("texts/en.yaml", "slow: Slow", f'slow: "{active}"'),
        ("texts/en.yaml", "title: Team", f'title: "{active}"'),
    )
    read = book(*changes)
    cells = [cell for cell in texts(read) if str(cell.value).startswith(active)]

    assert cells
    assert all(cell.data_type == "s" for cell in cells)
    assert all(cell.quotePrefix for cell in cells)
    assert all(cell.data_type != "f" for sheet in read for row in sheet for cell in row)
    assert offered(read, place(read, "pace", "value", "how"))["slow"] == f" {active}"


def test_same_questionnaire_is_the_same_file():
    assert file_of() == file_of()


def test_workbook_is_dated_with_the_day_that_it_was_made_on():
    with ZipFile(BytesIO(file_of())) as packed:
        assert {part.date_time for part in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    about = book().properties

    assert (about.created.date(), about.modified.date()) == (date(2026, 11, 21),) * 2
    assert (about.title, about.creator) == ("Regional label: Top", "Demonstration Office")


def test_text_that_is_not_translated_names_its_language():
    shown = [cell.value for cell in texts(book(language="fi"))]

    assert "Not official. [EN]" in shown
    assert "Alueellinen merkki: Huippu" in shown


def test_criterion_is_explained_beside_its_cells():
    shown = [str(cell.value) for cell in texts(book())]

    for expected in (
        "Reach",
        "Points: at most 4\nMinimum: level 1 (Begun)\nMust be answered.",
        "Why it matters\nWords need ears.",
        "Begun: Some.",
        "How often read\nOnly if “Are they written?”: yes.",
        "Figures derived from the answers\nAsked per member = “People asked” ÷ “Members” "
        "(The cluster) × 100\nBoth = “People asked” + total of “Price” in “Things bought” (1.2)",
        "Future criterion\nNot scored\nShown so that clusters can prepare. "
        "It need not be answered yet.",
    ):
        assert expected in shown
    ladder = next(text for text in shown if "of all levels below" in text)
    assert "    1 (Begun): “Are they written?”: yes" in ladder
