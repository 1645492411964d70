"""Conditions in words: `“Members”: at least 15 members`."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce

from assessment.domain.conditions import (
    All,
    AnyOf,
    Comparison,
    Condition,
    LevelReached,
    Not,
    Operator,
    Plain,
)
from assessment.domain.questions import QuestionType, Reference
from assessment.reports.words.names import Names


def condition_words(condition: Condition, owner: str, names: Names) -> str:
    """The condition as it stands in the criterion (or profile) `owner`."""
    return _Speaker(owner, names).say(condition)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Says conditions; what is denied is said as what must hold instead, so no sentence is negated."""

    owner: str
    names: Names

    def say(self, condition: Condition, *, is_denied: bool = False, is_part: bool = False) -> str:
        match condition:
            case Not(inner):
                return self.say(inner, is_denied=not is_denied, is_part=is_part)
            case All(parts) | AnyOf(parts):
                is_all = isinstance(condition, All) is not is_denied
                return self._join(parts, is_all=is_all, is_denied=is_denied, is_part=is_part)
            case LevelReached():
                return self._level(condition, is_denied=is_denied)
        name = self.names.reference(condition.of, self.owner)
        return f"{name}: {self._predicate(condition, is_denied=is_denied)}"

    def _join(
        self, parts: Iterable[Condition], *, is_all: bool, is_denied: bool, is_part: bool
    ) -> str:
        said = [self.say(part, is_denied=is_denied, is_part=True) for part in parts]
        joined = reduce(self._and if is_all else self._or, said)
        return f"({joined})" if is_part and len(said) > 1 else joined

    def _and(self, first: str, second: str) -> str:
        _ = self.names.messages.gettext
        return _("%(first)s and %(second)s", first=first, second=second)

    def _or(self, first: str, second: str) -> str:
        _ = self.names.messages.gettext
        return _("%(first)s or %(second)s", first=first, second=second)

    def _level(self, condition: LevelReached, *, is_denied: bool) -> str:
        _ = self.names.messages.gettext
        criterion = self.names.criterion(condition.criterion_id)
        level = self.names.level(condition.criterion_id, condition.at_least)
        if is_denied:
            return _("level of %(criterion)s: below %(level)s", criterion=criterion, level=level)
        return _("level of %(criterion)s: at least %(level)s", criterion=criterion, level=level)

    def _predicate(self, comparison: Comparison, *, is_denied: bool) -> str:
        _, operator = self.names.messages.gettext, comparison.operator
        if operator is Operator.IS_ANSWERED:
            is_wanted = bool(comparison.value) is not is_denied
            return _("answered") if is_wanted else _("not answered")
        if operator in (Operator.AT_LEAST, Operator.AT_MOST):
            return self._bound(comparison, is_denied=is_denied)
        if isinstance(comparison.value, bool):
            return self._value(comparison.of, comparison.value is not is_denied)
        values = comparison.value if isinstance(comparison.value, tuple) else (comparison.value,)
        said = self.names.messages.either([self._value(comparison.of, value) for value in values])
        if operator is Operator.INCLUDES:
            if is_denied:
                return _("%(option)s not ticked", option=said)
            return _("%(option)s ticked", option=said)
        return _("not %(value)s", value=said) if is_denied else said

    def _bound(self, comparison: Comparison, *, is_denied: bool) -> str:
        _, is_least = self.names.messages.gettext, comparison.operator is Operator.AT_LEAST
        assert not isinstance(comparison.value, tuple)  # noqa: S101  # a bound is one number
        value = self._value(comparison.of, comparison.value)
        if is_denied:
            return (
                _("less than %(value)s", value=value)
                if is_least
                else _("more than %(value)s", value=value)
            )
        return (
            _("at least %(value)s", value=value)
            if is_least
            else _("at most %(value)s", value=value)
        )

    def _value(self, of: Reference, value: Plain) -> str:
        messages = self.names.messages
        if isinstance(value, bool):
            return messages.gettext("yes") if value else messages.gettext("no")
        question = self.names.question(of)
        if isinstance(value, Fraction):
            if question is not None and question.type is QuestionType.CHOICES:
                return messages.gettext("%(count)s ticked", count=messages.number(value))
            return self.names.amount(of, value)
        if question is None or value not in question.options:
            return messages.quoted(value)
        texts = self.names.question_texts(of.owner, of.name)
        return messages.quoted(self.names.option(question, value, texts))
