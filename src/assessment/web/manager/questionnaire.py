"""The questionnaire, one criterion at a time."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.criteria import Criterion, CriterionStatus, Label
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import Question
from assessment.domain.workflow import State
from assessment.services.answering import AnswerDraft, Conflict, save_answer
from assessment.services.assessments import Worksheet, read_worksheet
from assessment.web.access import LARGEST_KEY, access, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.errors import WrongState
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.question_values import asked_now, kept_unseen, read_values
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.manager.attaching import (
    ask_for_files_again,
    attach_what_came,
)
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Answer


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the pages of a criterion work on."""

    edition: Edition
    label: Label
    worksheet: Worksheet

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(language())

    def form(self, asked: Criterion, saved: "AnswerDraft | None" = None) -> AnswerForm:
        """The answer's form as it was sent, or filled with what is saved."""
        words = QuestionWords.of_criterion(self.words, asked.id)
        limit = settings().upload_bytes
        if saved is None:
            return AnswerForm.for_criterion(asked, words, limit)
        data = {
            "version": saved.version,
            "scheme_version": self.edition.scheme.version,
            "level": saved.level,
            "justification": saved.justification,
            "is_not_applicable": saved.is_not_applicable,
        }
        values = saved.values
        return AnswerForm.for_criterion(asked, words, limit, values, formdata=None, data=data)

    def asked_questions(self, asked: Criterion) -> tuple[Question, ...]:
        """The criterion's questions without those that its answers rule out."""
        return asked_now(asked.questions, Facts(self.label, self.worksheet.sheet))


def _open(assessment_id: int) -> _Desk:
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    return _Desk(edition, label, read_worksheet(session, found, label, now()))


@pages.get("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def criterion(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """One criterion with its answer; a form for whoever may answer."""
    desk = _open(assessment_id)
    asked = desk.label.criterion(criterion_id)
    if desk.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    return _page(desk, asked, desk.form(asked, _draft_of(desk.worksheet.answers.get(criterion_id))))


@pages.post("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.ANSWER, subject="assessment_id")
def answer(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves the answer and its evidence; a refused file does not hold up the rest."""
    desk = _open(assessment_id)
    asked = desk.label.criterion(criterion_id)
    if asked.status is not CriterionStatus.ACTIVE:
        raise WrongState
    form = desk.form(asked)
    if form.scheme_version.data not in (None, "", desk.edition.scheme.version):
        return _moved(desk, asked, form), 409
    if not form.validate_on_submit():
        ask_for_files_again(asked, form)
        return _page(desk, asked, form), 422
    before = desk.worksheet.answers.get(criterion_id)
    known = before.values if before else {}
    unseen = kept_unseen(asked.questions, desk.asked_questions(asked), known, request.form)
    attached = attach_what_came(assessment_id, asked, form, known)
    saved = save_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=asked,
        draft=_draft(asked, form, unseen | attached.values),
        actor_id=current_user_id(),
        at=now(),
        scheme_version=desk.edition.scheme.version,
    )
    if isinstance(saved, Conflict):
        return _conflict(desk, asked, saved)
    if attached.refusals:
        flash(_("Everything else is saved."), "success")
        desk = _open(assessment_id)
        again = desk.form(asked, _draft_of(saved))
        attached.show_refusals(again)
        return _page(desk, asked, again)
    flash(_("Saved."), "success")
    return redirect(_next_place(desk, asked), 303)


def _draft_of(saved: "Answer | None") -> AnswerDraft:
    """What is saved, as the draft with which a form begins."""
    if saved is None:
        return AnswerDraft(None, "", 0)
    return AnswerDraft(
        saved.level, saved.justification, saved.version, saved.values, saved.is_not_applicable
    )


def _draft(asked: Criterion, form: AnswerForm, more: dict[str, Any]) -> AnswerDraft:
    """What the form says, with values that its fields do not tell."""
    return AnswerDraft(
        form.level.data if asked.is_chosen else None,
        form.justification.data or "",
        form.version.data or 0,
        read_values(form, asked.questions) | more,
        "is_not_applicable" in form and form.is_not_applicable.data,
    )


def _next_place(desk: _Desk, asked: Criterion) -> str:
    assessment_id = desk.worksheet.assessment.id
    evidence_id = request.form.get("remove_evidence", 0, type=int)
    if 0 < evidence_id <= LARGEST_KEY:
        return url_for(
            "manager.ask_to_remove",
            assessment_id=assessment_id,
            criterion_id=asked.id,
            evidence_id=evidence_id,
        )
    _before, after = desk.label.neighbours(asked)
    if "save_and_next" not in request.form:
        after = asked
    if after is None:
        return url_for("manager.assessment", assessment_id=assessment_id)
    return url_for("manager.criterion", assessment_id=assessment_id, criterion_id=after.id)


def _page(desk: _Desk, asked: Criterion, form: AnswerForm) -> str:
    before, after = desk.label.neighbours(asked)
    return render_template(
        "manager/criterion.html",
        desk=desk,
        worksheet=desk.worksheet,
        words=desk.words,
        section=desk.label.section_of(asked.id),
        criterion=asked,
        score=desk.worksheet.scorecard.of(asked.id),
        levels=level_texts(desk.words, asked),
        questions=desk.asked_questions(asked),
        question_words=QuestionWords.of_criterion(desk.words, asked.id),
        saved=desk.worksheet.answers.get(asked.id),
        evidence=desk.worksheet.evidence.get(asked.id, []),
        form=form,
        before=before,
        after=after,
    )


def _moved(desk: _Desk, asked: Criterion, form: AnswerForm) -> str:
    """The form as it was sent, for a scheme that has changed since it was opened."""
    form.scheme_version.data = desk.edition.scheme.version
    form.scheme_version.raw_data = None
    flash(
        _(
            "The scheme has a new version since you opened this page. Nothing is saved yet: read the "
            "criterion again, then save what you wrote."
        ),
        "warning",
    )
    return _page(desk, asked, form)


def _conflict(desk: _Desk, asked: Criterion, conflict: Conflict) -> str:
    """Both versions side by side, each one press from being kept. Evidence sent along is kept."""
    form = desk.form(asked, replace(conflict.draft, version=conflict.saved.version))
    return render_template(
        "manager/conflict.html",
        desk=desk,
        worksheet=desk.worksheet,
        words=desk.words,
        criterion=asked,
        levels=level_texts(desk.words, asked),
        question_words=QuestionWords.of_criterion(desk.words, asked.id),
        conflict=conflict,
        is_own=conflict.saved.saved_by == current_user_id(),
        form=form,
    )
