"""Questions whose options are the criteria of a label: by section, and what is named elsewhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_wtf import FlaskForm

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.domain.answers import AnswerSheet
from assessment.domain.criteria import Criterion, Label
from assessment.domain.questions import Question
from assessment.web.forms.question_values import field_name


@dataclass(frozen=True, slots=True)
class Group:
    """A section of the other label, with the options that it has."""

    title: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grouping:
    """The options by section; `taken` says where else an option is named, `twice` which are here too."""

    groups: tuple[Group, ...]
    taken: Mapping[str, str]
    twice: tuple[str, ...]


def group_named_criteria(
    form: FlaskForm,
    asked: Criterion,
    edition: Edition,
    words: TextsFile,
    sheet: AnswerSheet,
    label: Label,
) -> None:
    """Gives each field whose options are criteria its `grouping`."""
    for question in asked.questions:
        if question.criteria_of is None:
            continue
        taken = _taken(label, asked, question, sheet, words)
        own = sheet.of(asked.id).values.get(question.id) or ()
        groups = _groups(edition.scheme.label(question.criteria_of), question, words)
        twice = tuple(words.criteria[option].title for option in own if option in taken)
        form[field_name(question)].grouping = Grouping(groups, taken, twice)


def _groups(label: Label, question: Question, words: TextsFile) -> tuple[Group, ...]:
    offered = set(question.options)
    found = (
        Group(
            f"{section.number} {words.sections[section.id].title}",
            tuple(own.id for own in section.criteria if own.id in offered),
        )
        for section in label.sections
    )
    return tuple(group for group in found if group.options)


def _taken(
    label: Label, asked: Criterion, question: Question, sheet: AnswerSheet, words: TextsFile
) -> dict[str, str]:
    """The options that another improvement area names, with its title; none where that is no matter."""
    rule = label.improvements
    if rule is None or asked.id not in rule.criteria or question.id != rule.named_by:
        return {}
    others = [key for key in rule.criteria if key != asked.id]
    return {
        option: words.criteria[other].title
        for other in reversed(others)
        for option in sheet.of(other).values.get(rule.named_by) or ()
    }
