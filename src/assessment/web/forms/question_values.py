"""Between the fields of a form and the values of questions, which are plain JSON."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from assessment.db.base import now
from assessment.domain.errors import InvalidValue
from assessment.domain.facts import Facts
from assessment.domain.questions import Question, QuestionType, Value
from assessment.domain.validity import HOME


def today() -> date:
    """The day on which forms are filled in, at home."""
    return now().astimezone(HOME).date()


def field_name(question: Question) -> str:
    """The name of a question's field in a form."""
    return f"q-{question.id}"


def cell_key(column: Question) -> str:
    """The name of a column's field in the form of a row, apart from the form's own attributes."""
    return f"c-{column.id}"


def read_values(form: FlaskForm, questions: Iterable[Question]) -> dict[str, Any]:
    """What the form says, by question, as plain JSON; a file's field says nothing here."""
    return {
        question.id: raw_value(question, form[field_name(question)].data)
        for question in questions
        if question.type is not QuestionType.FILE
    }


def asked_now(questions: Iterable[Question], facts: Facts) -> tuple[Question, ...]:
    """The questions without those that the answers rule out."""
    return tuple(q for q in questions if q.when is None or facts.holds(q.when) is not False)


def shown_by(questions: Iterable[Question], sent: MultiDict[str, Any]) -> tuple[Question, ...]:
    """The questions that the page showed which sent the form, as it says itself in `shown`.

    What is asked now is another matter: the answers on which that rests may be newer than the page.
    """
    said = set(sent.getlist("shown"))
    return tuple(q for q in questions if q.id in said or _is_sent(q, sent))


def kept_unseen(
    questions: Iterable[Question],
    shown: Collection[Question],
    saved: Mapping[str, Any],
) -> dict[str, Any]:
    """What was answered to questions that a page did not show (`shown_by`): its form says nothing.

    What a question no longer takes is left out: nobody could mend it on a page that does not show it.
    """
    known = {question.id for question in shown}
    unseen = [question for question in questions if question.id not in known]
    kept = {question.id: saved.get(question.id) for question in unseen}
    return {q.id: kept[q.id] for q in unseen if value_of(q, kept[q.id], today()) is not None}


def _is_sent(question: Question, sent: Collection[str]) -> bool:
    name = field_name(question)
    is_table = question.type is QuestionType.TABLE
    return any(key.startswith(f"{name}-0-") for key in sent) if is_table else name in sent


def form_data(questions: Iterable[Question], values: Mapping[str, Any]) -> dict[str, Any]:
    """Saved values as a form takes them."""
    return {
        field_name(question): _typed(question, values.get(question.id))
        for question in questions
        if question.type is not QuestionType.FILE
    }


def rows_filled(values: Mapping[str, Any]) -> dict[str, int]:
    """How many rows each table has."""
    return {key: len(value) for key, value in values.items() if isinstance(value, list)}


def raw_value(question: Question, data: Any) -> Any:
    """What a field says, as plain JSON."""
    if question.type is QuestionType.YES_NO:
        return {"true": True, "false": False}.get(data, data or None)
    if question.type is QuestionType.DATE:
        return data.isoformat() if data else None
    if question.type is QuestionType.TABLE:
        rows = [_raw_row(question, row) for row in data or ()]
        return [row for row in rows if row] or None
    return data or None


def _raw_row(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    cells = {column.id: raw_value(column, row.get(cell_key(column))) for column in question.columns}
    return {key: cell for key, cell in cells.items() if cell is not None}


def _typed(question: Question, value: Any) -> Any:
    """A saved value as its field takes it; None for what the question no longer takes by its type."""
    match question.type:
        case QuestionType.YES_NO:
            return {"True": "true", "False": "false"}.get(str(value), "")
        case QuestionType.CHOICE:
            return value if isinstance(value, str) else ""
        case QuestionType.DATE:
            return value_of(question, value)
        case QuestionType.TABLE:
            rows = value if isinstance(value, list) else []
            return [_typed_row(question, row) for row in rows if isinstance(row, Mapping)]
        case QuestionType.CHOICES:
            return value if isinstance(value, list) else None
    return value if isinstance(value, str) else None


def _typed_row(question: Question, row: Mapping[str, Any]) -> dict[str, Any]:
    return {cell_key(column): _typed(column, row.get(column.id)) for column in question.columns}


def value_of(question: Question, saved: Any, on: date | None = None) -> Value | None:
    """What a saved value says; None for one that the question no longer takes, or not on that day."""
    try:
        return question.read(saved, on)
    except InvalidValue:
        return None
