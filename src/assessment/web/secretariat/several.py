"""The same for several applications at once: what will happen is shown first, then what happened."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from assessment.db.base import now
from assessment.domain.policy import Action
from assessment.services.several import (
    Row,
    accept_several,
    foresee_acceptance,
    foresee_reminders,
    remind_several,
)
from assessment.services.several_outcome import (
    Outcome,
    outcome_of_token,
    outcome_rows,
    outcome_token,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import mailing, settings
from assessment.web.forms.review import ConfirmForm
from assessment.web.listing import PAGE_SIZE, asked
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.filtering import picked_numbers, place_before
from assessment.web.transactions import current_session

WAYS = ("accept", "remind")


@pages.get("/secretariat/several")
@access(Action.RUN_SECRETARIAT)
def several() -> ResponseReturnValue:
    """What will happen to the applications that are ticked."""
    way, numbers = asked("do"), picked_numbers()[:PAGE_SIZE]
    if not numbers or way not in WAYS:
        flash(_("Choose applications in the list first."), "error")
        return redirect(url_for("secretariat.applications", **place_before()), 303)
    session, actor_id = current_session(), current_user_id()
    if way == "accept":
        rows = foresee_acceptance(session, numbers, actor_id)
    else:
        rows = foresee_reminders(session, numbers, actor_id, now())
    return _page(way, rows, is_done=False)


@pages.post("/secretariat/several")
@access(Action.RUN_SECRETARIAT)
def several_done() -> ResponseReturnValue:
    """Does it, and leads to the page that says for each application what came of it."""
    way, numbers = asked("do"), picked_numbers()[:PAGE_SIZE]
    if way not in WAYS or not ConfirmForm().validate_on_submit():
        abort(400)
    session, actor_id, at = current_session(), current_user_id(), now()
    if way == "accept":
        rows = accept_several(session, numbers, actor_id=actor_id, at=at)
    else:
        rows = remind_several(session, numbers, actor_id=actor_id, at=at, mailing=mailing())
    done = Outcome(way, at, {row.submission.id: row.prospect for row in rows})
    told = outcome_token(settings().secret_key, actor_id, done)
    back = urlencode(place_before())
    return redirect(url_for("secretariat.several_outcome", told=told, back=back), 303)


@pages.get("/secretariat/several/outcome")
@access(Action.RUN_SECRETARIAT)
def several_outcome() -> ResponseReturnValue:
    """What came of each application; looking again does nothing again."""
    actor_id = current_user_id()
    told = request.args.get("told", "")
    done = outcome_of_token(settings().secret_key, actor_id, told)
    if done is None:
        raise NotFound
    return _page(done.way, outcome_rows(current_session(), done, actor_id), is_done=True)


def _page(way: str, rows: Sequence[Row], *, is_done: bool) -> str:
    place = place_before()
    return render_template(
        "secretariat/several.html",
        way=way,
        rows=rows,
        is_done=is_done,
        place=place,
        back=urlencode(place),
    )
