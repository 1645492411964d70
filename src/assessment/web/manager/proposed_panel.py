"""The panel that the secretariat proposes: the cluster agrees, or objects once with a reason."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, reviewer_register, reviews
from assessment.domain.policy import Action
from assessment.services.panels import agree_to_panel, object_to_panel
from assessment.services.records import rules_of
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.process import ReasonForm
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Submission


@pages.get("/assessments/<int:assessment_id>/panel")
@access(Action.SEE_PROPOSAL, subject="assessment_id")
def proposed_panel(assessment_id: int) -> ResponseReturnValue:
    """Who is proposed, and until when the cluster may object."""
    return _page(ReasonForm(formdata=None))


def _submission(assessment_id: int) -> "Submission":
    found = assessments.submission_of(current_session(), assessment_id)
    assert found is not None  # noqa: S101  # the guard lets nobody here without a proposal
    return found


def _page(form: ReasonForm, status: int = 200) -> ResponseReturnValue:
    found = current_assessment()
    submission = _submission(found.id)
    edition, label = rules_of(submission)
    seats = reviews.seats(current_session(), submission.id)
    page = render_template(
        "manager/proposed_panel.html",
        form=form,
        assessment=found,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        seats=seats,
        profiles=reviewer_register.profiles(
            current_session(), [seat.reviewer_id for seat in seats]
        ),
    )
    return page, status


@pages.post("/assessments/<int:assessment_id>/panel/agree")
@access(Action.ANSWER_PROPOSAL, subject="assessment_id")
def agree_to_proposal(assessment_id: int) -> ResponseReturnValue:
    """The cluster agrees, and the reviewers are asked."""
    if ConfirmForm().validate_on_submit():
        agree_to_panel(
            current_session(),
            assessment_id=assessment_id,
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Agreed. The reviewers are asked by mail."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)


@pages.post("/assessments/<int:assessment_id>/panel/object")
@access(Action.ANSWER_PROPOSAL, subject="assessment_id")
def object_to_proposal(assessment_id: int) -> ResponseReturnValue:
    """The cluster objects, and the secretariat proposes others."""
    form = ReasonForm()
    if not form.validate_on_submit():
        return _page(form, 422)
    object_to_panel(
        current_session(),
        assessment_id=assessment_id,
        reason=form.reason.data or "",
        actor_id=current_user_id(),
        at=now(),
        mailing=mailing(),
    )
    flash(_("Your objection is with the secretariat, which proposes another panel."), "success")
    return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
