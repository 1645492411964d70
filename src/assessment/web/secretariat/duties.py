"""The duties of all holders: what is overdue, what is due, what was done."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import duties as queries
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile
from assessment.web.access import access, current_user_id
from assessment.web.context import duty_name, label_name
from assessment.web.language import language
from assessment.web.listing import PAGE_SIZE, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/duties")
@access(Action.RUN_SECRETARIAT)
def duties() -> ResponseReturnValue:
    """The duties under certificates in force, a page at a time; first what is overdue."""
    session, today, user_id = current_session(), day_of(now()), current_user_id()
    show = _show()
    counts = queries.counts(session, today, except_clusters_of=user_id)
    page = page_of(counts[show])
    return render_template(
        "secretariat/duties.html",
        rows=queries.listed(
            session, show, today, except_clusters_of=user_id, first=page.first, limit=PAGE_SIZE
        ),
        show=show,
        counts=counts,
        page=page,
        today=today,
    )


def _show() -> str:
    asked = request.args.get("show", "")
    return asked if asked in queries.FILTERS else queries.OVERDUE


@pages.get("/secretariat/duties/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def duties_file(kind: str) -> ResponseReturnValue:
    """The whole list as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    today, show = day_of(now()), _show()
    found = queries.listed(
        current_session(), show, today, except_clusters_of=current_user_id(), first=0, limit=None
    )
    columns = [
        Column(_("Cluster"), 40),
        Column(_("Label"), 20),
        Column(_("Certificate"), 16),
        Column(_("Duty"), 32),
        Column(_("Last day"), 12),
        Column(_("Done"), 12),
        Column(_("What was brought up to date"), 60),
    ]
    rows = (
        [
            row.cluster,
            label_name(row.scheme_id, row.label_id),
            row.certificate,
            duty_name(row.scheme_id, row.duty_id),
            row.due_on,
            day_of(row.done_at) if row.done_at else None,
            row.said,
        ]
        for row in found
    )
    return send_list(ListFile(_("Duties of holders"), columns, rows, language(), today), kind)
