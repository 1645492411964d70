"""A label after its award: its conditions are checked, it is suspended, comes back, is revoked."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import duties, outcomes, reviews
from assessment.domain.criteria import Label
from assessment.domain.deadlines import day_of
from assessment.domain.label_life import LifeEvent, LifeState
from assessment.domain.policy import Action
from assessment.domain.validity import Standing, Validity
from assessment.services.condition_reports import condition_reports
from assessment.services.label_lives import Finding, change_life, check_conditions
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.label import ConditionCheckForm, LifeForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Certificate

_FINDINGS = {"": None, "met": True, "missed": False}


@pages.route("/secretariat/submissions/<int:submission_id>/label", methods=["GET", "POST"])
@access(Action.CHANGE_LIFE, subject="submission_id")
def label(submission_id: int) -> ResponseReturnValue:
    """Suspends the label, lifts the suspension, or revokes it; with a reason."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, asked = rules_of(submission)
    _decision, certificate = outcomes.decision_and_certificate(session, submission_id)
    life = LifeState(certificate.life) if certificate else LifeState.REVOKED
    form = LifeForm.from_state(life)
    if form.validate_on_submit():
        change_life(
            session,
            submission=submission,
            event=LifeEvent(form.event.data),
            reason=form.reason.data or "",
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Done. The public pages say so from now on, and the cluster is told."), "success")
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/label.html",
        form=form,
        submission=submission,
        label=asked,
        words=edition.texts.in_language(language()),
        certificate=certificate,
        standing=_standing(certificate, asked) if certificate else Standing.REVOKED,
        duties=duties.of_assessment(session, submission.assessment_id),
    )
    return page, 422 if form.errors else 200


def _standing(certificate: "Certificate", asked: Label) -> Standing:
    """What the certificate is worth today, as its public page says."""
    return Validity(certificate.valid_from, certificate.valid_until).standing(
        day_of(now()),
        asked.renewal.months_late if asked.renewal else None,
        LifeState(certificate.life),
    )


@pages.route("/secretariat/submissions/<int:submission_id>/conditions", methods=["GET", "POST"])
@access(Action.CHECK_CONDITIONS, subject="submission_id")
def conditions(submission_id: int) -> ResponseReturnValue:
    """What became of each condition of an award; once all are known, the award is settled."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, asked = rules_of(submission)
    decision = outcomes.decision(session, submission_id)
    known = decision.conditions if decision else []
    sent = request.form if request.method == "POST" else None
    names = {finding: name for name, finding in _FINDINGS.items()}
    parts = {
        one.id: ConditionCheckForm.of(one.id, sent, finding=names[one.is_met], note=one.note)
        for one in known
    }
    form = ConfirmForm()
    faulty = [part for part in parts.values() if sent is not None and not part.validate()]
    if form.validate_on_submit() and not faulty:
        check_conditions(
            session,
            submission=submission,
            findings={
                number: Finding(_FINDINGS[part.finding.data or ""], part.note.data or "")
                for number, part in parts.items()
            },
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Recorded."), "success")
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    page = render_template(
        "secretariat/conditions.html",
        form=form,
        submission=submission,
        label=asked,
        words=edition.texts.in_language(language()),
        conditions=known,
        reports=condition_reports(session, submission.assessment_id),
        parts=parts,
    )
    return page, 422 if faulty else 200
