"""Before a cluster opens an assessment: what the label asks, and whether the cluster may apply."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
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
from assessment.web.forms.question_values import field_name, read_values, today
from assessment.web.manager.blueprint import pages
from assessment.web.manager.versions import (
    other_answers,
    seen_answers,
    still_between,
    yielded_answers,
)
from assessment.web.previews import Preview, Prospect, preview_of
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Cluster, Profile

_PLACE = "/clusters/<int:cluster_id>/labels/<scheme_id>/<label_id>"


@dataclass(frozen=True, slots=True)
class _Before:
    """A cluster before a label: its profile for the scheme as `saved`, and filled up from its own."""

    cluster: "Cluster"
    preview: Preview
    profile: dict[str, Any]
    saved: "Profile | None"
    held: tuple[HeldLabel, ...]

    @property
    def kept(self) -> Mapping[str, Any]:
        return self.saved.values if self.saved else {}

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
    form = before.preview.form(before.profile)
    if not form.is_submitted():
        return _check_page(before, form, before.kept, prospect=before.prospect())
    if not form.validate():
        return _check_page_again(before, form), 422
    answers = read_values(form, before.preview.deciding)
    return _check_page_again(before, form, prospect=before.prospect(answers))


@pages.post(f"{_PLACE}/eligibility/profile")
@access(Action.EDIT_CLUSTER, subject="cluster_id")
def take_eligibility(cluster_id: int, scheme_id: str, label_id: str) -> ResponseReturnValue:
    """Takes the answers of the check over into the cluster's profile for the scheme."""
    before = _before(cluster_id, scheme_id, label_id)
    form = before.preview.form({})
    if not form.validate_on_submit():
        return _check_page_again(before, form), 422
    answers = read_values(form, before.preview.deciding)
    saved = save_profile(
        current_session(),
        cluster_id=cluster_id,
        scheme_id=scheme_id,
        label=before.preview.label,
        values=answers,
        seen=seen_answers(before.preview.deciding),
        yielding=yielded_answers(before.preview.deciding),
        actor_id=current_user_id(),
        at=now(),
    )
    if isinstance(saved, ProfileConflict):
        mine = before.preview.form(saved.together, formdata=None)
        between = [field_name(q) for q in before.preview.deciding if q.id in saved.contradicted]
        before = replace(before, saved=saved.saved)
        prospect = before.prospect(dict(saved.together))
        return _check_page(before, mine, before.kept, between, prospect)
    flash(_("The basic facts about the cluster are saved."), "success")
    return redirect(_home(cluster_id, scheme_id, label_id), 303)


def _before(cluster_id: int, scheme_id: str, label_id: str) -> _Before:
    session = current_session()
    shown = preview_of(scheme_id, label_id)
    cluster = people.cluster(session, cluster_id)
    assert cluster is not None  # noqa: S101  # whoever gets here is on its team
    saved = clusters.profile(session, cluster_id, scheme_id)
    told = read_told(session, cluster_id)
    offered = {
        question.id: answer
        for question in shown.label.profile
        if (answer := answer_from(question, told.facts, today())) is not None
    }
    return _Before(
        cluster,
        shown,
        offered | (saved.values if saved else {}),
        saved,
        clusters.profile_and_labels_held(session, cluster_id, scheme_id)[1],
    )


def _check_page(
    before: _Before,
    form: ProfileForm,
    base: Mapping[str, Any],
    between: Collection[str] = (),
    prospect: Prospect | None = None,
) -> str:
    """The check made from `base`, with the answers that somebody else saved beside those `between`."""
    return render_template(
        "manager/eligibility.html",
        cluster=before.cluster,
        preview=before.preview,
        form=form,
        base=base,
        others=other_answers(before.kept, before.preview.deciding, between),
        saved=before.saved,
        prospect=prospect,
    )


def _check_page_again(before: _Before, form: ProfileForm, prospect: Prospect | None = None) -> str:
    """The check as it was sent."""
    deciding = before.preview.deciding
    between = still_between(field_name(question) for question in deciding)
    return _check_page(before, form, seen_answers(deciding), between, prospect)


def _home(cluster_id: int, scheme_id: str, label_id: str) -> str:
    return url_for("manager.preview", cluster_id=cluster_id, scheme_id=scheme_id, label_id=label_id)
