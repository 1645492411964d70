"""How a person signs in: the overview, and passkeys."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.queries import signing_in as queries
from assessment.domain.policy import Action
from assessment.services.passkeys import remove_passkey as remove
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.account.context import fresh, own_account
from assessment.web.context import mailing
from assessment.web.forms.account import PasskeyForm
from assessment.web.transactions import current_session


@pages.get("/account/signing-in")
@access(Action.USE_ACCOUNT)
def signing_in() -> ResponseReturnValue:
    """Password, passkeys, authenticator app and recovery codes, with the way to each."""
    session = current_session()
    return render_template(
        "account/signing_in.html",
        person=own_account(),
        passkeys=queries.passkeys_of(session, current_user_id()),
        codes_left=queries.recovery_codes_left(session, current_user_id()),
    )


@pages.get("/account/signing-in/passkeys/add")
@access(Action.USE_ACCOUNT)
@fresh
def add_passkey() -> ResponseReturnValue:
    """Names a new passkey; the browser makes it, so this page needs its script."""
    return render_template("account/passkey_add.html", form=PasskeyForm())


@pages.get("/account/signing-in/passkeys/<int:passkey_id>/remove")
@access(Action.USE_ACCOUNT)
@fresh
def ask_to_remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Asks once more before a passkey is removed."""
    passkey = queries.passkey_of(current_session(), current_user_id(), passkey_id)
    return render_template("account/passkey_remove.html", passkey=passkey)


@pages.post("/account/signing-in/passkeys/<int:passkey_id>/remove")
@access(Action.USE_ACCOUNT)
@fresh
def remove_passkey(passkey_id: int) -> ResponseReturnValue:
    """Removes a passkey of the person's own."""
    name = remove(current_session(), own_account(), passkey_id, mailing())
    flash(_("The passkey %(name)s no longer signs you in here.", name=name), "success")
    return redirect(url_for("account.signing_in"), 303)
