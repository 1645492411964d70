"""The demonstration's reviewers calibrate, and its panels write their outcome."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import Submission
from assessment.domain.criteria import Label, Visit
from assessment.services.calibrating import cases_of, rate_case
from assessment.services.panel_outcomes import (
    OutcomeDraft,
    save_finding,
    save_visit,
    sections_to_find,
)
from assessment.services.panel_rules import panel_rule
from assessment.services.records import own_scorecard

FINDINGS = {
    "strengths": "What the answers claim could be seen in the papers and was told alike by everybody.",
    "improvements": "Results are written down later than they are reached.",
    "recommendations": "Agree who keeps the figures, and look at them together twice a year.",
}
PEOPLE = "Cluster manager\nChair of the board\nTwo participating enterprises"


def calibrate(
    session: Session, edition: Edition, label: Label, reviewer_id: int, at: datetime
) -> None:
    """Rates what this reviewer has not rated; the first case a level too high, as happens to many."""
    for number, case in enumerate(cases_of(session, edition, label, reviewer_id)):
        if case.given is None:
            level = case.anchor.level + (number == 0)
            rate_case(
                session,
                edition=edition,
                case=case,
                level=min(level, case.criterion.scale.highest),
                reason="By what the case shows, and not by what it claims.",
                user_id=reviewer_id,
                at=at,
            )


def write_outcome(
    session: Session, submission: Submission, label: Label, actor_id: int, at: datetime
) -> None:
    """The same of each section, and a visit on the day before."""
    for section_id in sections_to_find(own_scorecard(submission, label)):
        save_finding(
            session,
            submission=submission,
            section_id=section_id,
            draft=OutcomeDraft(FINDINGS, {}),
            actor_id=actor_id,
            at=at,
        )
    visit = panel_rule(submission, label).visit
    if visit is not Visit.NONE:
        day = (at - timedelta(days=1)).date().isoformat()
        said = {"visited_on": day, "form": visit.value, "people": PEOPLE}
        save_visit(
            session,
            submission=submission,
            draft=OutcomeDraft(said, {}),
            actor_id=actor_id,
            at=at,
        )
