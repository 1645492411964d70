"""Form fields from a scheme's questions: one field per question, chosen by its type."""

import re
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, TypeVar

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Field,
    FieldList,
    FileField,
    Form,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import Optional
from wtforms.widgets import CheckboxInput, ListWidget

from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.domain.errors import InvalidValue
from assessment.domain.questions import (
    Question,
    QuestionType,
)
from assessment.reports import formats
from assessment.web.forms.fields import one_line, options, plain, whole_address
from assessment.web.forms.number_field import NumberField
from assessment.web.forms.numbers import Kind
from assessment.web.forms.question_values import cell_key, field_name, raw_value, today
from assessment.web.forms.question_words import QuestionWords

BLANK_ROWS = 3
"""Empty rows that a table offers beside those that are filled."""
MOST_ROWS = 200
"""Rows that the language lets a table have at most."""
MOST_COLUMNS = 12
"""Columns that the language lets a table have at most."""

_RADIO_LIMIT = 7
_MANY_DIGITS = re.compile(r"[-+]?[0-9]{16,}(\.[0-9]+)?")
_MANY_DECIMALS = re.compile(r"[-+]?[0-9]+\.[0-9]{10,}")
_REASONS = {
    "not_a_number": _l("Write a number, such as 1250 or 12.5."),
    "not_whole": _l("Write a whole number, such as 1250."),
    "too_many_digits": _l("This number is too large. Write at most 15 digits."),
    "too_many_decimals": _l("Write at most 9 decimals."),
    "too_small": _l("Write a number of at least %(at_least)s."),
    "too_large": _l("Write a number of at most %(at_most)s."),
    "not_a_date": _l("Write a date."),
    "after_today": _l("Write a day that has been, at the latest today."),
    "too_long": _l("Write at most %(limit)s characters."),
    "not_an_address": _l("Write a web address, such as www.example.org."),
    "unknown_option": _l("Choose among the options offered."),
    "too_many": _l("Choose at most %(at_most)s."),
    "not_alone": _l("Choose “%(option)s” alone, or leave it out."),
    "too_many_rows": _l("Fill in at most %(at_most)s rows."),
}
_OTHER = _l("This answer does not fit the question.")

FormType = TypeVar("FormType", bound=type[FlaskForm])


def refusal(invalid: InvalidValue, names: Mapping[str, str] | None = None) -> str:
    """What to tell somebody whose value a question does not take; `names` are those of its options."""
    language = str(get_locale())
    facts = {
        key: formats.number(value, language) if isinstance(value, Fraction | int) else value
        for key, value in invalid.facts.items()
    }
    if "option" in facts:
        facts["option"] = (names or {}).get(str(facts["option"]), facts["option"])
    return str(_REASONS.get(invalid.reason, _OTHER)) % facts


class RowsField(FieldList):  # type: ignore[type-arg]  # generic in the stubs alone
    """The rows of a table; a row's number is digits that such a table can reach."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        named = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})(?:-|$)")
        return (int(found[1]) for found in map(named.match, formdata) if found)


class TicksField(SelectMultipleField):
    """Several options, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class AnsweringFileField(FileField):
    """A file that answers a question.

    `kept` is the number of a piece that was sent before and will answer it when the rest is saved: a
    browser does not send a file twice.
    """

    kept: str = ""

    def process(self, formdata: Any, *data: Any, **more: Any) -> None:
        super().process(formdata, *data, **more)
        self.kept = (formdata or {}).get(f"{self.name}-kept", "")


def with_questions(
    form: FormType, questions: Iterable[Question], words: QuestionWords, rows: Mapping[str, int]
) -> FormType:
    """The form with a field for each question; `rows` says how many rows a table has already."""
    fields = {
        field_name(question): _field(
            question, words, words.questions[question.id], rows.get(question.id, 0)
        )
        for question in questions
    }
    if not fields:
        return form  # a class of its own would collect its fields anew
    return type(form.__name__, (form,), fields)  # type: ignore[return-value]


def _checked(question: Question, names: Mapping[str, str] | None = None) -> Any:
    """A validator that asks the question whether it takes the value; `names` are those of options."""

    def check(_form: Form, field: Field) -> None:
        try:
            question.read(raw_value(question, field.data), today())
        except InvalidValue as invalid:
            raise ValidationError(
                refusal(_explained(question, field.data, invalid), names)
            ) from None

    return check


def _explained(question: Question, data: Any, invalid: InvalidValue) -> InvalidValue:
    """Says more exactly why a number is none that the question takes."""
    if invalid.reason != "not_a_number":
        return invalid
    if _MANY_DIGITS.fullmatch(str(data)):
        return question.invalid("too_many_digits")
    if _MANY_DECIMALS.fullmatch(str(data)):
        return question.invalid("too_many_decimals")
    return question.invalid("not_whole") if question.type is QuestionType.WHOLE else invalid


def _field(question: Question, words: QuestionWords, texts: ColumnTexts, rows: int = 0) -> Any:
    label = texts.label
    common: dict[str, Any] = {
        "description": texts.help or "",
        "validators": [Optional(), _checked(question)],
    }
    chosen = {**common, "validate_choice": False}  # the question itself says what it takes
    match question.type:
        case QuestionType.CHOICE:
            pairs = list(_pairs(question, words, texts))
            kind = RadioField if len(pairs) <= _RADIO_LIMIT else SelectField
            return kind(label, choices=options([("", _l("No answer")), *pairs]), **chosen)
        case QuestionType.CHOICES:
            names = dict(_pairs(question, words, texts))
            chosen["validators"] = [Optional(), _checked(question, names)]
            return TicksField(label, choices=options(names.items()), **chosen)
        case QuestionType.YES_NO:
            pairs = [("", _l("No answer")), ("true", _l("Yes")), ("false", _l("No"))]
            return RadioField(label, choices=options(pairs), **chosen)
        case QuestionType.DATE:
            latest = {"max": today().isoformat()} if question.not_after_today else {}
            return DateField(label, render_kw=latest, **common)
        case QuestionType.LONG_TEXT:
            return TextAreaField(label, filters=[plain], **common)
        case QuestionType.FILE:
            return AnsweringFileField(label, description=texts.help or "")
        case QuestionType.TABLE:
            return _table(question, words, texts, rows)
    if question.type.is_number:
        return _number_field(question, words, label, common)
    line = whole_address if question.type is QuestionType.LINK else one_line
    return StringField(label, filters=[line], **common)


_KINDS = {QuestionType.WHOLE: Kind.WHOLE, QuestionType.MONEY: Kind.MONEY}


def _number_field(
    question: Question, words: QuestionWords, label: str, common: Mapping[str, Any]
) -> Any:
    return NumberField(
        label,
        kind=_KINDS.get(question.type, Kind.DECIMAL),
        measure=words.measure(question),
        signs=words.signs(question),
        render_kw={"inputmode": "decimal"},
        **common,
    )


def _pairs(
    question: Question, words: QuestionWords, texts: ColumnTexts
) -> Iterator[tuple[str, str]]:
    for option in question.options:
        yield option, words.option(question, texts, option)


def _table(question: Question, words: QuestionWords, texts: ColumnTexts, rows: int) -> Any:
    """A list of rows, each a small form of the columns, with some empty rows at the end."""
    columns = texts.columns if isinstance(texts, QuestionTexts) else {}
    row = type(
        "RowForm",
        (Form,),
        {cell_key(column): _cell(column, words, columns[column.id]) for column in question.columns},
    )
    wanted = max(rows + BLANK_ROWS, question.rows_at_least)
    return RowsField(
        FormField(row),
        texts.label,
        description=texts.help or "",
        validators=[_rows_checked(question)],
        min_entries=min(wanted, max(rows, question.rows_at_most)),
        max_entries=max(rows, MOST_ROWS) + BLANK_ROWS,  # the question itself refuses too many
    )


def _rows_checked(question: Question) -> Any:
    """A validator of how many rows there are; the cells have their own."""

    def check(_form: Form, field: Field) -> None:
        rows = raw_value(question, field.data) or []
        if len(rows) > question.rows_at_most:
            invalid = question.invalid("too_many_rows", at_most=question.rows_at_most)
            raise ValidationError(refusal(invalid))

    return check


def _cell(column: Question, words: QuestionWords, texts: ColumnTexts) -> Any:
    """A column's field, sent by the column's own name."""
    cell = _cell_field(column, words, texts)
    cell.name = column.id
    return cell


def _cell_field(column: Question, words: QuestionWords, texts: ColumnTexts) -> Any:
    """Choices are lists to pull down, so that a row stays a row."""
    if column.type.is_number:
        common = {"validators": [Optional(), _checked(column)]}
        return _number_field(column, words, words.head(column, texts), common)
    if column.type not in (QuestionType.CHOICE, QuestionType.YES_NO):
        return _field(column, words, texts)
    pairs = [("true", _l("Yes")), ("false", _l("No"))]
    if column.type is QuestionType.CHOICE:
        pairs = list(_pairs(column, words, texts))
    return SelectField(
        texts.label,
        choices=options([("", "–"), *pairs]),
        validators=[Optional(), _checked(column)],
        validate_choice=False,
    )
