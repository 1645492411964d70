"""Panels: proposed by the secretariat, agreed with the cluster, accepted by each reviewer."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Seat, Submission
from assessment.db.queries import assessments, people, teams
from assessment.db.queries import reviews as queries
from assessment.domain.conflicts import refuses
from assessment.domain.deadlines import due_in
from assessment.domain.errors import UnsuitablePanel
from assessment.domain.review import check_composition, check_panel
from assessment.domain.workflow import (
    ON_PANEL,
    Event,
    SeatEvent,
    SeatState,
    State,
    advance_seat,
)
from assessment.services.announcing import announce
from assessment.services.formal_checks import check_stands
from assessment.services.impartiality import plain_conflicts, standing_of
from assessment.services.mail import Mailing
from assessment.services.panel_rules import panel_rule
from assessment.services.records import rules_of
from assessment.services.steps import check_step, take_step


def propose_panel(
    session: Session,
    *,
    submission: Submission,
    reviewer_ids: Sequence[int],
    lead_id: int,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
    because: str = "",
) -> None:
    """Proposes reviewers to the cluster, which may object once; `lead_id` closes the consensus.

    `because` says why somebody is chosen in spite of a warning; it stays with the seat. After an
    objection, and where the scheme gives no days for one, the panel is appointed at once. Raises
    `UnsuitablePanel` (see `check_reviewers`; `lead` when that is nobody of them) and
    `IllegalTransition` when there is a panel already, or the submission was withdrawn.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.PROPOSE_PANEL)
    check_stands(session, submission)
    teams.hold_team(session, assessment.cluster_id)
    warnings = check_reviewers(session, submission, assessment, reviewer_ids, at, because)
    if lead_id not in warnings:
        raise UnsuitablePanel("lead")
    edition, _label = rules_of(submission)
    rules = edition.scheme.review
    facts = {"reviewers": sorted(reviewer_ids), "lead": lead_id, **warning_facts(warnings, because)}
    take_step(session, assessment, Event.PROPOSE_PANEL, actor_id=actor_id, at=at, facts=facts)
    session.add_all(
        Seat(
            submission_id=submission.id,
            round=submission.round,
            reviewer_id=reviewer_id,
            is_lead=reviewer_id == lead_id,
            state=SeatState.PROPOSED,
            appointed_by=actor_id,
            appointed_at=at,
            conflicts=warnings[reviewer_id],
        )
        for reviewer_id in reviewer_ids
    )
    session.flush()
    if submission.had_objection or not rules.objection_days:
        appoint_panel(session, submission=submission, actor_id=actor_id, at=at, mailing=mailing)
        return
    submission.object_by = due_in(at, rules.objection_days)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "panel_proposed",
        f"/assessments/{assessment.id}/panel",
        assessment=assessment,
        edition=edition,
        until=submission.object_by,
    )


def check_reviewers(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    reviewer_ids: Sequence[int],
    at: datetime,
    because: str,
    staying: Sequence[Seat] = (),
) -> dict[int, list[dict[str, Any]]]:
    """What warns of each chosen reviewer, when they make a panel together with those who stay.

    Raises `UnsuitablePanel`: `domain.review.check_panel` and `check_composition`, `not_a_reviewer` for
    somebody who is none, `sat_before` for somebody who has or had a seat on a panel of this submission,
    `conflict` for a conflict of interest that refuses, `unexplained` where one warns and `because` is
    empty; these three with whom it is about.
    """
    _edition, label = rules_of(submission)
    rule = panel_rule(submission, label)
    members = people.members(session, assessment.cluster_id)
    everybody = [*(seat.reviewer_id for seat in staying), *reviewer_ids]
    check_panel(rule, everybody, frozenset(m.user_id for m in members))
    available = {person.id: person for person in people.reviewers(session)}
    if not available.keys() >= set(reviewer_ids):
        raise UnsuitablePanel("not_a_reviewer")
    standing = standing_of(session, submission, assessment.cluster, reviewer_ids, at)
    _refuse("sat_before", standing.asked_before.intersection(reviewer_ids))
    countries = [available[reviewer_id].country for reviewer_id in reviewer_ids]
    countries += [seat.reviewer.country for seat in staying]
    check_composition(rule, countries, assessment.cluster.country)
    _refuse("conflict", {who for who, found in standing.conflicts.items() if refuses(found)})
    if not because.strip():
        _refuse("unexplained", {who for who, found in standing.conflicts.items() if found})
    return {who: plain_conflicts(found, because) for who, found in standing.conflicts.items()}


def _refuse(reason: str, who: Collection[int]) -> None:
    if who:
        raise UnsuitablePanel(reason, tuple(sorted(who)))


def warning_facts(warnings: Mapping[int, Sequence[object]], because: str) -> dict[str, Any]:
    """What an event says of warnings: whom they are about, and why they were chosen anyway."""
    warned = sorted(who for who, found in warnings.items() if found)
    return {"warned": warned, "because": because} if warned else {}


def on_panel(submission: Submission, seats: Iterable[Seat]) -> list[Seat]:
    """Those of the seats that are taken in this round."""
    return [seat for seat in seats if seat.round == submission.round and seat.state in ON_PANEL]


def object_to_panel(
    session: Session,
    *,
    assessment_id: int,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> None:
    """The cluster objects, once, with a reason: the secretariat proposes others.

    Raises `IllegalTransition` when no proposal waits.
    """
    assessment, submission = _proposed(session, assessment_id)
    facts = {"reason": reason}
    take_step(session, assessment, Event.OBJECT, actor_id=actor_id, at=at, facts=facts)
    drop_proposed_seats(session, submission, reason, at)
    submission.had_objection = True
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.secretariat_for(session, assessment.cluster_id, assessment.id),
        "panel_objected",
        f"/secretariat/submissions/{submission.id}/panel",
        assessment=assessment,
        edition=edition,
        reason=reason,
    )


def recall_panel(
    session: Session, *, submission: Submission, reason: str, actor_id: int, at: datetime
) -> None:
    """The secretariat takes its proposal back, to make another; the cluster keeps its objection.

    Raises `IllegalTransition` when no proposal waits.
    """
    assessment, submission = _proposed(session, submission.assessment_id)
    facts = {"reason": reason}
    take_step(session, assessment, Event.RECALL_PANEL, actor_id=actor_id, at=at, facts=facts)
    drop_proposed_seats(session, submission, reason, at)


def agree_to_panel(
    session: Session, *, assessment_id: int, actor_id: int, at: datetime, mailing: Mailing
) -> None:
    """The cluster agrees: the reviewers are invited. Raises `IllegalTransition` as above."""
    _assessment, submission = _proposed(session, assessment_id)
    appoint_panel(session, submission=submission, actor_id=actor_id, at=at, mailing=mailing)


def _proposed(session: Session, assessment_id: int) -> tuple[Assessment, Submission]:
    assessment = assessments.assessment_for_change(session, assessment_id)
    check_step(assessment, Event.APPOINT_PANEL)
    submission = assessments.submission_of(session, assessment_id)
    assert submission is not None  # noqa: S101  # every submitted assessment has one that stands
    return assessment, submission


def drop_proposed_seats(
    session: Session, submission: Submission, reason: str, at: datetime
) -> None:
    """Takes the proposal of a panel back, if there is one; the seats stay on record."""
    for seat in queries.seats(session, submission.id):
        seat.state = advance_seat(SeatState(seat.state), SeatEvent.DROP)
        seat.reason, seat.left_at = reason, at
    submission.object_by = None
    session.flush()


def appoint_panel(
    session: Session,
    *,
    submission: Submission,
    actor_id: int | None,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Invites the reviewers who are proposed, and begins the review; the cluster's team is told.

    `actor_id` None: the days in which the cluster could object are over. Raises `IllegalTransition`
    when no proposal waits.
    """
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    take_step(session, assessment, Event.APPOINT_PANEL, actor_id=actor_id, at=at)
    submission.object_by = None
    for seat in queries.seats(session, submission.id):
        invite(session, submission, assessment, seat, at, mailing)
    session.flush()
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        [each for each in people.team(session, assessment.cluster_id) if each.id != actor_id],
        "panel_set",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        is_unopposed=actor_id is None,
        had_objection=submission.had_objection,
        reviewers=[seat.reviewer.name for seat in queries.seats(session, submission.id)],
    )


def invite(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    seat: Seat,
    at: datetime,
    mailing: Mailing,
) -> None:
    """Asks a proposed reviewer to accept, with the days for it and for the ratings."""
    edition, _label = rules_of(submission)
    rules = edition.scheme.review
    seat.state = advance_seat(SeatState(seat.state), SeatEvent.INVITE)
    seat.answer_by = due_in(at, rules.acceptance_days)
    seat.due_on = due_in(at, rules.review_days)
    if assessment.state == State.IN_REVIEW:  # while the cluster answers, the day is the cluster's
        assessment.due_on = max(assessment.due_on or seat.due_on, seat.due_on)
    announce(
        session,
        mailing,
        [seat.reviewer],
        "panel_appointed",
        f"/reviews/{submission.id}/seat",
        assessment=assessment,
        edition=edition,
        answer_by=seat.answer_by,
        due_on=seat.due_on,
        is_appeal=submission.round > 1,
    )
    session.flush()
