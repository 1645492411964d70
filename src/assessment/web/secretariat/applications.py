"""All applications, and one application with everything known about it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.db.base import now
from assessment.db.queries import calls, outcomes, pipeline, renewals, reviews
from assessment.domain.deadlines import day_of
from assessment.domain.policy import Action
from assessment.domain.workflow import State
from assessment.reports.list_files import LIST_FORMATS, Column, ListFile, Value
from assessment.services.appeals import first_decision
from assessment.services.condition_reports import reports_in
from assessment.services.consensus import read_panel
from assessment.services.decisions import decided_scorecard, still_counts
from assessment.services.issuing import standing_of
from assessment.services.pipeline import (
    Waiting,
    figures_for,
    turn_of,
    waiting,
)
from assessment.services.records import own_scorecard, rules_of
from assessment.web.access import access, can, current_user_id
from assessment.web.context import label_name
from assessment.web.language import country_name, language
from assessment.web.listing import PAGE_SIZE, page_of, send_list
from assessment.web.secretariat.blueprint import pages
from assessment.web.secretariat.filtering import (
    described,
    kept_filters,
    labels_on_offer,
    states_in_order,
    this_place,
    wanted_applications,
)
from assessment.web.secretariat.next_steps import next_step
from assessment.web.sessions import has_clusters
from assessment.web.transactions import current_session
from assessment.web.wording import person_name, word_for

if TYPE_CHECKING:
    from assessment.db.queries.pipeline import Wanted


@pages.get("/secretariat")
@access(Action.RUN_SECRETARIAT)
def applications() -> ResponseReturnValue:
    """Every submission with its state, its next deadline and who has the next step, a page at a time.

    Without anything asked for, the list begins with the person's own first view.
    """
    session, user_id = current_session(), current_user_id()
    views = pipeline.views(session, user_id)
    first = next((view for view in views if view.is_default and view.user_id == user_id), None)
    if first is not None and not request.args:
        asked: dict[str, Any] = {"view": first.id, **first.filters}
        return redirect(url_for("secretariat.applications", **asked), 303)
    wanted = wanted_applications()
    figures = figures_for(session, wanted, user_id, has_clusters=has_clusters())
    counts = figures.counts
    page = page_of(pipeline.counted(counts, wanted.state))
    found = pipeline.applications(
        session, wanted, except_clusters_of=user_id, first=page.first, limit=PAGE_SIZE
    )
    return render_template(
        "secretariat/applications.html",
        rows=waiting(session, found, now()),
        next_step=next_step,
        page=page,
        counts=counts,
        complaints=figures.complaints,
        total=pipeline.counted(counts, ""),
        waiting_count=pipeline.counted(counts, pipeline.WAITING),
        states=states_in_order(),
        wanted=wanted,
        kept=kept_filters(),
        place=this_place(),
        views=views,
        labels=labels_on_offer(),
        calls=[(call.id, call.title) for call in calls.calls(session)],
        countries=sorted((country_name(c), c) for c in figures.countries),
    )


@pages.get("/secretariat/applications/<string:kind>")
@access(Action.RUN_SECRETARIAT)
def applications_file(kind: str) -> ResponseReturnValue:
    """The list with its filters, or the ticked ones of it, as a spreadsheet."""
    if kind not in LIST_FORMATS:
        abort(404)
    wanted = wanted_applications()
    found = ListFile(described(wanted), _columns(), _rows(wanted), language(), day_of(now()))
    return send_list(found, kind)


def _columns() -> list[Column]:
    return [
        Column(_("Number"), 9),
        Column(_("Cluster"), 40),
        Column(_("Lead organisation"), 32),
        Column(_("Country"), 16),
        Column(_("Label"), 20),
        Column(_("Renews the label valid until"), 12),
        Column(_("State"), 24),
        Column(_("Submitted"), 12),
        Column(_("In this state since"), 12),
        Column(_("Days in this state"), 9),
        Column(_("Next deadline"), 12),
        Column(_("Days left"), 9),
        Column(_("Next step"), 32),
        Column(_("Whose turn"), 32),
        Column(_("Panel"), 40),
    ]


def _rows(wanted: "Wanted") -> Iterator[list[Value]]:
    session, user_id = current_session(), current_user_id()
    parts = pipeline.every_application(session, wanted, except_clusters_of=user_id)
    for part in parts:
        for row in waiting(session, part, now()):
            yield _row(row)


def _state_told(row: Waiting) -> str:
    """The state in words; of what was awarded what was done to the label, where something was."""
    return word_for(row.life, "standing") if row.life else word_for(row.application.state, "state")


def _row(row: Waiting) -> list[Value]:
    found = row.application
    names = ", ".join(person_name(seat) for seat in row.people)
    step = next_step(row)
    return [
        found.id,
        found.cluster,
        found.organisation,
        country_name(found.country),
        label_name(found.scheme_id, found.label_id),
        found.renews_until,
        _state_told(row),
        day_of(found.submitted_at),
        day_of(found.changed_at),
        row.age,
        found.due_on,
        row.left,
        "" if step is None else str(step.words),
        names or str(word_for(row.holder, "holder")),
        ", ".join(person_name(seat) for seat in row.panel),
    ]


@pages.get("/secretariat/submissions/<int:submission_id>")
@access(Action.SEE_SUBMISSION_FILE, subject="submission_id")
def application(submission_id: int) -> ResponseReturnValue:
    """One application: cluster, score, panel, path, decision, documents, and the next step."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    panel = read_panel(session, submission, label) if can("read_reviews") else None
    seats = panel.seats if panel else reviews.seats(session, submission_id)
    proposed, decision, certificate = outcomes.decisions_and_certificate(session, submission)
    decision = decision if still_counts(decision, State(submission.assessment.state)) else None
    last = proposed or decision
    events = outcomes.events(session, submission.assessment_id)
    return render_template(
        "secretariat/application.html",
        submission=submission,
        state=submission.assessment.state,
        label=label,
        words=edition.texts.in_language(language()),
        scorecard=own_scorecard(submission, label),
        seats=seats,
        turn=turn_of(submission.assessment, seats, now()),
        rated={} if panel else reviews.rated_counts(session, [seat.id for seat in seats]),
        panel=panel,
        events=events,
        reports=reports_in(events),
        decision=decision,
        proposed=proposed,
        final=decided_scorecard(submission, label, panel, last)
        if panel and last and last.changes and not panel.open
        else None,
        certificate=certificate,
        standing=standing_of(session, certificate, label, day_of(now())) if certificate else None,
        first_decision=first_decision(session, submission),
        renewed=renewals.certificate(session, submission.renews_certificate_id),
        documents=outcomes.documents(session, submission_id),
    )
