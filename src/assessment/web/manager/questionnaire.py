"""The questionnaire: a section, and one criterion at a time."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import CombinedMultiDict

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, CriterionStatus
from assessment.domain.errors import UnknownCriterion
from assessment.domain.policy import Action
from assessment.domain.questions import Question
from assessment.domain.workflow import State
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.carrying import sources_of
from assessment.web.access import access, current_user_id
from assessment.web.errors import WrongState, wants_data
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.autosaved import part_versions
from assessment.web.forms.question_values import kept_unseen, read_values, shown_by
from assessment.web.manager.attaching import (
    ask_for_files_again,
    attach_what_came,
    keep_files,
    kept_files,
)
from assessment.web.manager.autosaving import autosaved, together
from assessment.web.manager.blueprint import pages
from assessment.web.manager.confirming import notices_of
from assessment.web.manager.former import where_it_went
from assessment.web.manager.teamwork import criterion_teamwork
from assessment.web.manager.worktable import Worktable, draft_of, open_worktable
from assessment.web.transactions import current_session


@pages.get("/assessments/<int:assessment_id>/sections/<section_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def section(assessment_id: int, section_id: str) -> ResponseReturnValue:
    """A section as a list of criteria, each with its own form."""
    table = open_worktable()
    shown = next((s for s in table.label.sections if s.id == section_id), None)
    if shown is None:
        abort(404)
    if table.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    place = table.label.sections.index(shown)
    around = (None, *table.label.sections, None)
    answers = table.worksheet.answers
    return render_template(
        "manager/section.html",
        worksheet=table.worksheet,
        words=table.words,
        section=shown,
        items=[
            table.lay_out(
                asked,
                table.form(asked, table.saved(asked), id_prefix=f"{asked.id}-"),
                is_one_of_many=True,
            )
            for asked in shown.criteria
        ],
        sources=sources_of(
            current_session(),
            [answers[c.id] for c in shown.criteria if c.id in answers],
        ),
        before=around[place],
        after=around[place + 2],
    )


@pages.get("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def criterion(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """One criterion with its answer; a form for whoever may answer."""
    table = open_worktable()
    if table.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    try:
        asked = table.label.criterion(criterion_id)
    except UnknownCriterion:
        return where_it_went(table, criterion_id)
    return _page(table, asked, table.form(asked, table.saved(asked)))


@pages.post("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.ANSWER, subject="assessment_id")
def answer(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves the answer; a refused file does not hold up the rest.

    Asked for JSON, it saves what can be saved and says the rest (`autosaving`).
    """
    table = open_worktable()
    asked = table.label.criterion(criterion_id)
    if asked.status is not CriterionStatus.ACTIVE:
        raise WrongState
    form = table.form(asked)
    if wants_data():
        return autosaved(table, asked, form)
    if form.scheme_version.data not in (None, "", table.edition.scheme.version):
        return _moved(table, asked, form), 409
    if not form.validate_on_submit():
        ask_for_files_again(asked, form)
        return _page_again(table, asked, form), 422
    known = table.saved(asked).values
    unseen = kept_unseen(asked.questions, _shown(asked), known)
    kept = kept_files(asked, form, table.worksheet.evidence.get(asked.id, ()))
    attached = attach_what_came(assessment_id, asked, form, {**known, **kept})
    is_first, seen = asked.id not in table.worksheet.answers, form.version.data or 0
    saved = save_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=asked,
        draft=_draft(asked, form, unseen | attached.values),
        actor_id=current_user_id(),
        at=now(),
        scheme_version=table.edition.scheme.version,
    )
    if isinstance(saved, Conflict):
        return _conflict(open_worktable(), asked, saved)
    if attached.refusals:
        flash(_("Everything else is saved."), "success")
        table = open_worktable()
        again = table.form(asked, draft_of(saved))
        attached.show_refusals(again)
        return _page(table, asked, again)
    flash(request.path, "acknowledged")
    flash(_("Saved.") if is_first or saved.version <= seen + 1 else together(), "success")
    return redirect(_next_place(table, asked), 303)


def _draft(asked: Criterion, form: AnswerForm, more: dict[str, Any]) -> AnswerDraft:
    """What the form says, with values that its fields do not tell."""
    return AnswerDraft(
        form.level.data if asked.is_chosen else None,
        form.justification.data or "",
        form.version.data or 0,
        read_values(form, asked.questions) | more,
        "is_not_applicable" in form and form.is_not_applicable.data,
        part_versions=dict(part_versions(request.form.getlist("part_version"))),
    )


def _next_place(table: Worktable, asked: Criterion) -> str:
    assessment_id = table.worksheet.assessment.id
    if "save_in_section" in request.form:
        return url_for(
            "manager.section",
            assessment_id=assessment_id,
            section_id=table.label.section_of(asked.id).id,
            _anchor=asked.id,
        )
    _before, after = table.label.neighbours(asked)
    if "save_and_next" not in request.form:
        after = asked
    if after is None:
        return url_for("manager.assessment", assessment_id=assessment_id)
    return url_for("manager.criterion", assessment_id=assessment_id, criterion_id=after.id)


def _page_again(table: Worktable, asked: Criterion, form: AnswerForm) -> str:
    """The form as it was sent. A question that it did not show would stand there without its answer."""
    return _page(table, asked, form, _shown(asked))


def _shown(asked: Criterion) -> tuple[Question, ...]:
    return shown_by(asked.questions, CombinedMultiDict([request.form, request.files]))


def _page(
    table: Worktable,
    asked: Criterion,
    form: AnswerForm,
    shown: tuple[Question, ...] | None = None,
) -> str:
    before, after = table.label.neighbours(asked)
    return render_template(
        "manager/criterion.html",
        worksheet=table.worksheet,
        words=table.words,
        section=table.label.section_of(asked.id),
        item=table.lay_out(asked, form, shown),
        **_traces(table, asked),
        teamwork=criterion_teamwork(table.worksheet, asked.id),
        before=before,
        after=after,
        **notices_of(table.worksheet, table.edition, asked),
    )


def _traces(table: Worktable, asked: Criterion) -> dict[str, bool]:
    """What ever was here; an answer can be gone with its criterion, which then came back."""
    if asked.id in table.worksheet.answers:
        return {"was_answered": True, "has_history": True}
    sheet_id = table.worksheet.assessment.sheet_id
    saved, attached = assessments.traces(current_session(), sheet_id, asked.id)
    return {"was_answered": saved, "has_history": saved or attached}


def _moved(table: Worktable, asked: Criterion, form: AnswerForm) -> str:
    """The form as it was sent, for a scheme that has changed since it was opened."""
    form.scheme_version.data = table.edition.scheme.version
    form.scheme_version.raw_data = None
    flash(
        _(
            "The scheme has a new version since you opened this page. Nothing is saved yet: read the "
            "criterion again, then save what you wrote."
        ),
        "warning",
    )
    return _page_again(table, asked, form)


def _conflict(table: Worktable, asked: Criterion, conflict: Conflict) -> str:
    """Both versions side by side, each one press from being kept. Evidence sent along is kept."""
    form = table.form(asked, conflict.together)
    keep_files(asked, form, conflict)
    return render_template(
        "manager/conflict.html",
        worksheet=table.worksheet,
        words=table.words,
        item=table.lay_out(asked, form),
        conflict=conflict,
        is_own=conflict.saved.saved_by == current_user_id(),
    )
