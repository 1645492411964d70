"""The decision: proposed by one person of the secretariat, confirmed or rejected by another."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import outcomes, reviews
from assessment.domain.decision_days import DayFault, WrongDays
from assessment.domain.errors import InvalidRating
from assessment.domain.policy import Action
from assessment.reports import formats
from assessment.reports.issuer import PaperFault
from assessment.services.consensus import PanelView, read_panel
from assessment.services.decisions import (
    Condition,
    FinalLevel,
    LabelNotReached,
    Outcome,
    Proposal,
    confirm_decision,
    decided_scorecard,
    propose_decision,
    reject_decision,
    resume,
    send_back,
)
from assessment.services.issuing import NothingLeft, RenewedIsGone, certificate_days
from assessment.services.panel_outcomes import outcome_record
from assessment.services.panel_rules import is_renewal
from assessment.services.papers import read_letterhead
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.errors import WrongState
from assessment.web.forms.decision import DecisionForm
from assessment.web.forms.process import ReasonForm
from assessment.web.forms.review import NOT_APPLICABLE, ConfirmForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.reasons import with_reason
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Decision, Submission


@pages.route("/secretariat/submissions/<int:submission_id>/decision", methods=["GET", "POST"])
@access(Action.PROPOSE_DECISION, subject="submission_id")
def decision(submission_id: int) -> ResponseReturnValue:
    """The agreed score with every condition, and the decision to propose, with its statement."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    panel = read_panel(session, submission, label)
    words = edition.texts.in_language(language())
    rejected = outcomes.last_rejected(session, submission)
    form = DecisionForm.on(
        [(one, f"{one.number} {words.criteria[one.id].title}") for one in panel.criteria],
        data=_proposed(rejected) if rejected else None,
    )
    if form.validate_on_submit() and _propose(submission, form):
        flash(_("Proposed. A second person of the secretariat confirms it."), "success")
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/decision.html",
        form=form,
        rejected=rejected,
        card=panel.scorecard,
        **_about(submission, panel, outcome_record(session, submission)),
    )
    return page, 422 if form.errors else 200


def _about(
    submission: "Submission", panel: PanelView, written: Mapping[str, Any]
) -> dict[str, Any]:
    """What both pages show: the panel's work with what it wrote, and the days of a certificate."""
    edition, label = rules_of(submission)
    told = written.get("visit", {}).get("visited_on")
    try:
        days = certificate_days(submission, label, {"outcome": written}, now())
    except NothingLeft:
        days = None
    return {
        "submission": submission,
        "label": label,
        "words": edition.texts.in_language(language()),
        "panel": panel,
        "written": written,
        "visited_on": date.fromisoformat(told) if told else None,
        "days": days,
    }


def _proposed(decision: "Decision") -> dict[str, Any]:
    """What was proposed, as the form has it."""
    return {
        "outcome": decision.outcome,
        "statement": decision.statement,
        "conditions": [{"text": one.text, "due_on": one.due_on} for one in decision.conditions],
        "until": decision.until,
        "changes": [
            {
                "criterion": key,
                "level": NOT_APPLICABLE if change["level"] is None else change["level"],
                "reason": change["reason"],
            }
            for key, change in decision.changes.items()
        ],
    }


def _propose(submission: "Submission", form: DecisionForm) -> bool:
    _edition, label = rules_of(submission)
    try:
        propose_decision(
            current_session(),
            submission=submission,
            label=label,
            proposal=_proposal(form),
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
    except LabelNotReached:
        form.outcome.errors = [_("The final levels do not reach the label: see above.")]
        return False
    except (NothingLeft, RenewedIsGone) as refused:
        form.outcome.errors = [_why_no_award(refused, submission)]
        return False
    except WrongDays as refused:
        _refuse_days(form, refused)
        return False
    except InvalidRating:
        form.form_errors.append(_("A final level is not on the scale of its criterion."))
        return False
    return True


def _why_no_award(refused: NothingLeft | RenewedIsGone, submission: "Submission") -> str:
    """Why there is no certificate to issue, in words."""
    if isinstance(refused, RenewedIsGone):
        return str(
            _(
                "The certificate that it renews is suspended, or was revoked since. Lift the suspension "
                "first, or decide otherwise."
            )
        )
    if is_renewal(submission):
        return str(
            _(
                "The renewal comes so late that its period, counted from the end before, would be over."
            )
        )
    return str(
        _("The visit was so long ago that a certificate counted from its month would be over.")
    )


def _refuse_days(form: DecisionForm, refused: WrongDays) -> None:
    """Says at each day of the form what is wrong with it."""
    days = [one.due_on for one in form.given]
    form.refuse_at(
        {days[place]: _why(fault, refused) for place, fault in refused.conditions.items()}
    )
    if refused.until is not None:
        form.until.errors = [_why(refused.until, refused)]


def _why(fault: DayFault, refused: WrongDays) -> str:
    if fault is DayFault.AFTER_END and refused.end is not None:
        day = formats.day(refused.end, language())
        return str(_("The certificate ends on %(day)s: choose a day until then.", day=day))
    return str(_("Choose a day after today."))


def _proposal(form: DecisionForm) -> Proposal:
    return Proposal(
        Outcome(form.outcome.data),
        form.statement.data or "",
        {
            change.criterion.data: FinalLevel(
                None if change.level.data == NOT_APPLICABLE else change.level.data,
                change.reason.data or "",
            )
            for change in form.changed
        },
        [
            Condition(one.text.data, one.due_on.data)
            for one in form.given
            if one.text.data and one.due_on.data
        ],
        form.until.data,
    )


@pages.get("/secretariat/submissions/<int:submission_id>/decision/confirm")
@access(Action.CONFIRM_DECISION, subject="submission_id")
def confirming(submission_id: int) -> ResponseReturnValue:
    """What is proposed, to be confirmed or sent back: by its number, so that nobody releases another."""
    return _confirming_page(submission_id, ReasonForm(formdata=None))


def _confirming_page(submission_id: int, form: ReasonForm, decision_id: int | None = None) -> str:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    _edition, label = rules_of(submission)
    panel = read_panel(session, submission, label)
    waiting = outcomes.decision_waiting(session, submission_id)
    if waiting is None or decision_id not in (None, waiting.id):
        raise WrongState
    return render_template(
        "secretariat/confirm_decision.html",
        form=form,
        decision=waiting,
        card=decided_scorecard(submission, label, panel, waiting),
        **_about(submission, panel, waiting.record.get("outcome", {})),
    )


@pages.post("/secretariat/submissions/<int:submission_id>/decision/<int:decision_id>/confirm")
@access(Action.CONFIRM_DECISION, subject="submission_id")
def confirm(submission_id: int, decision_id: int) -> ResponseReturnValue:
    """Releases the decision: the cluster is told, a certificate is issued where a label is awarded."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    if ConfirmForm().validate_on_submit():
        try:
            confirm_decision(
                session,
                submission=submission,
                decision_id=decision_id,
                label=label,
                languages=edition.scheme.languages,
                letterhead=read_letterhead(settings()),
                actor_id=current_user_id(),
                at=now(),
                mailing=mailing(),
            )
        except (NothingLeft, RenewedIsGone) as refused:
            flash(_why_no_award(refused, submission), "error")
            return redirect(url_for("secretariat.confirming", submission_id=submission_id), 303)
        except PaperFault as fault:
            said = _("The issuer's paper cannot be used: %(fault)s", fault=fault)
            flash(said, "error")
            return redirect(url_for("secretariat.confirming", submission_id=submission_id), 303)
        except WrongDays:
            said = _(
                "A day in the proposal has come while it waited. Send it back, to be proposed anew."
            )
            flash(said, "error")
            return redirect(url_for("secretariat.confirming", submission_id=submission_id), 303)
        flash(_("Decided. The cluster is told by mail."), "success")
    return redirect(url_for("secretariat.application", submission_id=submission_id), 303)


@pages.post("/secretariat/submissions/<int:submission_id>/decision/<int:decision_id>/reject")
@access(Action.CONFIRM_DECISION, subject="submission_id")
def reject(submission_id: int, decision_id: int) -> ResponseReturnValue:
    """Sends the proposal back to whoever made it."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _confirming_page(submission_id, form, decision_id), 422
    reject_decision(
        current_session(),
        submission=reviews.submission(current_session(), submission_id),
        decision_id=decision_id,
        reason=form.reason.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("Sent back. Whoever proposed it is told, with your reason."), "success")
    return redirect(url_for("secretariat.application", submission_id=submission_id), 303)


@pages.route("/secretariat/submissions/<int:submission_id>/send-back", methods=["GET", "POST"])
@access(Action.SEND_BACK, subject="submission_id")
def send_to_panel(submission_id: int) -> ResponseReturnValue:
    """Gives the panel its work back, with a reason."""

    def act(submission: "Submission", reason: str) -> None:
        send_back(
            current_session(),
            submission=submission,
            reason=reason,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )

    return with_reason(
        submission_id,
        act,
        title=_("Send it back to the panel"),
        text=_("The consensus is open again. Say what the panel should look at."),
        said=_("Sent back to the panel, which is told by mail."),
        leads_to="secretariat.application",
    )


@pages.route("/secretariat/submissions/<int:submission_id>/resume", methods=["GET", "POST"])
@access(Action.RESUME, subject="submission_id")
def take_up(submission_id: int) -> ResponseReturnValue:
    """Takes a deferred application up again."""

    def act(submission: "Submission", reason: str) -> None:
        resume(
            current_session(),
            submission=submission,
            reason=reason,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )

    return with_reason(
        submission_id,
        act,
        title=_("Take it up again"),
        text=_("The application waits for a decision again."),
        said=_("Taken up again. It waits for a decision; the team is told by mail."),
        leads_to="secretariat.decision",
    )
