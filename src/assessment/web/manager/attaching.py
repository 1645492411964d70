"""What comes with an answer: files and links as evidence, and files that answer a question."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from assessment.db.base import now
from assessment.domain.criteria import Criterion
from assessment.domain.errors import RefusedUpload
from assessment.domain.questions import Question, QuestionType
from assessment.services.evidence import attach_file, attach_link
from assessment.web.access import current_user_id
from assessment.web.context import settings
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.fields import chosen_files
from assessment.web.forms.question_values import field_name
from assessment.web.manager.refusals import upload_refusal
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Evidence


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
    """Attaches what the form says; a refused file does not hold up the rest.

    `before` are the values saved so far: a file stays the answer to its question until another
    takes its place.
    """
    attached = Attached()
    for question in file_questions(asked):
        name = field_name(question)
        kept = before.get(question.id)
        taken = _take_all(assessment_id, asked, form, name, attached)
        if taken:
            attached.values[question.id] = str(taken[0].id)
        elif isinstance(kept, str):
            attached.values[question.id] = kept
    _take_all(assessment_id, asked, form, "files", attached)
    _take_link(assessment_id, asked, form)
    return attached


def ask_for_files_again(asked: Criterion, form: AnswerForm) -> None:
    """Says at each field with a chosen file that a page that comes back cannot keep it."""
    for name in ("files", *(field_name(question) for question in file_questions(asked))):
        if chosen_files(form[name]):
            form[name].errors = [_("Choose the files again: a browser cannot keep them.")]


def file_questions(asked: Criterion) -> Iterator[Question]:
    """The criterion's questions that a file answers."""
    return (question for question in asked.questions if question.type is QuestionType.FILE)


def _take_all(
    assessment_id: int, asked: Criterion, form: AnswerForm, name: str, attached: Attached
) -> "list[Evidence]":
    """The evidence that the files of a field have become; why others were refused is noted."""
    taken = []
    for upload in chosen_files(form[name]):
        try:
            taken.append(_take(assessment_id, asked, upload, form.dated_on.data))
        except RefusedUpload as refused:
            attached.refusals.setdefault(name, []).append(upload_refusal(refused))
    return taken


def _take(
    assessment_id: int, asked: Criterion, upload: FileStorage, dated_on: date | None
) -> "Evidence":
    return attach_file(
        current_session(),
        assessment_id=assessment_id,
        criterion=asked,
        filename=upload.filename or "",
        stream=cast(BinaryIO, upload.stream),
        folder=settings().evidence_path,
        limit=settings().upload_bytes,
        dated_on=dated_on,
        actor_id=current_user_id(),
        at=now(),
    )


def _take_link(assessment_id: int, asked: Criterion, form: AnswerForm) -> None:
    if form.link_url.data:
        attach_link(
            current_session(),
            assessment_id=assessment_id,
            criterion=asked,
            url=form.link_url.data,
            title=form.link_title.data or "",
            dated_on=form.dated_on.data,
            actor_id=current_user_id(),
            at=now(),
        )
