"""Complaints of clusters: what waits for an answer first, and answering one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import appeals as queries
from assessment.db.queries import assessments
from assessment.domain.complaints import Finding
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile
from assessment.services.complaints import answer_complaint, rules_for
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, label_name, mailing
from assessment.web.forms.appeal import ComplaintAnswerForm
from assessment.web.language import language
from assessment.web.listing import PAGE_SIZE, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session
from assessment.web.wording import word_for


@pages.get("/secretariat/complaints")
@access(Action.RUN_SECRETARIAT)
def complaints() -> ResponseReturnValue:
    """The complaints that wait for an answer, by their last day; or all of them."""
    session, user_id = current_session(), current_user_id()
    is_narrowed = _is_narrowed()
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


def _is_narrowed() -> bool:
    return request.args.get("show") != "all"


@pages.get("/secretariat/complaints/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def complaints_file(kind: str) -> ResponseReturnValue:
    """The whole list as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    found = queries.complaints(
        current_session(),
        except_clusters_of=current_user_id(),
        waiting=_is_narrowed(),
        first=0,
        limit=None,
    )
    columns = [
        Column(_("Cluster"), 40),
        Column(_("Label"), 20),
        Column(_("Made"), 12),
        Column(_("Answer by"), 12),
        Column(_("Answered"), 12),
        Column(_("Finding"), 28),
        Column(_("What happened"), 60),
        Column(_("Answer to the cluster"), 60),
    ]
    rows = (
        [
            one.assessment.cluster.name,
            label_name(one.assessment.scheme_id, one.assessment.label_id),
            day_of(one.made_at),
            one.due_on,
            day_of(one.answered_at) if one.answered_at else None,
            str(word_for(one.finding, "finding")) if one.finding else "",
            one.text,
            one.answer,
        ]
        for one in found
    )
    return send_list(ListFile(_("Complaints"), columns, rows, language(), day_of(now())), kind)


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
