"""What the cluster's own profile answers to a scheme's questions about it: offered, never forced."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from assessment.domain.clusters import YEARLY, ClusterFact, answer_from
from assessment.domain.questions import Question
from assessment.services.cluster_profiles import Told
from assessment.web.forms.numbers import written
from assessment.web.forms.question_values import field_name, today
from assessment.web.language import language


@dataclass(frozen=True, slots=True)
class Offer:
    """The answer of the cluster's profile to a question, as plain JSON, beside the one saved.

    `year` is the year of a figure, None for a fact of today.
    """

    question_id: str
    value: Any
    saved: Any
    year: int | None

    @property
    def is_filled_in(self) -> bool:
        """Whether it stands in the form before anything was saved."""
        return self.saved is None

    @property
    def is_same(self) -> bool:
        return bool(self.saved == self.value)

    @property
    def differs(self) -> bool:
        return not self.is_filled_in and not self.is_same


def offers_of(
    questions: Iterable[Question], saved: Mapping[str, Any], told: Told
) -> dict[str, Offer]:
    """The offers by question, where the cluster's profile says something that the question takes."""
    found = {}
    for question in questions:
        value = answer_from(question, told.facts, today())
        if question.from_cluster is not None and value is not None:
            year = told.year if ClusterFact(question.from_cluster) in YEARLY else None
            found[question.id] = Offer(question.id, value, saved.get(question.id), year)
    return found


def with_taken_over(
    sent: Mapping[str, Any], questions: Iterable[Question], told: Told
) -> MultiDict[str, Any]:
    """What was sent, with the offered answer in place of the one to the question `take`."""
    form = MultiDict(sent)
    for question in questions:
        if question.id == form.get("take"):
            value = answer_from(question, told.facts, today())
            if value is not None:
                form[field_name(question)] = _typed(question, value)
    return form


def _typed(question: Question, value: Any) -> str:
    """Plain JSON as it would be typed into the question's field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return written(value, language()) if question.type.is_number else str(value)
