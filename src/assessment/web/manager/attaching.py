"""Questions that a file answers: the file becomes evidence in the library and supports the answer."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion
from assessment.domain.questions import Question, QuestionType
from assessment.services.answering import AnswerDraft, Conflict, save_answer, unread_values
from assessment.services.evidence import attach_file
from assessment.web.access import current_user_id
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.fields import chosen_files
from assessment.web.forms.question_values import field_name, today
from assessment.web.manager.taking import take_all, taking
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Answer, Evidence


@dataclass(slots=True)
class Attached:
    """What became of it: the files that answer questions, by question, and by field why others
    were refused."""

    values: dict[str, str] = field(default_factory=dict)
    refusals: dict[str, list[str]] = field(default_factory=dict)

    def show_refusals(self, form: AnswerForm) -> None:
        """Names each refused file at its field."""
        for name, sentences in self.refusals.items():
            form[name].errors = sentences


def attach_what_came(
    assessment_id: int, asked: Criterion, form: AnswerForm, before: Mapping[str, Any]
) -> Attached:
    """Attaches the files that answer questions; a refused one does not hold up the rest.

    `before` are the values saved so far: a file stays the answer to its question until another
    takes its place.
    """
    attached = Attached()
    take = taking(attach_file, assessment_id=assessment_id, criterion=asked)
    for question in file_questions(asked):
        name = field_name(question)
        kept = before.get(question.id)
        taken = take_all(chosen_files(form[name]), take)
        if taken.refusals:
            attached.refusals[name] = taken.refusals
        if taken.added:
            attached.values[question.id] = str(taken.added[0].evidence.id)
        elif isinstance(kept, str):
            attached.values[question.id] = kept
    return attached


def kept_files(
    asked: Criterion, form: AnswerForm, attached: "Iterable[Evidence]"
) -> dict[str, str]:
    """The files, by question, that came with an earlier try and support the answer since."""
    known = {str(piece.id) for piece in attached}
    kept = {question.id: form[field_name(question)].kept for question in file_questions(asked)}
    return {key: number for key, number in kept.items() if number in known}


def keep_files(asked: Criterion, form: AnswerForm, conflict: Conflict) -> None:
    """Has the form say which files came with an answer that was not saved."""
    for question in file_questions(asked):
        number = conflict.together.values.get(question.id)
        if number != conflict.saved.values.get(question.id):
            form[field_name(question)].kept = number or ""


def ask_for_files_again(asked: Criterion, form: AnswerForm) -> None:
    """Says at each field with a chosen file that a page that comes back cannot keep it."""
    for question in file_questions(asked):
        if chosen_files(form[field_name(question)]):
            form[field_name(question)].errors = [
                _("Choose the files again: a browser cannot keep them.")
            ]


def file_questions(asked: Criterion) -> Iterator[Question]:
    """The criterion's questions that a file answers."""
    return (question for question in asked.questions if question.type is QuestionType.FILE)


def clear_questions(
    assessment_id: int, asked: Criterion, evidence_id: str, at: datetime
) -> list[str] | None:
    """Leaves the questions open that the file answers and names them.

    None when somebody else saved meanwhile.
    """
    saved = assessments.answers(current_session(), assessment_id).get(asked.id)
    answered = [
        question.id
        for question in file_questions(asked)
        if saved is not None and saved.values.get(question.id) == evidence_id
    ]
    if saved is None or not answered:
        return []
    kept = {key: value for key, value in saved.values.items() if key not in answered}
    return answered if _save(assessment_id, asked, saved, kept, at) else None


def fill_questions(
    assessment_id: int,
    asked: Criterion,
    found: "list[Evidence]",
    names: Collection[str],
    at: datetime,
) -> None:
    """Has the file answer the questions of these names again, as far as they are still open."""
    saved = assessments.answers(current_session(), assessment_id).get(asked.id)
    if saved is None or len(found) != 1 or not names:
        return
    again = {
        question.id: str(found[0].id)
        for question in file_questions(asked)
        if question.id in names and question.id not in saved.values
    }
    if again:
        _save(assessment_id, asked, saved, {**saved.values, **again}, at)


def _save(
    assessment_id: int, asked: Criterion, saved: "Answer", values: Mapping[str, Any], at: datetime
) -> bool:
    """Saves the answer with other values; False when somebody else saved meanwhile."""
    unread = unread_values(asked.questions, saved.values, today())
    result = save_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=asked,
        draft=AnswerDraft(
            saved.level,
            saved.justification,
            saved.version,
            {key: value for key, value in values.items() if key not in unread},
            saved.is_not_applicable,
        ),
        actor_id=current_user_id(),
        at=at,
    )
    return not isinstance(result, Conflict)
