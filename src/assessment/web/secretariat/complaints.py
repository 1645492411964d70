"""Complaints of clusters: what waits for an answer first, and answering one."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import appeals as queries
from assessment.db.queries import assessments
from assessment.domain.complaints import Finding
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.services.complaints import answer_complaint, rules_for
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, mailing
from assessment.web.forms.appeal import ComplaintAnswerForm
from assessment.web.listing import PAGE_SIZE, page_of
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/complaints")
@access(Action.RUN_SECRETARIAT)
def complaints() -> ResponseReturnValue:
    """The complaints that wait for an answer, by their last day; or all of them."""
    session, user_id = current_session(), current_user_id()
    is_narrowed = request.args.get("show") != "all"
    total = queries.count_complaints(session, except_clusters_of=user_id, waiting=is_narrowed)
    page = page_of(total)
    found = queries.complaints(
        session,
        except_clusters_of=user_id,
        waiting=is_narrowed,
        first=page.first,
        limit=PAGE_SIZE,
    )
    return render_template(
        "secretariat/complaints.html",
        complaints=found,
        page=page,
        is_narrowed=is_narrowed,
        today=day_of(now()),
    )


@pages.route("/secretariat/complaints/<int:complaint_id>", methods=["GET", "POST"])
@access(Action.ANSWER_COMPLAINT, subject="complaint_id")
def complaint(complaint_id: int) -> ResponseReturnValue:
    """One complaint, and its answer."""
    session = current_session()
    found = queries.complaint(session, complaint_id)
    form = ComplaintAnswerForm()
    if form.validate_on_submit():
        answer_complaint(
            session,
            complaint_id=complaint_id,
            edition=rules_for(session, found.assessment, catalogue()),
            finding=Finding(form.finding.data),
            answer=form.answer.data or "",
            actor_id=current_user_id(),
            at=now(),
            mailing=mailing(),
        )
        flash(_("Answered. The cluster is told by mail."), "success")
        return redirect(url_for("secretariat.complaints"), 303)
    page = render_template(
        "secretariat/complaint.html",
        form=form,
        complaint=found,
        submission=assessments.submission_of(session, found.assessment_id),
    )
    return page, 422 if form.errors else 200
