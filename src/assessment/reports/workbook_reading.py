"""Workbooks that come back. Beside `workbook` the only place that knows openpyxl.

That is loaded when the first workbook comes: it would be an eighth of what each web worker holds.
Nothing in such a file is trusted: neither its size, nor its form, nor what a formula is said to make.
"""

import re
import warnings
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from assessment.domain.errors import DomainError
from assessment.reports.spreadsheets import META

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes that a workbook may have; a full one has a tenth of that."""
PARTS_LIMIT = 400
UNPACKED_LIMIT = 24 * 1024 * 1024
"""Bytes that all of its parts may have together."""
IDENTITY_LIMIT = 2_000
"""Rows of the hidden sheet that are looked at."""

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"
)
_TEXT_LIMIT = 40_000

Place = tuple[str, int, int]
"""The title of a sheet, a row and a column, counted from 1."""


class UnreadableWorkbook(DomainError):
    """A file cannot be read as a workbook; `reason` says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadCell:
    """What stands in a cell; `fault` says why that cannot be taken (formula, error, merged)."""

    value: str | int | float | bool | date | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class ReadWorkbook:
    """The rows of the hidden sheet before its table, and the cells that were asked for."""

    identity: tuple[tuple[str, ...], ...]
    cells: Mapping[Place, ReadCell]

    def says(self, name: str) -> str:
        """What the hidden sheet says of this name; "" for nothing."""
        return next((row[1] for row in self.identity if row[0] == name and len(row) > 1), "")


def coordinate(place: Place) -> str:
    """A place as spreadsheets name it: D7."""
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(place[2])}{place[1]}"


def read_workbook(content: bytes) -> "OpenWorkbook":
    """The workbook in the file, to be asked for its cells.

    Raises `UnreadableWorkbook`: `too_large`, `packed` (it would unpack to more than it may),
    `not_a_workbook`, `entities` (it declares what no spreadsheet writes), `no_identity`.
    """
    import openpyxl

    if len(content) > SIZE_LIMIT:
        raise UnreadableWorkbook("too_large")
    _check_parts(content)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(BytesIO(content), read_only=True, keep_links=False)
    except Exception as error:  # whatever a hostile file makes of the parser
        raise UnreadableWorkbook("not_a_workbook") from error
    return OpenWorkbook(book, content)


def _check_parts(content: bytes) -> None:
    """Refuses what is no archive, unpacks to too much, or declares entities."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > PARTS_LIMIT or sum(p.file_size for p in parts) > UNPACKED_LIMIT:
                raise UnreadableWorkbook("packed")
            for part in parts:
                text = archive.read(part)  # no more than the size that it declares
                is_xml = part.filename.endswith((".xml", ".rels", ".vml"))
                if is_xml and (b"<!DOCTYPE" in text or b"<!ENTITY" in text or b"\0" in text):
                    raise UnreadableWorkbook("entities")
    except UnreadableWorkbook:
        raise
    except (BadZipFile, ValueError, RuntimeError, EOFError, OSError, NotImplementedError) as error:
        raise UnreadableWorkbook("not_a_workbook") from error
    except Exception as error:  # a broken stream, whatever its method of packing says
        raise UnreadableWorkbook("not_a_workbook") from error


class OpenWorkbook:
    """A workbook whose cells can be read, sheet by sheet and no further than asked."""

    def __init__(self, book: Any, content: bytes) -> None:
        self._book, self._content = book, content
        if META not in book.sheetnames:
            raise UnreadableWorkbook("no_identity")
        self.identity = tuple(self._identity())

    def _identity(self) -> Iterator[tuple[str, ...]]:
        for row in self._rows(META, IDENTITY_LIMIT, 3):
            texts = tuple("" if cell.value is None else str(cell.value)[:200] for cell in row)
            if not any(texts):
                return
            yield texts

    def read(self, places: Collection[Place]) -> ReadWorkbook:
        """The cells at these places; one that is not there is empty.

        Raises `UnreadableWorkbook` (`not_a_workbook`) where a sheet breaks, `sheets` where one is gone.
        """
        cells: dict[Place, ReadCell] = {}
        for title in dict.fromkeys(place[0] for place in places):
            wanted = {place for place in places if place[0] == title}
            if title not in self._book.sheetnames:
                raise UnreadableWorkbook("sheets")
            merged = self._merged(title)
            last_row = max(place[1] for place in wanted)
            last_column = max(place[2] for place in wanted)
            for at, row in enumerate(self._rows(title, last_row, last_column), 1):
                for column, cell in enumerate(row, 1):
                    if (title, at, column) in wanted:
                        cells[title, at, column] = _read(cell, _is_in(merged, at, column))
        return ReadWorkbook(
            self.identity, {place: cells.get(place, ReadCell()) for place in places}
        )

    def _rows(self, title: str, last_row: int, last_column: int) -> Iterator[tuple[Any, ...]]:
        sheet = self._book[title]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                sheet.reset_dimensions()
                yield from sheet.iter_rows(1, last_row, 1, last_column)
        except Exception as error:  # whatever a hostile sheet makes of the parser
            raise UnreadableWorkbook("not_a_workbook") from error

    def _merged(self, title: str) -> list[tuple[int, int, int, int]]:
        """The areas of a sheet that were merged, as columns and rows; our own are one row high."""
        with ZipFile(BytesIO(self._content)) as archive:
            text = archive.read(self._book[title]._worksheet_path)
        found = (match.group(1).decode() for match in _MERGED.finditer(text))
        return [_bounds(area) for area in found]


def _bounds(area: str) -> tuple[int, int, int, int]:
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(area)
    return left or 1, top or 1, right or 1, bottom or 1


def _is_in(merged: list[tuple[int, int, int, int]], row: int, column: int) -> bool:
    return any(
        left <= column <= right and top <= row <= bottom for left, top, right, bottom in merged
    )


def _read(cell: Any, is_merged: bool) -> ReadCell:
    value = cell.value
    if is_merged:
        return ReadCell(fault="merged")
    if cell.data_type == "f":
        return ReadCell(fault="formula")
    if cell.data_type == "e":
        return ReadCell(fault="error")
    if isinstance(value, datetime):
        is_day = (value.hour, value.minute, value.second) == (0, 0, 0)
        return ReadCell(value.date()) if is_day else ReadCell(fault="not_a_date")
    if isinstance(value, str) and len(value) > _TEXT_LIMIT:
        return ReadCell(fault="too_long")
    if value is None or isinstance(value, str | int | float | bool | date):
        return ReadCell(value)
    return ReadCell(fault="not_understood")
