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
from operator import add
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from assessment.domain.errors import DomainError
from assessment.reports.spreadsheets import META

SIZE_LIMIT = 5 * 1024 * 1024
"""Bytes that a workbook may have; a full one has a tenth of that."""
PARTS_LIMIT = 400
UNPACKED_LIMIT = 24 * 1024 * 1024
"""Bytes that all of its parts may have together."""
MARKUP_LIMIT = 200_000
"""Tags in all parts, and as many attributes: each costs more than its bytes; a full one has a quarter."""
SCANNING_LIMIT = 4_000_000
"""Sheets times the markup of the largest part: several sheets may be one part, read for each of them."""
IDENTITY_LIMIT = 2_000
"""Rows of the hidden sheet that are looked at."""

_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"
)
_TEXT_LIMIT = 40_000
_PACKINGS = (ZIP_STORED, ZIP_DEFLATED)
"""What spreadsheets pack with. Any other unpacks whole, however little of it is asked for."""
_FOREIGN = re.compile(rb"<!DOCTYPE|\A(?:\xff\xfe|\xfe\xff|\0[<\s]|[<\s]\0)")
"""What no spreadsheet writes: entities begin with a DOCTYPE, and in UTF-16 one could not be seen."""

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

    Raises `UnreadableWorkbook`: `too_large`, `packed` (it would unpack to more than it may, or to far
    more to read than its bytes), `not_a_workbook`, `entities` (it declares what no spreadsheet writes),
    `no_identity`.
    """
    import openpyxl

    if len(content) > SIZE_LIMIT:
        raise UnreadableWorkbook("too_large")
    parts = _unpacked(content)
    _check(parts.values())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(_plain(parts), read_only=True, keep_links=False)
    except Exception as error:  # whatever a hostile file makes of the parser
        raise UnreadableWorkbook("not_a_workbook") from error
    return OpenWorkbook(book, parts)


def read_first_sheet(content: bytes, last_row: int, last_column: int) -> list[list[ReadCell]]:
    """The cells of any workbook's first sheet. Raises `UnreadableWorkbook` as `read_workbook` does."""
    import openpyxl

    if len(content) > SIZE_LIMIT:
        raise UnreadableWorkbook("too_large")
    parts = _unpacked(content)
    _check(parts.values())
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(_plain(parts), read_only=True, keep_links=False)
            sheet: Any = book.worksheets[0]
            sheet.reset_dimensions()
            rows = sheet.iter_rows(1, last_row, 1, last_column)
            return [[_read(cell, is_merged=False) for cell in row] for row in rows]
    except Exception as error:  # whatever a hostile file makes of the parser
        raise UnreadableWorkbook("not_a_workbook") from error


def _unpacked(content: bytes) -> dict[str, bytes]:
    """The parts by name, each no longer than it says, whatever really lies behind that."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
            is_plain = all(part.compress_type in _PACKINGS for part in parts)
            unpacked = sum(part.file_size for part in parts)
            if len(parts) > PARTS_LIMIT or unpacked > UNPACKED_LIMIT or not is_plain:
                raise UnreadableWorkbook("packed")
            return {part.filename: _part(archive, part) for part in parts}
    except UnreadableWorkbook:
        raise
    except Exception as error:  # no archive, or a broken stream, whatever its packing says of that
        raise UnreadableWorkbook("not_a_workbook") from error


def _check(parts: Collection[bytes]) -> None:
    """Looks at every part, since the parser finds its way by types and links, not by names."""
    if any(_FOREIGN.search(part) for part in parts):
        raise UnreadableWorkbook("entities")
    tags, attributes = ([part.count(mark) for part in parts] for mark in (b"<", b"="))
    sheets = sum(part.count(b"sheetId") for part in parts)
    largest = max(map(add, tags, attributes), default=0)
    is_dense = max(sum(tags), sum(attributes)) > MARKUP_LIMIT
    if is_dense or sheets * largest > SCANNING_LIMIT:
        raise UnreadableWorkbook("packed")


def _part(archive: ZipFile, part: ZipInfo) -> bytes:
    """One part. Without a number, reading would unpack all there is and then cut it to size."""
    with archive.open(part) as file:
        return file.read(part.file_size)


def _plain(parts: Mapping[str, bytes]) -> BytesIO:
    """An archive of exactly these parts, so that the parser meets nothing that was not looked at."""
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return written


class OpenWorkbook:
    """A workbook whose cells can be read, sheet by sheet and no further than asked."""

    def __init__(self, book: Any, parts: Mapping[str, bytes]) -> None:
        self._book, self._parts = book, parts
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
        text = self._parts[self._book[title]._worksheet_path]
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
