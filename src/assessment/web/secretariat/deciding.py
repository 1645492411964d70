"""Appointing a panel, and deciding."""

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
from assessment.services.consensus import read_panel
from assessment.services.decisions import LabelNotReached, Outcome, decide
from assessment.services.records import rules_of
from assessment.services.reviews import appoint_panel
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.forms.secretariat import DecisionForm, PanelForm
from assessment.web.language import country_name, language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission, User


@pages.route("/secretariat/submissions/<int:submission_id>/panel", methods=["GET", "POST"])
@access(Action.APPOINT_PANEL, subject="submission_id")
def panel(submission_id: int) -> ResponseReturnValue:
    """Choosing the reviewers of a submission."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    _edition, label = rules_of(submission)
    members = {m.user_id for m in people.members(session, submission.assessment.cluster_id)}
    form = PanelForm.among(
        [
            (person.id, _name_and_country(person))
            for person in people.reviewers(session)
            if person.id not in members
        ]
    )
    if form.validate_on_submit() and _appoint(submission, label, form):
        flash(_("Appointed. The reviewers are told by mail."), "success")
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template("secretariat/panel.html", form=form, submission=submission, label=label)
    return page, 422 if form.reviewers.errors else 200


def _name_and_country(person: "User") -> str:
    return f"{person.name}, {country_name(person.country)}" if person.country else person.name


def _appoint(submission: "Submission", label: Label, form: PanelForm) -> bool:
    try:
        appoint_panel(
            current_session(),
            submission=submission,
            label=label,
            reviewer_ids=form.reviewers.data or [],
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except UnsuitablePanel as unsuitable:
        form.reviewers.errors = [_panel_refusal(unsuitable, label)]
        return False
    return True


def _panel_refusal(unsuitable: UnsuitablePanel, label: Label) -> str:
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
    return str(_("Choose among the reviewers in the list."))


@pages.route("/secretariat/submissions/<int:submission_id>/decision", methods=["GET", "POST"])
@access(Action.DECIDE, subject="submission_id")
def decision(submission_id: int) -> ResponseReturnValue:
    """The agreed score with every condition, and the decision with its statement."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    form = DecisionForm()
    if form.validate_on_submit():
        try:
            decide(
                session,
                submission=submission,
                label=label,
                languages=edition.scheme.languages,
                outcome=Outcome(form.outcome.data),
                statement=form.statement.data or "",
                issuer=settings().issuer,
                actor_id=current_user_id(),
                at=now(),
                mailing=mailing(),
            )
        except LabelNotReached:
            form.outcome.errors = [_("The agreed ratings do not reach the label: see above.")]
        else:
            flash(_("Decided. The cluster is told by mail."), "success")
            return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/decision.html",
        form=form,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        panel=read_panel(session, submission, label),
    )
    return page, 422 if form.errors else 200
