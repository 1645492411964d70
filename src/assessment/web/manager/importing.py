"""The questionnaire as a workbook: taken along with its answers, and brought back."""

from dataclasses import dataclass
from functools import partial
from io import BytesIO

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import FileField, ValidationError

from assessment.catalogue.schema import TextsFile
from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.domain.errors import StaleVersion
from assessment.domain.policy import Action
from assessment.domain.questions import Question, QuestionType
from assessment.domain.workflow import State
from assessment.reports.workbook_reading import SIZE_LIMIT, UnreadableWorkbook
from assessment.services.assessments import read_worksheet
from assessment.services.importing import (
    Template,
    export_answers,
    keep_answers,
    preview,
    read_answers,
    read_template,
    take_answers,
)
from assessment.services.sniffing import MEDIA_TYPES
from assessment.services.uploads import clean_filename
from assessment.services.workbooks import ForeignWorkbook
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.forms.fields import chosen_files, plain
from assessment.web.forms.numbers import Kind, plain_digits
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.refusals import cell_refusal, workbook_refusal
from assessment.web.transactions import (
    abandon_session,
    begin_writing,
    current_session,
    reads_first,
)

_KINDS = {QuestionType.WHOLE: Kind.WHOLE, QuestionType.MONEY: Kind.MONEY}


class WorkbookForm(FlaskForm):  # type: ignore[misc]
    """The filled workbook."""

    workbook = FileField(
        _l("The filled workbook"),
        render_kw={"accept": ".xlsx", "data-max-bytes": str(SIZE_LIMIT)},
    )

    def validate_workbook(self, field: FileField) -> None:
        if not chosen_files(field):
            raise ValidationError(_l("Choose the workbook that you filled in."))


@dataclass(frozen=True, slots=True)
class _Desk:
    template: Template

    @property
    def words(self) -> TextsFile:
        return self.template.edition.texts.in_language(language())


def _open() -> _Desk:
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(session, found, label, now())
    return _Desk(read_template(session, worksheet, edition, settings().issuer))


@pages.get("/assessments/<int:assessment_id>/questionnaire.xlsx")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def export_workbook(assessment_id: int) -> ResponseReturnValue:
    """The questionnaire of a draft with the answers so far, to be filled in offline."""
    if current_assessment().state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    desk = _open()
    content = export_answers(desk.template, language(), now())
    title = desk.words.labels[desk.template.label.id].title
    cluster = desk.template.worksheet.assessment.cluster.name
    return send_file(
        BytesIO(content),
        mimetype=MEDIA_TYPES[".xlsx"],
        as_attachment=True,
        download_name=clean_filename(f"{cluster} {title}.xlsx".replace("/", " ")),
    )


@pages.get("/assessments/<int:assessment_id>/workbook")
@access(Action.ANSWER, subject="assessment_id")
def import_answers(assessment_id: int) -> ResponseReturnValue:
    """How to work offline; or what the workbook that waits would change."""
    return _page(_open(), WorkbookForm(formdata=None))


@pages.post("/assessments/<int:assessment_id>/workbook")
@access(Action.ANSWER, subject="assessment_id")
@reads_first
def upload_workbook(assessment_id: int) -> ResponseReturnValue:
    """Reads the workbook; what it would change is shown before anything is saved."""
    desk, form = _open(), WorkbookForm()
    if not form.validate_on_submit():
        return _page(desk, form), 422
    upload = chosen_files(form.workbook)[0]
    try:
        found = read_answers(
            current_session(),
            template=desk.template,
            content=upload.stream.read(SIZE_LIMIT + 1),
            digits=partial(_digits, desk.words),
            tidy=plain,
            at=now(),
        )
    except (UnreadableWorkbook, ForeignWorkbook) as error:
        form.workbook.errors = [workbook_refusal(error)]
        return _page(desk, form), 422
    keep_answers(
        begin_writing(),
        assessment_id=assessment_id,
        filename=clean_filename(upload.filename or ""),
        found=found,
        actor_id=current_user_id(),
        at=now(),
    )
    return redirect(url_for("manager.import_answers", assessment_id=assessment_id), 303)


def _digits(words: TextsFile, question: Question, text: str) -> str:
    """A number as people write it, read in the language of the page."""
    signs = QuestionWords(words, {}).signs(question)
    return plain_digits(text, language(), _KINDS.get(question.type, Kind.DECIMAL), signs)


def _page(desk: _Desk, form: WorkbookForm) -> str:
    session, assessment = current_session(), desk.template.worksheet.assessment
    kept = assessments.waiting_import(session, assessment.id, now())
    label = desk.template.label
    return render_template(
        "manager/import.html",
        assessment=assessment,
        label=label,
        words=desk.words,
        profile_words=QuestionWords.of_profile(desk.words),
        question_words={c.id: QuestionWords.of_criterion(desk.words, c.id) for c in label.criteria},
        kept=kept,
        found=preview(session, desk.template, kept) if kept else None,
        answers=desk.template.worksheet.answers,
        refusal=cell_refusal,
        form=form,
    )


@pages.post("/assessments/<int:assessment_id>/workbook/take")
@access(Action.ANSWER, subject="assessment_id")
def take_workbook(assessment_id: int) -> ResponseReturnValue:
    """Saves the changes that were ticked, and none that was not shown."""
    desk, session = _open(), current_session()
    kept = assessments.waiting_import(session, assessment_id, now())
    if kept is None or str(kept.id) != request.form.get("import"):
        flash(_("This workbook no longer waits. Upload it again."), "warning")
        return redirect(url_for("manager.import_answers", assessment_id=assessment_id), 303)
    try:
        taken = take_answers(
            session,
            template=desk.template,
            kept=kept,
            chosen=frozenset(request.form.getlist("take")),
            seen=_seen(),
            actor_id=current_user_id(),
            at=now(),
        )
    except StaleVersion:
        abandon_session()
        flash(
            _("Somebody saved meanwhile. Nothing was taken: look at the changes again."), "warning"
        )
        return redirect(url_for("manager.import_answers", assessment_id=assessment_id), 303)
    told = ngettext("%(num)s change is taken.", "%(num)s changes are taken.", taken)
    flash(told, "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)


def _seen() -> dict[str, int]:
    """The versions that were shown, by owner."""
    given = {key[5:]: value for key, value in request.form.items() if key.startswith("seen-")}
    return {
        owner: int(value) for owner, value in given.items() if value.isdecimal() and len(value) < 10
    }


@pages.post("/assessments/<int:assessment_id>/workbook/discard")
@access(Action.ANSWER, subject="assessment_id")
def discard_workbook(assessment_id: int) -> ResponseReturnValue:
    """Puts the workbook aside; nothing of it is saved."""
    assessments.forget_imports(current_session(), assessment_id)
    flash(_("Put aside. Nothing of the workbook was saved."), "success")
    return redirect(url_for("manager.import_answers", assessment_id=assessment_id), 303)
