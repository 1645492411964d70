"""The register of clusters."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, people
from assessment.db.queries import clusters as cluster_queries
from assessment.domain.policy import Action
from assessment.services.clusters import NameTaken, register_cluster
from assessment.web.access import access
from assessment.web.cluster_figures import figures_shown
from assessment.web.forms.fields import options
from assessment.web.forms.secretariat import ClusterForm
from assessment.web.language import country_choices
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat/clusters")
@access(Action.RUN_SECRETARIAT)
def clusters() -> ResponseReturnValue:
    """Every cluster, by name."""
    return render_template("secretariat/clusters.html", clusters=people.clusters(current_session()))


@pages.route("/secretariat/clusters/new", methods=["GET", "POST"])
@access(Action.RUN_SECRETARIAT)
def clusters_new() -> ResponseReturnValue:
    """Registering a cluster; its manager is invited next."""
    form = ClusterForm()
    form.country.choices = options(country_choices())
    if form.validate_on_submit():
        try:
            cluster = register_cluster(
                current_session(),
                name=form.name.data or "",
                organisation=form.organisation.data or "",
                country=form.country.data,
                region=form.region.code,
                website=form.website.data or "",
                at=now(),
            )
        except NameTaken:
            form.name.errors = [_("Another cluster has this name.")]
        else:
            flash(_("Registered. Now invite the cluster manager."), "success")
            return redirect(url_for("secretariat.people_invite", cluster=cluster.id), 303)
    page = render_template("secretariat/cluster_new.html", form=form)
    return page, 422 if form.errors else 200


@pages.get("/secretariat/clusters/<int:number>")
@access(Action.RUN_SECRETARIAT)
def clusters_show(number: int) -> ResponseReturnValue:
    """One cluster: its facts, its team, and where its assessments stand."""
    session = current_session()
    cluster = people.cluster(session, number)
    if cluster is None:
        abort(404)
    return render_template(
        "secretariat/cluster.html",
        cluster=cluster,
        figures=figures_shown(cluster_queries.years(session, number)),
        members=people.members(session, number),
        assessments=assessments.of_clusters(session, [number]),
    )
