"""Rating one criterion beside its answer and evidence."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import reviews
from assessment.domain.criteria import Criterion, Label
from assessment.domain.policy import Action
from assessment.services.records import rules_of, self_scorecard
from assessment.services.reviews import (
    RatingConflict,
    RatingDraft,
    is_rated,
    lacks_comment,
    save_rating,
)
from assessment.web.access import access, current_user_id
from assessment.web.errors import WrongState
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.review import NOT_APPLICABLE, RatingForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Rating, Submission


@pages.get("/reviews/<int:submission_id>/criteria/<criterion_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def criterion(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """The answer with its evidence, and the form for one's own rating; to be read when handed in."""
    session = current_session()
    submission, edition, label = _load(submission_id)
    asked = label.criterion(criterion_id)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    saved = reviews.ratings(session, seat.id).get(criterion_id)
    draft = RatingDraft(None, "", 0)
    if saved is not None:
        draft = RatingDraft(
            saved.level, saved.comment, saved.version, tuple(saved.checks), saved.is_not_applicable
        )
    return _page(submission, edition, label, asked, _form(edition, asked, draft), rating=saved)


def _checks(edition: Edition, asked: Criterion) -> Mapping[str, str]:
    return edition.texts.in_language(language()).criteria[asked.id].checks


def _form(edition: Edition, asked: Criterion, draft: RatingDraft) -> RatingForm:
    values = {
        "version": draft.version,
        "level": NOT_APPLICABLE if draft.is_not_applicable else draft.level,
        "checks": list(draft.checks),
        "comment": draft.comment,
    }
    return RatingForm.for_criterion(asked, _checks(edition, asked), formdata=None, data=values)


def _draft(form: RatingForm) -> RatingDraft:
    level = form.level.data if "level" in form else None
    is_out = level == NOT_APPLICABLE
    return RatingDraft(
        None if is_out else level,
        form.comment.data or "",
        form.version.data or 0,
        tuple(form.checks.data or ()) if "checks" in form else (),
        is_out,
    )


@pages.post("/reviews/<int:submission_id>/criteria/<criterion_id>")
@access(Action.RATE, subject="submission_id")
def rate(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves one's own rating, or the remarks on what is not rated."""
    submission, edition, label = _load(submission_id)
    asked = label.criterion(criterion_id)
    if not self_scorecard(submission.record, label).of(criterion_id).is_answered:
        raise WrongState
    form = RatingForm.for_criterion(asked, _checks(edition, asked))
    if not form.validate_on_submit():
        return _page(submission, edition, label, asked, form), 422
    saved = save_rating(
        current_session(),
        submission=submission,
        reviewer_id=current_user_id(),
        criterion=asked,
        draft=_draft(form),
        at=now(),
    )
    if isinstance(saved, RatingConflict):
        again = _form(edition, asked, replace(saved.draft, version=saved.saved.version))
        return _page(submission, edition, label, asked, again, conflict=saved)
    _tell_saved(asked, is_explained=not _lacks_comment(submission, label, asked, saved))
    return redirect(_next_place(submission_id, label, asked), 303)


def _lacks_comment(
    submission: "Submission", label: Label, asked: Criterion, saved: "Rating | None"
) -> bool:
    if saved is None or not is_rated(saved):
        return False
    own = self_scorecard(submission.record, label).of(asked.id)
    return lacks_comment(asked, own.level, saved)


def _tell_saved(asked: Criterion, *, is_explained: bool) -> None:
    if is_explained:
        flash(_("Saved."), "success")
    else:
        message = _("Saved. Before you hand in, %(number)s needs a comment.", number=asked.number)
        flash(message, "warning")


def _load(submission_id: int) -> tuple["Submission", Edition, Label]:
    submission = reviews.submission(current_session(), submission_id)
    return submission, *rules_of(submission)


def _next_place(submission_id: int, label: Label, asked: Criterion) -> str:
    _before, after = label.neighbours(asked)
    if "save_and_next" not in request.form:
        after = asked
    if after is None:
        return url_for("review.overview", submission_id=submission_id)
    return url_for("review.criterion", submission_id=submission_id, criterion_id=after.id)


def _page(
    submission: "Submission",
    edition: Edition,
    label: Label,
    asked: Criterion,
    form: RatingForm,
    conflict: RatingConflict | None = None,
    rating: "Rating | None" = None,
) -> str:
    words = edition.texts.in_language(language())
    before, after = label.neighbours(asked)
    return render_template(
        "review/criterion.html",
        submission=submission,
        label=label,
        words=words,
        section=label.section_of(asked.id),
        criterion=asked,
        answer=submission.record["answers"][asked.id],
        score=self_scorecard(submission.record, label).of(asked.id),
        levels=level_texts(words, asked),
        question_words=QuestionWords.of_criterion(words, asked.id),
        form=form,
        conflict=conflict,
        rating=rating,
        lacks_comment=_lacks_comment(submission, label, asked, rating),
        before=before,
        after=after,
    )
