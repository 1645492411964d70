"""The same for several applications at once: what will happen is shown first, then what happened."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.policy import Action
from assessment.services.several import (
    accept_several,
    foresee_acceptance,
    foresee_reminders,
    remind_several,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing
from assessment.web.forms.review import ConfirmForm
from assessment.web.listing import PAGE_SIZE
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.filtering import asked, picked_numbers
from assessment.web.transactions import current_session

WAYS = ("accept", "remind")


@pages.get("/secretariat/several")
@access(Action.RUN_SECRETARIAT)
def several() -> ResponseReturnValue:
    """What will happen to the applications that are ticked."""
    way, numbers = asked("do"), picked_numbers()[:PAGE_SIZE]
    if not numbers or way not in WAYS:
        flash(_("Choose applications in the list first."), "error")
        return redirect(url_for("secretariat.applications", state="all"), 303)
    session, actor_id = current_session(), current_user_id()
    if way == "accept":
        rows = foresee_acceptance(session, numbers, actor_id)
    else:
        rows = foresee_reminders(session, numbers, actor_id, now())
    return render_template("secretariat/several.html", way=way, rows=rows, is_done=False)


@pages.post("/secretariat/several")
@access(Action.RUN_SECRETARIAT)
def several_done() -> ResponseReturnValue:
    """Does it, and says for each application what came of it."""
    way, numbers = asked("do"), picked_numbers()[:PAGE_SIZE]
    if way not in WAYS or not ConfirmForm().validate_on_submit():
        abort(400)
    session, actor_id, at = current_session(), current_user_id(), now()
    if way == "accept":
        rows = accept_several(session, numbers, actor_id=actor_id, at=at)
    else:
        rows = remind_several(session, numbers, actor_id=actor_id, at=at, mailing=mailing())
    return render_template("secretariat/several.html", way=way, rows=rows, is_done=True)
