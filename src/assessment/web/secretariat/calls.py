"""Calls for applications: listed, opened, changed, closed early."""

from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import calls as queries
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile
from assessment.services.calls import (
    CallDraft,
    CallEndsBeforeItBegins,
    applications_by_call,
    change_call,
    close_call,
    days_of,
    open_call,
)
from assessment.web.access import access, current_user_id
from assessment.web.context import catalogue, label_name, scheme_name
from assessment.web.forms.fields import options
from assessment.web.forms.secretariat import CallForm
from assessment.web.language import language
from assessment.web.listing import send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.catalogue.loader import Edition
    from assessment.db.models import Call


@pages.get("/secretariat/calls")
@access(Action.RUN_SECRETARIAT)
def calls() -> ResponseReturnValue:
    """Every call with its days, whether it is open, and how many applications answered it."""
    session, today = current_session(), day_of(now())
    found = queries.calls(session)
    return render_template(
        "secretariat/calls.html",
        calls=found,
        open_ones={call.id for call in found if days_of(call).is_open(today)},
        coming={call.id for call in found if days_of(call).is_to_come(today)},
        counts=applications_by_call(session),
        schemes=[(edition.scheme.id, scheme_name(edition.scheme.id)) for edition in catalogue()],
    )


@pages.get("/secretariat/calls/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def calls_file(kind: str) -> ResponseReturnValue:
    """The list as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    session, today = current_session(), day_of(now())
    counts = applications_by_call(session)
    columns = [
        Column(_("Title"), 40),
        Column(_("Scheme"), 30),
        Column(_("Labels"), 30),
        Column(_("First day"), 12),
        Column(_("Last day"), 12),
        Column(_("Closed early"), 12),
        Column(_("Applications"), 12),
    ]
    rows = (
        [
            call.title,
            scheme_name(call.scheme_id),
            ", ".join(label_name(call.scheme_id, label) for label in call.labels),
            call.opens_on,
            call.closes_on,
            call.closed_on,
            counts.get(call.id, 0),
        ]
        for call in queries.calls(session)
    )
    return send_list(ListFile(_("Calls"), columns, rows, language(), today), kind)


@pages.route("/secretariat/calls/new/<scheme_id>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def call_new(scheme_id: str) -> ResponseReturnValue:
    """A new call for labels of a scheme."""
    edition = _edition(scheme_id)
    form = _form(edition)
    if form.validate_on_submit():
        try:
            open_call(
                current_session(), _draft(form, edition), actor_id=current_user_id(), at=now()
            )
        except CallEndsBeforeItBegins:
            form.closes_on.errors = [_("The last day comes before the first.")]
        else:
            flash(_("The call is kept. It opens and closes by itself on its days."), "success")
            return redirect(url_for("secretariat.calls"), 303)
    page = render_template(
        "secretariat/call.html", form=form, call=None, scheme_title=scheme_name(edition.scheme.id)
    )
    return page, 422 if form.errors else 200


@pages.route("/secretariat/calls/<int:number>", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def call(number: int) -> ResponseReturnValue:
    """Changing a call."""
    found = _call(number)
    edition = _edition(found.scheme_id)
    form = _form(edition, found)
    if form.validate_on_submit():
        try:
            change_call(current_session(), found, _draft(form, edition))
        except CallEndsBeforeItBegins:
            form.closes_on.errors = [_("The last day comes before the first.")]
        else:
            flash(_("Saved."), "success")
            return redirect(url_for("secretariat.calls"), 303)
    page = render_template(
        "secretariat/call.html",
        form=form,
        call=found,
        scheme_title=scheme_name(edition.scheme.id),
        is_open=days_of(found).is_open(day_of(now())),
    )
    return page, 422 if form.errors else 200


@pages.post("/secretariat/calls/<int:number>/close")
@access(Action.RUN_SECRETARIAT)
def call_close(number: int) -> ResponseReturnValue:
    """Closes a call from today on."""
    close_call(current_session(), _call(number), now())
    flash(_("Closed. What was submitted stays, and goes its way."), "success")
    return redirect(url_for("secretariat.calls"), 303)


def _call(number: int) -> "Call":
    return queries.call_for_change(current_session(), number) or abort(404)


def _edition(scheme_id: str) -> "Edition":
    return catalogue().editions.get(scheme_id) or abort(404)


def _form(edition: "Edition", call: "Call | None" = None) -> CallForm:
    form = CallForm(obj=call)
    scheme = edition.scheme
    form.labels.choices = options([(label.id, label_name(scheme.id, label.id)) for label in scheme])
    return form


def _draft(form: CallForm, edition: "Edition") -> CallDraft:
    first, last = form.opens_on.data, form.closes_on.data
    assert first is not None and last is not None  # noqa: PT018, S101  # the form asks for both
    return CallDraft(
        edition.scheme.id,
        form.labels.data or [],
        form.title.data or "",
        first,
        last,
        form.note.data or "",
    )
