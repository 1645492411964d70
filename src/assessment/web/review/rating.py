"""Rating one criterion beside its answer and evidence."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import panel_outcomes, reviews
from assessment.domain.criteria import Criterion, Label
from assessment.domain.policy import Action
from assessment.domain.scorecard import Scorecard
from assessment.services.calibrating import has_to_calibrate
from assessment.services.clarifications import answered_about
from assessment.services.records import own_scorecard, rules_of
from assessment.services.reviews import (
    RatingConflict,
    RatingDraft,
    is_rated,
    lacks_comment,
    parts_of,
    save_rating,
)
from assessment.web.access import access, can, current_user_id
from assessment.web.errors import WrongState, wants_data
from assessment.web.forms.autosaved import part_versions
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.review import NOT_APPLICABLE, RatingForm
from assessment.web.forms.seen import seen_in
from assessment.web.language import language
from assessment.web.review.autosaving import FIELDS, told
from assessment.web.review.blueprint import pages
from assessment.web.review.progress import progress_of
from assessment.web.sending import SHOWN_IN_PLACE
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Rating, Seat, Submission


@dataclass(frozen=True, slots=True)
class _Desk:
    """What a reviewer sits over: one criterion of a submission, the cluster's card, their ratings."""

    submission: "Submission"
    edition: Edition
    label: Label
    asked: Criterion
    own: Scorecard
    seat: "Seat"
    ratings: dict[str, "Rating"]

    @property
    def rating(self) -> "Rating | None":
        return self.ratings.get(self.asked.id)

    def lacks_comment(self, rating: "Rating | None") -> bool:
        if rating is None or not is_rated(rating):
            return False
        return lacks_comment(self.asked, self.own.of(self.asked.id).level, rating)

    def form(self, parts: Mapping[str, Any], version: int) -> RatingForm:
        """The form that shows these parts of a rating."""
        level, is_out = parts["claim"]
        values = {
            "version": version,
            "level": NOT_APPLICABLE if is_out else level,
            "checks": parts["checks"],
            "comment": parts["comment"],
            "notes": parts["notes"],
        }
        return RatingForm.for_criterion(self.asked, self.checks, formdata=None, data=values)

    @property
    def checks(self) -> Mapping[str, str]:
        return self.edition.texts.in_language(language()).criteria[self.asked.id].checks


def _open_desk(submission_id: int, criterion_id: str) -> _Desk:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    seat = reviews.seat_of(session, submission_id, current_user_id())
    return _Desk(
        submission,
        edition,
        label,
        label.criterion(criterion_id),
        own_scorecard(submission, label),
        seat,
        reviews.ratings(session, seat.id),
    )


def _is_uncalibrated(desk: _Desk) -> bool:
    """Whether the invented cases come first."""
    if desk.ratings or not can(Action.RATE):
        return False
    return has_to_calibrate(current_session(), desk.edition, desk.label, desk.seat)


@pages.get("/reviews/<int:submission_id>/criteria/<criterion_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def criterion(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """The answer with its evidence, and the form for one's own rating; to be read when handed in."""
    desk = _open_desk(submission_id, criterion_id)
    if _is_uncalibrated(desk):
        return redirect(url_for("review.calibration", submission_id=submission_id))
    saved = desk.rating
    parts = parts_of(saved)
    form = desk.form(parts, saved.version if saved else 0)
    return _page(desk, form, seen=parts, rating=saved)


@pages.post("/reviews/<int:submission_id>/criteria/<criterion_id>")
@access(Action.RATE, subject="submission_id")
def rate(submission_id: int, criterion_id: str) -> ResponseReturnValue:
    """Saves one's own rating, or the remarks on what is not rated.

    Asked for JSON, it saves what can be saved and says the rest (`autosaving.told`).
    """
    desk = _open_desk(submission_id, criterion_id)
    if not desk.own.of(criterion_id).is_answered or _is_uncalibrated(desk):
        raise WrongState
    form = RatingForm.for_criterion(desk.asked, desk.checks)
    if wants_data():
        form.validate()
        draft = _draft(form, parts_of(desk.rating))
        return told(desk.asked, form, draft, _save(desk, draft))
    if not form.validate_on_submit():
        return _page(desk, form, seen=_seen(), is_as_sent=True), 422
    saved = _save(desk, _draft(form))
    if isinstance(saved, RatingConflict):
        again = desk.form(saved.together, saved.saved.version)
        return _page(desk, again, seen=parts_of(saved.saved), conflict=saved)
    flash(request.path, "acknowledged")
    _tell_saved(desk.asked, is_explained=not desk.lacks_comment(saved))
    return redirect(_next_place(desk), 303)


def _save(desk: _Desk, draft: RatingDraft) -> "Rating | RatingConflict":
    return save_rating(
        current_session(),
        submission=desk.submission,
        reviewer_id=current_user_id(),
        criterion=desk.asked,
        draft=draft,
        at=now(),
    )


def _seen() -> dict[str, Any]:
    return seen_in(request.form, FIELDS)


def _draft(form: RatingForm, left: Mapping[str, Any] | None = None) -> RatingDraft:
    """What the form says; a part that its field does not take is as it is in `left`."""
    level = form.level.data if "level" in form else None
    is_out = level == NOT_APPLICABLE
    said: dict[str, Any] = {
        "claim": [None if is_out else level, is_out],
        "checks": list(form.checks.data or ()) if "checks" in form else [],
        "comment": form.comment.data or "",
        "notes": form.notes.data or "",
    }
    seen = _seen() or None
    for part, name in FIELDS.items():
        if left is not None and name in form.errors:
            said[part] = left[part]
            seen = {**(seen or {}), part: left[part]}
    return RatingDraft(
        said["claim"][0],
        said["comment"],
        form.version.data or 0,
        tuple(said["checks"]),
        said["claim"][1],
        said["notes"],
        seen,
        dict(part_versions(request.form.getlist("part_version"))),
    )


def _tell_saved(asked: Criterion, *, is_explained: bool) -> None:
    if is_explained:
        flash(_("Saved."), "success")
    else:
        message = _("Saved. Before you hand in, %(number)s needs a comment.", number=asked.number)
        flash(message, "warning")


def _next_place(desk: _Desk) -> str:
    number = desk.submission.id
    after: Criterion | None = desk.asked
    if "save_and_next" in request.form:
        _before, after = desk.label.neighbours(desk.asked)
    if after is None:
        return url_for("review.overview", submission_id=number)
    return url_for("review.criterion", submission_id=number, criterion_id=after.id)


def _page(
    desk: _Desk,
    form: RatingForm,
    *,
    seen: Mapping[str, Any],
    conflict: RatingConflict | None = None,
    rating: "Rating | None" = None,
    is_as_sent: bool = False,
) -> str:
    words = desk.edition.texts.in_language(language())
    before, after = desk.label.neighbours(desk.asked)
    progress = progress_of(desk.own, desk.ratings, desk.seat, desk.submission.assessment)
    return render_template(
        "review/criterion.html",
        clarified=answered_about(current_session(), desk.submission, desk.asked.id),
        submission=desk.submission,
        label=desk.label,
        words=words,
        section=desk.label.section_of(desk.asked.id),
        criterion=desk.asked,
        answer=desk.submission.record["answers"][desk.asked.id],
        score=desk.own.of(desk.asked.id),
        earlier=panel_outcomes.earlier_verdict(current_session(), desk.submission, desk.asked.id),
        levels=level_texts(words, desk.asked),
        question_words=QuestionWords.of_criterion(words, desk.asked.id),
        shown_in_place=SHOWN_IN_PLACE,
        form=form,
        seen=seen,
        is_as_sent=is_as_sent,
        conflict=conflict,
        rating=rating,
        lacks_comment=desk.lacks_comment(rating),
        progress=progress,
        next_open=progress.after(desk.label.criteria, desk.asked),
        before=before,
        after=after,
    )
