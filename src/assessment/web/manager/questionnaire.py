"""The questionnaire: an assessment at a glance, and one criterion at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import assessments, outcomes
from assessment.domain.criteria import Criterion, Label
from assessment.domain.errors import RefusedUpload
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.services.assessments import (
    AnswerDraft,
    Conflict,
    Worksheet,
    read_worksheet,
    save_answer,
)
from assessment.services.evidence import attach_file, attach_link, detach_evidence
from assessment.services.records import rules_of
from assessment.web.access import LARGEST_KEY, access, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.forms.answer import AnswerForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.refusals import upload_refusal
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Submission


@dataclass(frozen=True, slots=True)
class _Desk:
    """What both pages of the questionnaire work on."""

    edition: Edition
    label: Label
    worksheet: Worksheet

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(language())


def _open(assessment_id: int) -> _Desk:
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    return _Desk(edition, label, read_worksheet(session, found, label))


@pages.get("/assessments/<int:assessment_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def assessment(assessment_id: int) -> ResponseReturnValue:
    """Where an assessment stands: the questionnaire of a draft, the path of a submitted one."""
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    submission = assessments.submission_of(session, assessment_id)
    if submission is not None:
        return _path(found, submission)
    desk = _open(assessment_id)
    return render_template(
        "manager/assessment.html", desk=desk, worksheet=desk.worksheet, words=desk.words
    )


def _path(found: "Assessment", submission: "Submission") -> str:
    session = current_session()
    edition, label = rules_of(submission)
    return render_template(
        "manager/path.html",
        assessment=found,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        events=outcomes.events(session, found.id),
        decision=outcomes.decision(session, submission.id),
        certificate=outcomes.certificate(session, submission.id),
        documents=outcomes.documents(session, submission.id),
    )


@pages.get("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def criterion(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """One criterion with its answer; a form for whoever may answer."""
    desk = _open(assessment_id)
    asked = desk.label.criterion(criterion_id)
    if desk.worksheet.assessment.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    saved = desk.worksheet.answers.get(criterion_id)
    values = (saved.version, saved.level, saved.justification) if saved else ()
    return _page(desk, asked, _form(asked, *values))


@pages.post("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.ANSWER, subject="assessment_id")
def answer(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves the answer and its evidence; a refused file does not hold up the rest."""
    desk = _open(assessment_id)
    asked = desk.label.criterion(criterion_id)
    form = AnswerForm.for_criterion(asked, settings().upload_bytes)
    if not form.validate_on_submit():
        if any(_uploads(form)):
            form.files.errors = [_("Choose the files again: a browser cannot keep them.")]
        return _page(desk, asked, form), 422
    refusals = _take_evidence(assessment_id, asked, form)
    saved = save_answer(
        current_session(),
        assessment_id=assessment_id,
        criterion=asked,
        draft=AnswerDraft(form.level.data, form.justification.data or "", form.version.data or 0),
        actor_id=current_user_id(),
        at=now(),
    )
    if isinstance(saved, Conflict):
        return _conflict(desk, asked, saved)
    if refusals:
        flash(_("Everything else is saved."), "success")
        desk = _open(assessment_id)
        again = _form(asked, saved.version, saved.level, saved.justification)
        again.files.errors = refusals
        return _page(desk, asked, again)
    flash(_("Saved."), "success")
    return redirect(_next_place(desk, asked), 303)


def _form(
    asked: Criterion, version: int = 0, level: int | None = None, justification: str = ""
) -> AnswerForm:
    values = {"version": version, "level": level, "justification": justification}
    return AnswerForm.for_criterion(asked, settings().upload_bytes, formdata=None, data=values)


def _uploads(form: AnswerForm) -> Iterator[FileStorage]:
    """The files that were chosen; an empty field sends one without a name."""
    return (upload for upload in form.files.data or [] if getattr(upload, "filename", ""))


def _take_evidence(assessment_id: int, asked: Criterion, form: AnswerForm) -> list[str]:
    """Attaches and detaches what the form says; returns why files were refused."""
    session = current_session()
    user_id, at = current_user_id(), now()
    refusals = []
    for upload in _uploads(form):
        try:
            attach_file(
                session,
                assessment_id=assessment_id,
                criterion=asked,
                filename=upload.filename or "",
                stream=cast(BinaryIO, upload.stream),
                folder=settings().evidence_path,
                limit=settings().upload_bytes,
                actor_id=user_id,
                at=at,
            )
        except RefusedUpload as refused:
            refusals.append(upload_refusal(refused))
    if form.link_url.data:
        attach_link(
            session,
            assessment_id=assessment_id,
            criterion=asked,
            url=form.link_url.data,
            title=form.link_title.data or "",
            actor_id=user_id,
            at=at,
        )
    if 0 < (removed := request.form.get("remove_evidence", 0, type=int)) <= LARGEST_KEY:
        detach_evidence(session, assessment_id=assessment_id, criterion=asked, evidence_id=removed)
    return refusals


def _next_place(desk: _Desk, asked: Criterion) -> str:
    assessment_id = desk.worksheet.assessment.id
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
        saved=desk.worksheet.answers.get(asked.id),
        evidence=desk.worksheet.evidence.get(asked.id, []),
        form=form,
        before=before,
        after=after,
    )


def _conflict(desk: _Desk, asked: Criterion, conflict: Conflict) -> str:
    """Both versions side by side, each one press from being kept. Evidence sent along is kept."""
    draft = conflict.draft
    form = _form(asked, conflict.saved.version, draft.level, draft.justification)
    return render_template(
        "manager/conflict.html",
        desk=desk,
        worksheet=desk.worksheet,
        words=desk.words,
        criterion=asked,
        levels=level_texts(desk.words, asked),
        conflict=conflict,
        is_own=conflict.saved.saved_by == current_user_id(),
        form=form,
    )
