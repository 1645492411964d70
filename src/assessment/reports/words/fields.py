"""Questions as blanks to fill in."""

from dataclasses import dataclass, replace

from assessment.catalogue.schema.texts import ColumnTexts
from assessment.domain.figures import Figure
from assessment.domain.questions import Question, QuestionType
from assessment.reports.questionnaire import FieldFacts, FigureFacts, OptionFacts
from assessment.reports.words.bounds import bounds_words
from assessment.reports.words.conditions import condition_words
from assessment.reports.words.names import Names
from assessment.reports.words.ratings import figure_words


@dataclass(frozen=True, slots=True)
class Blanks:
    """The blanks of one criterion, or of the profile."""

    owner: str
    names: Names

    def fields(self, questions: tuple[Question, ...]) -> tuple[FieldFacts, ...]:
        """A blank for each question, in the order in which they are asked."""
        return tuple(self._field(question) for question in questions)

    def figures(self, figures: tuple[Figure, ...]) -> tuple[FigureFacts, ...]:
        """The figures that are derived from the answers."""
        units = self.names.words.units
        return tuple(
            FigureFacts(
                self.names.figure(self.owner, figure.id),
                figure_words(figure, self.owner, self.names),
                "%" if figure.in_percent else units[figure.unit] if figure.unit else "",
                bounds_words(figure, self.names.words, self.names.messages),
            )
            for figure in figures
        )

    def _field(self, question: Question) -> FieldFacts:
        texts = self.names.question_texts(self.owner, question.id)
        condition = question.when
        return replace(
            self._blank(question, texts),
            columns=tuple(
                self._blank(column, texts.columns[column.id]) for column in question.columns
            ),
            condition=condition_words(condition, self.owner, self.names) if condition else "",
        )

    def _blank(self, question: Question, texts: ColumnTexts) -> FieldFacts:
        is_table = question.type is QuestionType.TABLE
        return FieldFacts(
            id=question.id,
            type=question.type,
            label=texts.label,
            help=texts.help or "",
            entry=self._entry(question, texts),
            unit=self.names.unit(question),
            is_required=question.is_required,
            options=tuple(
                OptionFacts(option, self.names.option(question, option, texts))
                for option in question.options
            ),
            choose_at_most=question.choose_at_most,
            at_least=question.at_least,
            at_most=question.at_most,
            rows_at_least=question.rows_at_least if is_table else 0,
            rows_at_most=question.rows_at_most if is_table else 0,
        )

    def _entry(self, question: Question, texts: ColumnTexts) -> str:
        """What may be written: `Whole number, at least 1`."""
        _, number = self.names.messages.gettext, self.names.messages.number
        parts = [self._kind(question)]
        if question.alone is not None:
            option = self.names.option(question, question.alone, texts)
            parts.append(_("“%(option)s” only by itself", option=option))
        if question.type.is_number and question.at_least is not None:
            parts.append(_("at least %(value)s", value=number(question.at_least)))
        if question.type.is_number and question.at_most is not None:
            parts.append(_("at most %(value)s", value=number(question.at_most)))
        if question.not_after_today:
            parts.append(_("at the latest today"))
        if not question.is_required:
            parts.append(_("may be left empty"))
        return ", ".join(parts)

    def _kind(self, question: Question) -> str:
        _, cap = self.names.messages.gettext, question.choose_at_most
        if question.type is QuestionType.TABLE:
            rows = {"least": question.rows_at_least, "most": question.rows_at_most}
            if question.rows_at_least:
                return _("Table with %(least)s to %(most)s rows", **rows)
            return _("Table with up to %(most)s rows", **rows)
        if question.type is QuestionType.CHOICES and cap is not None:
            return _("Tick all that apply, at most %(count)s", count=cap)
        return {
            QuestionType.CHOICE: _("Choose one"),
            QuestionType.CHOICES: _("Tick all that apply"),
            QuestionType.YES_NO: _("Yes or no"),
            QuestionType.WHOLE: _("Whole number"),
            QuestionType.DECIMAL: _("Decimal number"),
            QuestionType.PERCENTAGE: _("Per cent"),
            QuestionType.MONEY: _("Sum of money"),
            QuestionType.DATE: _("Date"),
            QuestionType.TEXT: _("Short text"),
            QuestionType.LONG_TEXT: _("Text"),
            QuestionType.FILE: _("Name of the file"),
            QuestionType.LINK: _("Web address"),
        }[question.type]
