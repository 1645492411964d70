"""Codes of an authenticator app, and recovery codes for when it is not at hand."""

from flask import flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from assessment.db.queries import signing_in as queries
from assessment.domain.policy import Action
from assessment.reports.qr import qr_code
from assessment.services.notices import Change, tell_of_change
from assessment.services.second_factor import turn_off_second_factor
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.account.context import fresh, own_account, second_factor
from assessment.web.context import mailing
from assessment.web.forms.account import CodeForm
from assessment.web.transactions import current_session

PENDING = "totp_key"
"""Where a visit keeps the sealed key of an app that has not shown yet that it has it."""


@pages.route("/account/signing-in/authenticator", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
@fresh
def authenticator() -> ResponseReturnValue:
    """Shows a new key as QR code and as text; a code from the app turns it on.

    The recovery codes come with the answer, and are shown this once.
    """
    person = own_account()
    if person.totp_secret is not None:
        return redirect(url_for("account.signing_in"), 303)
    factor, form = second_factor(), CodeForm()
    if PENDING not in session:
        session[PENDING] = factor.new_key()
    sealed = session[PENDING]
    if form.validate_on_submit():
        if factor.turn_on(current_session(), person, sealed, form.one_time_code.data or ""):
            session.pop(PENDING)
            tell_of_change(current_session(), person, Change.AUTHENTICATOR_ON, mailing())
            return _show_codes(is_new=True)
        form.one_time_code.errors = [
            _("This is not the code of now. Wait for the next one; is the device's clock right?")
        ]
    key = factor.told(sealed, person.email)
    picture = qr_code(key.address, _("QR code with the key for the app"))
    page = render_template("account/authenticator.html", form=form, key=key, picture=picture)
    return page, 422 if form.errors else 200


@pages.route("/account/signing-in/authenticator/off", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
@fresh
def turn_off_authenticator() -> ResponseReturnValue:
    """Asks once more; then signing in takes the password alone."""
    form, person = FlaskForm(), own_account()
    if person.totp_secret is None:
        return redirect(url_for("account.signing_in"), 303)
    if form.validate_on_submit():
        turn_off_second_factor(current_session(), person)
        tell_of_change(current_session(), person, Change.AUTHENTICATOR_OFF, mailing())
        flash(_("Signing in with your password no longer asks for a code."), "success")
        return redirect(url_for("account.signing_in"), 303)
    return render_template("account/authenticator_off.html")


@pages.route("/account/signing-in/recovery-codes", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
@fresh
def recovery_codes() -> ResponseReturnValue:
    """Makes new recovery codes in place of those that are left."""
    form, person = FlaskForm(), own_account()
    if person.totp_secret is None:
        return redirect(url_for("account.signing_in"), 303)
    if form.validate_on_submit():
        tell_of_change(current_session(), person, Change.RECOVERY_CODES_MADE, mailing())
        return _show_codes(is_new=False)
    left = queries.recovery_codes_left(current_session(), current_user_id())
    return render_template("account/recovery_codes_ask.html", codes_left=left)


def _show_codes(*, is_new: bool) -> ResponseReturnValue:
    """New recovery codes, in an answer that no browser keeps."""
    codes = second_factor().new_recovery_codes(current_session(), current_user_id())
    page = render_template("account/recovery_codes.html", codes=codes, is_new=is_new)
    return page, 200, {"Cache-Control": "no-store"}
