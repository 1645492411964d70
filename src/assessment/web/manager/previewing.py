"""Before a cluster opens an assessment: what the label asks, and whether the cluster may apply."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import assessments, clusters, people
from assessment.domain.answers import HeldLabel
from assessment.domain.clusters import answer_from
from assessment.domain.policy import Action
from assessment.services.cluster_profiles import read_told
from assessment.services.profiles import ProfileConflict, save_profile
from assessment.web.access import access, current_user_id
from assessment.web.forms.answer import ProfileForm
from assessment.web.forms.question_values import read_values, today
from assessment.web.manager.blueprint import pages
from assessment.web.previews import Preview, Prospect, preview_of
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Cluster

_PLACE = "/clusters/<int:cluster_id>/labels/<scheme_id>/<label_id>"


@dataclass(frozen=True, slots=True)
class _Before:
    """A cluster before a label: its profile for the scheme as `saved`, and filled up from its own."""

    cluster: "Cluster"
    preview: Preview
    profile: dict[str, Any]
    saved: dict[str, Any]
    version: int
    held: tuple[HeldLabel, ...]

    def prospect(self, answers: dict[str, Any] | None = None) -> Prospect:
        """How the conditions stand, with other answers to the check where some are given."""
        return self.preview.prospect({**self.profile, **(answers or {})}, self.held)


@pages.get(_PLACE)
@access(Action.SEE_CLUSTER, subject="cluster_id")
def preview(cluster_id: int, scheme_id: str, label_id: str) -> ResponseReturnValue:
    """The label at a glance, how the cluster stands to it, and the button that begins."""
    before = _before(cluster_id, scheme_id, label_id)
    return render_template(
        "manager/preview.html",
        cluster=before.cluster,
        preview=before.preview,
        prospect=before.prospect(),
        under_way=assessments.under_way(current_session(), cluster_id, scheme_id, label_id),
    )


@pages.route(f"{_PLACE}/eligibility", methods=["GET", "POST"])
@access(Action.SEE_CLUSTER, subject="cluster_id")
def eligibility(cluster_id: int, scheme_id: str, label_id: str) -> ResponseReturnValue:
    """The eligibility check with what the cluster has told so far; checking saves nothing."""
    before = _before(cluster_id, scheme_id, label_id)
    if not before.preview.label.eligibility:
        return redirect(_home(cluster_id, scheme_id, label_id))
    form = before.preview.form(before.profile, data={"version": before.version})
    if not form.is_submitted():
        return _check_page(before, form, prospect=before.prospect())
    if not form.validate():
        return _check_page(before, form), 422
    answers = read_values(form, before.preview.deciding)
    return _check_page(before, form, prospect=before.prospect(answers))


@pages.post(f"{_PLACE}/eligibility/profile")
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def take_eligibility(cluster_id: int, scheme_id: str, label_id: str) -> ResponseReturnValue:
    """Takes the answers of the check over into the cluster's profile for the scheme."""
    before = _before(cluster_id, scheme_id, label_id)
    form = before.preview.form({})
    if not form.validate_on_submit():
        return _check_page(before, form), 422
    answers = read_values(form, before.preview.deciding)
    saved = save_profile(
        current_session(),
        cluster_id=cluster_id,
        scheme_id=scheme_id,
        label=before.preview.label,
        values=before.saved | answers,
        version=form.version.data or 0,
        actor_id=current_user_id(),
        at=now(),
    )
    if isinstance(saved, ProfileConflict):
        mine = before.preview.form(answers, formdata=None, data={"version": saved.saved.version})
        return _check_page(before, mine, prospect=before.prospect(answers), conflict=saved)
    flash(_("The basic facts about the cluster are saved."), "success")
    return redirect(_home(cluster_id, scheme_id, label_id), 303)


def _before(cluster_id: int, scheme_id: str, label_id: str) -> _Before:
    session = current_session()
    shown = preview_of(scheme_id, label_id)
    cluster = people.cluster(session, cluster_id)
    assert cluster is not None  # noqa: S101  # whoever gets here is on its team
    saved = clusters.profile(session, cluster_id, scheme_id)
    kept = saved.values if saved else {}
    told = read_told(session, cluster_id)
    offered = {
        question.id: answer
        for question in shown.label.profile
        if (answer := answer_from(question, told.facts, today())) is not None
    }
    return _Before(
        cluster,
        shown,
        offered | kept,
        kept,
        saved.version if saved else 0,
        clusters.profile_and_labels_held(session, cluster_id, scheme_id)[1],
    )


def _check_page(before: _Before, form: ProfileForm, **shown: Any) -> str:
    return render_template(
        "manager/eligibility.html",
        cluster=before.cluster,
        preview=before.preview,
        form=form,
        **{"prospect": None, "conflict": None, **shown},
    )


def _home(cluster_id: int, scheme_id: str, label_id: str) -> str:
    return url_for("manager.preview", cluster_id=cluster_id, scheme_id=scheme_id, label_id=label_id)
