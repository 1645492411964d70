"""Doing the same with several applications at once: each for itself, and the result told by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from assessment.db.models import Seat, Submission, User
from assessment.db.queries import assessments, people, pipeline
from assessment.db.queries import reviews as queries
from assessment.db.queries.taking_part import people_by_submission
from assessment.domain.conditions import Status
from assessment.domain.deadlines import day_of
from assessment.domain.errors import IllegalTransition
from assessment.domain.next_steps import HOLDERS, Holder, holder_of
from assessment.domain.workflow import SeatState, State
from assessment.services.announcing import announce
from assessment.services.formal_checks import (
    FormallyRefused,
    accept_application,
    formal_conditions,
)
from assessment.services.mail import Mailing
from assessment.services.panel_rules import panel_rule
from assessment.services.records import rules_of
from assessment.services.steps import record_event

REMINDED = "remind"
"""The event that keeps a reminder from being sent twice on a day."""


class Prospect(StrEnum):
    """What happens to one application, or why nothing does."""

    DONE = "done"
    CONDITION_MISSED = "condition_missed"
    NOT_SUBMITTED = "not_submitted"
    WAITS_FOR_US = "waits_for_us"
    NOBODY = "nobody"
    REMINDED_TODAY = "reminded_today"


@dataclass(frozen=True, slots=True)
class Row:
    """An application with its prospect, and whom a reminder reaches."""

    submission: Submission
    prospect: Prospect
    people: Sequence[User] = ()

    @property
    def is_done(self) -> bool:
        return self.prospect is Prospect.DONE


def foresee_acceptance(session: Session, numbers: Sequence[int], actor_id: int) -> list[Row]:
    """Which of the applications would be accepted; those that concern the actor are left out."""
    return [Row(found, _acceptance(found)) for found in pipeline.chosen(session, numbers, actor_id)]


def _acceptance(submission: Submission) -> Prospect:
    if submission.assessment.state != State.SUBMITTED:
        return Prospect.NOT_SUBMITTED
    _edition, label = rules_of(submission)
    is_met = all(one.status is Status.MET for one in formal_conditions(submission, label))
    return Prospect.DONE if is_met else Prospect.CONDITION_MISSED


def accept_several(
    session: Session, numbers: Sequence[int], *, actor_id: int, at: datetime
) -> list[Row]:
    """Accepts each application whose formal conditions are met; the others stay as they are.

    All rows are locked first, in one order, so that two people who do this at once do not wait for
    each other.
    """
    found = pipeline.chosen(session, numbers, actor_id)
    _hold(session, found)
    return [Row(each, _accept(session, each, actor_id, at)) for each in found]


def _accept(session: Session, submission: Submission, actor_id: int, at: datetime) -> Prospect:
    try:
        accept_application(session, submission=submission, note="", actor_id=actor_id, at=at)
    except FormallyRefused:
        return Prospect.CONDITION_MISSED
    except IllegalTransition:
        return Prospect.NOT_SUBMITTED
    return Prospect.DONE


def foresee_reminders(
    session: Session, numbers: Sequence[int], actor_id: int, at: datetime
) -> list[Row]:
    """Whom a reminder would reach, for each of the applications."""
    found = pipeline.chosen(session, numbers, actor_id)
    reminded = pipeline.reminded_on(session, [s.assessment_id for s in found], day_of(at))
    seats = queries.seats_by_submission(session, [s.id for s in found])
    teams = people.teams(session, {s.assessment.cluster_id for s in found})
    proposers = pipeline.proposers(session, [s.id for s in found])
    office = people.secretariat(session)
    parts = people_by_submission(session, [s.id for s in found])
    rows = []
    for each in found:
        state = State(each.assessment.state)
        is_review = state is State.IN_REVIEW
        holder = HOLDERS[state] if is_review else holder_of(state, each.assessment.turn)
        team = teams.get(each.assessment.cluster_id, [])
        match holder:
            case Holder.CLUSTER:
                whom = team
            case Holder.REVIEWERS:
                whom = [s.reviewer for s in seats.get(each.id, ()) if _is_waited_for(s)]
                if not whom:  # of a review that is stuck, the others are reminded
                    holder = holder_of(State(each.assessment.state), each.assessment.turn)
            case Holder.LEAD:
                whom = [s.reviewer for s in seats.get(each.id, ()) if s.is_lead]
            case Holder.SECOND_PERSON:
                but = {proposers.get(each.id), actor_id, *parts.get(each.id, ())}
                but |= {person.id for person in team}
                whom = [person for person in office if person.id not in but]
            case _:
                whom = []
        rows.append(Row(each, _reminder(holder, whom, each.assessment_id in reminded), whom))
    return rows


def _is_waited_for(seat: Seat) -> bool:
    """Whoever disclosed a tie has answered, and waits for the secretariat."""
    is_silent = seat.state == SeatState.INVITED and seat.declaration is None
    return is_silent or seat.state == SeatState.ACCEPTED


def _reminder(holder: Holder, whom: Sequence[User], was_reminded: bool) -> Prospect:
    if holder is Holder.SECRETARIAT:
        return Prospect.WAITS_FOR_US
    if not whom:
        return Prospect.NOBODY
    return Prospect.REMINDED_TODAY if was_reminded else Prospect.DONE


def remind_several(
    session: Session, numbers: Sequence[int], *, actor_id: int, at: datetime, mailing: Mailing
) -> list[Row]:
    """Reminds whoever has the next step of each application, once a day at most."""
    _hold(session, pipeline.chosen(session, numbers, actor_id))
    rows = foresee_reminders(session, numbers, actor_id, at)
    for row in rows:
        if row.is_done:
            _remind(session, row, actor_id, at, mailing)
    session.flush()
    return rows


def _remind(session: Session, row: Row, actor_id: int, at: datetime, mailing: Mailing) -> None:
    assessment = row.submission.assessment
    edition, label = rules_of(row.submission)
    announce(
        session,
        mailing,
        row.people,
        "next_step",
        _place(row.submission),
        assessment=assessment,
        edition=edition,
        state=assessment.state,
        until=assessment.due_on,
        is_alone=panel_rule(row.submission, label).is_of_one,
    )
    facts = {"people": sorted(person.id for person in row.people)}
    record_event(session, REMINDED, actor_id=actor_id, at=at, assessment=assessment, facts=facts)


def _place(submission: Submission) -> str:
    """Where the next step is made."""
    match State(submission.assessment.state):
        case State.PANEL_PROPOSED:
            return f"/assessments/{submission.assessment_id}/panel"
        case State.IN_REVIEW:
            return f"/reviews/{submission.id}/seat"
        case State.CONSENSUS:
            return f"/reviews/{submission.id}/consensus"
        case State.DECISION_PROPOSED:
            return f"/secretariat/submissions/{submission.id}/decision/confirm"
    return f"/assessments/{submission.assessment_id}"


def _hold(session: Session, found: Sequence[Submission]) -> None:
    for number in sorted(each.assessment_id for each in found):
        assessments.assessment_for_change(session, number)
