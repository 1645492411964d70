"""Deciding on a reviewed submission, and issuing the certificate."""

import secrets
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Certificate, Decision, Submission
from assessment.db.queries import assessments, people
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label
from assessment.domain.errors import DomainError
from assessment.domain.record import scorecard_data
from assessment.domain.validity import HOME, first_validity
from assessment.domain.workflow import Event
from assessment.services.consensus import PanelView, read_panel
from assessment.services.documents import request_documents
from assessment.services.mail import Mailing
from assessment.services.steps import check_step, take_step


class Outcome(StrEnum):
    """What the secretariat can decide."""

    AWARD = "award"
    DECLINE = "decline"


class LabelNotReached(DomainError):
    """An award was asked for although the agreed ratings do not reach the label."""


def decide(
    session: Session,
    *,
    submission: Submission,
    label: Label,
    languages: tuple[str, ...],
    outcome: Outcome,
    statement: str,
    issuer: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Decision:
    """Records the decision, issues the certificate of an award, and orders the documents.

    Raises `LabelNotReached` for an award that the agreed scorecard does not carry, and
    `IllegalTransition` when it is decided already.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    event = Event.AWARD if outcome is Outcome.AWARD else Event.DECLINE
    check_step(assessment, event)
    panel = read_panel(session, submission, label)
    if outcome is Outcome.AWARD and panel.scorecard.outcome is not Status.MET:
        raise LabelNotReached
    take_step(session, assessment, event, actor_id=actor_id, at=at)
    decision = Decision(
        submission_id=submission.id,
        outcome=outcome,
        statement=statement,
        record=_decision_record(panel),
        decided_by=actor_id,
        decided_at=at,
    )
    session.add(decision)
    kinds = ["report"]
    if outcome is Outcome.AWARD:
        _issue_certificate(session, submission, assessment, label, issuer, at)
        kinds.append("certificate")
    request_documents(session, submission.id, kinds, languages, at)
    _tell(session, assessment, outcome, mailing)
    session.flush()
    return decision


def _tell(session: Session, assessment: Assessment, outcome: Outcome, mailing: Mailing) -> None:
    place, facts = f"/assessments/{assessment.id}", {"cluster": assessment.cluster.name}
    for person in people.team(session, assessment.cluster_id):
        mailing.queue(session, person, f"decision_{outcome}", place, facts)


def _decision_record(panel: PanelView) -> dict[str, Any]:
    """The panel's work as it stood at the decision: people, ratings, agreements, scorecard."""
    return {
        "panel": [
            {"name": seat.reviewer.name, "country": seat.reviewer.country} for seat in panel.seats
        ],
        "criteria": {
            criterion_id: {
                "agreed": panel.levels[criterion_id],
                "ratings": [
                    {"level": r.level, "comment": r.comment, "checks": r.checks} for r in ratings
                ],
                "reason": agreement.reason
                if (agreement := panel.agreements.get(criterion_id))
                else "",
            }
            for criterion_id, ratings in panel.reviewed.items()
        },
        "remarks": {
            criterion_id: {
                "ratings": [
                    {
                        "level": None,
                        "comment": remark.comment if remark else "",
                        "checks": remark.checks if remark else [],
                    }
                    for remark in remarks
                ]
            }
            for criterion_id, remarks in panel.remarked.items()
        },
        "scorecard": scorecard_data(panel.scorecard),
    }


def _issue_certificate(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    label: Label,
    issuer: str,
    at: datetime,
) -> None:
    validity = first_validity(at.astimezone(HOME).date(), label.validity_years)
    certificate = Certificate(
        submission_id=submission.id,
        number=f"pending-{submission.id}",
        token=secrets.token_urlsafe(16),
        cluster_name=submission.record["cluster"]["name"],
        issuer=issuer,
        valid_from=validity.start,
        valid_until=validity.end,
        issued_at=at,
    )
    session.add(certificate)
    session.flush()
    certificate.number = f"{label.tier[0].upper()}-{validity.start.year}-{certificate.id:04d}"
