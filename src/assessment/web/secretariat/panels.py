"""Panels: proposing one, taking the proposal back, replacing a reviewer, clearing a tie."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.db.base import now
from assessment.db.queries import reviewer_register, reviews
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.policy import Action
from assessment.services.panel_changes import change_lead, replace_reviewer
from assessment.services.panels import on_panel, propose_panel, recall_panel
from assessment.services.proposals import Proposals, proposals
from assessment.services.records import rules_of
from assessment.services.seats import clear_seat
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.process import PanelForm, ReasonForm, ReplaceForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.reasons import with_reason
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.route("/secretariat/submissions/<int:submission_id>/panel", methods=["GET", "POST"])
@access(Action.PROPOSE_PANEL, subject="submission_id")
def panel(submission_id: int) -> ResponseReturnValue:
    """Choosing the reviewers to propose to the cluster; the best panel is chosen already."""
    submission = reviews.submission(current_session(), submission_id)
    edition, _label = rules_of(submission)
    found = proposals(current_session(), submission, now())
    form = PanelForm.among(_named(found), found.best)
    if form.validate_on_submit() and _propose(submission, found, form):
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
        found=found,
        rules=edition.scheme.review,
        objected=reviews.objection(current_session(), submission),
    )
    return page, 422 if form.errors else 200


def _named(found: Proposals) -> list[tuple[int, str]]:
    """Who may be chosen, by number and name."""
    people = (choice.entry.registered.person for choice in found.choices)
    return [(person.id, person.name) for person in people]


def _propose(submission: "Submission", found: Proposals, form: PanelForm) -> bool:
    try:
        propose_panel(
            current_session(),
            submission=submission,
            reviewer_ids=form.reviewers.data or [],
            lead_id=form.lead_id or 0,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
            because=form.because.data or "",
        )
    except UnsuitablePanel as unsuitable:
        fields = {"lead": form.lead, "unexplained": form.because}
        field = fields.get(unsuitable.reason, form.reviewers)
        field.errors = [panel_refusal(unsuitable, found)]
        return False
    return True


def panel_refusal(unsuitable: UnsuitablePanel, found: Proposals) -> str:
    """Why these reviewers do not make a panel, in words."""
    match unsuitable.reason:
        case "size":
            return str(
                ngettext(
                    "Choose exactly %(num)s reviewer.",
                    "Choose exactly %(num)s reviewers.",
                    found.rule.reviewers,
                )
            )
        case "composition":
            return str(
                _(
                    "The label asks for %(national)s from the cluster's own country and "
                    "%(foreign)s from abroad.",
                    national=found.rule.national,
                    foreign=found.rule.foreign,
                )
            )
        case "own_cluster":
            return str(_("A member of the cluster cannot review it."))
        case "lead":
            return str(_("The panel is led by one of its own reviewers."))
        case "sat_before":
            return str(_("Somebody of these was asked to review this application before."))
        case "conflict":
            return str(_("A conflict of interest: %(names)s.", names=_names(unsuitable, found)))
        case "unexplained":
            return str(
                _(
                    "Write why you choose somebody with a possible conflict of interest: %(names)s.",
                    names=_names(unsuitable, found),
                )
            )
    return str(_("Choose among the reviewers in the list."))


def _names(unsuitable: UnsuitablePanel, found: Proposals) -> str:
    """Whom the refusal is about."""
    everybody = [choice.entry.registered.person for choice in (*found.choices, *found.refused)]
    return ", ".join(person.name for person in everybody if person.id in unsuitable.who)


@pages.route("/secretariat/submissions/<int:submission_id>/recall", methods=["GET", "POST"])
@access(Action.RECALL_PANEL, subject="submission_id")
def recall(submission_id: int) -> ResponseReturnValue:
    """Takes a proposal back before the cluster has answered."""

    def act(submission: "Submission", reason: str) -> None:
        recall_panel(
            current_session(),
            submission=submission,
            reason=reason,
            actor_id=current_user_id(),
            at=now(),
        )

    return with_reason(
        submission_id,
        act,
        title=_("Take the proposal back"),
        text=_("The cluster no longer has to answer; you propose another panel."),
        said=_("Taken back. Propose another panel."),
        leads_to="secretariat.panel",
        kind="danger",
    )


@pages.get("/secretariat/submissions/<int:submission_id>/seats")
@access(Action.SEE_SUBMISSION_FILE, subject="submission_id")
def seats(submission_id: int) -> ResponseReturnValue:
    """Every seat there was: who was asked, declared, accepted, left, and what can be done."""
    return _seats_page(submission_id)


def _seats_page(
    submission_id: int, sent: dict[int, ReasonForm] | None = None
) -> ResponseReturnValue:
    """With a form for each tie that waits; `sent` are those that were sent and lack something."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    seats = reviews.all_seats(session, submission_id)
    page = render_template(
        "secretariat/seats.html",
        forms={seat.id: _clearing(seat.id, formdata=None) for seat in seats} | (sent or {}),
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        seats=seats,
        profiles=reviewer_register.profiles(session, [seat.reviewer_id for seat in seats]),
    )
    return page, 422 if sent else 200


def _clearing(seat_id: int, **sent: Any) -> ReasonForm:
    """Why the tie that this seat's reviewer disclosed is no conflict; a page may have several."""
    return ReasonForm(prefix=f"seat-{seat_id}-", **sent)


@pages.route(
    "/secretariat/submissions/<int:submission_id>/seats/<int:seat_id>/replace",
    methods=["GET", "POST"],
)
@access(Action.REPLACE_REVIEWER, subject="submission_id")
def replace(submission_id: int, seat_id: int) -> ResponseReturnValue:
    """Gives a reviewer's place to somebody else."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    everybody = reviews.all_seats(session, submission_id)
    seat = next((each for each in everybody if each.id == seat_id), None) or abort(404)
    staying = [each for each in on_panel(submission, everybody) if each.id != seat_id]
    found = proposals(session, submission, now(), staying)
    form = ReplaceForm.among(_named(found), found.best)
    if form.validate_on_submit() and _replace(submission, found, seat_id, form):
        flash(_("Replaced. The new reviewer is asked by mail."), "success")
        return redirect(url_for("secretariat.seats", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/replace.html", form=form, submission=submission, seat=seat, found=found
    )
    return page, 422 if form.errors else 200


def _replace(submission: "Submission", found: Proposals, seat_id: int, form: ReplaceForm) -> bool:
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
            because=form.because.data or "",
        )
    except UnsuitablePanel as unsuitable:
        field = form.because if unsuitable.reason == "unexplained" else form.reviewer
        field.errors = [panel_refusal(unsuitable, found)]
        return False
    return True


@pages.post("/secretariat/submissions/<int:submission_id>/seats/<int:seat_id>/lead")
@access(Action.REPLACE_REVIEWER, subject="submission_id")
def lead(submission_id: int, seat_id: int) -> ResponseReturnValue:
    """Has another reviewer lead the panel."""
    if ConfirmForm().validate_on_submit():
        change_lead(
            current_session(),
            submission=reviews.submission(current_session(), submission_id),
            seat_id=seat_id,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Recorded. Another reviewer leads the panel now."), "success")
    return redirect(url_for("secretariat.seats", submission_id=submission_id), 303)


@pages.post("/secretariat/submissions/<int:submission_id>/seats/<int:seat_id>/clear")
@access(Action.REPLACE_REVIEWER, subject="submission_id")
def clear(submission_id: int, seat_id: int) -> ResponseReturnValue:
    """Finds that a disclosed tie is no conflict, and says why."""
    form = _clearing(seat_id)
    if not form.validate_on_submit():
        return _seats_page(submission_id, {seat_id: form})
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
