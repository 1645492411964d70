"""Complaints about how an application is handled: by whom, how fast, how fairly. Not appeals."""

from datetime import datetime

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Catalogue, Edition
from assessment.db.models import Assessment, Complaint
from assessment.db.queries import appeals as queries
from assessment.db.queries import assessments, people
from assessment.domain.complaints import Finding
from assessment.domain.deadlines import due_in
from assessment.domain.errors import IllegalTransition
from assessment.domain.review_rules import USUAL
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import record_event

MADE = "complain"
ANSWERED = "answer_complaint"


def rules_for(session: Session, assessment: Assessment, catalogue: Catalogue) -> Edition | None:
    """The edition under which a complaint is dealt with: that of what was submitted, whatever scheme
    is on offer today; of a draft the one in force, if its scheme is still offered."""
    submission = assessments.submission_of(session, assessment.id)
    return rules_of(submission)[0] if submission else catalogue.editions.get(assessment.scheme_id)


def days_to_answer(edition: Edition | None) -> int:
    """The calendar days within which the secretariat answers."""
    return (edition.scheme.review if edition else USUAL).complaint_days


def make_complaint(
    session: Session,
    *,
    assessment: Assessment,
    edition: Edition | None,
    text: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Complaint:
    """Keeps what the cluster says; the secretariat is told, and answers within the scheme's days.

    `edition` is that of `rules_for`. It moves nothing: the application goes on as it did.
    """
    assessment = assessments.assessment_for_change(session, assessment.id)
    complaint = Complaint(
        assessment_id=assessment.id,
        text=text,
        made_by=actor_id,
        made_at=at,
        due_on=due_in(at, days_to_answer(edition)),
    )
    session.add(complaint)
    session.flush()
    facts = {"complaint": complaint.id, "reason": text, "due_on": complaint.due_on.isoformat()}
    record_event(session, MADE, actor_id=actor_id, at=at, assessment=assessment, facts=facts)
    announce(
        session,
        mailing,
        people.secretariat_for(session, assessment.cluster_id, assessment.id),
        "complaint_made",
        f"/secretariat/complaints/{complaint.id}",
        assessment=assessment,
        edition=edition,
        until=complaint.due_on,
    )
    owner = people.user(session, actor_id)
    announce(
        session,
        mailing,
        [owner] if owner else [],
        "complaint_received",
        f"/assessments/{assessment.id}/complaints",
        assessment=assessment,
        edition=edition,
        until=complaint.due_on,
    )
    return complaint


def answer_complaint(
    session: Session,
    *,
    complaint_id: int,
    edition: Edition | None,
    finding: Finding,
    answer: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Complaint:
    """Records what was found and tells the team. Raises `IllegalTransition` once it is answered."""
    complaint = queries.complaint_for_change(session, complaint_id)
    if complaint.answered_at is not None:
        raise IllegalTransition("the complaint is answered")
    complaint.finding, complaint.answer = finding, answer
    complaint.answered_by, complaint.answered_at = actor_id, at
    session.flush()
    assessment = assessments.assessment(session, complaint.assessment_id)
    facts = {"complaint": complaint.id, "finding": str(finding), "reason": answer}
    record_event(session, ANSWERED, actor_id=actor_id, at=at, assessment=assessment, facts=facts)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "complaint_answered",
        f"/assessments/{assessment.id}/complaints",
        assessment=assessment,
        edition=edition,
    )
    return complaint
