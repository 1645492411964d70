"""A workbook with the answers that are there already, each in its cell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from assessment.domain.criteria import Label
from assessment.domain.questions import PROFILE, Question, QuestionType
from assessment.reports.sheets import TICK, CellValue, Control, Entry, EntryKey, Part, Workbook
from assessment.reports.spreadsheets import clean, passive

_EARLIEST = date(1900, 3, 1)
"""Spreadsheets disagree on the days before."""
_DIGITS = 15
"""So many digits a spreadsheet keeps of a number; one with more is written as a text."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What is filled in: `records` of answers by criterion, and of the profile.

    `evidence` has the titles of what is attached, by criterion, `files` those of files by their ids,
    `about` what the first sheet asks.
    """

    records: Mapping[str, Mapping[str, Any]]
    evidence: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)


def filled(
    plan: Workbook, label: Label, contents: Contents, identity: tuple[tuple[str, ...], ...]
) -> Workbook:
    """The workbook with the contents in its cells, and more to identify it by.

    Evidence is only shown: it is added where it can be looked at, not read from a workbook.
    """
    return replace(
        plan,
        filled=cell_values(plan, label, contents),
        identity=(*plan.identity, *identity),
        read_only=frozenset({Part.EVIDENCE}),
    )


def cell_values(plan: Workbook, label: Label, contents: Contents) -> dict[EntryKey, CellValue]:
    """What stands in each cell that is filled in."""
    found = {
        entry.key: _value(entry, asked_by(label, entry.key), contents)
        for _sheet, entry in plan.entries()
    }
    return {key: value for key, value in found.items() if value not in (None, "")}


def asked_by(label: Label, key: EntryKey) -> Question | None:
    """The question, or the column of a table, that an entry answers; None for any other entry."""
    if key.part is not Part.VALUE:
        return None
    questions = label.profile if key.owner == PROFILE else label.criterion(key.owner).questions
    question = next(question for question in questions if question.id == key.question)
    return question.column(key.item) if key.row else question


def _value(entry: Entry, question: Question | None, contents: Contents) -> CellValue | None:
    key, record = entry.key, contents.records.get(entry.key.owner, {})
    match key.part:
        case Part.ABOUT:
            return contents.about.get(key.item or key.question)
        case Part.EVIDENCE:
            return clean("\n".join(contents.evidence.get(key.owner, ())))
        case Part.JUSTIFICATION:
            return clean(record.get("justification", ""))
        case Part.NOT_APPLICABLE:
            return _offered(entry, "yes") if record.get("is_not_applicable") else None
        case Part.LEVEL:
            return _offered(entry, str(record.get("level")))
    value = record.get("values", {}).get(key.question)
    if key.row:
        value = next(_in_row(value, key), None)
    elif entry.control is Control.TICK:
        return TICK if isinstance(value, list) and key.item in value else None
    return _plain(entry, question, value, contents) if question else None


def _in_row(rows: Any, key: EntryKey) -> Iterator[Any]:
    """The value of a table's cell."""
    if isinstance(rows, list) and len(rows) >= key.row:
        yield rows[key.row - 1].get(key.item)


def _plain(entry: Entry, question: Question, value: Any, contents: Contents) -> CellValue | None:
    if isinstance(value, bool):
        return _offered(entry, "yes" if value else "no")
    if not isinstance(value, str):
        return None
    if entry.control is Control.LIST:
        return _offered(entry, value)
    if question.type is QuestionType.FILE:
        return clean(contents.files.get(value, value))
    if question.type.is_number:
        return Decimal(value) if len(value.strip("-").replace(".", "")) <= _DIGITS else value
    if question.type is QuestionType.DATE:
        day = date.fromisoformat(value)
        return day if day >= _EARLIEST else value
    return clean(value)


def _offered(entry: Entry, option: str) -> str | None:
    """The text of an option as the list of the cell offers it."""
    return next((passive(clean(o.text)) for o in entry.options if o.id == option), None)
