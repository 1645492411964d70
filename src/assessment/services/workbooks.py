"""A filled workbook read back: what each answer in it says, and which cells cannot be taken."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.domain.criteria import Criterion, CriterionStatus, Label
from assessment.domain.errors import DomainError, InvalidValue
from assessment.domain.questions import PROFILE, Question, QuestionType, plain
from assessment.reports.filled import asked_by
from assessment.reports.sheets import TICK, CellValue, Control, Entry, EntryKey, Part, Workbook
from assessment.reports.spreadsheets import clean
from assessment.reports.workbook_reading import (
    Place,
    ReadCell,
    ReadWorkbook,
    UnreadableWorkbook,
    coordinate,
)

Digits = Callable[[Question, str], str]
"""Reads a number that was typed as a text into plain digits; `ValueError` where it has two readings."""

_LOCAL_DATE = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")
_TICKS = frozenset({TICK, "✓", "✔", "1", "true"})


class ForeignWorkbook(DomainError):
    """The workbook is of something else; `reason` says of what: another `scheme`, `version`, `label`,
    `cluster`, or none that we made (`format`)."""

    def __init__(self, reason: str, found: str = "") -> None:
        super().__init__(reason)
        self.reason, self.found = reason, found


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell that cannot be taken, and why; what it belongs to stays as it is."""

    sheet: str
    cell: str
    owner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Filled:
    """What a workbook says: by owner the version that was exported and the parts that were changed.

    Parts are `claim`, `justification` and `q-<id>` as in `domain.merging`; a claim is the pair of level
    and "does not apply".
    """

    versions: Mapping[str, int]
    changes: Mapping[str, Mapping[str, Any]]
    faults: tuple[Fault, ...] = ()
    unchanged: int = 0


def check_identity(read: ReadWorkbook, expected: Mapping[str, str]) -> None:
    """Raises `ForeignWorkbook` unless the workbook says of itself what is expected, in that order."""
    for name, value in expected.items():
        if read.says(name) != value:
            raise ForeignWorkbook(name, read.says(name))


def versions_of(read: ReadWorkbook) -> dict[str, int]:
    """The version of each answer that the workbook was made from."""
    rows = (row for row in read.identity if row[0] == "answer" and len(row) > 2)
    try:
        return {row[1]: int(row[2]) for row in rows if 0 <= int(row[2]) < 2**31}
    except ValueError:
        raise UnreadableWorkbook("no_identity") from None


@dataclass
class Reader:
    """Reads the answers of one workbook, laid out by `plan`.

    `before` is what stood in its cells when it was made: what still does is no change, whatever it is.
    `tidy` cleans a text as forms do, `today` is the day of the answers.
    """

    plan: Workbook
    label: Label
    read: ReadWorkbook
    before: Mapping[EntryKey, CellValue]
    digits: Digits
    tidy: Callable[[str], str]
    today: date
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0

    def filled(self) -> Filled:
        """All changes that can be taken, and every cell that cannot."""
        changes: dict[str, dict[str, Any]] = {}
        for (owner, part), entries in self._parts().items():
            if not self._is_asked(owner):
                continue
            if all(self._is_same(place, entry) for place, entry in entries):
                self.unchanged += 1
                continue
            found = list(self._change(owner, part, entries))
            if found:
                changes.setdefault(owner, {})[part] = found[0]
        return Filled(versions_of(self.read), changes, tuple(self.faults), self.unchanged)

    def _parts(self) -> dict[tuple[str, str], list[tuple[Place, Entry]]]:
        """The entries that make one part of an answer together."""
        parts: dict[tuple[str, str], list[tuple[Place, Entry]]] = {}
        for place, entry in self.plan.places().items():
            if name := _part_of(entry.key):
                parts.setdefault((entry.key.owner, name), []).append((place, entry))
        return parts

    def _is_asked(self, owner: str) -> bool:
        return owner == PROFILE or self._criterion(owner).status is CriterionStatus.ACTIVE

    def _criterion(self, owner: str) -> Criterion:
        return self.label.criterion(owner)

    def _is_same(self, place: Place, entry: Entry) -> bool:
        cell, written = self.read.cells[place], self.before.get(entry.key)
        if cell.fault:
            return False
        if isinstance(written, Decimal) and isinstance(cell.value, int | float):
            return not isinstance(cell.value, bool) and float(written) == float(cell.value)
        if isinstance(written, date):
            return cell.value == written
        return _tidy(str(written or "")) == _tidy("" if cell.value is None else str(cell.value))

    def _change(self, owner: str, part: str, entries: list[tuple[Place, Entry]]) -> Iterator[Any]:
        """The part as the workbook has it; nothing where one of its cells cannot be taken."""
        known = len(self.faults)
        if part == "evidence":
            for place, entry in entries:
                self._fault(place, entry, "evidence_on_page")
        elif part == "claim":
            claim = dict(self._claim(place, entry) for place, entry in entries)
            claim = {"level": None, "is_not_applicable": False} | claim
            if claim["is_not_applicable"]:
                claim["level"] = None
            if len(self.faults) == known:
                yield [claim["level"], claim["is_not_applicable"]]
        elif part == "justification":
            value = self._text(*entries[0])
            if len(self.faults) == known:
                yield value
        else:
            yield from self._answer(owner, part.removeprefix("q-"), entries)

    def _claim(self, place: Place, entry: Entry) -> tuple[str, Any]:
        option = self._option(place, entry)
        if entry.key.part is Part.LEVEL:
            return "level", int(option) if option else None
        return "is_not_applicable", option == "yes"

    def _answer(
        self, owner: str, question_id: str, entries: list[tuple[Place, Entry]]
    ) -> Iterator[Any]:
        """The checked answer to a question as plain JSON, None for one that was taken out."""
        known = len(self.faults)
        questions = self.label.profile if owner == PROFILE else self._criterion(owner).questions
        question = next(q for q in questions if q.id == question_id)
        place, entry = entries[0]
        raw: Any
        if question.type is QuestionType.FILE:
            self._fault(place, entry, "file_on_page")
            raw = None
        elif question.type is QuestionType.CHOICES:
            raw = [e.key.item for p, e in entries if self._is_ticked(p, e)]
        elif question.type is QuestionType.TABLE:
            raw = self._rows(entries)
        else:
            raw = self._single(place, entry)
        if len(self.faults) > known:
            return
        try:
            yield plain(question.read(raw, self.today))
        except InvalidValue as error:
            self._fault(place, entry, error.reason)

    def _rows(self, entries: list[tuple[Place, Entry]]) -> list[dict[str, Any]]:
        rows: dict[int, dict[str, Any]] = {}
        for place, entry in entries:
            known, column = len(self.faults), asked_by(self.label, entry.key)
            value = self._single(place, entry)
            if len(self.faults) > known or value is None or column is None:
                continue
            try:
                rows.setdefault(entry.key.row, {})[entry.key.item] = plain(
                    column.read(value, self.today)
                )
            except InvalidValue as error:
                self._fault(place, entry, error.reason)
        return [rows[number] for number in sorted(rows)]

    def _single(self, place: Place, entry: Entry) -> Any:
        """The value of one cell as plain JSON."""
        question = asked_by(self.label, entry.key)
        assert question is not None  # noqa: S101  # the entries of answers have one
        if question.type is QuestionType.YES_NO:
            value = self.read.cells[place].value
            option = self._option(place, entry) if not isinstance(value, bool) else ""
            return value if isinstance(value, bool) else {"yes": True, "no": False}.get(option)
        if entry.control is Control.LIST:
            return self._option(place, entry) or None
        if question.type.is_number:
            return self._number(place, entry, question)
        if question.type is QuestionType.DATE:
            return self._date(place, entry)
        return self._text(place, entry) or None

    def _cell(self, place: Place, entry: Entry) -> ReadCell:
        cell = self.read.cells[place]
        if cell.fault:
            self._fault(place, entry, cell.fault)
            return ReadCell()
        return cell

    def _text(self, place: Place, entry: Entry) -> str:
        value = self._cell(place, entry).value
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        text = "" if value is None else self.tidy(_tidy(str(value)))
        if entry.control is Control.LINE:
            text = " ".join(text.split())
        if entry.key.part is Part.JUSTIFICATION and len(text) > JUSTIFICATION_LIMIT:
            self._fault(place, entry, "too_long")
        return text

    def _number(self, place: Place, entry: Entry, question: Question) -> str | None:
        value = self._cell(place, entry).value
        if isinstance(value, bool | date):
            self._fault(place, entry, "not_a_number")
            return None
        if isinstance(value, int | float):
            return _in_digits(value)
        try:
            return self.digits(question, value) if value and value.strip() else None
        except ValueError:
            self._fault(place, entry, "two_readings")
            return None

    def _date(self, place: Place, entry: Entry) -> str | None:
        value = self._cell(place, entry).value
        if value is None or isinstance(value, date):
            return value.isoformat() if value else None
        text = str(value).strip()
        if found := _LOCAL_DATE.fullmatch(text):
            day, month, year = found.groups()
            return f"{year}-{month:0>2}-{day:0>2}"
        return text or None

    def _option(self, place: Place, entry: Entry) -> str:
        """The id of the option that is written there; "" for none."""
        value = self._cell(place, entry).value
        text = "" if value is None else _bare(str(value))
        if not text:
            return ""
        known = [o.id for o in entry.options if text in (_bare(o.text), o.id)]
        if len(known) == 1:
            return known[0]
        self._fault(place, entry, "unknown_option")
        return ""

    def _is_ticked(self, place: Place, entry: Entry) -> bool:
        value = self._cell(place, entry).value
        text = "" if value in (None, False) else _bare(str(value))
        if text and text not in _TICKS:
            self._fault(place, entry, "not_a_tick")
        return text in _TICKS

    def _fault(self, place: Place, entry: Entry, reason: str) -> None:
        self.faults.append(Fault(place[0], coordinate(place), entry.key.owner, reason))


JUSTIFICATION_LIMIT = 20_000


def _part_of(key: EntryKey) -> str:
    match key.part:
        case Part.LEVEL | Part.NOT_APPLICABLE:
            return "claim"
        case Part.JUSTIFICATION | Part.EVIDENCE:
            return key.part.value
        case Part.VALUE:
            return f"q-{key.question}"
    return ""


def _tidy(text: str) -> str:
    """A text with one kind of line end and nothing unseen at its ends."""
    plain_ends = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_", "")
    return clean(plain_ends).strip()


def _bare(text: str) -> str:
    return " ".join(clean(text).split()).casefold()


def _in_digits(number: int | float) -> str:
    """A spreadsheet's number in plain digits, as it shows it."""
    try:
        written = format(Decimal(str(number)), "f")
    except (ArithmeticError, ValueError):
        return str(number)
    return written.rstrip("0").rstrip(".") if "." in written else written
