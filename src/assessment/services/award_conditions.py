"""What became of the conditions of an award: checked one by one, a miss confirmed by a second person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Assessment, AwardCondition, Certificate, Submission
from assessment.db.queries import assessments, outcomes, people
from assessment.domain.deadlines import is_past
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.label_life import ENDED, LifeEvent, LifeState
from assessment.domain.workflow import Event
from assessment.services.announcing import announce
from assessment.services.decisions import SamePerson
from assessment.services.label_lives import change_life, renewed_by, take_place
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.steps import check_step, record_event, settle_turn, take_step


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of a condition; `is_met` None: it is not known yet."""

    is_met: bool | None = None
    note: str = ""


NOT_CHECKED = Finding()


class TooEarlyToMiss(DomainError):
    """Conditions of which some days are left cannot have been missed; `conditions` are their ids."""

    def __init__(self, conditions: Sequence[int]) -> None:
        super().__init__(f"days are left for {conditions}")
        self.conditions = tuple(conditions)


class CheckedMeanwhile(DomainError):
    """Somebody else recorded something of these conditions since they were read; nothing was written."""

    def __init__(self, conditions: Sequence[int]) -> None:
        super().__init__(f"checked meanwhile: {conditions}")
        self.conditions = tuple(conditions)


def finding_of(condition: AwardCondition) -> Finding:
    """What is recorded of a condition."""
    return Finding(condition.is_met, condition.note)


def check_conditions(
    session: Session,
    *,
    submission: Submission,
    findings: Mapping[int, Finding],
    seen: Mapping[int, Finding],
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Sequence[AwardCondition]:
    """Records what became of the conditions of an award, by their ids, where it is not as `seen`.

    The team is told of what is met. Once all are, the award stands without conditions, and takes the
    place of the certificate that it renews. One that was missed waits for a second person
    (`confirm_missed`), who is told. Raises `CheckedMeanwhile` where something else than what was seen is
    recorded, `TooEarlyToMiss` for a miss on the last day or before it, and `IllegalTransition` when the
    award has no conditions, they are settled, or the label was revoked or replaced by a renewal.
    """
    assessment, certificate = _under_check(session, submission)
    before = renewed_by(session, submission)
    conditions = outcomes.conditions_for_change(session, submission.id)
    changed = [
        (one, findings[one.id])
        for one in conditions
        if one.id in findings
        and findings[one.id] not in (seen.get(one.id, NOT_CHECKED), finding_of(one))
    ]
    if other := [one.id for one, _ in changed if finding_of(one) != seen.get(one.id, NOT_CHECKED)]:
        raise CheckedMeanwhile(other)
    missed = [one for one, found in changed if found.is_met is False]
    if early := [one.id for one in missed if not is_past(one.due_on, at)]:
        raise TooEarlyToMiss(early)
    newly_met = [one for one, found in changed if found.is_met and not one.is_met]
    for one, found in changed:
        _record(session, assessment, one, found, actor_id, at)
    if all(one.is_met for one in conditions):
        take_step(session, assessment, Event.MEET_CONDITIONS, actor_id=actor_id, at=at)
        take_place(session, before, certificate, actor_id, at)
        _tell_team(session, submission, assessment, certificate, mailing)
    else:
        assessment.due_on = min(one.due_on for one in conditions if not one.is_met)
        _tell_met(session, submission, assessment, conditions, newly_met, mailing)
    session.flush()
    settle_turn(session, assessment)
    if missed:
        _tell_second_person(session, submission, assessment, missed, actor_id, mailing)
    return conditions


def missed_of(conditions: Sequence[AwardCondition]) -> list[AwardCondition]:
    """The conditions that were recorded as missed."""
    return [one for one in conditions if one.is_met is False]


def can_confirm(conditions: Sequence[AwardCondition], person_id: int) -> bool:
    """Whether a person may confirm that something was missed: of one miss at least somebody else must
    have said so."""
    return any(one.checked_by != person_id for one in missed_of(conditions))


def confirm_missed(
    session: Session,
    *,
    submission: Submission,
    seen: Mapping[int, Finding],
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Certificate:
    """Takes the label away because of the misses that were `seen`, by the ids of their conditions.

    Raises `SamePerson` for whoever recorded it, `CheckedMeanwhile` when other misses, or other words,
    are recorded than were seen, and `IllegalTransition` when nothing is recorded as missed, or as above.
    """
    assessment, _certificate = _under_check(session, submission)
    conditions = outcomes.conditions_for_change(session, submission.id)
    missed = missed_of(conditions)
    if not missed:
        raise IllegalTransition("no condition was missed")
    if not can_confirm(conditions, actor_id):
        raise SamePerson
    found = {one.id: finding_of(one) for one in missed}
    if other := sorted(key for key in {*seen, *found} if seen.get(key) != found.get(key)):
        raise CheckedMeanwhile(other)
    take_step(session, assessment, Event.MISS_CONDITIONS, actor_id=actor_id, at=at)
    session.flush()
    return change_life(
        session,
        submission=submission,
        event=LifeEvent.REVOKE,
        reason="\n\n".join(f"{one.text}\n{one.note}".strip() for one in missed),
        actor_id=actor_id,
        at=at,
        mailing=mailing,
        missed=missed,
    )


def _under_check(session: Session, submission: Submission) -> tuple[Assessment, Certificate]:
    """The assessment and its certificate, locked. Raises `IllegalTransition`."""
    assessment = assessments.assessment_for_change(session, submission.assessment_id)
    check_step(assessment, Event.MEET_CONDITIONS)
    certificate = outcomes.certificate_for_change(session, submission.id)
    if certificate is None or certificate.life in ENDED:
        raise IllegalTransition("the label was revoked or renewed")
    return assessment, certificate


def _record(
    session: Session,
    assessment: Assessment,
    condition: AwardCondition,
    found: Finding,
    actor_id: int,
    at: datetime,
) -> None:
    condition.is_met, condition.note = found.is_met, found.note
    condition.checked_by, condition.checked_at = actor_id, at
    facts = {"condition": condition.id, "text": condition.text}
    record_event(
        session,
        "check_condition",
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        facts=facts | {"is_met": found.is_met, "note": found.note},
    )


def _tell_team(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    certificate: Certificate,
    mailing: Mailing,
) -> None:
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "conditions_met",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        is_suspended=certificate.life == LifeState.SUSPENDED,
    )


def _tell_met(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    conditions: Sequence[AwardCondition],
    met: Sequence[AwardCondition],
    mailing: Mailing,
) -> None:
    """Tells the team of each condition that was found met now while others are open.

    A miss is told once a second person has confirmed it; until then that one is open.
    """
    if not met:
        return
    edition, _label = rules_of(submission)
    announce(
        session,
        mailing,
        people.team(session, assessment.cluster_id),
        "condition_met",
        f"/assessments/{assessment.id}",
        assessment=assessment,
        edition=edition,
        met=met,
        still_open=[one for one in conditions if not one.is_met],
    )


def _tell_second_person(
    session: Session,
    submission: Submission,
    assessment: Assessment,
    missed: Sequence[AwardCondition],
    actor_id: int,
    mailing: Mailing,
) -> None:
    edition, _label = rules_of(submission)
    office = people.secretariat_for(session, assessment.cluster_id, assessment.id)
    announce(
        session,
        mailing,
        [person for person in office if person.id != actor_id],
        "condition_missed",
        f"/secretariat/submissions/{submission.id}/conditions/confirm",
        assessment=assessment,
        edition=edition,
        missed=missed,
    )
