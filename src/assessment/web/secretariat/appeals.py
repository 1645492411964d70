"""Answering an appeal: a fresh panel looks at the application, or the decision stands."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import outcomes, reviews
from assessment.domain.policy import Action
from assessment.services.appeals import admit_appeal, reject_appeal
from assessment.services.records import rules_of
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.appeal import AppealAnswerForm
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.route("/secretariat/submissions/<int:submission_id>/appeal", methods=["GET", "POST"])
@access(Action.ANSWER_APPEAL, subject="submission_id")
def appeal(submission_id: int) -> ResponseReturnValue:
    """The grounds beside the decision that they are about, and the answer."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    form = AppealAnswerForm()
    if form.validate_on_submit():
        is_admitted = form.verdict.data == "admit"
        answer = admit_appeal if is_admitted else reject_appeal
        answer(
            session,
            submission=submission,
            answer=form.answer.data or "",
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(
            _("Admitted. The cluster is told by mail. Propose a fresh panel next.")
            if is_admitted
            else _("Rejected. The cluster is told by mail, with your answer."),
            "success",
        )
        return redirect(url_for("secretariat.application", submission_id=submission_id), 303)
    edition, label = rules_of(submission)
    decision = outcomes.decision(session, submission_id)
    page = render_template(
        "secretariat/appeal.html",
        form=form,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        decision=decision,
        took_part=decision is not None
        and current_user_id() in (decision.proposed_by, decision.decided_by),
    )
    return page, 422 if form.errors else 200
