"""Calibration: invented cases that a reviewer rates before the first real one."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.catalogue.loader import Edition
from assessment.catalogue.texts import level_texts
from assessment.db.base import now
from assessment.db.queries import personal, reviews
from assessment.domain.criteria import Label
from assessment.domain.policy import Action
from assessment.services.calibrating import Case, cases_of, rate_case
from assessment.services.records import rules_of
from assessment.web.access import access, can, current_user_id
from assessment.web.context import catalogue
from assessment.web.forms.outcome import CaseForm
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.get("/reviews/<int:submission_id>/calibration")
@access(Action.SEE_REVIEW, subject="submission_id")
def calibration(submission_id: int) -> ResponseReturnValue:
    """The cases of the label, which are rated, and how one stood on these."""
    submission, edition, label, cases = _load(submission_id)
    return render_template(
        "review/calibration.html",
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        cases=cases,
        first_open=_first_open(cases),
    )


@pages.get("/reviews/<int:submission_id>/calibration/<anchor_id>")
@access(Action.SEE_REVIEW, subject="submission_id")
def case(submission_id: int, anchor_id: str) -> ResponseReturnValue:
    """One case to be rated; once it is, one's own level beside the reference and its reason."""
    submission, edition, label, cases = _load(submission_id)
    found = _case(cases, anchor_id)
    form = CaseForm.for_criterion(found.criterion, formdata=None)
    return _page(submission, edition, label, cases, found, form)


@pages.post("/reviews/<int:submission_id>/calibration/<anchor_id>")
@access(Action.RATE, subject="submission_id")
def rate_a_case(submission_id: int, anchor_id: str) -> ResponseReturnValue:
    """Records one's level for the case, once, and shows the reference."""
    submission, edition, label, cases = _load(submission_id)
    found = _case(cases, anchor_id)
    form = CaseForm.for_criterion(found.criterion)
    if not form.validate_on_submit():
        return _page(submission, edition, label, cases, found, form), 422
    rate_case(
        current_session(),
        edition=edition,
        case=found,
        level=form.level.data,
        reason=form.reason.data or "",
        user_id=current_user_id(),
        at=now(),
    )
    flash(_("Recorded. Compare it with the reference below."), "success")
    address = url_for("review.case", submission_id=submission_id, anchor_id=anchor_id)
    return redirect(address, 303)


@pages.get("/reviews/calibration")
@access(Action.LIST_REVIEWS)
def calibrated() -> ResponseReturnValue:
    """How one stood on every case that one has rated."""
    given = personal.calibrations_by(current_session(), current_user_id())
    shelf = catalogue()
    titles: dict[tuple[str, str], str] = {}
    for scheme_id in {found.scheme_id for found in given}:
        words = shelf.edition(scheme_id).texts.in_language(language())
        titles |= {(scheme_id, key): text.title for key, text in words.anchors.items()}
    return render_template("review/calibrated.html", given=given, titles=titles)


def _load(submission_id: int) -> tuple["Submission", Edition, Label, tuple[Case, ...]]:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    return submission, edition, label, cases_of(session, edition, label, current_user_id())


def _case(cases: Sequence[Case], anchor_id: str) -> Case:
    found = next((each for each in cases if each.anchor.id == anchor_id), None)
    if found is None:
        abort(404)
    return found


def _first_open(cases: Sequence[Case]) -> Case | None:
    return next((found for found in cases if found.given is None), None)


def _page(
    submission: "Submission",
    edition: Edition,
    label: Label,
    cases: Sequence[Case],
    found: Case,
    form: CaseForm,
) -> str:
    words = edition.texts.in_language(language())
    return render_template(
        "review/case.html",
        submission=submission,
        label=label,
        words=words,
        cases=cases,
        case=found,
        place=[other.anchor.id for other in cases].index(found.anchor.id) + 1,
        next_open=_first_open([other for other in cases if other is not found]),
        can_rate=can(Action.RATE),
        levels=level_texts(words, found.criterion),
        form=form,
    )
