"""The register of clusters."""

from collections.abc import Iterator
from datetime import date

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, outcomes, people, register
from assessment.db.queries import clusters as cluster_queries
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.clusters import NameAlike, NameTaken, register_cluster
from assessment.web.access import access
from assessment.web.cluster_figures import figures_shown
from assessment.web.cluster_names import name_refused
from assessment.web.cluster_words import fact_shown, region_shown
from assessment.web.context import label_name
from assessment.web.forms.fields import options
from assessment.web.forms.secretariat import ClusterForm
from assessment.web.language import country_choices, country_name, language
from assessment.web.listing import PAGE_SIZE, asked, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.filtering import labels_on_offer
from assessment.web.transactions import current_session


@pages.get("/secretariat/clusters")
@access(Action.RUN_SECRETARIAT)
def clusters() -> ResponseReturnValue:
    """The register: searched, narrowed by country and by the label held, a page at a time."""
    session, today = current_session(), day_of(now())
    wanted = _wanted()
    page = page_of(register.count_clusters(session, wanted))
    found = register.clusters(session, wanted, first=page.first, limit=PAGE_SIZE)
    return render_template(
        "secretariat/clusters.html",
        clusters=found,
        held=register.labels_held(session, [cluster.id for cluster in found], today),
        page=page,
        wanted=wanted,
        asked={name: asked(name) for name in ("q", "country", "label", "sort") if asked(name)},
        labels=labels_on_offer(),
        countries=sorted((country_name(c), c) for c in register.countries(session)),
    )


def _wanted() -> register.WantedClusters:
    scheme_id, _sign, label_id = asked("label").partition(".")
    return register.WantedClusters(
        asked("q"), asked("country").upper()[:2], scheme_id, label_id, day_of(now()), asked("sort")
    )


@pages.get("/secretariat/clusters/file/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def clusters_file(kind: str) -> ResponseReturnValue:
    """The register as it is narrowed, as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    columns = [
        Column(_("Name"), 40),
        Column(_("Lead organisation"), 32),
        Column(_("Country"), 16),
        Column(_("Region"), 24),
        Column(_("Website"), 32),
        Column(_("Founded"), 12),
        Column(_("Sectors"), 32),
        Column(_("Contact"), 32),
        Column(_("Labels held"), 32),
        Column(_("Held until"), 12),
    ]
    today = day_of(now())
    return send_list(ListFile(_("Clusters"), columns, _rows(today), language(), today), kind)


def _rows(today: date) -> Iterator[list[Value]]:
    session = current_session()
    for part in register.every_cluster(session, _wanted()):
        held = register.labels_held(session, [cluster.id for cluster in part], today)
        for cluster in part:
            labels = held.get(cluster.id, [])
            yield [
                cluster.name,
                cluster.organisation,
                country_name(cluster.country),
                region_shown(cluster.region),
                cluster.website,
                cluster.founded,
                fact_shown(cluster.sectors, "sectors") if cluster.sectors else "",
                cluster.contact_email,
                ", ".join(label_name(one.scheme_id, one.label_id) for one in labels),
                labels[0].until if labels else None,
            ]


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
        except (NameTaken, NameAlike) as refused:
            form.name.errors = [name_refused(refused, knows_all=True)]
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
    certificates = outcomes.certificates_of_clusters(session, [number])
    return render_template(
        "secretariat/cluster.html",
        cluster=cluster,
        figures=figures_shown(cluster_queries.years(session, number)),
        members=people.members(session, number),
        assessments=assessments.of_clusters(session, [number]),
        awarded={one.submission.assessment_id: one for one in certificates},
        earlier=cluster_queries.earlier_labels(session, [number]),
    )
