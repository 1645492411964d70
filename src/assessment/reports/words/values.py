"""Answers in words: options by their names, numbers in their measure, dates written out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from assessment.catalogue.schema.texts import QuestionTexts
from assessment.domain.criteria import Label
from assessment.domain.figures import Figure
from assessment.domain.questions import Question, QuestionType, Reference, Row, Value
from assessment.domain.rating import Bands, Lowest, Mean, Rating
from assessment.reports import formats
from assessment.reports.findings import AnswerFinding, TableFinding
from assessment.reports.words.bounds import out_of_bounds_words
from assessment.reports.words.names import Names

"""A figure is shown with two decimals; what was typed in, with all that it has."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Says the answers of one criterion, or of the profile; `files` are titles of evidence by id."""

    owner: str
    names: Names
    files: Mapping[str, str] = field(default_factory=dict)

    def say(
        self, questions: Iterable[Question], values: Mapping[str, Value]
    ) -> Iterator[AnswerFinding]:
        """A finding for each of the questions; those without a value are not answered."""
        for question in questions:
            texts = self.names.question_texts(self.owner, question.id)
            yield self._finding(question, texts, values.get(question.id))

    def figures(
        self, figures: Iterable[Figure], numbers: Mapping[str, Fraction | None]
    ) -> Iterator[AnswerFinding]:
        """A finding for each derived figure, also for one that the answers leave open."""
        for figure in figures:
            name, number = self.names.figure(self.owner, figure.id), numbers.get(figure.id)
            said = self.names.messages.gettext("Cannot be computed from the answers")
            if number is not None:
                said = amount_words(Reference(self.owner, figure.id), number, self.names)
            told = (figure, number, name, self.names.words, self.names.messages)
            remark = out_of_bounds_words(*told)
            yield AnswerFinding(name, (said,), is_derived=True, remark=remark)

    def _finding(
        self, question: Question, texts: QuestionTexts, value: Value | None
    ) -> AnswerFinding:
        if value is None:
            return AnswerFinding(texts.label)
        if isinstance(value, tuple):
            rows = tuple(row for row in value if isinstance(row, Mapping))
            if question.type is QuestionType.TABLE:
                return AnswerFinding(texts.label, table=self._table(question, texts, rows))
            ticked = [option for option in value if isinstance(option, str)]
            lines = tuple(self.names.option(question, option, texts) for option in ticked)
            return AnswerFinding(texts.label, lines)
        if question.type is QuestionType.CHOICE:
            return AnswerFinding(texts.label, (self.names.option(question, str(value), texts),))
        url = str(value) if question.type is QuestionType.LINK else ""
        is_long = question.type is QuestionType.LONG_TEXT
        return AnswerFinding(texts.label, (self._simple(question, value),), url, is_long=is_long)

    def _simple(self, question: Question, value: Value) -> str:
        if isinstance(value, Fraction):
            return self.names.amount(Reference(self.owner, question.id), value)
        if question.type is QuestionType.FILE:
            return self.files.get(str(value), str(value))
        return self._plain(value)

    def _plain(self, value: Value | None) -> str:
        _ = self.names.messages.gettext
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, date):
            return formats.day(value, self.names.words.language)
        return "" if value is None else str(value)

    def _table(
        self, question: Question, texts: QuestionTexts, rows: tuple[Row, ...]
    ) -> TableFinding:
        heads = (self._head(column, texts.columns[column.id].label) for column in question.columns)
        said = tuple(
            tuple(self._cell(column, texts, row.get(column.id)) for column in question.columns)
            for row in rows
        )
        return TableFinding(
            tuple(heads),
            tuple(column.type.is_number for column in question.columns),
            said,
            self._totals(question, texts, rows),
        )

    def _head(self, column: Question, label: str) -> str:
        """A column's label, with the measure of its numbers where it does not name it itself."""
        unit = self.names.unit(column)
        is_share = column.type is QuestionType.PERCENTAGE
        is_said = is_share or unit.casefold() in label.casefold()
        return label if is_said else f"{label} ({unit})"

    def _cell(self, column: Question, texts: QuestionTexts, value: Value | None) -> str:
        if isinstance(value, Fraction):
            messages = self.names.messages
            is_share = column.type is QuestionType.PERCENTAGE
            measure = column.unit or column.currency
            return messages.percent(value) if is_share else messages.number(value, measure)
        if column.type is QuestionType.CHOICE and value is not None:
            return self.names.option(column, str(value), texts.columns[column.id])
        return self._plain(value)

    def _totals(
        self, question: Question, texts: QuestionTexts, rows: tuple[Row, ...]
    ) -> tuple[str, ...]:
        """The totals that the label makes use of; nothing where it uses none."""
        used = _totals_used(self.names.label)
        totals = tuple(
            self._cell(column, texts, _total(rows, column.id))
            if Reference(self.owner, question.id, column.id) in used
            else ""
            for column in question.columns
        )
        return totals if any(totals) else ()


def amount_words(reference: Reference, number: Fraction, names: Names) -> str:
    """A number in the measure of what is referred to; a derived figure with two decimals."""
    is_typed = names.question(reference) is not None
    shown = number if is_typed else formats.rounded(number)
    return names.amount(reference, shown)


def _total(rows: tuple[Row, ...], column: str) -> Fraction | None:
    numbers = [cell for row in rows if isinstance(cell := row.get(column), Fraction)]
    return sum(numbers, Fraction(0)) if numbers else None


def _totals_used(label: Label) -> frozenset[Reference]:
    """The columns whose total makes a figure or a level."""
    criteria = label.criteria
    figures = (*label.profile_figures, *(figure for c in criteria for figure in c.figures))
    operands = (of for figure in figures for of in figure.operands)
    rated = (of for c in criteria if c.rating for of in _banded(c.rating))
    return frozenset(of for of in (*operands, *rated) if of.column is not None)


def _banded(rating: Rating) -> Iterator[Reference]:
    if isinstance(rating, Bands):
        yield rating.of
    elif isinstance(rating, Lowest | Mean):
        for inner in rating.of:
            yield from _banded(inner)
