"""Sharing out the criteria of a draft, and what is assigned to oneself."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from assessment.db.base import now
from assessment.db.queries import people
from assessment.db.queries import tasks as queries
from assessment.domain.criteria import Label
from assessment.domain.policy import Action
from assessment.services.assessments import read_worksheet
from assessment.services.dated_steps import dated_steps, read_known
from assessment.services.tasks import Assigning, assign, is_done, tasks_of
from assessment.web.access import access, current_assessment, current_user_id
from assessment.web.addresses import own_page
from assessment.web.context import catalogue, edition_of
from assessment.web.forms.fields import options
from assessment.web.forms.teamwork import NOBODY, AssignForm, AssignManyForm
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.manager.teamwork import assignable
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment


@pages.get("/tasks")
@access(Action.USE_ACCOUNT)
def tasks() -> ResponseReturnValue:
    """What waits in all the person's clusters until a day, and what is assigned to them, by day."""
    session, user_id = current_session(), current_user_id()
    known = read_known(session, people.memberships_of(session, user_id))
    found = tasks_of(session, user_id, catalogue(), now(), known)
    return render_template(
        "manager/tasks.html",
        steps=dated_steps(known, catalogue(), now()),
        open=[task for task in found if not task.is_done],
        done=[task for task in found if task.is_done],
        language=language(),
    )


@pages.route(
    "/assessments/<int:assessment_id>/criteria/<criterion_id>/assign", methods=["GET", "POST"]
)
@access(Action.ASSIGN, subject="assessment_id")
def assign_criterion(assessment_id: int, criterion_id: str) -> ResponseReturnValue:
    """Who sees to one criterion."""
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    asked = edition.scheme.label(found.label_id).criterion(criterion_id)
    own = url_for("manager.criterion", assessment_id=assessment_id, criterion_id=asked.id)
    back = own_page(request.args.get("next", own))
    known = queries.assignment(session, found.sheet_id, asked.id)
    data = {"person": known.user_id, "due_on": known.due_on, "note": known.note} if known else {}
    form = AssignForm(data=data).among(assignable(people.members(session, found.cluster_id)))
    if form.validate_on_submit():
        _assign(found, [asked.id], form)
        flash(_("Saved."), "success")
        return redirect(back, 303)
    page = render_template(
        "manager/assign.html",
        assessment=found,
        criterion=asked,
        words=edition.texts.in_language(language()),
        form=form,
        back=back,
        is_done=asked.id in _done(found, edition.scheme.label(found.label_id)),
    )
    return page, 422 if form.errors else 200


@pages.route("/assessments/<int:assessment_id>/assign", methods=["GET", "POST"])
@access(Action.ASSIGN, subject="assessment_id")
def assign_many(assessment_id: int) -> ResponseReturnValue:
    """Gives several criteria to one person at once."""
    session = current_session()
    found = current_assessment()
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    words = edition.texts.in_language(language())
    form = AssignManyForm().among(assignable(people.members(session, found.cluster_id)))
    form.criteria.choices = options((c.id, words.criteria[c.id].title) for c in label.active)
    form.sections.choices = options((s.id, words.sections[s.id].title) for s in label.sections)
    if form.validate_on_submit():
        chosen = _chosen(label, form)
        _assign(found, chosen, form)
        flash(
            ngettext("%(num)s criterion assigned.", "%(num)s criteria assigned.", len(chosen))
            if form.person.data != NOBODY
            else _("Saved."),
            "success",
        )
        return redirect(url_for("manager.assessment", assessment_id=assessment_id), 303)
    page = render_template(
        "manager/assign_many.html",
        assessment=found,
        label=label,
        words=words,
        form=form,
        tasks=queries.assignments(session, found.sheet_id),
        done=_done(found, label),
        ticked=request.form.getlist("criteria"),
        ticked_sections=request.form.getlist("sections"),
    )
    return page, 422 if form.errors else 200


def _chosen(label: Label, form: AssignManyForm) -> list[str]:
    """The criteria that are ticked, or stand in a ticked section."""
    ticked, sections = set(form.criteria.data or ()), set(form.sections.data or ())
    return [
        criterion.id
        for criterion in label.active
        if criterion.id in ticked or label.section_of(criterion.id).id in sections
    ]


def _done(found: "Assessment", label: Label) -> frozenset[str]:
    """The criteria that leave nothing to be done, so that a task on them is done from the start."""
    sheet = read_worksheet(current_session(), found, label, now())
    return frozenset(criterion.id for criterion in label.active if is_done(sheet, criterion.id))


def _assign(found: "Assessment", criterion_ids: Collection[str], form: AssignForm) -> None:
    to = None
    if form.person.data != NOBODY:
        to = Assigning(int(form.person.data), form.due_on.data, form.note.data or "")
    assign(
        current_session(),
        cluster_id=found.cluster_id,
        sheet_id=found.sheet_id,
        criterion_ids=criterion_ids,
        to=to,
        actor_id=current_user_id(),
        at=now(),
    )
