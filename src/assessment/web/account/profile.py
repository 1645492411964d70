"""Who a person is, and in which language they read."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user

from assessment.domain.policy import Action
from assessment.services.accounts import update_profile
from assessment.web.access import access, current_user_id
from assessment.web.account.blueprint import pages
from assessment.web.forms.account import ProfileForm
from assessment.web.forms.fields import options
from assessment.web.language import country_choices
from assessment.web.transactions import current_session


@pages.route("/account", methods=["GET", "POST"])
@access(Action.USE_ACCOUNT)
def settings() -> ResponseReturnValue:
    """Name, organisation, country, and the language of pages and mail."""
    form = ProfileForm(obj=current_user)
    form.country.choices = options([("", _("Not told")), *country_choices()])
    if form.validate_on_submit():
        update_profile(
            current_session(),
            current_user_id(),
            name=form.name.data or "",
            country=form.country.data or "",
            organisation=form.organisation.data or "",
            language=form.language.data,
        )
        with force_locale(form.language.data):
            flash(_("Saved."), "success")
        return redirect(url_for("account.settings"), 303)
    page = render_template("account/settings.html", form=form)
    return page, 422 if form.errors else 200
