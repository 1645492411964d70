"""How often the digest comes, and ending it from the mail without signing in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.domain.digest import Rhythm
from assessment.domain.policy import Action
from assessment.services.digest_choices import choose_rhythm, person_of_token, rhythm_of
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.context import settings
from assessment.web.forms.account import MailForm
from assessment.web.transactions import current_session


def mail_form() -> MailForm:
    """The form of the section Mail, filled with the person's choice."""
    return MailForm(rhythm=rhythm_of(current_session(), current_user_id()).value)


@pages.route("/account/mail", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
def mail() -> ResponseReturnValue:
    """The choice between daily, weekly and never."""
    form = mail_form()
    if form.validate_on_submit():
        rhythm = Rhythm(form.rhythm.data)
        choose_rhythm(current_session(), current_user_id(), rhythm, now())
        flash(_("Saved."), "success")
        return redirect(url_for("account.settings", _anchor="mail"), 303)
    page = render_template("account/mail.html", form=form, mail_form=form)
    return page, 422 if form.errors else 200


@pages.route("/mail/stop/<token>", methods=["GET", "POST"])
@access(Action.SEE_PUBLIC_PAGE)
def stop_mail(token: str) -> ResponseReturnValue:
    """Ends the digest for whoever the link was sent to; asked by GET, done by POST (RFC 8058)."""
    person = person_of_token(current_session(), settings().secret_key, token)
    if person is None:
        return render_template("account/mail_stop.html", person=None, is_done=False), 404
    is_done = request.method == "POST"
    if is_done:
        choose_rhythm(current_session(), person.id, Rhythm.OFF, now())
    return render_template("account/mail_stop.html", person=person, is_done=is_done)
