"""What the system holds about a person: taking it along, and deleting the account."""

import json

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_security import logout_user

from assessment.db.base import now
from assessment.domain.policy import Action
from assessment.services.leaving import StillNeeded, delete_account, hindrances
from assessment.services.personal_data import personal_data
from assessment.web.access import access
from assessment.web.account.blueprint import pages
from assessment.web.account.context import fresh, own_account
from assessment.web.context import mailing
from assessment.web.forms.account import DeleteAccountForm
from assessment.web.transactions import current_session


@pages.get("/account/data")
@access(Action.USE_ACCOUNT)
def own_data() -> ResponseReturnValue:
    """What is held, as a file to take along, and the way out."""
    return render_template("account/own_data.html")


@pages.get("/account/data/export")
@access(Action.USE_ACCOUNT)
@fresh
def export() -> ResponseReturnValue:
    """Everything about the person as a JSON file that people can read too."""
    at = now()
    told = personal_data(current_session(), own_account(), at)
    name = f"cluster-assessment-{at:%Y-%m-%d}.json"
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Content-Disposition": f'attachment; filename="{name}"',
    }
    return json.dumps(told, ensure_ascii=False, indent=2), 200, headers


@pages.route("/account/data/delete", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
@fresh
def delete() -> ResponseReturnValue:
    """Says what goes and what stays, or what has to be handed over before; then deletes."""
    form, person = DeleteAccountForm(), own_account()
    if form.validate_on_submit():
        try:
            delete_account(current_session(), person, mailing(), now())
        except StillNeeded as refused:
            page = render_template("account/delete.html", form=form, ties=refused.hindrances)
            return page, 409
        logout_user()
        flash(_("Your account is deleted. A mail confirms it."), "success")
        return redirect(url_for("public.home"), 303)
    ties = hindrances(current_session(), person)
    page = render_template("account/delete.html", form=form, ties=ties)
    return page, 422 if form.errors else 200
