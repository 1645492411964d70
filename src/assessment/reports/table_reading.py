"""A table in a CSV or XLSX file, as plain texts by row."""

import csv
import io

from assessment.reports.csv_cells import unmarked
from assessment.reports.workbook_reading import (
    SIZE_LIMIT,
    ReadCell,
    UnreadableWorkbook,
    read_first_sheet,
)

MOST_ROWS, MOST_COLUMNS, LONGEST = 2_000, 40, 2_000
"""What a table may have: rows below its heads, columns, characters in a cell."""


def read_table(content: bytes, filename: str) -> list[list[str]]:
    """The rows with their heads first; empty ones stay, so that rows keep their numbers.

    Days are as in ISO 8601. Raises `UnreadableWorkbook`: `too_large`, `not_a_workbook`, `too_many_rows`.
    """
    if len(content) > SIZE_LIMIT:
        raise UnreadableWorkbook("too_large")
    is_workbook = content.startswith(b"PK") or filename.lower().endswith(".xlsx")
    rows = _from_workbook(content) if is_workbook else _from_csv(content)
    while rows and not any(rows[-1]):
        rows.pop()
    if len(rows) > MOST_ROWS + 1:
        raise UnreadableWorkbook("too_many_rows")
    return rows


def _from_workbook(content: bytes) -> list[list[str]]:
    return [
        [_text(cell) for cell in row]
        for row in read_first_sheet(content, MOST_ROWS + 2, MOST_COLUMNS)
    ]


def _text(cell: ReadCell) -> str:
    if cell.fault:
        return "#"
    return "" if cell.value is None else str(cell.value).strip()[:LONGEST]


def _from_csv(content: bytes) -> list[list[str]]:
    text = _decoded(content)
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error as error:
        raise UnreadableWorkbook("not_a_workbook") from error
    return [
        [unmarked(cell.strip()[: 2 * LONGEST])[:LONGEST] for cell in row[:MOST_COLUMNS]]
        for row in rows
    ]


def _decoded(content: bytes) -> str:
    """UTF-8, or what older spreadsheets write in Europe."""
    if b"\0" in content:
        raise UnreadableWorkbook("not_a_workbook")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
