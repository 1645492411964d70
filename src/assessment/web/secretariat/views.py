"""Views of the list of applications: kept by name, shared, changed, forgotten."""

from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import pipeline
from assessment.domain.policy import Action
from assessment.services.saved_views import ViewNameTaken, change_view, delete_view, save_view
from assessment.web.access import access, current_user_id
from assessment.web.forms.secretariat import ViewForm
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.filtering import kept_filters
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import SavedView


@pages.route("/secretariat/views/new", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def view_new() -> ResponseReturnValue:
    """Keeps the filters that the address names."""
    form, filters = ViewForm(), kept_filters()
    if form.validate_on_submit():
        try:
            view = save_view(
                current_session(),
                user_id=current_user_id(),
                name=form.name.data or "",
                filters=filters,
                is_shared=form.is_shared.data,
                is_default=form.is_default.data,
                at=now(),
            )
        except ViewNameTaken:
            form.name.errors = [_("You have another view of this name.")]
        else:
            flash(_("The view is kept."), "success")
            return redirect(_address(view), 303)
    page = render_template("secretariat/view.html", form=form, view=None, filters=filters)
    return page, 422 if form.errors else 200


@pages.route("/secretariat/views/<int:number>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def view(number: int) -> ResponseReturnValue:
    """A view of one's own: its name, whether others see it, whether the list begins with it."""
    found = _own(number)
    form = ViewForm(obj=found)
    if form.validate_on_submit():
        try:
            change_view(
                current_session(),
                found,
                name=form.name.data or "",
                is_shared=form.is_shared.data,
                is_default=form.is_default.data,
            )
        except ViewNameTaken:
            form.name.errors = [_("You have another view of this name.")]
        else:
            flash(_("Saved."), "success")
            return redirect(_address(found), 303)
    page = render_template("secretariat/view.html", form=form, view=found, filters=found.filters)
    return page, 422 if form.errors else 200


@pages.post("/secretariat/views/<int:number>/delete")
@access(Action.RUN_SECRETARIAT)
def view_delete(number: int) -> ResponseReturnValue:
    """Forgets a view of one's own."""
    delete_view(current_session(), _own(number))
    flash(_("The view is deleted. The applications are as they were."), "success")
    return redirect(url_for("secretariat.applications", state="all"), 303)


def _own(number: int) -> "SavedView":
    found = pipeline.own_view(current_session(), current_user_id(), number)
    return found or abort(404)


def _address(view: "SavedView") -> str:
    asked: dict[str, Any] = {**view.filters, "view": view.id}
    return url_for("secretariat.applications", **asked)
