"""Deciding on a reviewed submission: one person proposes, a second one confirms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, AwardCondition, Decision, Submission, User
from assessment.db.queries import assessments, clarifications, outcomes, people
from assessment.db.queries import reviews as queries
from assessment.domain.conditions import Status
from assessment.domain.criteria import Label, NotApplicable
from assessment.domain.deadlines import day_of
from assessment.domain.decision_days import check_decision_days
from assessment.domain.errors import DomainError, IllegalTransition, InvalidRating
from assessment.domain.record import scorecard_data
from assessment.domain.review import Level
from assessment.domain.scorecard import Scorecard
from assessment.domain.validity import Validity
from assessment.domain.workflow import Event, State
from assessment.services.announcing import announce
from assessment.services.compared_figures import is_compared
from assessment.services.comparisons import BENCHMARKING
from assessment.services.consensus import PanelView, final_scorecard, read_panel
from assessment.services.decision_news import tell_decision
from assessment.services.documents import request_documents
from assessment.services.issuing import (
    certificate_days,
    issue_certificate,
    renewed_certificate,
)
from assessment.services.label_lives import supersede
from assessment.services.mail import Mailing
from assessment.services.panel_outcomes import outcome_record
from assessment.services.panel_record import panel_record
from assessment.services.papers import Letterhead, certificate_record
from assessment.services.records import record_digest, rules_of
from assessment.services.sealing import certificate_digest
from assessment.services.steps import check_step, take_step


class Outcome(StrEnum):
    """What can be decided, named as the events to which it leads."""

    AWARD = "award"
    AWARD_WITH_CONDITIONS = "award_with_conditions"
    DEFER = "defer"
    DECLINE = "decline"


AWARDS = frozenset({Outcome.AWARD, Outcome.AWARD_WITH_CONDITIONS})
"""The outcomes by which a label is held."""


class LabelNotReached(DomainError):
    """An award was asked for although the final scorecard does not reach the label."""


class SamePerson(DomainError):
    """A decision was to be confirmed by whoever proposed it."""


@dataclass(frozen=True, slots=True)
class FinalLevel:
    """A level that the decision sets otherwise than the panel, and why. None: does not apply."""

    level: Level
    reason: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What the cluster has to do by a day after an award with conditions."""

    text: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody proposes to decide; `until` is the last day of a deferral."""

    outcome: Outcome
    statement: str
    changes: Mapping[str, FinalLevel]
    conditions: Sequence[Condition] = ()
    until: date | None = None


def propose_decision(
    session: Session,
    *,
    submission: Submission,
    label: Label,
    proposal: Proposal,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Decision:
    """Records what is proposed, with the panel's work as it stands; nothing is released yet.

    Raises `LabelNotReached` for an award that the final scorecard does not carry, `NothingLeft` for one
    whose certificate would be over, `RenewedIsGone` for the renewal of a certificate that does not hold
    any more, `WrongDays` for days that are not to come or after its end, `InvalidRating` for a final
    level that the scale does not have, and `IllegalTransition` when another proposal waits.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.PROPOSE_DECISION)
    panel = read_panel(session, submission, label)
    card = final_scorecard(submission, label, _levels(panel, proposal.changes))
    if proposal.outcome in AWARDS and card.outcome is not Status.MET:
        raise LabelNotReached
    record = _record(session, submission, panel, card, proposal)
    validity = None
    if proposal.outcome in AWARDS:
        validity = certificate_days(submission, label, record, at)
        renewed_certificate(session, submission)
    _check_days(_asked(proposal), _waits_until(proposal), validity, at)
    facts = {"outcome": str(proposal.outcome), "record": record_digest(record)}
    take_step(session, assessment, Event.PROPOSE_DECISION, actor_id=actor_id, at=at, facts=facts)
    decision = Decision(
        submission_id=submission.id,
        round=submission.round,
        outcome=proposal.outcome,
        statement=proposal.statement,
        changes={
            key: {"level": change.level, "reason": change.reason}
            for key, change in proposal.changes.items()
        },
        record=record,
        until=_waits_until(proposal),
        proposed_by=actor_id,
        proposed_at=at,
        conditions=[AwardCondition(text=one.text, due_on=one.due_on) for one in _asked(proposal)],
    )
    session.add(decision)
    session.flush()
    office = people.secretariat_for(session, assessment.cluster_id, assessment.id)
    _tell_office(
        session,
        [person for person in office if person.id != actor_id],
        "decision_proposed",
        assessment,
        submission,
        mailing,
        "decision/confirm",
    )
    return decision


def _asked(proposal: Proposal) -> Sequence[Condition]:
    is_conditional = proposal.outcome is Outcome.AWARD_WITH_CONDITIONS
    return proposal.conditions if is_conditional else ()


def _waits_until(proposal: Proposal) -> date | None:
    return proposal.until if proposal.outcome is Outcome.DEFER else None


def _check_days(
    conditions: Sequence[Condition | AwardCondition],
    until: date | None,
    validity: Validity | None,
    at: datetime,
) -> None:
    check_decision_days(
        day_of(at),
        conditions=[one.due_on for one in conditions],
        until=until,
        end=validity.end if validity else None,
    )


def _levels(panel: PanelView, changes: Mapping[str, FinalLevel]) -> dict[str, Level]:
    """The final levels. Raises `InvalidRating` for what the panel has not rated or no scale has."""
    rated = {criterion.id: criterion for criterion in panel.criteria}
    for key, change in changes.items():
        if key not in rated:
            raise InvalidRating(f"{key}: is not rated")
        if change.level is not None:
            rated[key].check_level(change.level)
        elif rated[key].not_applicable is NotApplicable.FORBID:
            raise InvalidRating(f"{key}: must apply")
    return {**panel.levels, **{key: change.level for key, change in changes.items()}}


def _record(
    session: Session, submission: Submission, panel: PanelView, card: Scorecard, proposal: Proposal
) -> dict[str, Any]:
    """What is proposed, the panel's work as it stood, and the score that the decision rests on."""
    until = _waits_until(proposal)
    return {
        "proposed": {
            "outcome": str(proposal.outcome),
            "statement": proposal.statement,
            "until": until.isoformat() if until else None,
            "conditions": [
                {"text": one.text, "due_on": one.due_on.isoformat()} for one in _asked(proposal)
            ],
        },
        **panel_record(panel, queries.all_seats(session, submission.id), submission.round),
        "clarifications": [
            {
                "number": found.number,
                "digest": found.digest,
                "asked_at": found.asked_at.isoformat(),
                "due_on": found.due_on.isoformat(),
                "closed_at": found.closed_at.isoformat() if found.closed_at else None,
                "is_answered": found.answered_by is not None,
                **found.record,
            }
            for found in clarifications.clarifications(session, submission)
            if found.record is not None
        ],
        "outcome": outcome_record(session, submission),
        "changes": {
            key: {"level": change.level, "reason": change.reason}
            for key, change in proposal.changes.items()
        },
        "scorecard": scorecard_data(card),
    }


def confirm_decision(
    session: Session,
    *,
    submission: Submission,
    decision_id: int,
    label: Label,
    languages: tuple[str, ...],
    letterhead: Letterhead,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Decision:
    """Releases what was proposed: the certificate of an award, the documents, the mail.

    The certificate that a renewal takes the place of is superseded with it; where the renewal has
    conditions, once they are met. `decision_id` is the proposal that was read. Raises `SamePerson` for
    whoever proposed it, `NothingLeft`, `RenewedIsGone` and `WrongDays` as above, a day having come while
    the proposal waited, and `IllegalTransition` when it does not wait, be it that another does: of two who
    confirm or reject at once, the one that is written first holds.
    """
    assessment, decision = _waiting(session, submission, decision_id, actor_id)
    outcome = Outcome(decision.outcome)
    is_award = outcome in AWARDS
    issued, said = None, None
    validity = certificate_days(submission, label, decision.record, at) if is_award else None
    renewed = renewed_certificate(session, submission) if is_award else None
    _check_days(decision.conditions, decision.until, validity, at)
    facts = {"record": record_digest(decision.record)}
    if decision.until is not None:
        facts |= {"statement": decision.statement, "until": decision.until.isoformat()}
    kinds = [] if outcome is Outcome.DEFER else ["report"]
    if kinds and is_compared(session, submission):
        kinds.append(BENCHMARKING)
    if validity is not None:
        issued = issue_certificate(session, submission, label, validity, letterhead.paper.name, at)
        said = certificate_record(session, submission, issued, letterhead)
        facts |= {"certificate": certificate_digest(issued), "paper": record_digest(said)}
        if renewed is not None and outcome is Outcome.AWARD:
            supersede(session, renewed, issued, actor_id, at)
    event = Event(outcome.value)
    take_step(session, assessment, event, actor_id=actor_id, at=at, facts=facts)
    decision.decided_by, decision.decided_at = actor_id, at
    request_documents(session, submission.id, kinds, languages, at, submission.round)
    if said is not None:
        request_documents(
            session, submission.id, ["certificate"], languages, at, submission.round, facts=said
        )
    tell_decision(session, assessment, submission, decision, issued, mailing)
    session.flush()
    return decision


def still_counts(decision: Decision | None, state: State) -> bool:
    """Whether a decision is the one that stands: a deferral ends when the application is taken up again."""
    return decision is not None and (decision.outcome != Outcome.DEFER or state is State.DEFERRED)


def decided_scorecard(
    submission: Submission, label: Label, panel: PanelView, decision: Decision
) -> Scorecard:
    """The score by the final levels: what the decision sets, else what the panel agreed."""
    changes = {key: change["level"] for key, change in decision.changes.items()}
    return final_scorecard(submission, label, {**panel.levels, **changes})


def reject_decision(
    session: Session,
    *,
    submission: Submission,
    decision_id: int,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Decision:
    """Sends the proposal back with a reason; whoever proposed it is told, unless they left the
    secretariat or its work on this cluster since. Raises as above."""
    assessment, decision = _waiting(session, submission, decision_id, actor_id)
    facts = {"reason": reason}
    take_step(session, assessment, Event.REJECT_DECISION, actor_id=actor_id, at=at, facts=facts)
    decision.rejected_by, decision.rejected_at = actor_id, at
    decision.rejection_reason = reason
    session.flush()
    office = people.secretariat_for(session, assessment.cluster_id, assessment.id)
    _tell_office(
        session,
        [person for person in office if person.id == decision.proposed_by],
        "decision_rejected",
        assessment,
        submission,
        mailing,
        "decision",
        reason=reason,
    )
    return decision


def _waiting(
    session: Session, submission: Submission, decision_id: int, actor_id: int
) -> tuple[Assessment, Decision]:
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    decision = outcomes.decision_waiting(session, submission.id)
    if decision is None or assessment.state != State.DECISION_PROPOSED:
        raise IllegalTransition(f"confirming in state {assessment.state}")
    if decision.id != decision_id:
        raise IllegalTransition(f"another proposal than {decision_id} waits")
    if decision.proposed_by == actor_id:
        raise SamePerson
    return assessment, decision


def resume(
    session: Session,
    *,
    submission: Submission,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Takes a deferred application up again, to be decided anew; the team is told."""
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    facts = {"reason": reason}
    take_step(session, assessment, Event.RESUME, actor_id=actor_id, at=at, facts=facts)
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "decision_resumed",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
    )


def send_back(
    session: Session,
    *,
    submission: Submission,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Gives the panel its work back with a reason, before anything is decided.

    Raises `IllegalTransition` when the consensus is not closed, or a decision waits.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    facts = {"reason": reason}
    take_step(session, assessment, Event.SEND_BACK, actor_id=actor_id, at=at, facts=facts)
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        [seat.reviewer for seat in queries.seats(session, submission.id)],
        "consensus_sent_back",
        f"/reviews/{submission.id}/consensus",
        assessment=assessment,
        edition=edition,
        reason=reason,
    )


def _tell_office(
    session: Session,
    whom: Sequence[User],
    kind: str,
    assessment: Assessment,
    submission: Submission,
    mailing: Mailing,
    page: str,
    **facts: Any,
) -> None:
    edition, _label = rules_of(submission)
    place = f"/secretariat/submissions/{submission.id}/{page}"
    announce(session, mailing, whom, kind, place, assessment=assessment, edition=edition, **facts)
