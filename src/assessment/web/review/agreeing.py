"""The consensus: what the panel differs on, and what it agrees."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import outcomes, reviews
from assessment.domain.criteria import Criterion, Label
from assessment.domain.deadlines import days_left
from assessment.domain.errors import Incomplete
from assessment.domain.policy import Action
from assessment.services.consensus import (
    AgreementConflict,
    AgreementDraft,
    PanelView,
    close_consensus,
    read_panel,
    record_agreement,
)
from assessment.services.panel_outcomes import OutcomeGap, outcome_gaps
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, can, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.review import NOT_APPLICABLE, AgreementForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.get("/reviews/<int:submission_id>/consensus")
@access(Action.READ_REVIEWS, subject="submission_id")
def consensus(submission_id: int) -> ResponseReturnValue:
    """The meeting sheet: what the panel differs on, largest difference first; one alone has none."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    panel = read_panel(session, submission, label)
    if len(panel.seats) == 1 and can(Action.SEE_REVIEW):
        return redirect(url_for("review.outcome", submission_id=submission_id))
    due_on = submission.assessment.due_on
    return render_template(
        "review/consensus.html",
        left=days_left(due_on, now()) if due_on else None,
        sent_back=outcomes.sent_back_because(session, submission.assessment_id),
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        panel=panel,
        disputed=sorted(panel.differences, key=lambda each: -each.size),
        gaps=outcome_gaps(session, submission, label),
        state=submission.assessment.state,
    )


@pages.get("/reviews/<int:submission_id>/consensus/<criterion_id>")
@access(Action.AGREE, subject="submission_id")
def agree(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """The ratings with their comments, and the form for what is agreed."""
    table = _sit_down(submission_id, criterion_id)
    saved = table.panel.agreements.get(criterion_id)
    draft = AgreementDraft(saved.level, saved.reason, saved.version) if saved else None
    return _page(table, _form(table.asked, draft))


@pages.post("/reviews/<int:submission_id>/consensus/<criterion_id>")
@access(Action.AGREE, subject="submission_id")
def record(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """Records what the panel agrees on for one criterion."""
    table = _sit_down(submission_id, criterion_id)
    form = AgreementForm.for_criterion(table.asked)
    if not form.validate_on_submit():
        return _page(table, form), 422
    result = record_agreement(
        current_session(),
        submission=table.submission,
        criterion=table.asked,
        draft=_draft(form),
        actor_id=current_user_id(),
        at=now(),
    )
    if isinstance(result, AgreementConflict):
        again = _form(table.asked, replace(result.draft, version=result.saved.version))
        return _page(table, again, conflict=result)
    flash(_("Recorded."), "success")
    return redirect(url_for("review.consensus", submission_id=submission_id), 303)


@dataclass(frozen=True, slots=True)
class _Table:
    """What the panel sits over: one disputed criterion of a submission."""

    submission: "Submission"
    edition: Edition
    label: Label
    asked: Criterion
    panel: PanelView


def _sit_down(submission_id: int, criterion_id: str) -> _Table:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    asked = label.criterion(criterion_id)
    panel = read_panel(session, submission, label)
    if asked not in [difference.criterion for difference in panel.differences]:
        abort(404)
    return _Table(submission, edition, label, asked, panel)


def _form(asked: Criterion, draft: AgreementDraft | None) -> AgreementForm:
    """The form as it begins; with nothing recorded, nothing is chosen."""
    values: dict[str, object] = {"version": 0}
    if draft is not None:
        level = NOT_APPLICABLE if draft.level is None else draft.level
        values = {"version": draft.version, "level": level, "reason": draft.reason}
    return AgreementForm.for_criterion(asked, formdata=None, data=values)


def _draft(form: AgreementForm) -> AgreementDraft:
    level = None if form.level.data == NOT_APPLICABLE else form.level.data
    return AgreementDraft(level, form.reason.data or "", form.version.data or 0)


def _page(table: _Table, form: AgreementForm, conflict: AgreementConflict | None = None) -> str:
    words = table.edition.texts.in_language(language())
    return render_template(
        "review/agree.html",
        submission=table.submission,
        label=table.label,
        words=words,
        section=table.label.section_of(table.asked.id),
        criterion=table.asked,
        answer=table.submission.record["answers"][table.asked.id],
        score=own_scorecard(table.submission, table.label).of(table.asked.id),
        question_words=QuestionWords.of_criterion(words, table.asked.id),
        levels=level_texts(words, table.asked),
        panel=table.panel,
        form=form,
        conflict=conflict,
    )


@pages.post("/reviews/<int:submission_id>/consensus/close")
@access(Action.CLOSE_CONSENSUS, subject="submission_id")
def close(submission_id: int) -> ResponseReturnValue:
    """Ends the panel's work and hands it to the secretariat."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    _edition, label = rules_of(submission)
    try:
        close_consensus(
            session,
            submission=submission,
            label=label,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except Incomplete as lacking:
        if isinstance(lacking.gaps[0], OutcomeGap):
            flash(_("The outcome is not whole yet. Nothing was closed."), "error")
            return redirect(url_for("review.outcome", submission_id=submission_id), 303)
        flash(_("On some criteria nothing is agreed yet. Nothing was closed."), "error")
    else:
        flash(_("Closed. The secretariat decides next."), "success")
    return redirect(url_for("review.consensus", submission_id=submission_id), 303)
