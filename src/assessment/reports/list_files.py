"""A list as a file: CSV, or XLSX written row by row, so that no length fills the memory.

A text stays one whatever it begins with: spreadsheets run none as a formula. Days are days.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import IO, Any

from assessment.reports.csv_cells import inert
from assessment.reports.spreadsheets import DATE_FORMATS, Titles, clean, is_active

Value = str | int | float | date | None
LIST_FORMATS = ("xlsx", "csv")
_SEPARATORS = {"fi": ";"}
"""What stands between values where a language writes decimals with a comma."""
_ISO = "yyyy-mm-dd"
_NO_NAME = re.compile(r"[^\w]+")
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and about how many letters it is wide."""

    title: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list with its title, in the words of one language, as it was on a day."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Value]]
    language: str
    made_on: date

    def name(self, kind: str) -> str:
        """What the file is called: what it lists, and of which day."""
        words = _NO_NAME.sub("-", self.title.casefold()).strip("-")[:_LONGEST_NAME]
        return f"{words}-{self.made_on.isoformat()}.{kind}"


def write_list(file: IO[bytes], found: ListFile, kind: str) -> None:
    """Writes the list in a format of `LIST_FORMATS`."""
    if kind == "csv":
        _write_csv(file, found)
    else:
        _write_xlsx(file, found)


def _write_csv(file: IO[bytes], found: ListFile) -> None:
    """In UTF-8 with the mark by which spreadsheets know it; days as in ISO 8601; every value in quotes."""
    text = io.TextIOWrapper(file, "utf-8-sig", newline="", write_through=True)
    rows = csv.writer(text, delimiter=_SEPARATORS.get(found.language, ","), quoting=csv.QUOTE_ALL)
    rows.writerow([inert(clean(column.title)) for column in found.columns])
    for row in found.rows:
        rows.writerow([_in_csv(value, found.language) for value in row])
    text.flush()
    text.detach()


def _in_csv(value: Value, language: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return inert(clean(value))
    told = "" if value is None else str(value)
    return told.replace(".", ",") if language in _SEPARATORS else told


def _write_xlsx(file: IO[bytes], found: ListFile) -> None:
    from openpyxl import Workbook  # loaded when somebody asks for one: it takes room in each worker
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(Titles().take(found.title))
    for at, column in enumerate(found.columns, 1):
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    sheet.freeze_panes = "A2"
    day_format = DATE_FORMATS.get(found.language, _ISO)

    def cell(value: Value) -> Any:
        made: Any = WriteOnlyCell(sheet)
        if isinstance(value, str):
            made.value = clean(value)
            made.data_type = "s"
            made.quotePrefix = is_active(value)
        elif isinstance(value, date):
            made.value = value
            made.number_format = day_format
        else:
            made.value = value
        return made

    heads = [cell(column.title) for column in found.columns]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in found.rows:
        sheet.append([cell(value) for value in row])
    about = book.properties
    about.title, about.language = clean(found.title), found.language
    about.created = about.modified = datetime.combine(found.made_on, time())
    book.save(file)
