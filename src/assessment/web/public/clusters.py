"""The public page of a cluster that holds or held a label."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.services.public_profiles import public_page
from assessment.web.access import access
from assessment.web.forms.fields import plain
from assessment.web.public.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/clusters/<public_id>")
@access(Action.SEE_PUBLIC_PAGE)
def cluster(public_id: str) -> ResponseReturnValue:
    """Its labels, and what its owner lets anybody read."""
    found = public_page(current_session(), plain(public_id), day_of(now()))
    if found is None:
        abort(404)
    return render_template("public/cluster.html", page=found)
