"""Workbooks as XLSX files. The only place that knows openpyxl.

Only the cells to fill in are unlocked. Two hidden sheets serve whoever reads the answers back:
`meta` has the questionnaire's identity in its first rows and then, under a row of heads, what each
such cell holds; `lists` has the ids and texts that the lists of choices offer.
"""

import math
from datetime import datetime, time
from io import BytesIO
from zipfile import ZipFile

import openpyxl
from openpyxl.cell.cell import Cell as Place
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.colors import Color
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from assessment.domain.questions import LONG_TEXT_LIMIT, TEXT_LIMIT, plain
from assessment.reports.questionnaire import OptionFacts
from assessment.reports.sheets import (
    TICK,
    Cap,
    Cell,
    CellValue,
    Control,
    Entry,
    EntryKey,
    Look,
    Row,
    Sheet,
    Workbook,
    number_format,
)
from assessment.reports.spreadsheets import (
    LISTS,
    META,
    clean,
    is_active,
    passive,
    untimed,
)
from assessment.reports.words.messages import Messages

_INK, _SOFT, _LINE, _LINK = "10272E", "48606A", "6B8288", "0F5563"
_LAND, _ON_LAND, _ACCENT_TINT = "12343B", "E4EEEC", "DFECEA"
_ENTRY_TINT, _DANGER_TINT = "FBEFD3", "FAE6E4"
_FONTS = {
    Look.PLAIN: Font(size=11, color=_INK),
    Look.SOFT: Font(size=10, color=_SOFT),
    Look.STRONG: Font(size=11, bold=True, color=_INK),
    Look.ID: Font(size=8, color=_SOFT),
    Look.HEAD: Font(size=11, bold=True, color=_ON_LAND),
    Look.CRITERION: Font(size=11, bold=True, color=_INK),
    Look.TITLE: Font(size=16, bold=True, color=_INK),
    Look.WIDE: Font(size=11, color=_INK),
    Look.LINK: Font(size=11, underline="single", color=_LINK),
}
"""Colours as in static/css/tokens.css; openpyxl takes no names."""
_FILLS = {Look.HEAD: _LAND, Look.CRITERION: _ACCENT_TINT}
_LINE_HEIGHTS = {Look.WIDE: 15, Look.TITLE: 22}
"""Points for a line of what runs across a sheet, whose rows spreadsheets do not fit by themselves."""
_SIDE = Side(style="thin", color=_LINE)
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_WRAPPED = Alignment(wrap_text=True, vertical="top")

_LONGEST_MESSAGE = 200
_LIMIT = 10**15


def workbook_bytes(plan: Workbook) -> bytes:
    """The workbook as a file; the same plan gives the same bytes."""
    return _Book(plan).to_bytes()


class _Book:
    """One workbook in the making, which remembers where each entry went."""

    def __init__(self, plan: Workbook) -> None:
        self.plan = plan
        self.messages = Messages(plan.language)
        self.book = openpyxl.Workbook()
        self.book.remove(self.book.worksheets[0])
        self.lists: dict[tuple[OptionFacts, ...], str] = {}
        self.places: dict[EntryKey, Place] = {}

    def to_bytes(self) -> bytes:
        for sheet in self.plan.sheets:
            _Drawing(self, sheet).draw()
        self._write_hidden(META, self._meta())
        self._write_hidden(LISTS, self._options())
        self.book.security = WorkbookProtection(lockStructure=True)
        made_at = datetime.combine(self.plan.made_on, time())
        about = self.book.properties
        about.title, about.creator = clean(self.plan.title), clean(self.plan.author)
        about.language, about.created, about.modified = self.plan.language, made_at, made_at
        written = BytesIO()
        ExcelWriter(self.book, ZipFile(written, "w")).save()
        return untimed(written.getvalue())

    def _write_hidden(self, title: str, rows: list[tuple[str, ...]]) -> None:
        hidden = self.book.create_sheet(title)
        hidden.sheet_state = "hidden"
        for at, row in enumerate(rows, 1):
            for column, text in enumerate(row, 1):
                _write(_place(hidden, at, column), text)
        hidden.protection.enable()

    def _meta(self) -> list[tuple[str, ...]]:
        heads = ("sheet", "cell", "owner", "part", "question", "item", "row")
        entries = [
            (
                str(place.parent.title),
                place.coordinate,
                key.owner,
                key.part.value,
                key.question,
                key.item,
                str(key.row or ""),
            )
            for key, place in self.places.items()
        ]
        return [*self.plan.identity, (), heads, *entries]

    def offer(self, options: tuple[OptionFacts, ...]) -> str:
        """Where the texts of the options will stand, as a formula."""
        if options not in self.lists:
            column = get_column_letter(2 * len(self.lists) + 2)
            self.lists[options] = f"{LISTS}!${column}$1:${column}${len(options)}"
        return self.lists[options]

    def _options(self) -> list[tuple[str, ...]]:
        """Ids and texts of each list in two columns side by side."""
        longest = max(map(len, self.lists), default=0)
        rows: list[tuple[str, ...]] = []
        for at in range(longest):
            row: list[str] = []
            for options in self.lists:
                row += (
                    (options[at].id, passive(options[at].text)) if at < len(options) else ("", "")
                )
            rows.append(tuple(row))
        return rows


class _Drawing:
    """One sheet in the making."""

    def __init__(self, book: _Book, sheet: Sheet) -> None:
        self.book, self.sheet = book, sheet
        self.drawn = book.book.create_sheet(sheet.title)
        self.row = 0
        self.checks: dict[tuple[object, ...], DataValidation] = {}

    def draw(self) -> None:
        for at, width in enumerate(self.sheet.widths, 1):
            self.drawn.column_dimensions[get_column_letter(at)].width = width
        self.drawn.column_dimensions["A"].hidden = self.sheet.has_ids
        for row in self.sheet.above:
            self._row(row, first=2 if self.sheet.has_ids else 1)
        self._row(tuple(Cell(head, Look.HEAD) for head in self.sheet.heads))
        heads = self.row
        for row in self.sheet.rows:
            self._row(row)
        for cap in self.sheet.caps:
            self._cap(cap)
        self.drawn.freeze_panes = f"{get_column_letter(self.sheet.frozen + 1)}{heads + 1}"
        self._protect()
        self._set_up_print(heads)

    def _row(self, row: Row, first: int = 1) -> None:
        self.row += 1
        for column, cell in enumerate(row, first):
            place = _place(self.drawn, self.row, column)
            place.alignment = _WRAPPED
            if cell.entry:
                self._entry(place, cell.entry)
            else:
                self._text(place, cell)

    def _text(self, place: Place, cell: Cell) -> None:
        _write(place, cell.text, cell.lesser)
        place.font = _FONTS[cell.look]
        if cell.look in _FILLS:
            place.fill = PatternFill("solid", fgColor=_FILLS[cell.look])
        if cell.look in _LINE_HEIGHTS:
            self._run_across(place, cell)
        if cell.link:
            target = f"{quote_sheetname(cell.link)}!A1"
            place.hyperlink = Hyperlink(ref=place.coordinate, location=target)
            place.font = _FONTS[Look.LINK]

    def _run_across(self, place: Place, cell: Cell) -> None:
        """Merges the cell with those to its right, and gives the row the height that it needs."""
        last = len(self.sheet.widths)
        height = _LINE_HEIGHTS[cell.look]
        letters = sum(self.sheet.widths[place.column - 1 :]) * _LINE_HEIGHTS[Look.WIDE] / height
        lines = sum(max(1, math.ceil(len(line) / letters)) for line in cell.text.split("\n"))
        self.drawn.row_dimensions[self.row].height = lines * height
        if place.column < last:
            self.drawn.merge_cells(None, self.row, place.column, self.row, last)

    def _entry(self, place: Place, entry: Entry) -> None:
        self.book.places[entry.key] = place
        if entry.key.part not in self.book.plan.read_only:
            place.protection = Protection(locked=False)
            place.fill = PatternFill("solid", fgColor=_ENTRY_TINT)
        place.border = _BOX
        place.font = _FONTS[Look.PLAIN]
        place.number_format = number_format(entry, self.book.plan.language)
        key = (entry.control, entry.options, entry.at_least, entry.at_most, entry.hint)
        if key not in self.checks:
            self.checks[key] = self._check(entry)
            self.drawn.add_data_validation(self.checks[key])
        self.checks[key].add(place)
        self._fill(place, self.book.plan.filled.get(entry.key))

    def _fill(self, place: Place, value: CellValue | None) -> None:
        """Writes what is filled in already; a text stays a text."""
        if isinstance(value, str):
            _write(place, value)
        elif value is not None:
            place.value = value

    def _check(self, entry: Entry) -> DataValidation:
        """What a spreadsheet lets through in the cell."""
        _ = self.book.messages.gettext
        lowest = -_LIMIT if entry.at_least is None else plain(entry.at_least)
        highest = _LIMIT if entry.at_most is None else plain(entry.at_most)
        expected = entry.hint
        if entry.control is Control.LIST:
            rule = DataValidation("list", formula1=self.book.offer(entry.options))
            expected = _("Choose from the list")
        elif entry.control is Control.TICK:
            rule = DataValidation("list", formula1=f'"{TICK}"')
            expected = _("Put an x, or leave it empty")
        elif entry.control in (Control.WHOLE, Control.NUMBER):
            rule = DataValidation("decimal", str(lowest), str(highest), operator="between")
            rule.type = "whole" if entry.control is Control.WHOLE else "decimal"
        elif entry.control is Control.DATE:
            rule = DataValidation("date", "1", operator="greaterThanOrEqual")
        else:
            limit = LONG_TEXT_LIMIT if entry.control is Control.TEXT else TEXT_LIMIT
            rule = DataValidation("textLength", str(limit), operator="lessThanOrEqual")
            expected = _("At most %(count)s characters", count=limit)
        rule.allow_blank, rule.showErrorMessage = True, True
        rule.error = clean(expected)[:_LONGEST_MESSAGE] or None
        return rule

    def _cap(self, cap: Cap) -> None:
        """Colours ticks when there are more than there may be."""
        first, last = self.book.places[cap.first], self.book.places[cap.last]
        area = f"${first.column_letter}${first.row}:${last.column_letter}${last.row}"
        style = DifferentialStyle(fill=PatternFill("solid", bgColor=_DANGER_TINT))
        formula = f'COUNTIF({area},"{TICK}")>{cap.at_most}'
        rule = Rule("expression", dxf=style, formula=[formula])
        self.drawn.conditional_formatting.add(area.replace("$", ""), rule)

    def _protect(self) -> None:
        """Locks all but the entries, without a password; columns and rows may be resized."""
        self.drawn.protection.enable()
        self.drawn.protection.formatColumns = False
        self.drawn.protection.formatRows = False

    def _set_up_print(self, heads: int) -> None:
        """A4 landscape, as wide as the sheet, with the heads on each page."""
        setup = self.drawn.page_setup
        setup.orientation, setup.paperSize = "landscape", 9
        setup.fitToWidth, setup.fitToHeight = 1, 0
        self.drawn.sheet_properties.pageSetUpPr.fitToPage = True
        self.drawn.page_margins = PageMargins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        self.drawn.print_title_rows = f"{heads}:{heads}"
        self.drawn.oddHeader.left.text = clean(self.book.plan.title)[:120].replace("&", "&&")
        self.drawn.oddFooter.left.text = self.sheet.title.replace("&", "&&")
        self.drawn.oddFooter.right.text = "&P / &N"


def _place(sheet: Worksheet, row: int, column: int) -> Place:
    place = sheet.cell(row, column)
    assert isinstance(place, Place)  # noqa: S101  # cells are written before they are merged
    return place


def _write(place: Place, text: str, lesser: str = "") -> None:
    """Writes a text as a text, whatever it begins with."""
    text = clean(text)
    if lesser:
        plainly = InlineFont(sz=10, color=Color(_SOFT))
        strongly = InlineFont(sz=11, b=True, color=Color(_INK))
        place.value = CellRichText(
            TextBlock(strongly, text), TextBlock(plainly, f"\n{clean(lesser)}")
        )
    elif text:
        place.value = text
        place.data_type = "s"
    place.quotePrefix = is_active(text)
