"""An assessment at a glance: the questionnaire of a draft, the path of a submitted one."""

from typing import TYPE_CHECKING

from flask import render_template
from flask.typing import ResponseReturnValue

from assessment.db.base import now
from assessment.db.queries import assessments, outcomes, schemes
from assessment.domain.facts import Facts
from assessment.domain.policy import Action
from assessment.domain.questions import PROFILE
from assessment.services.assessments import read_worksheet
from assessment.services.records import rules_of
from assessment.web.access import access
from assessment.web.context import edition_of
from assessment.web.language import language
from assessment.web.manager.blueprint import pages
from assessment.web.transactions import current_session

if TYPE_CHECKING:
    from assessment.db.models import Assessment, Submission


@pages.get("/assessments/<int:assessment_id>")
@access(Action.READ_ASSESSMENT, subject="assessment_id")
def assessment(assessment_id: int) -> ResponseReturnValue:
    """Where an assessment stands: the questionnaire of a draft, the path of a submitted one."""
    session = current_session()
    found = assessments.assessment(session, assessment_id)
    submission = assessments.submission_of(session, assessment_id)
    if submission is not None:
        return _path(found, submission)
    edition = edition_of(found.scheme_id)
    label = edition.scheme.label(found.label_id)
    worksheet = read_worksheet(session, found, label, now())
    return render_template(
        "manager/assessment.html",
        worksheet=worksheet,
        words=edition.texts.in_language(language()),
        parked=schemes.parked_answers(session, found.sheet_id),
        news=schemes.publication_since(session, found.scheme_id, found.opened_at),
        still_open=Facts(label, worksheet.sheet).open_questions(PROFILE),
    )


def _path(found: "Assessment", submission: "Submission") -> str:
    session = current_session()
    edition, label = rules_of(submission)
    return render_template(
        "manager/path.html",
        assessment=found,
        submission=submission,
        label=label,
        words=edition.texts.in_language(language()),
        events=outcomes.events(session, found.id),
        decision=outcomes.decision(session, submission.id),
        certificate=outcomes.certificate(session, submission.id),
        documents=outcomes.documents(session, submission.id),
    )
