"""The duties of a label's holder: when each falls due, and saying that one was done."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments
from assessment.db.queries import duties as queries
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.services.duties import AlreadyDone, NotYet, fulfil_duty, is_to_be_done
from assessment.services.records import rules_of
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.forms.duty import DutyForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import DutyTerm


@pages.get("/assessments/<int:assessment_id>/duties")
@access(Action.SEE_DUTIES, subject="assessment_id")
def duties(assessment_id: int) -> ResponseReturnValue:
    """What the label asks of its holder, with each day on which it falls due."""
    found = queries.of_assessment(current_session(), assessment_id)
    return render_template(
        "manager/duties.html",
        terms=found,
        to_be_done={term.id for term in found if is_to_be_done(term, term.certificate, now())},
        today=day_of(now()),
        **_about(assessment_id),
    )


@pages.route("/assessments/<int:assessment_id>/duties/<int:term_id>", methods=["GET", "POST"])
@access(Action.FULFIL_DUTY, subject="assessment_id")
def duty(assessment_id: int, term_id: int) -> ResponseReturnValue:
    """Saying that a duty was done, and what was brought up to date.

    Whoever comes second reads what the first one said, beside their own words.
    """
    term = _term(assessment_id, term_id)
    home = url_for("manager.duties", assessment_id=assessment_id)
    form = DutyForm()
    if form.validate_on_submit():
        said = form.said.data or ""
        try:
            fulfil_duty(
                current_session(),
                assessment_id=assessment_id,
                term_id=term_id,
                said=said,
                actor_id=current_user_id(),
                at=now(),
            )
            flash(_("Recorded. The secretariat sees it; there is nothing more to do."), "success")
        except AlreadyDone:
            done = _term(assessment_id, term_id)
            if (done.done_by, done.said) != (current_user_id(), said):
                return _page(assessment_id, done, form), 409
            flash(_("This was recorded before. Nothing was changed."), "info")
        except NotYet:
            flash(_("It is too early for this duty. Nothing was recorded."), "error")
        return redirect(home, 303)
    if not form.is_submitted() and not is_to_be_done(term, term.certificate, now()):
        return redirect(home)
    return _page(assessment_id, term, form), 422 if form.errors else 200


def _page(assessment_id: int, term: "DutyTerm", form: DutyForm) -> str:
    return render_template("manager/duty.html", term=term, form=form, **_about(assessment_id))


def _term(assessment_id: int, term_id: int) -> "DutyTerm":
    found = queries.of_assessment(current_session(), assessment_id)
    term = next((each for each in found if each.id == term_id), None)
    return term or abort(404)


def _about(assessment_id: int) -> dict[str, object]:
    submission = assessments.submission_of(current_session(), assessment_id)
    assert submission is not None  # noqa: S101  # what was awarded was submitted
    edition, label = rules_of(submission)
    return {
        "assessment": current_assessment(),
        "label": label,
        "words": edition.texts.in_language(language()),
    }
