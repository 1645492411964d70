"""A label after its award: it is suspended, comes back, is revoked."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import duties, name_corrections, outcomes, renewals, reviews
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import ENDED, LifeEvent
from assessment.domain.policy import Action
from assessment.domain.validity import Standing
from assessment.services.issuing import standing_of
from assessment.services.label_lives import change_life
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.errors import WrongState
from assessment.web.forms.label import LifeForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.reasons import with_reason
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.route("/secretariat/submissions/<int:submission_id>/label", methods=["GET", "POST"])
@access(Action.CHANGE_LIFE, subject="submission_id")
def label(submission_id: int) -> ResponseReturnValue:
    """Suspends the label or lifts the suspension, with a reason; leads to where it is revoked."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, asked = rules_of(submission)
    _decision, certificate = outcomes.decision_and_certificate(session, submission_id)
    form = LifeForm()
    if form.validate_on_submit():
        _change(submission, LifeEvent(form.event.data or ""), form.reason.data or "")
        flash(_("Done. The public pages say so from now on, and the cluster is told."), "success")
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/label.html",
        form=form,
        submission=submission,
        label=asked,
        words=edition.texts.in_language(language()),
        certificate=certificate,
        standing=standing_of(session, certificate, asked, day_of(now()))
        if certificate
        else Standing.REVOKED,
        renewal=renewals.renewal_of(session, certificate.id) if certificate else None,
        waiting_name=name_corrections.waiting(session, submission_id),
        duties=duties.of_assessment(session, submission.assessment_id),
    )
    return page, 422 if form.errors else 200


@pages.route("/secretariat/submissions/<int:submission_id>/label/revoke", methods=["GET", "POST"])
@access(Action.CHANGE_LIFE, subject="submission_id")
def revoke(submission_id: int) -> ResponseReturnValue:
    """Revokes the label for good, with a reason, after saying what that means."""
    _decision, found = outcomes.decision_and_certificate(current_session(), submission_id)
    if found is None or found.life in ENDED:
        raise WrongState
    return with_reason(
        submission_id,
        lambda submission, reason: _change(submission, LifeEvent.REVOKE, reason),
        title=_("Revoke certificate %(number)s", number=found.number),
        text=_(
            "What is revoked cannot be brought back. The label does not hold any more from this moment "
            "on, every public page says so, and the whole team of the cluster gets a mail with the "
            "reason. To let it rest for a while, suspend it instead."
        ),
        said=_("Revoked. The public pages say so from now on, and the cluster is told."),
        leads_to="secretariat.application",
        kind="danger",
    )


def _change(submission: "Submission", event: LifeEvent, reason: str) -> None:
    change_life(
        current_session(),
        submission=submission,
        event=event,
        reason=reason,
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
