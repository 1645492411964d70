"""What somebody else saved in a field since a page was opened, to stand beside what is written there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import request

from assessment.domain.questions import Question
from assessment.web.forms.question_values import field_name
from assessment.web.forms.seen import seen_in

if TYPE_CHECKING:
    from assessment.db.models import User


@dataclass(frozen=True, slots=True)
class OtherVersion:
    """The value that is saved, as plain JSON; by whom and when, where that is known.

    `is_kept` when the person wants it in place of their own.
    """

    value: Any
    is_kept: bool
    author: "User | None" = None
    at: datetime | None = None


def yielding() -> list[str]:
    """The fields in which the person lets the other version stand."""
    return request.form.getlist("theirs")


def still_between(names: Iterable[str]) -> list[str]:
    """The fields, of these, that the page showed in two versions."""
    shown = set(request.form.getlist("between"))
    return [name for name in names if name in shown]


def seen_answers(questions: Iterable[Question]) -> dict[str, Any]:
    """What the page showed as the answers to these questions, by their ids (`seen_in`)."""
    names = {field_name(question): question.id for question in questions}
    return {names[name]: value for name, value in seen_in(request.form, names).items()}


def yielded_answers(questions: Iterable[Question]) -> list[str]:
    """The ids of the questions in which the person lets the other answer stand."""
    names = yielding()
    return [question.id for question in questions if field_name(question) in names]


def other_answers(
    saved: Mapping[str, Any], questions: Iterable[Question], between: Collection[str]
) -> dict[str, OtherVersion]:
    """What the saved answers say in the fields named, by these names. Nobody knows of which author."""
    kept = yielding()
    return {
        name: OtherVersion(saved.get(question.id), name in kept)
        for question in questions
        if (name := field_name(question)) in between
    }
