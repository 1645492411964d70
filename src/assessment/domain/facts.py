"""What the answers of a sheet say: values, figures, levels, and whether conditions hold.

Something that is not answered is None and stays None in whatever is made of it; a comparison with a
sum is settled as soon as no answer can change it. An answer to what is not asked (any more) counts
for nothing: no comparison with it holds. The files are checked for circles before
(`assessment.catalogue.lint.circles`), so every question here ends.
"""

from collections.abc import Callable, Hashable, Mapping
from contextlib import suppress
from fractions import Fraction
from typing import Any, TypeVar

from assessment.domain.answers import AnswerSheet
from assessment.domain.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    LevelReached,
    Not,
    Operator,
    every,
    negated,
)
from assessment.domain.criteria import Criterion, Label, NotApplicable
from assessment.domain.errors import InvalidValue
from assessment.domain.figures import Figure, Operation, Span, column_total, whole_years
from assessment.domain.questions import (
    PROFILE,
    Question,
    Reference,
    Value,
    is_complete,
)
from assessment.domain.rating import rate

ZERO = Span(Fraction(0), Fraction(0))

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Facts:
    """The answers of one sheet under one label, each read once, and what is made of them once too:

    figures, levels and conditions may ask for each other many times over.
    """

    def __init__(self, label: Label, sheet: AnswerSheet) -> None:
        self.label, self.sheet = label, sheet
        self._asking = Facts(label, sheet.asked_by) if sheet.asked_by else self
        self._criteria = {criterion.id: criterion for criterion in label.criteria}
        self._known: dict[tuple[object, ...], Any] = {}

    def _once(self, make: Callable[[Key], Made], key: Key) -> Made:
        """What is made of the key, made once."""
        if (make.__name__, key) not in self._known:
            self._known[make.__name__, key] = make(key)
        known: Made = self._known[make.__name__, key]
        return known

    def questions(self, owner: str) -> tuple[Question, ...]:
        """What is asked there; nothing for a criterion that the label does not ask."""
        if owner == PROFILE:
            return self.label.profile
        return self._criteria[owner].questions if owner in self._criteria else ()

    def figures(self, owner: str) -> tuple[Figure, ...]:
        """What is derived there."""
        if owner == PROFILE:
            return self.label.profile_figures
        return self._criteria[owner].figures if owner in self._criteria else ()

    def values(self, owner: str) -> Mapping[str, Value]:
        """The answers to what is asked. A value that its question no longer takes is not answered."""
        given = self._given(owner)
        return {
            question.id: given[question.id]
            for question in self.questions(owner)
            if question.id in given and self.is_asked(owner, question)
        }

    def _given(self, owner: str) -> Mapping[str, Value]:
        """Everything that is answered, asked or not."""
        return self._once(self._read, owner)

    def _read(self, owner: str) -> Mapping[str, Value]:
        raw = self.sheet.profile if owner == PROFILE else self.sheet.of(owner).values
        values = {}
        for question in self.questions(owner):
            with suppress(InvalidValue):
                values[question.id] = question.read(raw.get(question.id), self.sheet.on)
        return {key: value for key, value in values.items() if value is not None}

    def is_asked(self, owner: str, question: Question) -> bool:
        """Whether a question is asked; as long as its condition is open, it is."""
        if self._asking is not self:
            return self._asking.is_asked(owner, question)
        criterion = self._criteria.get(owner)
        does_apply = criterion is None or self.applies(criterion)
        fails = question.when is not None and self._once(self.holds, question.when) is False
        return does_apply and not fails

    def open_questions(self, owner: str) -> tuple[str, ...]:
        """The required questions that are asked there and not yet answered in full."""
        given = self._given(owner)
        return tuple(
            question.id
            for question in self.questions(owner)
            if not is_complete(question, given.get(question.id)) and self.is_asked(owner, question)
        )

    def number(self, reference: Reference) -> Fraction | None:
        """The number of a question, column total or figure; of `choices`, how many are ticked."""
        figure = self._figure(reference)
        if figure is not None:
            return self.figure(figure)
        value = self.value(reference)
        if reference.column is not None:
            return column_total(value, reference.column)
        if isinstance(value, tuple):
            return Fraction(len(value))
        return value if isinstance(value, Fraction) else None

    def figure(self, figure: Figure) -> Fraction | None:
        """A derived figure; None while an operand is open, and for a division by zero."""
        return self._once(self._derive, figure)

    def _derive(self, figure: Figure) -> Fraction | None:
        if figure.operation is Operation.YEARS_SINCE:
            (operand,) = figure.operands
            since = self.value(operand)
            is_open = self.sheet.on is None or since is None or since > self.sheet.on  # type: ignore[operator]
            return None if is_open else Fraction(whole_years(since, self.sheet.on))  # type: ignore[arg-type]
        numbers = [self.number(operand) for operand in figure.operands]
        known = [number for number in numbers if number is not None]
        if len(known) < len(numbers):
            return None
        if figure.operation is Operation.SUM:
            return sum(known, Fraction(0))
        first, second = known
        if figure.operation is Operation.DIFFERENCE:
            return first - second
        if not second:
            return None
        return first / second * (100 if figure.in_percent else 1)

    def _span(self, reference: Reference) -> Span:
        """What a number can still be: a sum has the bounds of its parts, a question its own.

        What open answers may yet take out is of no help: it would count for nothing.
        """
        figure, number = self._figure(reference), self.number(reference)
        if figure is not None and figure.operation is Operation.SUM:
            return sum((self._once(self._span, part) for part in figure.operands), ZERO)
        asked = (q for q in self.questions(reference.owner) if q.id == reference.name)
        question = next(asked, None)
        if question is None or not self._is_surely_asked(reference.owner, question):
            return Span()
        if number is not None:
            return Span(number, number)
        return Span(question.at_least, question.at_most)

    def _is_surely_asked(self, owner: str, question: Question) -> bool:
        """Whether a question is asked, however the open ones are answered."""
        if self._asking is not self:
            return self._asking._is_surely_asked(owner, question)
        criterion = self._criteria.get(owner)
        gates = [question.when, criterion and criterion.when]
        return all(gate is None or self._once(self.holds, gate) for gate in gates)

    def _figure(self, reference: Reference) -> Figure | None:
        found = (f for f in self.figures(reference.owner) if f.id == reference.name)
        return next(found, None)

    def value(self, reference: Reference) -> Value | None:
        """The answer to a question that is asked; a table in which rows are missing is open."""
        if self._is_out(reference):
            return None
        value = self._given(reference.owner).get(reference.name)
        asked = next((q for q in self.questions(reference.owner) if q.id == reference.name), None)
        return value if asked is not None and is_complete(asked, value) else None

    def _is_out(self, reference: Reference) -> bool:
        """Whether nothing can stand there: it is not asked, or made from what is not asked."""
        figure = self._figure(reference)
        if figure is not None:
            return any(self._once(self._is_out, operand) for operand in figure.operands)
        asked = (q for q in self.questions(reference.owner) if q.id == reference.name)
        return any(not self.is_asked(reference.owner, question) for question in asked)

    def holds(self, condition: Condition) -> bool | None:
        """Whether a condition holds; None while answers that could settle it are open."""
        match condition:
            case All(conditions):
                return every([self.holds(inner) for inner in conditions])
            case AnyOf(conditions):
                return negated(every([negated(self.holds(inner)) for inner in conditions]))
            case Not(inner):
                return negated(self.holds(inner))
            case LevelReached(criterion_id, at_least):
                return self._has_level(criterion_id, at_least)
        if condition.operator is Operator.IS_ANSWERED:
            return self._is_answered(condition.of) is condition.value
        return False if self._is_out(condition.of) else self._compare(condition)

    def _has_level(self, criterion_id: str, at_least: int) -> bool | None:
        """Whether a criterion has a level; one that does not apply has none."""
        found = self._criteria.get(criterion_id)
        if found is None:
            return None
        if not self.applies(found) or self.is_left_out(found):
            return False
        level = self.level(found)
        if level is None:
            best = self.best_level(found)
            return False if best is None or best < at_least else None
        return level >= at_least

    def _compare(self, comparison: Comparison) -> bool | None:
        expected = comparison.value
        if comparison.operator in (Operator.AT_LEAST, Operator.AT_MOST):
            if not isinstance(expected, Fraction):
                return None
            number, figure = self.number(comparison.of), self._figure(comparison.of)
            if number is None and (figure is None or figure.operation is not Operation.SUM):
                return None
            span = self._span(comparison.of) if number is None else Span(number, number)
            is_least = comparison.operator is Operator.AT_LEAST
            return span.is_at_least(expected) if is_least else span.is_at_most(expected)
        value: Value | None = self.number(comparison.of)
        if comparison.operator is Operator.INCLUDES or value is None:
            value = self.value(comparison.of)
        if value is None:
            return None
        if comparison.operator is Operator.EQUALS:
            return value == expected
        if comparison.operator is Operator.INCLUDES:
            return isinstance(value, tuple) and expected in value
        return isinstance(expected, tuple) and value in expected

    def _is_answered(self, reference: Reference) -> bool:
        value, column = self.value(reference), reference.column
        if column is not None:
            rows = value if isinstance(value, tuple) else ()
            return any(isinstance(row, Mapping) and column in row for row in rows)
        return value is not None or self.number(reference) is not None

    def is_left_out(self, criterion: Criterion) -> bool:
        """Whether it is claimed, or attested, not to apply, as far as its rule lets one say so."""
        may = criterion.not_applicable is not NotApplicable.FORBID
        return may and self.sheet.of(criterion.id).is_not_applicable

    def level(self, criterion: Criterion) -> int | None:
        """The level claimed or attested, or the one that the answers make; None while open.

        What is said not to apply has none.
        """
        answer = self.sheet.of(criterion.id)
        if answer.is_not_applicable:
            return None
        if criterion.rating is None or answer.is_attested:
            return answer.level
        return self._once(self._rated, criterion.id)[0]

    def best_level(self, criterion: Criterion) -> int | None:
        """The highest level that open answers can still bring; None where nothing is rated or given."""
        level, answer = self.level(criterion), self.sheet.of(criterion.id)
        if level is not None or not criterion.is_rated:
            return level
        if answer.is_final and not answer.is_attested:
            return None
        if criterion.rating is None or answer.is_attested:
            return criterion.scale.highest
        return self._once(self._rated, criterion.id)[1]

    def _rated(self, criterion_id: str) -> tuple[int | None, int]:
        """The level that the answers make (None while open), and the highest within their reach."""
        criterion = self._criteria[criterion_id]
        assert criterion.rating is not None  # noqa: S101  # asked only where there is one
        return rate(criterion.rating, criterion.scale.lowest, self)

    def is_presumed(self, criterion: Criterion) -> bool:
        """Whether the criterion is taken to apply while that is open, and no reviewer says so."""
        answer = self.sheet.of(criterion.id)
        if answer.is_final or criterion.when is None:
            return False
        is_told = answer.level is not None or self.is_left_out(criterion)
        is_open = self._once(self.holds, criterion.when) is None
        return is_open and not (answer.is_attested and is_told)

    def asks_nothing(self, criterion: Criterion) -> bool:
        """Whether every question of a criterion that is not rated falls away."""
        asked = [self.is_asked(criterion.id, question) for question in criterion.questions]
        return not criterion.is_rated and bool(asked) and not any(asked)

    def applies(self, criterion: Criterion) -> bool:
        """Whether the criterion applies; as long as its condition is open, it does."""
        if self._asking is not self:
            return self._asking.applies(criterion)
        return criterion.when is None or self._once(self.holds, criterion.when) is not False
