"""What stands in each cell of a questionnaire's workbook, as plain values.

A cell to be filled in is an `Entry`. Its key says in the words of the criteria files what it holds,
so that whoever reads the workbook back finds every answer, whatever language it was filled in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assessment.domain.questions import QuestionType
from assessment.reports.questionnaire import FieldFacts, OptionFacts
from assessment.reports.spreadsheets import DATE_FORMATS, with_unit

TICK = "x"
"""What is put beside an option that applies."""


class Part(StrEnum):
    """What an entry is of its owner: about whom the workbook is, or a part of an answer."""

    ABOUT = "about"
    VALUE = "value"
    LEVEL = "level"
    NOT_APPLICABLE = "not_applicable"
    JUSTIFICATION = "justification"
    EVIDENCE = "evidence"


class Control(StrEnum):
    """How an entry is filled in."""

    LIST = "list"
    TICK = "tick"
    WHOLE = "whole"
    NUMBER = "number"
    DATE = "date"
    LINE = "line"
    TEXT = "text"


class Look(StrEnum):
    """How a cell looks that is not to be filled in. A `WIDE` one runs across the sheet."""

    PLAIN = "plain"
    SOFT = "soft"
    STRONG = "strong"
    ID = "id"
    HEAD = "head"
    CRITERION = "criterion"
    TITLE = "title"
    WIDE = "wide"
    LINK = "link"


@dataclass(frozen=True, slots=True)
class EntryKey:
    """What an entry holds: of a criterion or of the profile (`owner`), which part.

    For a value `question` is its id; `item` is the option that is ticked there, or the column of a
    table, whose rows are counted from 1 in `row`.
    """

    owner: str
    part: Part
    question: str = ""
    item: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell to be filled in: how, within which bounds, from which options, in which unit."""

    key: EntryKey
    control: Control
    options: tuple[OptionFacts, ...] = ()
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    unit: str = ""
    is_money: bool = False
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A text with a lesser one under it, or an entry.

    `link` is the title of the sheet that the text leads to.
    """

    text: str = ""
    look: Look = Look.PLAIN
    lesser: str = ""
    entry: Entry | None = None
    link: str = ""


EMPTY = Cell()
CellValue = str | Decimal | date
"""What an entry can be filled in with."""
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Cap:
    """Entries one below the other of which at most so many may be ticked."""

    first: EntryKey
    last: EntryKey
    at_most: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its columns' heads and widths in characters; `title` is its name on the tab.

    `above` stands over the heads. Heads and `frozen` columns stay in sight; a first column that
    holds ids is hidden.
    """

    title: str
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[Row, ...]
    above: tuple[Row, ...] = ()
    frozen: int = 0
    has_ids: bool = False
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets in their order, and what identifies the questionnaire, row by row.

    `filled` is what is filled in already; the cells of parts that are `read_only` show it and no more.
    """

    title: str
    author: str
    made_on: date
    language: str
    sheets: tuple[Sheet, ...]
    identity: tuple[tuple[str, ...], ...]
    filled: Mapping[EntryKey, CellValue] = field(default_factory=dict)
    read_only: frozenset[Part] = frozenset()

    def entries(self) -> Iterator[tuple[Sheet, Entry]]:
        """Every entry with its sheet."""
        for sheet in self.sheets:
            for row in sheet.rows:
                yield from ((sheet, cell.entry) for cell in row if cell.entry)

    def places(self) -> dict[tuple[str, int, int], Entry]:
        """Every entry by the title of its sheet, its row and its column, counted from 1."""
        return {
            (sheet.title, at, column): cell.entry
            for sheet in self.sheets
            for at, row in enumerate(sheet.rows, len(sheet.above) + 2)
            for column, cell in enumerate(row, 1)
            if cell.entry
        }


_CONTROLS = {
    QuestionType.CHOICE: Control.LIST,
    QuestionType.YES_NO: Control.LIST,
    QuestionType.WHOLE: Control.WHOLE,
    QuestionType.DECIMAL: Control.NUMBER,
    QuestionType.PERCENTAGE: Control.NUMBER,
    QuestionType.MONEY: Control.NUMBER,
    QuestionType.DATE: Control.DATE,
    QuestionType.LONG_TEXT: Control.TEXT,
}
"""How a question is filled in; what is not here takes one line of text."""


def value_entry(key: EntryKey, field: FieldFacts, yes_no: Sequence[OptionFacts]) -> Entry:
    """The cell for the value of a question or of a table's column."""
    is_yes_no = field.type is QuestionType.YES_NO
    return Entry(
        key,
        _CONTROLS.get(field.type, Control.LINE),
        tuple(yes_no) if is_yes_no else field.options,
        field.at_least,
        field.at_most,
        field.unit,
        is_money=field.type is QuestionType.MONEY,
        hint=field.entry,
    )


def number_format(entry: Entry, language: str) -> str:
    """How a spreadsheet shows what is entered: in digits, with the unit behind them."""
    if entry.control is Control.DATE:
        return DATE_FORMATS.get(language, "yyyy-mm-dd")
    if entry.control in (Control.LINE, Control.TEXT):
        return "@"
    if entry.control is Control.WHOLE:
        return with_unit("#,##0", entry.unit)
    return with_unit("#,##0.00" if entry.is_money else "General", entry.unit)


def above(text: str) -> Row:
    """A title over the whole sheet."""
    return (Cell(text, Look.TITLE),)


def wide(text: str) -> Row:
    """A text across the whole sheet."""
    return EMPTY, Cell(text, Look.WIDE)


def strong(text: str) -> Row:
    """A heading on the sheet where a text begins."""
    return EMPTY, Cell(text, Look.STRONG)


def note(text: str, lesser: str = "") -> Row:
    """A text, or a heading with a text under it, in the column of the questions."""
    return EMPTY, EMPTY, Cell(text, Look.STRONG if lesser else Look.PLAIN, lesser)
