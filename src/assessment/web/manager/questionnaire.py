"""The questionnaire: an assessment at a glance, and one criterion at a time."""

from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

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
from assessment.web.access import access, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.forms.answer import AnswerForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.refusals import upload_refusal
from assessment.web.transactions import current_session


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
    if found.state != State.DRAFT:
        return _path(assessment_id)
    desk = _open(assessment_id)
    return render_template(
        "manager/assessment.html", desk=desk, worksheet=desk.worksheet, words=desk.words
    )


def _path(assessment_id: int) -> ResponseReturnValue:
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    submission = assessments.submission_of(session, assessment_id)
    assert submission is not None, "a submitted assessment has a submission"  # noqa: S101
    edition = edition_of(found.scheme_id)
    return render_template(
        "manager/path.html",
        assessment=found,
        submission=submission,
        label=edition.scheme.label(found.label_id),
        words=edition.texts.in_language(language()),
        events=outcomes.events(session, assessment_id),
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
    form = AnswerForm.for_criterion(
        asked,
        settings().upload_bytes,
        formdata=None,
        data={
            "version": saved.version if saved else 0,
            "level": saved.level if saved else None,
            "justification": saved.justification if saved else "",
        },
    )
    return _page(desk, asked, form)


@pages.post("/assessments/<int:assessment_id>/criteria/<criterion_id>")
@access(Action.ANSWER, subject="assessment_id")
def answer(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves the answer and its evidence, all or nothing."""
    desk = _open(assessment_id)
    asked = desk.label.criterion(criterion_id)
    form = AnswerForm.for_criterion(asked, settings().upload_bytes)
    if not form.validate_on_submit() or not _take_evidence(assessment_id, asked, form):
        return _page(desk, asked, form), 422
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
    flash(_("Saved."), "success")
    return redirect(_next_place(desk, asked), 303)


def _take_evidence(assessment_id: int, asked: Criterion, form: AnswerForm) -> bool:
    """Attaches what was sent along; False when a file was refused, with the reason at its field."""
    session = current_session()
    user_id, at = current_user_id(), now()
    for upload in form.files.data or []:
        if not getattr(upload, "filename", ""):
            continue
        try:
            attach_file(
                session,
                assessment_id=assessment_id,
                criterion=asked,
                filename=upload.filename,
                stream=upload.stream,
                folder=settings().evidence_path,
                limit=settings().upload_bytes,
                actor_id=user_id,
                at=at,
            )
        except RefusedUpload as refused:
            form.files.errors = [*form.files.errors, upload_refusal(refused)]
    if form.files.errors:
        return False
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
    if removed := request.form.get("remove_evidence", type=int):
        detach_evidence(session, assessment_id=assessment_id, criterion=asked, evidence_id=removed)
    return True


def _next_place(desk: _Desk, asked: Criterion) -> str:
    assessment_id = desk.worksheet.assessment.id
    _before, after = _neighbours(desk.label, asked)
    if "save_and_next" not in request.form:
        after = asked
    if after is None:
        return url_for("manager.assessment", assessment_id=assessment_id)
    return url_for("manager.criterion", assessment_id=assessment_id, criterion_id=after.id)


def _neighbours(label: Label, asked: Criterion) -> tuple[Criterion | None, Criterion | None]:
    criteria = (None, *label.criteria, None)
    place = criteria.index(asked)
    return criteria[place - 1], criteria[place + 1]


def _page(desk: _Desk, asked: Criterion, form: AnswerForm) -> str:
    before, after = _neighbours(desk.label, asked)
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
    form = AnswerForm.for_criterion(
        asked,
        settings().upload_bytes,
        formdata=None,
        data={
            "version": conflict.saved.version,
            "level": conflict.draft.level,
            "justification": conflict.draft.justification,
        },
    )
    return render_template(
        "manager/conflict.html",
        desk=desk,
        worksheet=desk.worksheet,
        words=desk.words,
        criterion=asked,
        levels=level_texts(desk.words, asked),
        conflict=conflict,
        form=form,
    )
