"""The outcome of a panel: strengths, improvement areas and recommendations by section, and the visit."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from assessment.db.base import now
from assessment.db.queries import outcomes, panel_outcomes, reviews
from assessment.domain.deadlines import day_of, days_left
from assessment.domain.policy import Action
from assessment.services.consensus import read_panel
from assessment.services.panel_outcomes import (
    OutcomeConflict,
    OutcomeDraft,
    finding_parts,
    gaps_in,
    save_finding,
    save_visit,
    sections_to_find,
    visit_parts,
)
from assessment.services.panel_rules import panel_rule
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, current_user_id
from assessment.web.errors import wants_data
from assessment.web.forms.autosaved import errors_told, part_versions
from assessment.web.forms.outcome import VISIT_NAMES, FindingForm, VisitForm
from assessment.web.forms.seen import seen_as, seen_in
from assessment.web.language import language
from assessment.web.review.blueprint import pages
from assessment.web.transactions import current_session
from assessment.web.wording import time_of_day

if TYPE_CHECKING:
    from assessment.db.models import PanelFinding, PanelVisit

_THE_VISIT = ""


@pages.get("/reviews/<int:submission_id>/outcome")
@access(Action.READ_REVIEWS, subject="submission_id")
def outcome(submission_id: int) -> ResponseReturnValue:
    """What the panel writes: a form for each section and for the visit, to be read once it is closed."""
    return _page(submission_id)


@pages.post("/reviews/<int:submission_id>/outcome/sections/<section_id>")
@access(Action.AGREE, subject="submission_id")
def write_finding(submission_id: int, section_id: str) -> ResponseReturnValue:
    """Saves what the panel says of a section; asked for JSON, while it is typed."""
    submission = reviews.submission(current_session(), submission_id)
    _edition, label = rules_of(submission)
    if section_id not in sections_to_find(own_scorecard(submission, label)):
        abort(404)
    form = FindingForm()
    form.validate()
    before = panel_outcomes.findings(current_session(), submission_id).get(section_id)
    draft = _draft(form, finding_parts(before))
    if form.errors and not wants_data():
        return _page(submission_id, section_id, form), 422
    saved = save_finding(
        current_session(),
        submission=submission,
        section_id=section_id,
        draft=draft,
        actor_id=current_user_id(),
        at=now(),
    )
    return _answer(submission_id, section_id, form, draft, saved)


@pages.post("/reviews/<int:submission_id>/outcome/visit")
@access(Action.AGREE, subject="submission_id")
def write_visit(submission_id: int) -> ResponseReturnValue:
    """Saves when, how and with whom the panel met the cluster; asked for JSON, while it is typed."""
    submission = reviews.submission(current_session(), submission_id)
    form = VisitForm()
    form.submitted_on = day_of(submission.submitted_at)
    form.validate()
    draft = _draft(form, visit_parts(panel_outcomes.visit(current_session(), submission_id)))
    if form.errors and not wants_data():
        return _page(submission_id, _THE_VISIT, form), 422
    saved = save_visit(
        current_session(),
        submission=submission,
        draft=draft,
        actor_id=current_user_id(),
        at=now(),
    )
    return _answer(submission_id, _THE_VISIT, form, draft, saved)


def _draft(form: FlaskForm, before: Mapping[str, str]) -> OutcomeDraft:
    """What the form says; a part that its field does not take stays as it was saved."""
    said, seen = {}, seen_in(request.form, before)
    for part, value in before.items():
        if part in form.errors:
            said[part] = seen[part] = value
        else:
            data = form[part].data
            said[part] = data.isoformat() if hasattr(data, "isoformat") else data or ""
    insisting = dict(part_versions(request.form.getlist("part_version")))
    return OutcomeDraft(said, seen, insisting)


def _answer(
    submission_id: int,
    section_id: str,
    form: FlaskForm,
    draft: OutcomeDraft,
    saved: "PanelFinding | PanelVisit | OutcomeConflict",
) -> ResponseReturnValue:
    if wants_data():
        return _told(section_id, form, draft, saved)
    if isinstance(saved, OutcomeConflict):
        again = _form_of(section_id, saved.together)
        return _page(submission_id, section_id, again, saved)
    flash(request.path, "acknowledged")
    flash(_("Saved."), "success")
    anchor = f"part-{section_id or 'visit'}"
    return redirect(url_for("review.outcome", submission_id=submission_id, _anchor=anchor), 303)


def _parts(section_id: str, saved: Any) -> dict[str, str]:
    return finding_parts(saved) if section_id else visit_parts(saved)


def _told(
    section_id: str,
    form: FlaskForm,
    draft: OutcomeDraft,
    saved: "PanelFinding | PanelVisit | OutcomeConflict",
) -> ResponseReturnValue:
    """What became of a save, as JSON for `autosave.js` (see `autosaving.told`)."""
    if isinstance(saved, OutcomeConflict):
        theirs = _parts(section_id, saved.saved)
        texts = {part: theirs[part] for part in saved.contradicted}
        panel = render_template(
            "review/_outcome_contradiction.html",
            key=section_id or "visit",
            form=form,
            conflict=saved,
            theirs=theirs,
            texts=texts if section_id else {},
        )
        return {
            "state": "conflict",
            "said": _("Not saved: there are two versions. Choose below."),
            "version": saved.saved.version,
            "parts": saved.contradicted,
            "texts": texts,
            "panel": panel,
        }, 409
    stands = _parts(section_id, saved)
    others = [p for p, text in stands.items() if text != draft.parts[p] and p not in form.errors]
    left = {*others, *form.errors}
    return {
        "state": "saved",
        "said": _("Saved, together with what somebody else changed here meanwhile.")
        if others
        else _("Saved %(time)s", time=time_of_day(saved.saved_at)),
        "version": saved.version,
        "seen": seen_as({part: text for part, text in stands.items() if part not in left}),
        "others": others,
        "errors": list(errors_told(form)),
    }


def _form_of(section_id: str, parts: Mapping[str, str]) -> FlaskForm:
    if section_id:
        return FindingForm(formdata=None, data=dict(parts))
    day = parts["visited_on"]
    visited_on = date.fromisoformat(day) if day else None
    return VisitForm(formdata=None, data={**parts, "visited_on": visited_on})


def _name_fields(form: FlaskForm, key: str) -> None:
    """Gives the fields of one form of the page ids that no other form of it has."""
    for field in form:
        field.id = f"{key}-{field.name}"


def _page(
    submission_id: int,
    changed: str | None = None,
    form: FlaskForm | None = None,
    conflict: OutcomeConflict | None = None,
) -> str:
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    own, rule = own_scorecard(submission, label), panel_rule(submission, label)
    findings = panel_outcomes.findings(session, submission_id)
    visit = panel_outcomes.visit(session, submission_id)
    parts = {key: finding_parts(findings.get(key)) for key in sections_to_find(own)}
    parts[_THE_VISIT] = visit_parts(visit)
    forms = {key: _form_of(key, said) for key, said in parts.items()}
    seen = {**parts}
    if form is not None and changed is not None:
        forms[changed] = form
        if conflict is None:
            seen[changed] = seen_in(request.form, parts[changed])
    for key, each in forms.items():
        _name_fields(each, key or "visit")
    due_on = submission.assessment.due_on
    return render_template(
        "review/outcome.html",
        sent_back=outcomes.sent_back_because(session, submission.assessment_id),
        left=days_left(due_on, now()) if due_on else None,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        sections=[s for s in own.sections if s.section_id in parts],
        parts=parts,
        forms=forms,
        seen=seen,
        versions={
            **{key: found.version for key, found in findings.items()},
            _THE_VISIT: visit.version if visit else 0,
        },
        changed=changed,
        faulty=forms[changed or _THE_VISIT],
        conflict=conflict,
        gaps=[gap.section_id for gap in gaps_in(own, rule, findings, visit)],
        asks_visit=rule.visit != "none",
        visit_names=VISIT_NAMES,
        panel=read_panel(session, submission, label),
        state=submission.assessment.state,
    )
