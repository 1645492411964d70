"""The second step of signing in: a code, for people who have an authenticator app."""

import time
from typing import TYPE_CHECKING, Any, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from flask_security import Security, UserMixin, login_user
from flask_security.tf_plugin import TfPluginBase

from assessment.db.queries import people
from assessment.db.queries.signing_in import recovery_codes_left
from assessment.domain.policy import Action
from assessment.services.notices import Change, tell_of_change
from assessment.services.second_factor import Factor
from assessment.web.access import access
from assessment.web.account.blueprint import pages
from assessment.web.account.context import second_factor
from assessment.web.addresses import own_page
from assessment.web.context import mailing
from assessment.web.forms.account import SecondStepForm
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import User

HALFWAY = "tf_user_id"
"""Where the sign-in library keeps who has given the password and not the code."""

SINCE = "halfway_since"
PATIENCE = 600
"""Seconds from the password to the code."""


class CodeStep(TfPluginBase):
    """What the sign-in library asks about second factors, and where it sends people for the code."""

    def __init__(self, app: Flask) -> None:
        super().__init__(app)

    def create_blueprint(self, app: Flask, bp: Blueprint, state: Security) -> None:
        """Nothing to add: the page is one of ours."""

    def get_setup_methods(self, user: UserMixin) -> list[tuple[str, str]]:
        return [("authenticator", "authenticator")] if getattr(user, "totp_secret", None) else []

    def tf_login(
        self, user: UserMixin, json_payload: dict[str, Any], next_loc: str | None
    ) -> Response:
        session[SINCE] = int(time.time())
        return cast(
            Response, redirect(url_for("account.second_step", next=request.args.get("next")), 303)
        )


@pages.route("/login/code", methods=["GET", "POST"])
@access(Action.SIGN_IN)
def second_step() -> ResponseReturnValue:
    """Asks for the code of the authenticator app, or for a recovery code."""
    onward = own_page(request.args.get("next"), "public.start")
    if current_user.is_authenticated:
        return redirect(onward, 303)
    person = _halfway()
    if person is None:
        flash(_("Please begin again with your e-mail address and password."), "info")
        return redirect(url_for("security.login", next=request.args.get("next")), 303)
    form = SecondStepForm()
    if form.validate_on_submit():
        taken = second_factor().take(current_session(), person, form.one_time_code.data or "")
        if taken is not None:
            return _let_in(person, taken, onward)
        form.one_time_code.errors = [
            _("This code is not good, or was used before. Wait for the app's next one.")
        ]
    return render_template("account/second_step.html", form=form), 422 if form.errors else 200


def _halfway() -> "User | None":
    """Who gave the right password in this visit, a few minutes ago at most."""
    is_recent = time.time() - session.get(SINCE, 0) < PATIENCE
    if HALFWAY not in session or not is_recent:
        return None
    return people.user_by_uniquifier(current_session(), session[HALFWAY])


def _let_in(person: "User", taken: Factor, onward: str) -> ResponseReturnValue:
    remember = bool(session.pop("tf_remember_login", False))
    session.pop(SINCE, None)
    login_user(person, remember=remember, authn_via=["password", "authenticator"])
    if taken is Factor.RECOVERY_CODE:
        left = recovery_codes_left(current_session(), person.id)
        tell_of_change(
            current_session(), person, Change.RECOVERY_CODE_USED, mailing(), detail=str(left)
        )
        told = ngettext("%(num)s recovery code is left.", "%(num)s recovery codes are left.", left)
        flash(told, "info")
    return redirect(onward, 303)
