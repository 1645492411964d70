"""The wording of questions, as pages need it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flask_babel import get_locale

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.domain.questions import Question, QuestionType, Value
from assessment.reports import formats
from assessment.web.forms.numbers import currency_signs
from assessment.web.forms.question_values import value_of
from assessment.web.wording import amount


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

    def head(self, column: Question, texts: ColumnTexts) -> str:
        """What a column asks, with the measure of its numbers where it does not name it itself."""
        measure = self.measure(column)
        named = texts.label.casefold()
        is_named = any(sign.casefold() in named for sign in self.signs(column))
        return f"{texts.label} ({measure})" if measure and not is_named else texts.label

    def signs(self, question: Question) -> tuple[str, ...]:
        """What people write beside a number for its measure."""
        if question.unit is not None:
            forms = self.words.unit_forms.get(question.unit, {}).values()
            return self.measure(question), *forms
        if question.currency is not None:
            return currency_signs(question.currency, str(get_locale()))
        return ("%",) if question.type is QuestionType.PERCENTAGE else ()

    def measure(self, question: Question) -> str:
        """The unit, currency or percent sign of a number; "" for anything else."""
        if question.unit is not None:
            return self.words.units[question.unit]
        return question.currency or ("%" if question.type is QuestionType.PERCENTAGE else "")

    def amount(self, question: Question, number: Fraction) -> str:
        """A number with its measure."""
        is_share = question.type is QuestionType.PERCENTAGE
        measure = question.currency or ""
        return amount(self.words, number, question.unit, is_share=is_share, otherwise=measure)

    def number(self, question: Question, number: Fraction) -> str:
        """A number without its measure, which the head of its column names."""
        return formats.measured(number, question.unit or question.currency, str(get_locale()))

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
