"""All applications, and one application with everything known about it."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import outcomes, reviews
from assessment.domain.policy import Action
from assessment.domain.workflow import SUBMITTED_STATES, State
from assessment.services.consensus import read_panel
from assessment.services.records import rules_of, self_scorecard
from assessment.web.access import access, can, current_user_id
from assessment.web.forms.fields import plain
from assessment.web.language import language
from assessment.web.secretariat.blueprint import pages
from assessment.web.transactions import current_session


@pages.get("/secretariat")
@access(Action.RUN_SECRETARIAT)
def applications() -> ResponseReturnValue:
    """Every submission with its state and panel; what waits for the secretariat comes first."""
    session = current_session()
    wanted = plain(request.args.get("state", ""))
    shown = reviews.submissions(session, except_clusters_of=current_user_id(), state=wanted)
    return render_template(
        "secretariat/applications.html",
        submissions=shown,
        counts=reviews.submission_counts(session, except_clusters_of=current_user_id()),
        states=[state for state in State if state in SUBMITTED_STATES],
        wanted=wanted,
        seats=reviews.seats_by_submission(session, [s.id for s in shown]),
        today=now(),
    )


@pages.get("/secretariat/submissions/<int:submission_id>")
@access(Action.SEE_SUBMISSION_FILE, subject="submission_id")
def application(submission_id: int) -> ResponseReturnValue:
    """One application: cluster, score, panel, path, decision, documents, and the next step."""
    session = current_session()
    submission = reviews.submission(session, submission_id)
    edition, label = rules_of(submission)
    panel = read_panel(session, submission, label) if can("read_reviews") else None
    seats = panel.seats if panel else reviews.seats(session, submission_id)
    decision, certificate = outcomes.decision_and_certificate(session, submission_id)
    return render_template(
        "secretariat/application.html",
        submission=submission,
        state=submission.assessment.state,
        label=label,
        words=edition.texts.in_language(language()),
        scorecard=self_scorecard(submission.record, label),
        seats=seats,
        rated={} if panel else reviews.rated_counts(session, [seat.id for seat in seats]),
        panel=panel,
        events=outcomes.events(session, submission.assessment_id),
        decision=decision,
        certificate=certificate,
        documents=outcomes.documents(session, submission_id),
    )
