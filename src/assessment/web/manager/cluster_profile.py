"""A cluster's profile: facts and figures by year, to be read and edited, with their history."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clusters, people
from assessment.domain.clusters import FIRST_YEAR
from assessment.domain.policy import Action
from assessment.services.cluster_profiles import (
    FactsConflict,
    YearConflict,
    facts_of,
    save_facts,
    save_year,
)
from assessment.services.clusters import NameTaken
from assessment.web.access import access, current_user_id
from assessment.web.cluster_figures import figures_shown
from assessment.web.forms.cluster import ClusterFactsForm, YearForm
from assessment.web.forms.question_values import today
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Cluster

SHOWN_CHANGES = 50
"""Changes that the history on the page goes back."""
OFFERED_YEARS = 6
"""Years back from today that can be added."""


@pages.get("/clusters/<int:cluster_id>/profile")
@access(Action.SEE_CLUSTER, subject="cluster_id")
def cluster_profile(cluster_id: int) -> ResponseReturnValue:
    """What the cluster says about itself, its figures by year, and who changed what."""
    session = current_session()
    years = clusters.years(session, cluster_id)
    told = {row.year for row in years}
    this_year = today().year
    return render_template(
        "manager/cluster_profile.html",
        cluster=_cluster(cluster_id),
        figures=figures_shown(years),
        missing=[y for y in range(this_year, this_year - OFFERED_YEARS, -1) if y not in told],
        changes=clusters.changes(session, cluster_id, SHOWN_CHANGES),
    )


@pages.route("/clusters/<int:cluster_id>/profile/edit", methods=["GET", "POST"])
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def edit_cluster(cluster_id: int) -> ResponseReturnValue:
    """The facts of the cluster as a form."""
    cluster = _cluster(cluster_id)
    form = ClusterFactsForm.of(facts_of(cluster), cluster.version)
    if not form.validate_on_submit():
        return _facts_page(cluster, form), 422 if form.errors else 200
    try:
        saved = save_facts(
            current_session(), cluster_id=cluster_id, facts=form.facts, **_seen(form)
        )
    except NameTaken:
        form.name.errors = [_("Another cluster has this name.")]
        return _facts_page(cluster, form), 422
    if isinstance(saved, FactsConflict):
        theirs = ClusterFactsForm.of(form.facts, saved.version, formdata=None)
        return _facts_page(cluster, theirs, conflict=saved)
    return _back(cluster_id, is_changed=saved.is_changed)


@pages.route("/clusters/<int:cluster_id>/profile/years/<int:year>", methods=["GET", "POST"])
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def cluster_year(cluster_id: int, year: int) -> ResponseReturnValue:
    """The figures of one year as a form."""
    if not FIRST_YEAR <= year <= today().year:
        abort(404)
    cluster = _cluster(cluster_id)
    rows = {row.year: row for row in clusters.years(current_session(), cluster_id)}
    found, before = rows.get(year), rows.get(year - 1)
    form = YearForm.of(found.figures if found else {}, found.version if found else 0)
    shown: dict[str, Any] = {"year": year, "before": before, "is_new": found is None}
    if not form.validate_on_submit():
        return _year_page(cluster, form, **shown), 422 if form.errors else 200
    if found is None and not form.figures:
        form.form_errors.append(_("Write at least one figure."))
        return _year_page(cluster, form, **shown), 422
    saved = save_year(
        current_session(), cluster_id=cluster_id, year=year, figures=form.figures, **_seen(form)
    )
    if isinstance(saved, YearConflict):
        mine = YearForm.of(form.figures, saved.version, formdata=None)
        return _year_page(cluster, mine, conflict=saved, **shown)
    return _back(cluster_id, is_changed=saved.is_changed)


def _cluster(cluster_id: int) -> "Cluster":
    found = people.cluster(current_session(), cluster_id)
    if found is None:
        abort(404)
    return found


def _seen(form: ClusterFactsForm | YearForm) -> dict[str, Any]:
    """Who saves what they saw, and when."""
    at: datetime = now()
    return {"version": form.version.data or 0, "actor_id": current_user_id(), "at": at}


def _back(cluster_id: int, *, is_changed: bool) -> ResponseReturnValue:
    flash(_("Saved.") if is_changed else _("Nothing has changed."), "success")
    return redirect(url_for("manager.cluster_profile", cluster_id=cluster_id), 303)


def _facts_page(
    cluster: "Cluster", form: ClusterFactsForm, conflict: FactsConflict | None = None
) -> str:
    return render_template(
        "manager/cluster_edit.html", cluster=cluster, form=form, conflict=conflict
    )


def _year_page(cluster: "Cluster", form: YearForm, **shown: Any) -> str:
    return render_template("manager/cluster_year.html", cluster=cluster, form=form, **shown)
