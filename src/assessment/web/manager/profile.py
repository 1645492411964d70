"""What a cluster says about itself: the questions on which eligibility and conditions rest."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clusters
from assessment.domain.criteria import Label
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE
from assessment.domain.workflow import State
from assessment.services.assessments import read_worksheet
from assessment.services.cluster_profiles import read_told
from assessment.services.profiles import ProfileConflict, save_profile
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of
from assessment.web.errors import wants_data
from assessment.web.forms.answer import ProfileForm
from assessment.web.forms.question_values import (
    asked_now,
    field_name,
    kept_unseen,
    raw_value,
    read_values,
    shown_by,
)
from assessment.web.forms.question_words import QuestionWords
from assessment.web.language import language
from assessment.web.manager.autosaving import errors_told
from assessment.web.manager.blueprint import pages
from assessment.web.manager.taking_over import offers_of, with_taken_over
from assessment.web.transactions import current_session
from assessment.web.wording import time_of_day

if TYPE_CHECKING:
    from assessment.db.models import Assessment


@pages.get("/assessments/<int:assessment_id>/profile")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def profile(assessment_id: int) -> ResponseReturnValue:
    """The cluster's profile in the words of the scheme; a form for whoever may answer."""
    session = current_session()
    found = current_assessment()
    _label_with_profile(found)
    if found.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    saved = clusters.profile(session, found.cluster_id, found.scheme_id)
    values = saved.values if saved else {}
    return _page(values, saved.version if saved else 0)


@pages.post("/assessments/<int:assessment_id>/profile")
@access(Action.ANSWER, subject="assessment_id")
def save(assessment_id: int) -> ResponseReturnValue:
    """Saves the profile; it counts for every assessment of the cluster under the same scheme."""
    session = current_session()
    found = current_assessment()
    edition, label = edition_of(found.scheme_id), _label_with_profile(found)
    words = QuestionWords.of_profile(edition.texts.in_language(language()))
    sent = with_taken_over(request.form, label.profile, read_told(session, found.cluster_id))
    form = ProfileForm.of_questions(label.profile, words, {}, formdata=sent)
    if wants_data():
        return _autosaved(found, label, form)
    if not form.validate_on_submit():
        return _page({}, 0, form=form), 422
    saved = save_profile(
        session,
        cluster_id=found.cluster_id,
        scheme_id=found.scheme_id,
        label=label,
        values=read_values(form, label.profile) | _unseen(found, label),
        version=form.version.data or 0,
        actor_id=current_user_id(),
        at=now(),
    )
    if isinstance(saved, ProfileConflict):
        return _page(saved.values, saved.saved.version, conflict=saved)
    flash(request.path, "acknowledged")
    flash(_("Saved."), "success")
    return redirect(url_for("manager.profile", assessment_id=assessment_id), 303)


def _autosaved(found: "Assessment", label: Label, form: ProfileForm) -> ResponseReturnValue:
    """Saves what its fields take while it is typed, as `autosaving.autosaved` does with an answer.

    What the cluster's own profile offers and nobody has saved is taken by the button alone. Who
    contradicts somebody else is shown both versions by the button too.
    """
    form.validate()
    session, at = current_session(), now()
    saved = save_profile(
        session,
        cluster_id=found.cluster_id,
        scheme_id=found.scheme_id,
        label=label,
        values=_typed(found, label, form),
        version=form.version.data or 0,
        actor_id=current_user_id(),
        at=at,
    )
    if isinstance(saved, ProfileConflict):
        said = _(
            "Not saved: somebody else saved this page meanwhile. Press Save to see both versions."
        )
        return {"state": "refused", "said": said}, 409
    return {
        "state": "saved",
        "said": _("Saved %(time)s", time=time_of_day(at)),
        "version": saved.version,
        "others": [],
        "errors": list(errors_told(form)),
    }


def _typed(found: "Assessment", label: Label, form: ProfileForm) -> dict[str, Any]:
    """What the form says; as saved where its field does not take it or it only repeats an offer."""
    session = current_session()
    saved = clusters.profile(session, found.cluster_id, found.scheme_id)
    known = saved.values if saved else {}
    offers = offers_of(label.profile, known, read_told(session, found.cluster_id))
    values = _unseen(found, label)
    for question in label.profile:
        name, offer = field_name(question), offers.get(question.id)
        if question.id in values:
            continue
        typed = raw_value(question, form[name].data)
        is_offer = offer is not None and offer.is_filled_in and offer.value == typed
        values[question.id] = known.get(question.id) if name in form.errors or is_offer else typed
    return values


def _label_with_profile(found: "Assessment") -> Label:
    """The label, of a scheme that asks something about the cluster itself."""
    label = edition_of(found.scheme_id).scheme.label(found.label_id)
    if not label.profile:
        abort(404)
    return label


def _unseen(found: "Assessment", label: Label) -> dict[str, Any]:
    """What was answered to questions that the page did not show."""
    saved = clusters.profile(current_session(), found.cluster_id, found.scheme_id)
    shown = shown_by(label.profile, request.form)
    return kept_unseen(label.profile, shown, saved.values if saved else {})


def _page(
    values: Mapping[str, Any],
    version: int,
    *,
    form: ProfileForm | None = None,
    conflict: ProfileConflict | None = None,
) -> str:
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    words = edition.texts.in_language(language())
    question_words = QuestionWords.of_profile(words)
    worksheet = read_worksheet(session, found, label, now())
    facts = Facts(label, worksheet.sheet)
    offers = offers_of(label.profile, worksheet.sheet.profile, read_told(session, found.cluster_id))
    filled_in = {o.question_id: o.value for o in offers.values() if o.is_filled_in}
    shown = shown_by(label.profile, request.form)
    return render_template(
        "manager/profile.html",
        offers=offers,
        filled_in=filled_in if form is None and conflict is None else {},
        assessment=found,
        label=label,
        words=words,
        question_words=question_words,
        questions=asked_now(label.profile, facts) if form is None else shown,
        scorecard=worksheet.scorecard,
        values=worksheet.sheet.profile,
        figures={figure.id: facts.figure(figure) for figure in label.profile_figures},
        still_open=facts.open_questions(PROFILE),
        form=form
        or ProfileForm.of_questions(
            label.profile,
            question_words,
            values if conflict else {**filled_in, **values},
            formdata=None,
            data={"version": version},
        ),
        conflict=conflict,
    )
