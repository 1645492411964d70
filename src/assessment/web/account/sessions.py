"""Where a person is signed in, and ending it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.db.queries.signing_in import sessions_of
from assessment.domain.policy import Action
from assessment.services.sessions import end_session as end
from assessment.services.sessions import end_sessions
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.sessions import current_session_id
from assessment.web.transactions import current_session


@pages.get("/account/sessions")
@access(Action.USE_ACCOUNT)
def sessions() -> ResponseReturnValue:
    """Each browser in which the person is signed in, this one marked."""
    found = sessions_of(current_session(), current_user_id())
    return render_template("account/sessions.html", sessions=found, this_one=current_session_id())


@pages.post("/account/sessions/<int:session_id>/end")
@access(Action.USE_ACCOUNT)
def end_session(session_id: int) -> ResponseReturnValue:
    """Signs the person out of one browser; one that has ended meanwhile stays ended."""
    end(current_session(), current_user_id(), session_id)
    flash(_("That browser is signed out."), "success")
    return redirect(url_for("account.sessions"), 303)


@pages.post("/account/sessions/end-others")
@access(Action.USE_ACCOUNT)
def end_other_sessions() -> ResponseReturnValue:
    """Signs the person out everywhere but here."""
    number = end_sessions(current_session(), current_user_id(), but=current_session_id())
    text = ngettext(
        "%(num)s other browser is signed out.", "%(num)s other browsers are signed out.", number
    )
    flash(text, "success")
    return redirect(url_for("account.sessions"), 303)
