"""Whether a cluster may apply for a label: what that rests on, and how it stands before any answer."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from assessment.domain.answers import AnswerSheet, HeldLabel
from assessment.domain.conditions import All, AnyOf, Comparison, Condition, Not
from assessment.domain.criteria import Label
from assessment.domain.questions import PROFILE, Question
from assessment.domain.scorecard import Scorecard
from assessment.domain.scoring import score


def deciding_questions(label: Label, rule_id: str | None = None) -> tuple[Question, ...]:
    """The questions about the cluster on which its eligibility rests, in the order of the profile.

    With those that a figure is made of, and those that decide whether another is asked. `rule_id`
    asks for one rule alone.
    """
    rules = [rule for rule in label.eligibility if rule_id in (None, rule.id)]
    figures = {figure.id: figure for figure in label.profile_figures}
    questions = {question.id: question for question in label.profile}
    waiting = [name for rule in rules for name in _named(rule.condition)]
    reached: set[str] = set()
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        if name in figures:
            waiting += [operand.name for operand in figures[name].operands]
        elif name in questions and questions[name].when is not None:
            waiting += _named(questions[name].when)
    return tuple(question for question in label.profile if question.id in reached)


def _named(condition: Condition) -> Iterator[str]:
    """The questions and figures of the profile that the condition names."""
    match condition:
        case All(conditions) | AnyOf(conditions):
            for inner in conditions:
                yield from _named(inner)
        case Not(inner):
            yield from _named(inner)
        case Comparison(of=reference) if reference.owner == PROFILE:
            yield reference.name


def prospect(
    label: Label, profile: Mapping[str, Any], held: tuple[HeldLabel, ...], on: date
) -> Scorecard:
    """How the label's conditions stand for a cluster that has not answered any criterion."""
    return score(label, AnswerSheet(profile=profile, held=held, on=on))
