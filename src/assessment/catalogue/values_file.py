"""Values of questions as people write them in files: made plain, and what is wrong with them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessment.catalogue.faults import Fault
from assessment.catalogue.numerals import mixed
from assessment.catalogue.source import Place, Source
from assessment.domain.errors import InvalidValue
from assessment.domain.questions import Question, QuestionType, next_of

_SENTENCES = {
    "not_a_number": "expected a number of at most 15 digits and 9 decimals",
    "not_whole": "expected a whole number",
    "too_small": "expected at least {at_least}",
    "too_large": "expected at most {at_most}",
    "not_yes_or_no": "expected true or false",
    "not_a_date": "expected a date like 2026-06-01",
    "after_today": "expected a day that has been on the day of the answers",
    "not_a_text": "expected a text",
    "too_long": "expected a text of at most {limit} characters",
    "not_an_address": "expected an address like https://example.org",
    "unknown_option": "expected {options}",
    "too_many": "expected at most {at_most} of the options",
    "not_alone": "expected '{option}' alone, or the other options without it",
    "not_a_table": "expected a list of rows, each with its columns as keys",
    "too_many_rows": "expected at most {at_most} rows",
    "unknown_column": "expected the columns {columns}",
}
"""What each reason of `InvalidValue` says to an author."""


def plain_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as answers keep them: every decimal number as a text, so that it stays exact."""
    return {key: _plain(value) for key, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Mapping):
        return {str(key): _plain(cell) for key, cell in value.items()}
    return [_plain(item) for item in value] if isinstance(value, list) else value


def day_of(written: str | None) -> date | None:
    """The day that is written as 2026-06-01; None for none. Raises `ValueError`."""
    return None if written is None else date.fromisoformat(written)


def known_day(written: str | None) -> date | None:
    """The day that is written; None also for one that the calendar does not have."""
    try:
        return day_of(written)
    except ValueError:
        return None


def day_faults(source: Source, place: Place, written: str | None) -> Iterator[Fault]:
    """The fault of a day that the calendar does not have."""
    try:
        day_of(written)
    except ValueError:
        yield source.fault(place, f"{place[-1]}: the calendar has no {written}")


def value_faults(
    source: Source,
    place: Place,
    questions: Sequence[Question],
    values: Mapping[str, Any],
    on: date | None = None,
) -> Iterator[Fault]:
    """What is wrong with the values that stand at the place as answers to the questions, on a day."""
    for key, value in plain_values(values).items():
        try:
            question = next_of(tuple(questions), key)
        except KeyError:
            known = ", ".join(question.id for question in questions) or "nothing"
            yield source.fault((*place, key), f"{key}: not asked here; asked is {known}")
            continue
        yield from _faults_of(source, (*place, key), question, value, on)


def _faults_of(
    source: Source, place: Place, question: Question, value: Any, on: date | None
) -> Iterator[Fault]:
    """The fault of one value; in a table that of each row."""
    if question.type is QuestionType.TABLE and isinstance(value, list):
        for i, row in enumerate(value):
            if error := _refusal(question, [row], on):
                yield source.fault((*place, i, error.question_id), _sentence(question, error, row))
        if len(value) <= question.rows_at_most:
            return
    if error := _refusal(question, value, on):
        yield source.fault(place, _sentence(question, error, value))


def _refusal(question: Question, value: Any, on: date | None) -> InvalidValue | None:
    try:
        question.read(value, on)
    except InvalidValue as error:
        return error
    return None


def _sentence(question: Question, error: InvalidValue, value: Any) -> str:
    """The fault in words, with what was found where that is one word."""
    if question.type is QuestionType.CHOICES and isinstance(value, str):
        return f"{question.id}: expected a list such as [{value[:40]}], found a text"
    asked = question
    if error.question_id != question.id:
        asked = question.column(error.question_id)
        value = value.get(asked.id)
    facts = {
        "options": " or ".join(asked.options),
        "columns": ", ".join(column.id for column in question.columns),
        **{key: _number(fact) for key, fact in error.facts.items()},
    }
    found = f", found {str(value)[:40]}" if isinstance(value, str | int) else ""
    return f"{error.question_id}: {_SENTENCES[error.reason].format(**facts)}{found}"


def _number(fact: object) -> object:
    return mixed(fact) if isinstance(fact, Fraction) else fact
