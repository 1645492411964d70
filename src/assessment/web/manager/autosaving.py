"""Saving an answer while it is typed: what can be saved is saved, and the rest is said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Field, FieldList, FormField

from assessment.db.base import now
from assessment.domain.criteria import Criterion
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.web.access import current_user_id
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.question_values import field_name, kept_unseen, raw_value
from assessment.web.manager.attaching import file_questions
from assessment.web.manager.worktable import Worktable
from assessment.web.transactions import current_session
from assessment.web.wording import time_of_day


def autosaved(table: Worktable, asked: Criterion, form: AnswerForm) -> ResponseReturnValue:
    """Saves the parts that their fields take and answers as JSON.

    `state` is `saved` (with the new `version`, and `errors` at the fields that were left as they
    were), `conflict` (with `panel`, both versions side by side), or `moved` (a new version of the
    scheme came into force); `said` is what to tell the person. Evidence is not saved this way.
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
    is_merged = saved.version > draft.version + 1
    return {
        "state": "saved",
        "said": together() if is_merged else _("Saved %(time)s", time=time_of_day(saved.saved_at)),
        "version": saved.version,
        "is_merged": is_merged,
        "errors": list(_errors(form)),
    }


def together() -> str:
    """What somebody is told whose answer was saved beside somebody else's changes."""
    return str(_("Saved, together with what somebody else changed here meanwhile."))


def _draft(table: Worktable, asked: Criterion, form: AnswerForm) -> AnswerDraft:
    """What the form says; a part that its field does not take stays as it was saved."""
    before, faulty = table.saved(asked), form.errors.keys()
    seen = table.asked_questions(asked)
    values = kept_unseen(asked.questions, seen, before.values, request.form)
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
    )


def _contradicted(table: Worktable, asked: Criterion, conflict: Conflict) -> dict[str, Any]:
    return {
        "state": "conflict",
        "said": _("Not saved: there are two versions. Choose below."),
        "version": conflict.saved.version,
        "panel": render_template(
            "manager/_contradiction.html",
            words=table.words,
            item=table.lay_out(asked, table.form(asked)),
            files={str(e.id): e for e in table.worksheet.evidence.get(asked.id, [])},
            conflict=conflict,
            is_own=conflict.saved.saved_by == current_user_id(),
        ),
    }


def _errors(fields: Iterable[Field]) -> Iterator[dict[str, str]]:
    """Each fault with the name that its field is sent by."""
    for field in fields:
        if isinstance(field, FieldList):
            yield from _errors(field.entries)
            yield from _told(field)
        elif isinstance(field, FormField):
            yield from _errors(field.form)
        else:
            yield from _told(field)


def _told(field: Field) -> Iterator[dict[str, str]]:
    errors: Iterable[object] = field.errors
    for error in errors:
        if not isinstance(error, Sequence | Mapping) or isinstance(error, str):
            yield {"name": field.name, "text": str(error)}
