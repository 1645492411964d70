"""Accepting an invitation from the link in the mail."""

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user
from flask_security import login_user

from assessment.db.base import now
from assessment.db.queries import people
from assessment.domain.policy import Action
from assessment.services.accounts import (
    InvitationUnusable,
    accept_as_member,
    accept_invitation,
    find_invitation,
)
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.forms.account import AcceptInvitationForm
from assessment.web.forms.fields import options
from assessment.web.forms.review import ConfirmForm
from assessment.web.language import country_choices
from assessment.web.security import hash_new_password
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Invitation


@pages.route("/invitations/<token>", methods=["GET", "POST"])
@access(Action.SIGN_IN)
def invitation(token: str) -> ResponseReturnValue:
    """A new person chooses a password; somebody with an account signs in and confirms."""
    session = current_session()
    try:
        found = find_invitation(session, token, now())
        if people.user_by_email(session, found.email) is not None:
            return _for_member(token, found)
        return _for_newcomer(token, found)
    except InvitationUnusable:
        return render_template("account/invitation_unusable.html"), 410


def _for_newcomer(token: str, found: "Invitation") -> ResponseReturnValue:
    form = AcceptInvitationForm(data={"name": found.name})
    form.email = found.email
    form.country.choices = options([("", _("Choose")), *country_choices()])
    if not form.validate_on_submit():
        page = render_template("account/invitation.html", form=form, invitation=found)
        return page, 422 if form.errors else 200
    user = accept_invitation(
        current_session(),
        token=token,
        name=form.name.data or "",
        country=form.country.data,
        password_hash=hash_new_password(form.password.data or ""),
        at=now(),
    )
    login_user(user)
    flash(_("Welcome. Your account is ready."), "success")
    return redirect(url_for("public.start"), 303)


def _for_member(token: str, found: "Invitation") -> ResponseReturnValue:
    is_theirs = current_user.is_authenticated and current_user.email == found.email.lower()
    form = ConfirmForm()
    if is_theirs and form.validate_on_submit():
        accept_as_member(current_session(), token=token, user_id=current_user_id(), at=now())
        flash(_("You have accepted the invitation."), "success")
        return redirect(url_for("public.start"), 303)
    return render_template(
        "account/invitation_member.html", form=form, invitation=found, is_theirs=is_theirs
    )
