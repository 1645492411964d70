"""A cluster tells that a condition of its award is met; the secretariat still checks it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Certificate, Decision, EventRecord, Submission
from assessment.db.queries import assessments, outcomes, people
from assessment.domain.errors import IllegalTransition
from assessment.domain.label_life import ENDED
from assessment.domain.workflow import State
from assessment.services.announcing import announce
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import record_event, settle_turn

KIND = "report_condition"
"""The event by which a report is kept; it changes no state, and it is the secretariat's turn."""


def report_condition(
    session: Session,
    *,
    submission: Submission,
    condition_id: int,
    said: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Keeps what the cluster says of a condition, and tells the secretariat; more words may follow.

    A miss that nobody confirmed yet is the secretariat's alone, and keeps nobody from telling. Raises
    `IllegalTransition` when the award has no such condition, it is met, or the award is settled.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    open_ones = open_to_report(
        assessment, *outcomes.decision_and_certificate(session, submission.id)
    )
    if condition_id not in open_ones:
        raise IllegalTransition("reporting on a condition that is settled")
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.secretariat_for(session, assessment.cluster_id, assessment.id),
        "condition_reported",
        f"/secretariat/submissions/{submission.id}/conditions",
        assessment=assessment,
        edition=edition,
    )
    record_event(
        session,
        KIND,
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        facts={"condition": condition_id, "said": said},
    )
    session.flush()
    settle_turn(session, assessment)
    session.flush()


def open_to_report(
    assessment: Assessment, decision: Decision | None, certificate: Certificate | None
) -> list[int]:
    """The ids of the conditions of which the cluster may still tell: not met, of an award that is not
    settled, whose label was neither revoked nor replaced."""
    is_held = certificate is not None and certificate.life not in ENDED
    if decision is None or assessment.state != State.CONDITIONAL or not is_held:
        return []
    return [one.id for one in decision.conditions if not one.is_met]


def condition_reports(session: Session, assessment_id: int) -> Mapping[int, Sequence[EventRecord]]:
    """What was said of each condition by its number, oldest first, with who said it."""
    return reports_in(outcomes.events_of_kind(session, assessment_id, KIND))


def reports_in(events: Iterable[EventRecord]) -> Mapping[int, Sequence[EventRecord]]:
    """The same among events of an assessment that were read already."""
    found: dict[int, list[EventRecord]] = defaultdict(list)
    for event in events:
        if event.kind == KIND:
            found[event.facts["condition"]].append(event)
    return dict(found)
