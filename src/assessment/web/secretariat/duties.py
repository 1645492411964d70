"""The duties of all holders: what is overdue, what is due, what was done."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import duties as queries
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.web.access import access, current_user_id
from assessment.web.listing import PAGE_SIZE, page_of
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/duties")
@access(Action.RUN_SECRETARIAT)
def duties() -> ResponseReturnValue:
    """The duties under certificates in force, a page at a time; first what is overdue."""
    session, today, user_id = current_session(), day_of(now()), current_user_id()
    asked = request.args.get("show", "")
    show = asked if asked in queries.FILTERS else queries.OVERDUE
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
