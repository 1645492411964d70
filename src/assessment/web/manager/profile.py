"""What a cluster says about itself: the questions on which eligibility and conditions rest."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import clusters
from assessment.domain.criteria import Label
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE, Question
from assessment.domain.workflow import State
from assessment.services.answering import unread_values
from assessment.services.assessments import read_worksheet
from assessment.services.cluster_profiles import read_told
from assessment.services.profiles import ProfileConflict, save_profile, values_meant
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.context import edition_of
from assessment.web.errors import wants_data
from assessment.web.forms.answer import ProfileForm
from assessment.web.forms.autosaved import errors_told
from assessment.web.forms.question_values import (
    asked_now,
    field_name,
    raw_value,
    read_values,
    shown_by,
    today,
)
from assessment.web.forms.question_words import QuestionWords
from assessment.web.forms.seen import seen_as
from assessment.web.language import language
from assessment.web.manager.autosaving import together
from assessment.web.manager.blueprint import pages
from assessment.web.manager.taking_over import offers_of, with_taken_over
from assessment.web.manager.versions import (
    other_answers,
    seen_answers,
    still_between,
    yielded_answers,
)
from assessment.web.transactions import current_session
from assessment.web.wording import time_of_day

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Profile


@pages.get("/assessments/<int:assessment_id>/profile")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def profile(assessment_id: int) -> ResponseReturnValue:
    """The cluster's profile in the words of the scheme; a form for whoever may answer."""
    found = current_assessment()
    _label_with_profile(found)
    if found.state != State.DRAFT:
        return redirect(url_for("manager.assessment", assessment_id=assessment_id))
    return _page(found)


@pages.post("/assessments/<int:assessment_id>/profile")
@access(Action.ANSWER, subject="assessment_id")
def save(assessment_id: int) -> ResponseReturnValue:
    """Saves the profile; it counts for every assessment of the cluster under the same scheme."""
    session = current_session()
    found = current_assessment()
    label = _label_with_profile(found)
    sent = with_taken_over(request.form, label.profile, read_told(session, found.cluster_id))
    form = _form(found, label, {}, formdata=sent)
    if wants_data():
        return _autosaved(found, label, form)
    names = [field_name(question) for question in label.profile]
    if not form.validate_on_submit():
        seen = seen_answers(label.profile)
        return _page(found, form, seen, still_between(names)), 422
    values = read_values(form, shown_by(label.profile, request.form))
    saved = _save(found, label, values, now(), yielding=yielded_answers(label.profile))
    if isinstance(saved, ProfileConflict):
        mine = _form(found, label, saved.together, formdata=None)
        between = [field_name(q) for q in label.profile if q.id in saved.contradicted]
        return _page(found, mine, saved.saved.values if saved.saved else {}, between)
    flash(request.path, "acknowledged")
    has_others = bool(_of_others(label, values, saved))
    flash(together() if has_others else _("Saved."), "success")
    return redirect(url_for("manager.profile", assessment_id=assessment_id), 303)


def _form(
    found: "Assessment", label: Label, values: Mapping[str, Any], **options: Any
) -> ProfileForm:
    words = edition_of(found.scheme_id).texts.in_language(language())
    return ProfileForm.of_questions(
        label.profile, QuestionWords.of_profile(words), values, **options
    )


def _save(
    found: "Assessment",
    label: Label,
    values: Mapping[str, Any],
    at: datetime,
    **standing: Collection[str],
) -> "Profile | ProfileConflict":
    return save_profile(
        current_session(),
        cluster_id=found.cluster_id,
        scheme_id=found.scheme_id,
        label=label,
        values=values,
        seen=seen_answers(label.profile),
        actor_id=current_user_id(),
        at=at,
        **standing,
    )


def _autosaved(found: "Assessment", label: Label, form: ProfileForm) -> ResponseReturnValue:
    """Saves what its fields take while it is typed, as `autosaving.autosaved` does with an answer.

    What the cluster's own profile offers and nobody has saved is taken by the button alone. Where
    somebody else wrote something else meanwhile, theirs stays until the button shows both versions.
    `seen` tells what now stands in the fields, for the next save to be compared with.
    """
    form.validate()
    shown, at = shown_by(label.profile, request.form), now()
    held = _held(found, label, form)
    values = read_values(form, (q for q in shown if q.id not in held))
    saved = _save(found, label, values, at, leaving=held)
    between: tuple[str, ...] = ()
    if isinstance(saved, ProfileConflict):
        between = saved.contradicted
        saved = _save(found, label, values, at, leaving={*held, *between})
    assert not isinstance(saved, ProfileConflict)  # noqa: S101  # what was one is left
    errors = [*errors_told(form), *_contradicted(q for q in shown if q.id in between)]
    others = _of_others(label, values, saved, {*held, *between})
    left = {error["name"] for error in errors} | {*others}
    return {
        "state": "saved",
        "said": together() if others else _("Saved %(time)s", time=time_of_day(at)),
        "seen": seen_as(
            {field_name(q): saved.values.get(q.id) for q in shown if field_name(q) not in left}
        ),
        "others": others,
        "errors": errors,
    }


def _held(found: "Assessment", label: Label, form: ProfileForm) -> set[str]:
    """The questions of which nothing is saved: their fields do not take it, or only repeat an offer."""
    session = current_session()
    saved = clusters.profile(session, found.cluster_id, found.scheme_id)
    told = read_told(session, found.cluster_id)
    offers = offers_of(label.profile, saved.values if saved else {}, told)
    held = set()
    for question in label.profile:
        name, offer = field_name(question), offers.get(question.id)
        typed = raw_value(question, form[name].data)
        is_offer = offer is not None and offer.is_filled_in and offer.value == typed
        if name in form.errors or is_offer:
            held.add(question.id)
    return held


def _contradicted(questions: Iterable[Question]) -> Iterator[dict[str, str]]:
    """What is told at the fields in which somebody else wrote something else."""
    for question in questions:
        said = _(
            "somebody else saved something else here meanwhile. Press Save to see both versions."
        )
        yield {"name": field_name(question), "text": said}


def _of_others(
    label: Label, values: Mapping[str, Any], saved: "Profile", held: Collection[str] = ()
) -> list[str]:
    """The fields in which something else stands than what was sent, as somebody else changed it."""
    unread = unread_values(label.profile, saved.values, today())
    meant = unread | values_meant(label.profile, values, today())
    return [
        field_name(question)
        for question in label.profile
        if question.id in values
        and question.id not in held
        and saved.values.get(question.id) != meant.get(question.id)
    ]


def _label_with_profile(found: "Assessment") -> Label:
    """The label, of a scheme that asks something about the cluster itself."""
    label = edition_of(found.scheme_id).scheme.label(found.label_id)
    if not label.profile:
        abort(404)
    return label


def _page(
    found: "Assessment",
    form: ProfileForm | None = None,
    base: Mapping[str, Any] | None = None,
    between: Collection[str] = (),
) -> str:
    """The page as it is saved, or a form as it was sent: made from `base`, two versions of `between`."""
    session = current_session()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    words = edition.texts.in_language(language())
    worksheet = read_worksheet(session, found, label, now())
    saved = worksheet.sheet.profile
    facts = Facts(label, worksheet.sheet)
    offers = offers_of(label.profile, saved, read_told(session, found.cluster_id))
    filled_in = {o.question_id: o.value for o in offers.values() if o.is_filled_in and not form}
    return render_template(
        "manager/profile.html",
        offers=offers,
        filled_in=filled_in,
        assessment=found,
        label=label,
        words=words,
        question_words=QuestionWords.of_profile(words),
        questions=shown_by(label.profile, request.form)
        if form
        else asked_now(label.profile, facts),
        scorecard=worksheet.scorecard,
        values=saved,
        figures={figure.id: facts.figure(figure) for figure in label.profile_figures},
        still_open=facts.open_questions(PROFILE),
        form=form or _form(found, label, {**filled_in, **saved}, formdata=None),
        is_as_sent=form is not None,
        base=saved if base is None else base,
        others=other_answers(saved, label.profile, between),
        saved=between and clusters.profile(session, found.cluster_id, found.scheme_id),
    )
