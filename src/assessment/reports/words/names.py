"""What a label's questions, figures, options and criteria are called in one language."""

from dataclasses import dataclass
from fractions import Fraction

from assessment.catalogue.schema import TextsFile
from assessment.catalogue.schema.texts import ColumnTexts, QuestionTexts
from assessment.catalogue.texts import unit_text
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import UnknownCriterion
from assessment.domain.figures import Figure
from assessment.domain.questions import PROFILE, Question, QuestionType, Reference
from assessment.reports.words.bounds import figure_amount
from assessment.reports.words.messages import Messages


@dataclass(frozen=True, slots=True)
class Names:
    """The names by which sentences about a label speak of what it asks."""

    label: Label
    words: TextsFile
    messages: Messages

    def criterion(self, criterion_id: str) -> str:
        """A criterion's number and title: `4.2 Documentation of the strategy`."""
        title = self.words.criteria[criterion_id].title
        asked = self._asked(criterion_id)
        return f"{asked.number} {title}" if asked else str(title)

    def level(self, criterion_id: str, level: int) -> str:
        """A rating level by number and name: `2 (Established)`."""
        asked = self._asked(criterion_id)
        name = self.words.scales.get(asked.scale.id, {}).get(level) if asked else None
        return f"{level} ({name})" if name else str(level)

    def question_texts(self, owner: str, question_id: str) -> QuestionTexts:
        """The wording of a question. Raises `KeyError`."""
        if owner == PROFILE and self.words.profile:
            return self.words.profile.questions[question_id]
        return self.words.criteria[owner].questions[question_id]

    def figure(self, owner: str, figure_id: str) -> str:
        """The name of a derived figure. Raises `KeyError`."""
        if owner == PROFILE and self.words.profile:
            return self.words.profile.figures[figure_id]
        return self.words.criteria[owner].figures[figure_id]

    def reference(self, reference: Reference, owner: str) -> str:
        """What a reference is called where it stands in `owner`: quoted, and from where if not there."""
        name = self._name(reference)
        if reference.owner == owner:
            return name
        asked = self._asked(reference.owner)
        place = asked.number if asked else None
        if reference.owner == PROFILE and self.words.profile:
            place = self.words.profile.title
        return f"{name} ({place})" if place else name

    def _name(self, reference: Reference) -> str:
        if self._figure(reference):
            return self.messages.quoted(self.figure(reference.owner, reference.name))
        texts = self.question_texts(reference.owner, reference.name)
        if reference.column is None:
            return self.messages.quoted(texts.label)
        return self.messages.gettext(
            "total of “%(column)s” in “%(table)s”",
            column=texts.columns[reference.column].label,
            table=texts.label,
        )

    def option(self, question: Question, option: str, texts: ColumnTexts) -> str:
        """What an option of a question, or of a column, with these texts is called."""
        if question.criteria_of is not None:
            return self.words.criteria[option].title
        if question.answer_set is not None:
            return self.words.answer_sets[question.answer_set][option]
        return texts.options[option]

    def question(self, reference: Reference) -> Question | None:
        """The question, or column of one, that is referred to; None for a derived figure."""
        asked = self.label.profile
        if criterion := self._asked(reference.owner):
            asked = criterion.questions
        found = next((question for question in asked if question.id == reference.name), None)
        return found.column(reference.column) if found and reference.column else found

    def amount(self, reference: Reference, number: Fraction) -> str:
        """A number in the measure of what is referred to: `0.5 FTE`, `1 year`, `50%`, `1,000 EUR`."""
        if figure := self._figure(reference):
            return figure_amount(figure, number, self.words, self.messages)
        if question := self.question(reference):
            is_share = question.type is QuestionType.PERCENTAGE
            unit, currency = question.unit, question.currency
        else:
            is_share, unit, currency = False, None, None
        if is_share:
            return self.messages.percent(number)
        measure = unit_text(self.words, unit, number) if unit else currency or ""
        return f"{self.messages.number(number, unit or currency)} {measure}".rstrip()

    def unit(self, question: Question) -> str:
        """What stands behind the number that a question asks for; nothing where it has no unit."""
        if question.type is QuestionType.PERCENTAGE:
            return "%"
        return self.words.units[question.unit] if question.unit else question.currency or ""

    def _figure(self, reference: Reference) -> Figure | None:
        figures = self.label.profile_figures
        if criterion := self._asked(reference.owner):
            figures = criterion.figures
        if reference.owner != PROFILE and not criterion:
            return None
        return next((figure for figure in figures if figure.id == reference.name), None)

    def _asked(self, criterion_id: str) -> Criterion | None:
        try:
            return self.label.criterion(criterion_id)
        except UnknownCriterion:
            return None
