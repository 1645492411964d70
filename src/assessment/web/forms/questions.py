"""Form fields from a scheme's questions: one field per question, chosen by its type."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
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

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.catalogue.texts import unit_text
from assessment.domain.errors import InvalidValue
from assessment.domain.questions import (
    LONG_TEXT_LIMIT,
    TEXT_LIMIT,
    Question,
    QuestionType,
    Value,
)
from assessment.reports import formats
from assessment.web.forms.fields import one_line, options, plain
from assessment.web.forms.question_values import cell_key, field_name, raw_value, today, value_of

BLANK_ROWS = 3
"""Empty rows that a table offers beside those that are filled."""
MOST_ROWS = 200
"""Rows that the language lets a table have at most."""
MOST_COLUMNS = 12
"""Columns that the language lets a table have at most."""

_RADIO_LIMIT = 7
_SPACES = re.compile(r"[\s\u00a0\u202f]")
_THOUSANDS = re.compile(r"[-+\N{MINUS SIGN}]?[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?")
_REASONS = {
    "not_a_number": _l("Write a number, such as 1250 or 12.5."),
    "not_whole": _l("Write a whole number."),
    "too_small": _l("Write a number of at least %(at_least)s."),
    "too_large": _l("Write a number of at most %(at_most)s."),
    "not_a_date": _l("Write a date."),
    "after_today": _l("Write a day that has been, at the latest today."),
    "too_long": _l("Write at most %(limit)s characters."),
    "not_an_address": _l("Write the whole address, starting with https://"),
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


class NumberField(StringField):
    """A number as people write it: with spaces between thousands, with point or comma.

    On English pages a comma before every three digits stands between thousands.
    """

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Keeps what was typed for the page, and plain digits as the value."""
        typed = _SPACES.sub("", str(valuelist[0])) if valuelist else ""
        if str(get_locale()) == "en" and _THOUSANDS.fullmatch(typed):
            typed = typed.replace(",", "")
        self.data = typed.replace(",", ".").replace("\N{MINUS SIGN}", "-") or None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return _written(self.data) if self.data else ""


def _written(digits: str) -> str:
    """Plain digits with the decimal sign of the reader's language."""
    is_comma = str(get_locale()) != "en"
    return digits.replace(".", ",") if is_comma else digits


class TicksField(SelectMultipleField):
    """Several options, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """The wording of one owner's questions: labels, help, options, units."""

    words: TextsFile
    questions: Mapping[str, QuestionTexts]

    @classmethod
    def of_criterion(cls, words: TextsFile, criterion_id: str) -> "QuestionWords":
        return cls(words, words.criteria[criterion_id].questions)

    @classmethod
    def of_profile(cls, words: TextsFile) -> "QuestionWords":
        return cls(words, words.profile.questions if words.profile else {})

    def label(self, question: Question, texts: ColumnTexts) -> str:
        """What is asked, with the unit or currency in which it is answered."""
        measure = self.measure(question)
        return f"{texts.label} ({measure})" if measure else texts.label

    def measure(self, question: Question) -> str:
        """The unit, currency or percent sign of a number; "" for anything else."""
        if question.unit is not None:
            return self.words.units[question.unit]
        return question.currency or ("%" if question.type is QuestionType.PERCENTAGE else "")

    def amount(self, question: Question, number: Fraction) -> str:
        """A number with its measure."""
        unit = question.unit
        measure = unit_text(self.words, unit, number) if unit else self.measure(question)
        return f"{formats.number(number, str(get_locale()))} {measure}".rstrip()

    def read(self, question: Question, saved: Any) -> Value | None:
        """What a saved value says; None for one that the question no longer takes."""
        return value_of(question, saved)

    def option(self, question: Question, texts: ColumnTexts, option: str) -> str:
        """An option in words."""
        if question.answer_set is not None:
            return self.words.answer_sets[question.answer_set][option]
        if question.criteria_of is not None:
            return self.words.criteria[option].title
        return texts.options[option]


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
    return type(form.__name__, (form,), fields)  # type: ignore[return-value]


def _checked(question: Question, names: Mapping[str, str] | None = None) -> Any:
    """A validator that asks the question whether it takes the value; `names` are those of options."""

    def check(_form: Form, field: Field) -> None:
        try:
            question.read(raw_value(question, field.data), today())
        except InvalidValue as invalid:
            raise ValidationError(refusal(invalid, names)) from None

    return check


def _field(question: Question, words: QuestionWords, texts: ColumnTexts, rows: int = 0) -> Any:
    label = words.label(question, texts)
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
            limit = {"maxlength": LONG_TEXT_LIMIT}
            return TextAreaField(label, filters=[plain], render_kw=limit, **common)
        case QuestionType.FILE:
            return FileField(label, description=texts.help or "")
        case QuestionType.TABLE:
            return _table(question, words, texts, rows)
    if question.type.is_number:
        return NumberField(label, render_kw={"inputmode": "decimal"}, **common)
    return StringField(label, filters=[one_line], render_kw={"maxlength": TEXT_LIMIT}, **common)


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
    return FieldList(
        FormField(row),
        words.label(question, texts),
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
    if column.type not in (QuestionType.CHOICE, QuestionType.YES_NO):
        return _field(column, words, texts)
    pairs = [("true", _l("Yes")), ("false", _l("No"))]
    if column.type is QuestionType.CHOICE:
        pairs = list(_pairs(column, words, texts))
    return SelectField(
        words.label(column, texts),
        choices=options([("", "–"), *pairs]),
        validators=[Optional(), _checked(column)],
        validate_choice=False,
    )
