"""Panels: proposing one, taking the proposal back, replacing a reviewer, clearing a tie."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.db.base import now
from assessment.db.queries import people, reviews
from assessment.domain.criteria import Label
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.policy import Action
from assessment.services.panels import is_spent, propose_panel, recall_panel, replace_reviewer
from assessment.services.records import rules_of
from assessment.services.seats import clear_seat
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.process import PanelForm, ReasonForm, ReplaceForm
from assessment.web.language import country_name, language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission, User


@pages.route("/secretariat/submissions/<int:submission_id>/panel", methods=["GET", "POST"])
@access(Action.PROPOSE_PANEL, subject="submission_id")
def panel(submission_id: int) -> ResponseReturnValue:
    """Choosing the reviewers to propose to the cluster."""
    submission = reviews.submission(current_session(), submission_id)
    edition, label = rules_of(submission)
    form = PanelForm.among(_candidates(submission))
    if form.validate_on_submit() and _propose(submission, label, form):
        is_asked = submission.object_by is not None
        flash(
            _("Proposed. The cluster is asked by mail.")
            if is_asked
            else _("Appointed. The reviewers are asked by mail."),
            "success",
        )
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/panel.html",
        form=form,
        submission=submission,
        label=label,
        rules=edition.scheme.review,
    )
    return page, 422 if form.errors else 200


def _candidates(submission: "Submission") -> list[tuple[int, str]]:
    """The reviewers who may be asked, with what is written for each."""
    session = current_session()
    members = {m.user_id for m in people.members(session, submission.assessment.cluster_id)}
    asked = {s.reviewer_id for s in reviews.all_seats(session, submission.id) if is_spent(s)}
    return [
        (person.id, _name_and_country(person))
        for person in people.reviewers(session)
        if person.id not in members | asked
    ]


def _name_and_country(person: "User") -> str:
    return f"{person.name}, {country_name(person.country)}" if person.country else person.name


def _propose(submission: "Submission", label: Label, form: PanelForm) -> bool:
    try:
        propose_panel(
            current_session(),
            submission=submission,
            reviewer_ids=form.reviewers.data or [],
            lead_id=form.lead_id or 0,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except UnsuitablePanel as unsuitable:
        field = form.lead if unsuitable.reason == "lead" else form.reviewers
        field.errors = [panel_refusal(unsuitable, label)]
        return False
    return True


def panel_refusal(unsuitable: UnsuitablePanel, label: Label) -> str:
    """Why these reviewers do not make a panel, in words."""
    match unsuitable.reason:
        case "size":
            return str(
                ngettext(
                    "Choose exactly %(num)s reviewer.",
                    "Choose exactly %(num)s reviewers.",
                    label.panel_size,
                )
            )
        case "composition":
            return str(
                _(
                    "The label asks for %(national)s from the cluster's own country and "
                    "%(foreign)s from abroad.",
                    national=label.panel.national,
                    foreign=label.panel.foreign,
                )
            )
        case "own_cluster":
            return str(_("A member of the cluster cannot review it."))
        case "lead":
            return str(_("The panel is led by one of its own reviewers."))
        case "sat_before":
            return str(_("Somebody of these was asked to review this application before."))
    return str(_("Choose among the reviewers in the list."))


@pages.route("/secretariat/submissions/<int:submission_id>/recall", methods=["GET", "POST"])
@access(Action.RECALL_PANEL, subject="submission_id")
def recall(submission_id: int) -> ResponseReturnValue:
    """Takes a proposal back before the cluster has answered."""
    submission = reviews.submission(current_session(), submission_id)
    form = ReasonForm()
    if form.validate_on_submit():
        recall_panel(
            current_session(),
            submission=submission,
            reason=form.reason.data or "",
            actor_id=current_user_id(),
            at=now(),
        )
        flash(_("Taken back. Propose another panel."), "success")
        return redirect(url_for("secretariat.panel", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/reason.html",
        form=form,
        submission=submission,
        title=_("Take the proposal back"),
        text=_("The cluster no longer has to answer; you propose another panel."),
        button=_("Take the proposal back"),
        kind="danger",
    )
    return page, 422 if form.errors else 200


@pages.get("/secretariat/submissions/<int:submission_id>/seats")
@access(Action.SEE_SUBMISSION_FILE, subject="submission_id")
def seats(submission_id: int) -> ResponseReturnValue:
    """Every seat there was: who was asked, declared, accepted, left, and what can be done."""
    return _seats_page(submission_id, ReasonForm(formdata=None))


def _seats_page(submission_id: int, form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    page = render_template(
        "secretariat/seats.html",
        form=form,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        seats=reviews.all_seats(session, submission_id),
    )
    return page, status


@pages.route(
    "/secretariat/submissions/<int:submission_id>/seats/<int:seat_id>/replace",
    methods=["GET", "POST"],
)
@access(Action.REPLACE_REVIEWER, subject="submission_id")
def replace(submission_id: int, seat_id: int) -> ResponseReturnValue:
    """Gives a reviewer's place to somebody else."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    _edition, label = rules_of(submission)
    seat = reviews.seat(session, submission_id, seat_id)
    form = ReplaceForm.among(_candidates(submission))
    if form.validate_on_submit() and _replace(submission, label, seat_id, form):
        flash(_("Replaced. The new reviewer is asked by mail."), "success")
        return redirect(url_for("secretariat.seats", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/replace.html", form=form, submission=submission, seat=seat, label=label
    )
    return page, 422 if form.errors else 200


def _replace(submission: "Submission", label: Label, seat_id: int, form: ReplaceForm) -> bool:
    try:
        replace_reviewer(
            current_session(),
            submission=submission,
            seat_id=seat_id,
            reviewer_id=form.reviewer.data,
            reason=form.reason.data or "",
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except UnsuitablePanel as unsuitable:
        form.reviewer.errors = [panel_refusal(unsuitable, label)]
        return False
    return True


@pages.post("/secretariat/submissions/<int:submission_id>/seats/<int:seat_id>/clear")
@access(Action.REPLACE_REVIEWER, subject="submission_id")
def clear(submission_id: int, seat_id: int) -> ResponseReturnValue:
    """Finds that a disclosed tie is no conflict, and says why."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _seats_page(submission_id, form, 422)
    clear_seat(
        current_session(),
        submission=reviews.submission(current_session(), submission_id),
        seat_id=seat_id,
        reason=form.reason.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("Recorded. The reviewer may begin and is told by mail."), "success")
    return redirect(url_for("secretariat.seats", submission_id=submission_id), 303)
