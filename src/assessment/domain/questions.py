"""What is asked to judge a criterion, and the values that an answer may have.

A value is kept as plain JSON (numbers as texts, so that they stay exact) and read into exact types
here: `Fraction` for every number, `date`, `bool`, texts, tuples. Nothing else knows both sides.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any
from urllib.parse import urlsplit

from assessment.domain.errors import InvalidValue

PROFILE = "profile"
"""What owns the questions about the cluster itself, as a criterion owns its own."""

TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 20_000
ROW_LIMIT = 50
_NUMBER = re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,9})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Obligation(StrEnum):
    """Whether something has to be answered: it must, it should, or it is asked for information."""

    MUST = "must"
    SHOULD = "should"
    INFORMATIVE = "informative"


class QuestionType(StrEnum):
    """What kind of value a question takes."""

    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENTAGE = "percentage"
    MONEY = "money"
    DATE = "date"
    TEXT = "text"
    LONG_TEXT = "long_text"
    TABLE = "table"
    FILE = "file"
    LINK = "link"

    @property
    def is_number(self) -> bool:
        return self in (self.WHOLE, self.DECIMAL, self.PERCENTAGE, self.MONEY)


Cell = bool | Fraction | str | date
Row = Mapping[str, Cell]
Value = Cell | tuple[str, ...] | tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """A question, figure or column total by name; `owner` is a criterion's id or `PROFILE`."""

    owner: str
    name: str
    column: str | None = None

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}" + (f".{self.column}" if self.column else "")


@dataclass(frozen=True, slots=True)
class Question:
    """One question, or one column of a table.

    `unit` is the key of a unit's text, `currency` an ISO 4217 code; `at_least` and `at_most` bound
    a number, `choose_at_most` the options ticked, `rows_*` the rows of a table. The option `alone`
    cannot be ticked together with others. `answer_set` names the shared options' texts; `criteria_of`
    the label whose criteria the options are. A date that is `not_after_today` has been on the day of
    the answers. `from_cluster` names the fact of the cluster's own profile that answers it as well.
    """

    id: str
    type: QuestionType
    obligation: Obligation = Obligation.MUST
    unit: str | None = None
    currency: str | None = None
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    options: tuple[str, ...] = ()
    answer_set: str | None = None
    criteria_of: str | None = None
    choose_at_most: int | None = None
    alone: str | None = None
    columns: tuple["Question", ...] = ()
    rows_at_least: int = 0
    rows_at_most: int = ROW_LIMIT
    not_after_today: bool = False
    from_cluster: str | None = None
    when: Any = None  # a `conditions.Condition`; that module builds on this one

    @property
    def is_required(self) -> bool:
        return self.obligation is Obligation.MUST

    @property
    def is_totalled(self) -> bool:
        """Whether the numbers of such a column make a total: money and counted things do."""
        is_share = self.type is QuestionType.PERCENTAGE
        return self.type.is_number and not is_share and bool(self.unit or self.currency)

    def column(self, column_id: str) -> "Question":
        """The column of a table. Raises `KeyError`."""
        return next_of(self.columns, column_id)

    def read(self, raw: Any, on: date | None = None) -> Value | None:
        """The value of plain JSON; None for nothing answered, which blank text is too.

        `on` is the day of the answers, after which no date may lie that is `not_after_today`; None
        leaves that open. Raises `InvalidValue` saying which rule it breaks.
        """
        if raw is None or raw in ([], ()) or (isinstance(raw, str) and not raw.strip()):
            return None
        value = _READERS[self.type](self, raw)
        if on is not None:
            self._check_days(value, on)
        return value

    def _check_days(self, value: Value | None, on: date) -> None:
        """Raises the fault of a date that is still to come, where it has to be past."""
        if isinstance(value, date) and self.not_after_today and value > on:
            raise self.invalid("after_today")
        for row in value if isinstance(value, tuple) else ():
            for key, cell in row.items() if isinstance(row, Mapping) else ():
                self.column(key)._check_days(cell, on)

    def invalid(self, reason: str, **facts: Any) -> InvalidValue:
        """The fault of a value that this question cannot take."""
        return InvalidValue(self.id, reason, **facts)


def next_of(questions: tuple[Question, ...], question_id: str) -> Question:
    """The question of that id. Raises `KeyError`."""
    for question in questions:
        if question.id == question_id:
            return question
    raise KeyError(question_id)


def plain(value: Value | None) -> Any:
    """The JSON of a value: numbers and dates as texts, the rest as it is."""
    if isinstance(value, Fraction):
        return _digits(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [
            item if isinstance(item, str) else {key: plain(cell) for key, cell in item.items()}
            for item in value
        ]
    return value


def _digits(number: Fraction) -> str:
    """A number that was read from digits, written out in digits again."""
    if number.denominator == 1:
        return str(number.numerator)
    scaled = number * 10**9
    sign, digits = ("-", -scaled.numerator) if scaled < 0 else ("", scaled.numerator)
    whole, rest = divmod(digits, 10**9)
    return f"{sign}{whole}.{rest:09d}".rstrip("0")


def _read_number(question: Question, raw: Any) -> Fraction:
    if isinstance(raw, bool) or not isinstance(raw, int | str | Fraction):
        raise question.invalid("not_a_number")
    if isinstance(raw, str) and not _NUMBER.fullmatch(raw.strip()):
        raise question.invalid("not_a_number")
    number = Fraction(raw.strip() if isinstance(raw, str) else raw)
    if question.type is QuestionType.WHOLE and number.denominator != 1:
        raise question.invalid("not_whole")
    if abs(number) >= 10**15 or (number * 10**9).denominator != 1:
        raise question.invalid("not_a_number")
    if question.at_least is not None and number < question.at_least:
        raise question.invalid("too_small", at_least=question.at_least)
    if question.at_most is not None and number > question.at_most:
        raise question.invalid("too_large", at_most=question.at_most)
    return number


def _read_truth(question: Question, raw: Any) -> bool:
    if not isinstance(raw, bool):
        raise question.invalid("not_yes_or_no")
    return raw


def _read_date(question: Question, raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return date.fromisoformat(raw if isinstance(raw, str) and _DATE.fullmatch(raw) else "")
    except ValueError:
        raise question.invalid("not_a_date") from None


def _read_text(question: Question, raw: Any) -> str:
    if not isinstance(raw, str):
        raise question.invalid("not_a_text")
    limit = LONG_TEXT_LIMIT if question.type is QuestionType.LONG_TEXT else TEXT_LIMIT
    if len(raw) > limit:
        raise question.invalid("too_long", limit=limit)
    return raw


def _read_link(question: Question, raw: Any) -> str:
    text = _read_text(question, raw)
    try:
        address = urlsplit(text)
        is_good = address.scheme in ("http", "https") and bool(address.hostname)
    except ValueError:
        is_good = False
    if not is_good or " " in text or not text.isprintable():
        raise question.invalid("not_an_address")
    return text


def _read_option(question: Question, raw: Any) -> str:
    if not isinstance(raw, str) or raw not in question.options:
        raise question.invalid("unknown_option")
    return raw


def _read_options(question: Question, raw: Any) -> tuple[str, ...]:
    if not isinstance(raw, list | tuple):
        raise question.invalid("unknown_option")
    chosen = {_read_option(question, option) for option in raw}
    if question.choose_at_most is not None and len(chosen) > question.choose_at_most:
        raise question.invalid("too_many", at_most=question.choose_at_most)
    if question.alone in chosen and len(chosen) > 1:
        raise question.invalid("not_alone", option=question.alone)
    return tuple(option for option in question.options if option in chosen)


def _read_table(question: Question, raw: Any) -> tuple[Row, ...] | None:
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        raise question.invalid("not_a_table")
    rows = tuple(row for entry in raw if (row := _read_row(question, entry)))
    if len(rows) > question.rows_at_most:
        raise question.invalid("too_many_rows", at_most=question.rows_at_most)
    return rows or None


def _read_row(question: Question, raw: Mapping[str, Any]) -> dict[str, Cell]:
    row: dict[str, Cell] = {}
    for key, cell in raw.items():
        try:
            value = question.column(key).read(cell)
        except KeyError:
            raise question.invalid("unknown_column") from None
        if value is not None and not isinstance(value, tuple):
            row[key] = value
    return row


_READERS: Mapping[QuestionType, Callable[[Question, Any], Value | None]] = {
    QuestionType.CHOICE: _read_option,
    QuestionType.CHOICES: _read_options,
    QuestionType.YES_NO: _read_truth,
    QuestionType.WHOLE: _read_number,
    QuestionType.DECIMAL: _read_number,
    QuestionType.PERCENTAGE: _read_number,
    QuestionType.MONEY: _read_number,
    QuestionType.DATE: _read_date,
    QuestionType.TEXT: _read_text,
    QuestionType.LONG_TEXT: _read_text,
    QuestionType.TABLE: _read_table,
    QuestionType.FILE: _read_text,
    QuestionType.LINK: _read_link,
}


def is_complete(question: Question, value: Value | None) -> bool:
    """Whether a value is all that the question asks: a table has its rows and their cells."""
    if value is None:
        return not question.is_required
    if question.type is not QuestionType.TABLE:
        return True
    rows = [row for row in value if isinstance(row, Mapping)] if isinstance(value, tuple) else []
    required = [column.id for column in question.columns if column.is_required]
    return len(rows) >= question.rows_at_least and all(
        key in row for row in rows for key in required
    )
