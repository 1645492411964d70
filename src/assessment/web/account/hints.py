"""Putting hints away, and seeing them again."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.policy import Action
from assessment.services.hints import dismiss_hint, show_hints_again
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.addresses import own_page
from assessment.web.hints import HINTS
from assessment.web.transactions import current_session


@pages.post("/account/hints")
@access(Action.USE_ACCOUNT)
def dismiss() -> ResponseReturnValue:
    """Puts one hint away and leads back to its page."""
    hint = request.form.get("hint", "")
    if hint not in HINTS:
        abort(400)
    dismiss_hint(current_session(), current_user_id(), hint, now())
    return redirect(own_page(request.form.get("next", "")), 303)


@pages.post("/account/hints/again")
@access(Action.USE_ACCOUNT)
def show_again() -> ResponseReturnValue:
    """Shows every hint again where its first step is still to be done."""
    show_hints_again(current_session(), current_user_id())
    flash(_("The hints are shown again."), "success")
    return redirect(url_for("account.settings"), 303)
