"""Still true? Answers from before, one by one; and answers that were put aside, put back."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import TextsFile
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import assessments, schemes
from assessment.domain.criteria import Criterion, CriterionStatus, Label
from assessment.domain.policy import Action
from assessment.domain.questions import Question
from assessment.services.answering import Conflict
from assessment.services.assessments import Worksheet, piece, read_worksheet
from assessment.services.carrying import (
    EARLIER,
    change_of,
    confirm_answer,
    restore_parked,
    sources_of,
)
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of, settings
from assessment.web.errors import WrongState
from assessment.web.forms.answer import AnswerForm
from assessment.web.forms.question_values import read_values
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Answer, Assessment, ParkedAnswer


@dataclass(frozen=True, slots=True)
class _Walk:
    """A draft with the answers in it that are to be confirmed."""

    edition: Edition
    label: Label
    worksheet: Worksheet

    @property
    def assessment(self) -> "Assessment":
        return self.worksheet.assessment

    @property
    def words(self) -> TextsFile:
        return self.edition.texts.in_language(language())

    @property
    def left(self) -> tuple[str, ...]:
        return self.worksheet.carried

    def after(self, criterion_id: str) -> str | None:
        """The next one to be confirmed behind this one, from the top when there is none."""
        order = [criterion.id for criterion in self.label.criteria]
        here = order.index(criterion_id)
        others = [key for key in self.left if key != criterion_id]
        behind = [key for key in others if order.index(key) > here]
        return next(iter(behind or others), None)

    def place(self, criterion_id: str | None) -> str:
        return url_for(
            "manager.confirm", assessment_id=self.assessment.id, criterion=criterion_id or None
        )


def _open() -> _Walk:
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    return _Walk(edition, label, read_worksheet(session, found, label, now()))


@pages.get("/assessments/<int:assessment_id>/confirm")
@access(Action.ANSWER, subject="assessment_id")
def confirm(assessment_id: int) -> ResponseReturnValue:
    """The answer to be confirmed that the address names, or the first one."""
    walk = _open()
    wanted = request.args.get("criterion", "")
    key = wanted if wanted in walk.left else next(iter(walk.left), None)
    if key is None:
        return render_template("manager/confirmed.html", walk=walk, words=walk.words)
    asked = walk.label.criterion(key)
    return _page(walk, asked, _form(walk, asked, walk.worksheet.answers[key]))


@pages.post("/assessments/<int:assessment_id>/confirm/<criterion_id>")
@access(Action.ANSWER, subject="assessment_id")
def still_true(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves the answer as still true, with the numbers as they are now; then the next one.

    Saving an answer confirms it: of one's own save since the page was opened nothing is left to do.
    """
    walk = _open()
    asked = walk.label.criterion(criterion_id)
    saved = walk.worksheet.answers.get(criterion_id)
    if saved is None or asked.status is not CriterionStatus.ACTIVE:
        raise WrongState
    form = _form(walk, asked)
    is_as_it_is = "as_it_is" in request.form
    is_same_scheme = form.scheme_version.data == walk.edition.scheme.version
    if not form.validate_on_submit():
        if saved.carried:
            return _page(walk, asked, form), 422
        return _look_again(walk, saved, is_same_scheme=is_same_scheme)
    done = is_same_scheme and confirm_answer(
        current_session(),
        assessment=walk.assessment,
        criterion=asked,
        saved=saved,
        version=form.version.data or 0,
        changes={} if is_as_it_is else read_values(form, _numbers(asked, saved)),
        actor_id=current_user_id(),
        at=now(),
        scheme_version=walk.edition.scheme.version,
    )
    is_own = not saved.carried and saved.saved_by == current_user_id()
    if not done and not (is_own and is_as_it_is):
        return _look_again(walk, saved, is_same_scheme=is_same_scheme)
    flash(_("Saved."), "success")
    return redirect(walk.place(walk.after(criterion_id)), 303)


def _look_again(walk: _Walk, saved: "Answer", *, is_same_scheme: bool) -> ResponseReturnValue:
    """Leads to the answer as it stands; one that was saved since is no longer in the walk."""
    if is_same_scheme:
        flash(_("Somebody saved this answer meanwhile. Here it is as it stands now."), "warning")
    else:
        said = _(
            "The scheme has a new version since you opened this page. Nothing is confirmed yet: read "
            "the criterion again."
        )
        flash(said, "warning")
    if saved.carried:
        return redirect(walk.place(saved.criterion_id), 303)
    return redirect(
        url_for(
            "manager.criterion",
            assessment_id=walk.assessment.id,
            criterion_id=saved.criterion_id,
        ),
        303,
    )


def _numbers(asked: Criterion, saved: "Answer") -> tuple[Question, ...]:
    """The questions whose numbers may have moved since; none where the answer says it does not apply."""
    if saved.is_not_applicable or saved.carried != EARLIER:
        return ()
    return tuple(q for q in asked.questions if q.type.is_number and q.id in saved.values)


def _form(walk: _Walk, asked: Criterion, saved: "Answer | None" = None) -> AnswerForm:
    words = QuestionWords.of_criterion(walk.words, asked.id)
    limit = settings().upload_bytes
    if saved is None:
        return AnswerForm.for_criterion(asked, words, limit)
    data = {"version": saved.version, "scheme_version": walk.edition.scheme.version}
    return AnswerForm.for_criterion(asked, words, limit, saved.values, formdata=None, data=data)


def _page(walk: _Walk, asked: Criterion, form: AnswerForm) -> str:
    session, saved = current_session(), walk.worksheet.answers[asked.id]
    evidence = walk.worksheet.evidence.get(asked.id, [])
    is_moved = saved.carried not in ("", EARLIER)
    source = sources_of(session, [saved])[asked.id]
    return render_template(
        "manager/confirm.html",
        walk=walk,
        worksheet=walk.worksheet,
        words=walk.words,
        criterion=asked,
        section=walk.label.section_of(asked.id),
        saved=saved,
        source=source,
        change=change_of(session, walk.assessment.sheet, saved, walk.edition) if is_moved else None,
        score=walk.worksheet.scorecard.of(asked.id),
        levels=level_texts(walk.words, asked),
        question_words=QuestionWords.of_criterion(walk.words, asked.id),
        evidence=evidence,
        too_old=_too_old(walk, asked, saved),
        numbers=_numbers(asked, saved),
        form=form,
        language=language(),
        answered=sum(found.is_answered for found in walk.worksheet.scorecard.criteria),
        after=walk.after(asked.id),
    )


def _too_old(walk: _Walk, asked: Criterion, saved: "Answer") -> frozenset[int]:
    """The pieces of evidence that are too old for a rule on the level that is claimed."""
    score, on = walk.worksheet.scorecard.of(asked.id), walk.worksheet.sheet.on
    level = score.level if score.level is not None else saved.level or 0
    aged = [r for r in asked.support.evidence_rules(level) if r.months_old_at_most is not None]
    return frozenset(
        item.id
        for item in walk.worksheet.evidence.get(asked.id, [])
        if any(not piece(item).counts_for(rule, on) for rule in aged)
    )


def notices_of(worksheet: Worksheet, edition: Edition, asked: Criterion) -> dict[str, Any]:
    """What the page of a criterion says above its form (`manager/_confirm.html`)."""
    session, assessment = current_session(), worksheet.assessment
    saved = worksheet.answers.get(asked.id)
    texts, also = edition.texts.in_language(language()), []
    for label_id in assessments.other_drafts(session, assessment.sheet_id, assessment.id):
        label = edition.scheme.label(label_id)
        if asked.id in {criterion.id for criterion in label.criteria}:
            also.append(_("%(label)s (draft)", label=texts.labels[label_id].title))
    sources = sources_of(session, [saved] if saved else [])
    return {"also": also, "source": sources.get(asked.id)}


@pages.get("/assessments/<int:assessment_id>/earlier/<int:number>")
@access(Action.ANSWER, subject="assessment_id")
def ask_to_put_back(assessment_id: int, number: int) -> ResponseReturnValue:
    """An answer that was put aside beside the one of today, to be put back or left."""
    walk = _open()
    parked, asked = _parked(walk, number)
    return render_template(
        "manager/put_back.html",
        walk=walk,
        words=walk.words,
        parked=parked,
        criterion=asked,
        saved=walk.worksheet.answers.get(asked.id),
        question_words=QuestionWords.of_criterion(walk.words, asked.id),
    )


@pages.post("/assessments/<int:assessment_id>/earlier/<int:number>")
@access(Action.ANSWER, subject="assessment_id")
def put_back(assessment_id: int, number: int) -> ResponseReturnValue:
    """Puts it back as the newest version of the answer."""
    walk = _open()
    parked, asked = _parked(walk, number)
    result = restore_parked(
        current_session(),
        assessment=walk.assessment,
        criterion=asked,
        parked=parked,
        version=request.form.get("version", 0, type=int),
        actor_id=current_user_id(),
        at=now(),
        scheme_version=walk.edition.scheme.version,
    )
    if isinstance(result, Conflict):
        flash(_("Somebody saved this answer meanwhile. Here it is as it stands now."), "warning")
        return redirect(request.path, 303)
    flash(_("The earlier answer is back. Read the criterion again and complete it."), "success")
    return redirect(
        url_for("manager.criterion", assessment_id=assessment_id, criterion_id=asked.id), 303
    )


def _parked(walk: _Walk, number: int) -> "tuple[ParkedAnswer, Criterion]":
    """What was put aside, with today's criterion; 404 where the label does not ask it today."""
    parked = schemes.parked_answer(current_session(), walk.assessment.sheet_id, number)
    asked = {c.id: c for c in walk.label.criteria if c.status is CriterionStatus.ACTIVE}
    if parked is None or parked.criterion_id not in asked:
        abort(404)
    return parked, asked[parked.criterion_id]
