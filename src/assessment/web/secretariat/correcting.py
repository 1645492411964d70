"""A corrected certificate: what it is to say, who confirms it, what becomes of the one before."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import credentials, name_corrections, outcomes, reviews
from assessment.domain.label_life import ENDED
from assessment.domain.policy import Action
from assessment.reports.issuer import PaperFault
from assessment.services.clusters import NameAlike, NameTaken
from assessment.services.correcting import (
    Correction,
    NothingCorrected,
    correct_certificate,
    names_another,
    said_now,
)
from assessment.services.correcting_names import (
    Settled,
    confirm_name,
    others_of_office,
    propose_name,
    turn_down_name,
)
from assessment.services.papers import read_letterhead
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.cluster_names import name_refused
from assessment.web.context import mailing, settings
from assessment.web.errors import WrongState
from assessment.web.forms.certificate import CorrectionForm
from assessment.web.forms.process import ReasonForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Certificate, Submission


@pages.route("/secretariat/submissions/<int:submission_id>/label/correct", methods=["GET", "POST"])
@access(Action.CHANGE_LIFE, subject="submission_id")
def correct(submission_id: int) -> ResponseReturnValue:
    """Has the certificate made anew with the issuer's paper of today; another holder is proposed."""
    session = current_session()
    submission, found = _certificate(submission_id)
    if name_corrections.waiting(session, submission_id) is not None:
        return redirect(url_for("secretariat.confirming_name", submission_id=submission_id), 303)
    papers = credentials.current_papers(session, submission_id)
    form = CorrectionForm(obj=said_now(papers, submission))
    if form.validate_on_submit():
        is_name = names_another(_said(form), found, papers, submission)
        if is_name and _is_proposed(form, submission):
            flash(_("Proposed. A second person of the secretariat confirms it."), "success")
            return redirect(
                url_for("secretariat.confirming_name", submission_id=submission_id), 303
            )
        if not is_name and _is_corrected(form, submission):
            flash(_("A corrected certificate is being made. The team is told by mail."), "success")
            return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/correct.html",
        form=form,
        has_second=bool(others_of_office(session, submission, current_user_id())),
        **_about(submission, found),
    )
    return page, 422 if form.errors else 200


@pages.get("/secretariat/submissions/<int:submission_id>/label/correct/confirm")
@access(Action.CHANGE_LIFE, subject="submission_id")
def confirming_name(submission_id: int) -> ResponseReturnValue:
    """Who is proposed to be named beside who stands there, to be confirmed or sent back."""
    return _confirming_page(submission_id, ReasonForm(formdata=None))


def _confirming_page(submission_id: int, form: ReasonForm, correction_id: int | None = None) -> str:
    session = current_session()
    submission, found = _certificate(submission_id)
    waiting = name_corrections.waiting(session, submission_id)
    if waiting is None or correction_id not in (None, waiting.id):
        raise WrongState
    is_own = waiting.proposed_by == current_user_id()
    return render_template(
        "secretariat/confirm_name.html",
        form=form,
        waiting=waiting,
        is_own=is_own,
        today=said_now(credentials.current_papers(session, submission_id), submission),
        has_second=not is_own or bool(others_of_office(session, submission, current_user_id())),
        **_about(submission, found),
    )


@pages.post(
    "/secretariat/submissions/<int:submission_id>/label/correct/<int:correction_id>/confirm"
)
@access(Action.CHANGE_LIFE, subject="submission_id")
def confirm_correction(submission_id: int, correction_id: int) -> ResponseReturnValue:
    """Has the certificate made with the name and organisation that somebody else proposed."""
    back = url_for("secretariat.confirming_name", submission_id=submission_id)
    if not ConfirmForm().validate_on_submit():
        return redirect(back, 303)
    try:
        confirm_name(
            current_session(),
            submission=reviews.submission(current_session(), submission_id),
            correction_id=correction_id,
            letterhead=read_letterhead(settings()),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except PaperFault as fault:
        flash(_("The issuer's paper cannot be used: %(fault)s", fault=fault), "error")
        return redirect(back, 303)
    except (NameTaken, NameAlike) as refused:
        flash(name_refused(refused, knows_all=True), "error")
        return redirect(back, 303)
    flash(_("A corrected certificate is being made. The team is told by mail."), "success")
    return redirect(url_for("secretariat.application", submission_id=submission_id), 303)


@pages.post(
    "/secretariat/submissions/<int:submission_id>/label/correct/<int:correction_id>/turn-down"
)
@access(Action.CHANGE_LIFE, subject="submission_id")
def turn_down_correction(submission_id: int, correction_id: int) -> ResponseReturnValue:
    """Takes the own proposal back, or sends somebody else's back with a reason."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _confirming_page(submission_id, form, correction_id), 422
    outcome = turn_down_name(
        current_session(),
        submission=reviews.submission(current_session(), submission_id),
        correction_id=correction_id,
        reason=form.reason.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    if outcome is Settled.WITHDRAWN:
        flash(_("Taken back. The certificate stays as it is."), "success")
    else:
        flash(_("Sent back. Whoever proposed it is told, with your reason."), "success")
    return redirect(url_for("secretariat.label", submission_id=submission_id), 303)


def _certificate(submission_id: int) -> "tuple[Submission, Certificate]":
    """The submission with its certificate. Raises `WrongState` where none can be corrected."""
    session = current_session()
    found = outcomes.certificate_of(session, submission_id)
    if found is None or found.life in ENDED:
        raise WrongState
    return reviews.submission(session, submission_id), found


def _about(submission: "Submission", found: "Certificate") -> dict[str, object]:
    edition, label = rules_of(submission)
    return {
        "submission": submission,
        "certificate": found,
        "label": label,
        "words": edition.texts.in_language(language()),
    }


def _said(form: CorrectionForm) -> Correction:
    return Correction(
        form.cluster_name.data or "", form.organisation.data or "", form.reason.data or ""
    )


def _is_proposed(form: CorrectionForm, submission: "Submission") -> bool:
    """Whether it could be proposed; else the form says what was wrong."""
    try:
        propose_name(
            current_session(),
            submission=submission,
            correction=_said(form),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except (NameTaken, NameAlike) as refused:
        form.cluster_name.errors = [name_refused(refused, knows_all=True)]
        return False
    return True


def _is_corrected(form: CorrectionForm, submission: "Submission") -> bool:
    """Whether it could be; else the form says what was wrong."""
    try:
        correct_certificate(
            current_session(),
            submission=submission,
            correction=_said(form),
            letterhead=read_letterhead(settings()),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except NothingCorrected:
        form.cluster_name.errors = [_("The certificate says exactly this already.")]
        return False
    except PaperFault as fault:
        said = _("The issuer's paper cannot be used: %(fault)s", fault=fault)
        form.cluster_name.errors = [said]
        return False
    return True
