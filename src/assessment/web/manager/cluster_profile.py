"""A cluster's profile: facts and figures by year, to be read and edited, with their history."""

from collections.abc import Collection, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clusters, people
from assessment.domain.clusters import (
    FIRST_YEAR,
    ClusterFacts,
    YearFigure,
    plain_facts,
    read_facts,
)
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.domain.public_profile import plain_parts, read_parts
from assessment.services.cluster_profiles import (
    ClusterConflict,
    Saved,
    facts_of,
    last_changes,
    save_facts,
    save_year,
)
from assessment.services.clusters import NameAlike, NameTaken
from assessment.services.public_profiles import page_of
from assessment.web.access import access, current_user_id
from assessment.web.cluster_figures import figures_shown
from assessment.web.cluster_names import name_refused
from assessment.web.forms.cluster import ClusterFactsForm, YearForm
from assessment.web.forms.question_values import today
from assessment.web.forms.seen import seen_in
from assessment.web.manager.autosaving import together
from assessment.web.manager.blueprint import pages
from assessment.web.manager.versions import OtherVersion, still_between, yielding
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Cluster, ClusterYear

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
    cluster = _cluster(cluster_id)
    page = page_of(session, cluster, day_of(now()))
    return render_template(
        "manager/cluster_profile.html",
        cluster=cluster,
        public_parts=plain_parts(read_parts(cluster.public_parts)),
        is_listed=bool(page.labels),
        figures=figures_shown(years),
        missing=[y for y in range(this_year, this_year - OFFERED_YEARS, -1) if y not in told],
        changes=clusters.changes(session, cluster_id, SHOWN_CHANGES),
    )


@pages.route("/clusters/<int:cluster_id>/profile/edit", methods=["GET", "POST"])
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def edit_cluster(cluster_id: int) -> ResponseReturnValue:
    """The facts of the cluster as a form."""
    cluster = _cluster(cluster_id)
    facts = facts_of(cluster)
    form = ClusterFactsForm.of(facts)
    page = partial(_facts_page, cluster, theirs=plain_facts(facts))
    if not form.is_submitted():
        return page(form, base=plain_facts(facts))
    seen = seen_in(request.form, ClusterFacts.__dataclass_fields__)
    still = still_between(ClusterFacts.__dataclass_fields__)
    if not form.validate():
        return page(form, base=seen, between=still), 422
    try:
        saved = save_facts(
            current_session(), cluster_id=cluster_id, facts=form.facts, seen=seen, **_saving()
        )
    except (NameTaken, NameAlike) as refused:
        form.name.errors = [name_refused(refused)]
        return page(form, base=seen, between=still), 422
    if isinstance(saved, ClusterConflict):
        mine = ClusterFactsForm.of(read_facts(saved.together), formdata=None)
        return _facts_page(cluster, mine, saved.theirs, saved.theirs, saved.contradicted)
    return _back(cluster_id, saved)


@pages.route("/clusters/<int:cluster_id>/profile/years/<int:year>", methods=["GET", "POST"])
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def cluster_year(cluster_id: int, year: int) -> ResponseReturnValue:
    """The figures of one year as a form."""
    if not FIRST_YEAR <= year <= today().year:
        abort(404)
    cluster = _cluster(cluster_id)
    rows = {row.year: row for row in clusters.years(current_session(), cluster_id)}
    figures = rows[year].figures if year in rows else {}
    form = YearForm.of(figures)
    page = partial(_year_page, cluster, year, rows, theirs=figures)
    if not form.is_submitted():
        return page(form, base=figures)
    seen, still = seen_in(request.form, YearFigure), still_between(YearFigure)
    if not form.validate():
        return page(form, base=seen, between=still), 422
    if year not in rows and not form.figures:
        form.form_errors.append(_("Write at least one figure."))
        return page(form, base=seen, between=still), 422
    saved = save_year(
        current_session(),
        cluster_id=cluster_id,
        year=year,
        figures=form.figures,
        seen=seen,
        **_saving(),
    )
    if isinstance(saved, ClusterConflict):
        mine = YearForm.of(saved.together, formdata=None)
        return _year_page(cluster, year, rows, mine, saved.theirs, saved.theirs, saved.contradicted)
    return _back(cluster_id, saved)


def _cluster(cluster_id: int) -> "Cluster":
    found = people.cluster(current_session(), cluster_id)
    if found is None:
        abort(404)
    return found


def _saving() -> dict[str, Any]:
    """Who saves, and when, and where they let the other version stand."""
    return {"actor_id": current_user_id(), "at": now(), "yielding": yielding()}


def _back(cluster_id: int, saved: Saved) -> ResponseReturnValue:
    if saved.has_others:
        flash(together(), "success")
    else:
        flash(_("Saved.") if saved.is_changed else _("Nothing has changed."), "success")
    return redirect(url_for("manager.cluster_profile", cluster_id=cluster_id), 303)


def _facts_page(
    cluster: "Cluster",
    form: ClusterFactsForm,
    theirs: Mapping[str, Any],
    base: Mapping[str, Any],
    between: Collection[str] = (),
) -> str:
    """The form made from `base`, with `theirs` beside the facts in two versions."""
    return render_template(
        "manager/cluster_edit.html",
        cluster=cluster,
        form=form,
        base=base,
        others=_others(cluster.id, None, theirs, between),
    )


def _year_page(
    cluster: "Cluster",
    year: int,
    rows: Mapping[int, "ClusterYear"],
    form: YearForm,
    theirs: Mapping[str, Any],
    base: Mapping[str, Any],
    between: Collection[str] = (),
) -> str:
    """The same for the figures of a year, beside those of the year before."""
    return render_template(
        "manager/cluster_year.html",
        cluster=cluster,
        form=form,
        base=base,
        others=_others(cluster.id, year, theirs, between),
        year=year,
        before=rows.get(year - 1),
        is_new=year not in rows,
    )


def _others(
    cluster_id: int, year: int | None, theirs: Mapping[str, Any], between: Collection[str]
) -> dict[str, OtherVersion]:
    if not between:
        return {}
    last = last_changes(current_session(), cluster_id, year, between)
    return {
        name: OtherVersion(
            theirs.get(name),
            name in yielding(),
            last[name].author if name in last else None,
            last[name].changed_at if name in last else None,
        )
        for name in between
    }
