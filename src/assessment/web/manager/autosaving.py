"""Saving an answer while it is typed: what can be saved is saved, and the rest is said."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.criteria import Criterion
from assessment.domain.merging import changed_parts
from assessment.domain.questions import QuestionType
from assessment.services.answering import (
    AnswerDraft,
    Conflict,
    record_meant,
    record_of,
    save_answer,
    unread_values,
)
from assessment.web.access import current_user_id
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.autosaved import errors_told, part_versions
from assessment.web.forms.question_values import (
    field_name,
    kept_unseen,
    raw_value,
    shown_by,
    today,
)
from assessment.web.manager.attaching import file_questions
from assessment.web.manager.worktable import Worktable
from assessment.web.transactions import current_session
from assessment.web.wording import time_of_day

if TYPE_CHECKING:
    from assessment.db.models import Answer


def autosaved(table: Worktable, asked: Criterion, form: AnswerForm) -> ResponseReturnValue:
    """Saves the parts that their fields take and answers as JSON.

    `state` is `saved` (with the new `version`, the parts that `others` changed meanwhile, and `errors`
    at the fields that were left as they were); `conflict` (with the contradicted `parts`, the `texts` of
    theirs that mine can follow, and `panel`, both versions side by side; sent again with those parts as
    seen at its `version`, mine counts); or `moved` (a new version of the scheme came into force). `said`
    is what to tell the person. Evidence is not saved this way.
    """
    if form.scheme_version.data not in (None, "", table.edition.scheme.version):
        said = _("Not saved: the scheme has a new version. Load the page again; your text is kept.")
        return {"state": "moved", "said": said}, 409
    form.validate()
    draft = _draft(table, asked, form)
    saved = save_answer(
        current_session(),
        assessment_id=table.worksheet.assessment.id,
        criterion=asked,
        draft=draft,
        actor_id=current_user_id(),
        at=now(),
        scheme_version=table.edition.scheme.version,
    )
    if isinstance(saved, Conflict):
        return _contradicted(table, asked, saved), 409
    others = _of_others(asked, draft, saved, form)
    return {
        "state": "saved",
        "said": together() if others else _("Saved %(time)s", time=time_of_day(saved.saved_at)),
        "version": saved.version,
        "others": others,
        "errors": list(errors_told(form)),
    }


def _of_others(
    asked: Criterion, draft: AnswerDraft, saved: "Answer", form: AnswerForm
) -> list[str]:
    """The parts that stand otherwise than they were sent, without those that could not be taken.

    What is sent is compared as it is kept: `4.50` and `4.5` are the same number.
    """
    sent = record_meant(asked, draft, today())
    sent["values"] = unread_values(asked.questions, saved.values, today()) | sent["values"]
    return [part for part in changed_parts(sent, record_of(saved)) if part not in form.errors]


def together() -> str:
    """What somebody is told whose answer was saved beside somebody else's changes."""
    return str(_("Saved, together with what somebody else changed here meanwhile."))


def _draft(table: Worktable, asked: Criterion, form: AnswerForm) -> AnswerDraft:
    """What the form says; a part that its field does not take stays as it was saved."""
    before, faulty = table.saved(asked), form.errors.keys()
    shown = shown_by(asked.questions, request.form)
    values = kept_unseen(asked.questions, shown, before.values)
    files = {question.id for question in file_questions(asked)}
    for question in asked.questions:
        name = field_name(question)
        if question.id in files or name in faulty:
            values[question.id] = before.values.get(question.id)
        elif question.id not in values:
            values[question.id] = raw_value(question, form[name].data)
    is_claimed = not {"level", "is_not_applicable"} & faulty
    is_left_out = "is_not_applicable" in form and form.is_not_applicable.data
    return AnswerDraft(
        (form.level.data if "level" in form else None) if is_claimed else before.level,
        before.justification if "justification" in faulty else form.justification.data or "",
        form.version.data or 0,
        values,
        is_left_out if is_claimed else before.is_not_applicable,
        dict(part_versions(request.form.getlist("part_version"))),
    )


def _contradicted(table: Worktable, asked: Criterion, conflict: Conflict) -> dict[str, Any]:
    texts = dict(_texts_to_join(asked, conflict))
    return {
        "state": "conflict",
        "said": _("Not saved: there are two versions. Choose below."),
        "version": conflict.saved.version,
        "parts": conflict.contradicted,
        "texts": texts,
        "panel": render_template(
            "manager/_contradiction.html",
            words=table.words,
            item=table.lay_out(asked, table.form(asked)),
            files={str(e.id): e for e in table.worksheet.evidence.get(asked.id, [])},
            conflict=conflict,
            texts=texts,
            is_own=conflict.saved.saved_by == current_user_id(),
        ),
    }


def _texts_to_join(asked: Criterion, conflict: Conflict) -> Iterator[tuple[str, str]]:
    """Their words, by part, where every contradicted part is a text of many lines; else nothing."""
    theirs = {"justification": conflict.saved.justification}
    for question in asked.questions:
        if question.type is QuestionType.LONG_TEXT:
            theirs[field_name(question)] = str(conflict.saved.values.get(question.id) or "")
    if theirs.keys() >= set(conflict.contradicted):
        yield from ((part, theirs[part]) for part in conflict.contradicted)
