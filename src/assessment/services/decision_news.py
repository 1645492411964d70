"""What is told of a decision once it is confirmed: to the cluster, and to the panel."""

from datetime import date
from functools import partial

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Certificate, Decision, Submission
from assessment.db.queries import people
from assessment.db.queries import reviews as queries
from assessment.domain.deadlines import due_in
from assessment.domain.workflow import Event
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import rules_of


def appeal_day(submission: Submission, decision: Decision) -> date | None:
    """The last day for an appeal against a decision by the scheme's rules; None where there can be none.

    Only one that declines can be appealed against, and once: what is decided on appeal stands.
    """
    if decision.decided_at is None or decision.outcome != Event.DECLINE or submission.round > 1:
        return None
    edition, _label = rules_of(submission)
    return due_in(decision.decided_at, edition.scheme.review.appeal_days)


def tell_decision(
    session: Session,
    assessment: Assessment,
    submission: Submission,
    decision: Decision,
    issued: Certificate | None,
    mailing: Mailing,
) -> None:
    """Tells the team what was decided, and the panel the outcome; a deferral decides nothing yet."""
    edition, _label = rules_of(submission)
    place = f"/assessments/{assessment.id}"
    team = people.team(session, assessment.cluster_id)
    told = partial(
        announce, session, mailing, assessment=assessment, edition=edition, until=decision.until
    )
    told(
        team,
        f"decision_{decision.outcome}",
        place,
        certificate=issued,
        conditions=decision.conditions,
        appeal_by=appeal_day(submission, decision),
        is_on_appeal=submission.round > 1,
    )
    if decision.outcome != Event.DEFER:
        panel = [seat.reviewer for seat in queries.seats(session, submission.id)]
        told(panel, "review_outcome", f"/reviews/{submission.id}/seat", certificate=issued)
