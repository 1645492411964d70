"""The conditions of an award: what became of each, and a miss confirmed by a second person."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from assessment.db.base import now
from assessment.db.queries import outcomes, people, renewals, reviews
from assessment.domain.label_life import ENDED
from assessment.domain.policy import Action
from assessment.services.award_conditions import (
    CheckedMeanwhile,
    Finding,
    TooEarlyToMiss,
    can_confirm,
    check_conditions,
    confirm_missed,
    missed_of,
)
from assessment.services.condition_reports import condition_reports
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.errors import WrongState
from assessment.web.forms.label import MET, MISSED, ConditionCheckForm, ConditionForms
from assessment.web.forms.review import ConfirmForm
from assessment.web.forms.seen import seen_in
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import AwardCondition, Certificate, Submission

_FINDINGS = {"": None, MET: True, MISSED: False}
_NAMES = {finding: name for name, finding in _FINDINGS.items()}
Values = Mapping[str, Any]


@pages.route("/secretariat/submissions/<int:submission_id>/conditions", methods=["GET", "POST"])
@access(Action.CHECK_CONDITIONS, subject="submission_id")
def conditions(submission_id: int) -> ResponseReturnValue:
    """What became of each condition of an award; once all are met, the award is settled."""
    submission, _certificate, known = _award(submission_id)
    sent = request.form if request.method == "POST" else None
    stored = {one.id: _values(one) for one in known}
    shown = dict(stored) if sent is None else {one.id: _shown(sent, one.id) for one in known}
    parts = {one.id: ConditionCheckForm.of(one.id, sent, stored[one.id]) for one in known}
    form = ConfirmForm()
    faulty = [part for part in parts.values() if sent is not None and not part.validate()]
    meanwhile: set[int] = set()
    if form.validate_on_submit() and not faulty:
        try:
            _record(submission, parts, shown)
        except CheckedMeanwhile as refused:
            meanwhile = {*refused.conditions}
            _say(parts, meanwhile, _("Somebody else recorded something here since: see above."))
            shown |= {one.id: _values(one) for one in known if one.id in meanwhile}
        except TooEarlyToMiss as refused:
            early = _("Its last day is not over: before that it cannot be said that it is not met.")
            _say(parts, refused.conditions, early)
        else:
            return _recorded(submission_id, known)
    edition, asked = rules_of(submission)
    page = render_template(
        "secretariat/conditions.html",
        form=form,
        together=ConditionForms(parts),
        submission=submission,
        label=asked,
        words=edition.texts.in_language(language()),
        conditions=known,
        reports=condition_reports(current_session(), submission.assessment_id),
        parts=parts,
        shown=shown,
        meanwhile=meanwhile,
        missed=missed_of(known),
    )
    return page, 409 if meanwhile else 422 if ConditionForms(parts).errors else 200


@pages.route(
    "/secretariat/submissions/<int:submission_id>/conditions/confirm", methods=["GET", "POST"]
)
@access(Action.CHECK_CONDITIONS, subject="submission_id")
def confirm_conditions(submission_id: int) -> ResponseReturnValue:
    """What happens when it is confirmed that a condition was not met; a second person does so."""
    session = current_session()
    submission, certificate, known = _award(submission_id)
    missed = missed_of(known)
    if not missed:
        raise WrongState
    is_other = False
    if ConfirmForm().validate_on_submit():
        try:
            confirm_missed(
                session,
                submission=submission,
                seen=_seen_missed(request.form, known),
                actor_id=current_user_id(),
                at=now(),
                mailing=mailing(),
            )
        except CheckedMeanwhile:
            is_other, missed = True, missed_of(known)
        else:
            flash(_("Confirmed: the label is revoked, and the cluster is told by mail."), "success")
            return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    edition, asked = rules_of(submission)
    page = render_template(
        "secretariat/confirm_conditions.html",
        submission=submission,
        label=asked,
        words=edition.texts.in_language(language()),
        certificate=certificate,
        renewed=renewals.certificate(session, submission.renews_certificate_id),
        missed=missed,
        note_of=_note_field,
        is_other=is_other,
        reports=condition_reports(session, submission.assessment_id),
        checkers={one.id: people.user(session, one.checked_by or 0) for one in missed},
        team=people.team(session, submission.assessment.cluster_id),
        is_second=can_confirm(known, current_user_id()),
    )
    return page, 409 if is_other else 200


def _note_field(number: int) -> str:
    """The name under which the page tells what it showed of a miss."""
    return f"c{number}-note"


def _seen_missed(
    sent: MultiDict[str, str], known: "Sequence[AwardCondition]"
) -> Mapping[int, Finding]:
    """The misses that the page showed, with what was written of them."""
    shown = seen_in(sent, [_note_field(one.id) for one in known])
    return {
        one.id: Finding(False, str(shown[_note_field(one.id)]))
        for one in known
        if _note_field(one.id) in shown
    }


def _award(
    submission_id: int,
) -> "tuple[Submission, Certificate, Sequence[AwardCondition]]":
    """The submission, its certificate and the conditions; those of an ended label are checked no more."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    decision, certificate = outcomes.decision_and_certificate(session, submission_id)
    if decision is None or certificate is None or certificate.life in ENDED:
        raise WrongState
    return submission, certificate, decision.conditions


def _values(one: "AwardCondition") -> Values:
    return {"finding": _NAMES[one.is_met], "note": one.note}


def _shown(sent: MultiDict[str, str], number: int) -> Values:
    """What the page that was sent showed of a condition."""
    found = seen_in(sent, (f"c{number}-finding", f"c{number}-note"))
    return {name: str(found.get(f"c{number}-{name}", "")) for name in ("finding", "note")}


def _finding(values: Values) -> Finding:
    return Finding(_FINDINGS.get(values["finding"] or ""), values["note"] or "")


def _record(
    submission: "Submission", parts: Mapping[int, ConditionCheckForm], shown: Mapping[int, Values]
) -> None:
    check_conditions(
        current_session(),
        submission=submission,
        findings={key: _finding(part.data) for key, part in parts.items()},
        seen={key: _finding(values) for key, values in shown.items()},
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )


def _say(parts: Mapping[int, ConditionCheckForm], which: Any, what: str) -> None:
    for number in which:
        parts[number].finding.errors = [what]


def _recorded(submission_id: int, known: "Sequence[AwardCondition]") -> ResponseReturnValue:
    """On to what is to be confirmed, or back to the application."""
    if missed_of(known):
        flash(
            _("Recorded. A second person of the secretariat confirms what was not met."), "success"
        )
        return redirect(url_for("secretariat.confirm_conditions", submission_id=submission_id), 303)
    flash(_("Recorded."), "success")
    return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
