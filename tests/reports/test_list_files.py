"""Lists as files: texts stay texts, days are days, and length takes no memory."""

import csv
import io
import tracemalloc
from datetime import date

import openpyxl
import pytest

from assessment.reports.list_files import Column, ListFile, Value, write_list

DAY = date(2026, 11, 22)
HOSTILE = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1")


def listed(*rows: tuple[Value, ...], language: str = "en", title: str = "Applications") -> ListFile:
    columns = [Column("Cluster"), Column("Due", 12), Column("Days", 8)]
    return ListFile(title, columns, rows, language, DAY)


def written(found: ListFile, kind: str) -> bytes:
    file = io.BytesIO()
    write_list(file, found, kind)
    return file.getvalue()


def test_csv_has_heads_texts_days_and_numbers() -> None:
    content = written(listed(("Timber, Ltd", DAY, 3), ("Älykäs", None, 0)), "csv")
    assert content == (
        '\ufeff"Cluster","Due","Days"\r\n'
        '"Timber, Ltd","2026-11-22","3"\r\n"Älykäs","","0"\r\n'.encode()
    )


def test_finnish_csv_separates_by_semicolon_and_writes_decimals_with_a_comma() -> None:
    content = written(listed(("Puu", DAY, 1.5), language="fi"), "csv")
    assert content.decode("utf-8-sig").splitlines()[1] == '"Puu";"2026-11-22";"1,5"'


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_csv_begins_a_formula(text: str) -> None:
    content = written(listed((text, None, -1)), "csv").decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(content, newline="")))[1]
    space = text[: len(text) - len(text.lstrip())]
    assert row == [f"{space}'{text.lstrip()}", "", "-1"]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("language", ["en", "fi"])
def test_no_formula_begins_by_whichever_separator_the_file_is_opened(
    language: str, separator: str
) -> None:
    """As a spreadsheet cuts it that sees no quotes but at the beginning of a cell, or none at all."""
    hostile = 'Timber, =1+1;=1+1; @A1|+1\t-1\n=1\r\uff1d1;"=1+1";b'
    content = written(listed((hostile, None, None), language=language), "csv").decode("utf-8-sig")
    content = content.replace("\r", "\n")
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        reader = csv.reader(io.StringIO(content), delimiter=separator, quoting=quoting)
        cells = [cell.strip(' "') for row in reader for cell in row]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\uff1d"))] == []
    for quotes_seen in (False, True):
        cells = content.replace("\n", separator).split(separator)
        cells = [cell.replace('"', "").strip() if quotes_seen else cell.strip() for cell in cells]
        assert [cell for cell in cells if cell.startswith(tuple("=+-@\uff1d"))] == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_of_a_workbook_stays_a_text(text: str) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(listed((text, DAY, -1)), "xlsx")))
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.value.strip()) == ("s", text.strip())


def test_days_of_a_workbook_are_days_in_the_form_of_the_language() -> None:
    for language, form in (("en", "yyyy-mm-dd"), ("fi", "d.m.yyyy")):
        found = listed(("Timber", DAY, 7), language=language)
        book = openpyxl.load_workbook(io.BytesIO(written(found, "xlsx")))
        cell = book.worksheets[0]["B2"]
        assert (cell.is_date, cell.value.date(), cell.number_format) == (True, DAY, form)
        assert book.worksheets[0].title == "Applications"
        assert [c.value for c in book.worksheets[0][1]] == ["Cluster", "Due", "Days"]


def test_the_name_says_what_and_of_which_day() -> None:
    assert listed(title="Applications: overdue").name("csv") == (
        "applications-overdue-2026-11-22.csv"
    )
    assert listed(title="Hakemukset / myöhässä").name("xlsx") == (
        "hakemukset-myöhässä-2026-11-22.xlsx"
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_ten_thousand_rows_take_little_memory(kind: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    rows = ((f"Cluster {number} " * 5, DAY, number) for number in range(10_000))
    found = ListFile("Long", [Column("Name"), Column("Day"), Column("Number")], rows, "en", DAY)
    written(listed(), kind)  # what is loaded once does not count
    with (tmp_path / "long").open("wb") as file:
        tracemalloc.start()
        write_list(file, found, kind)
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert most < 3_000_000
