"""The duties of a label's holder: their days are written down, and the holder says what was done."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assessment.db.models import Certificate, DutyTerm
from assessment.db.queries import assessments, renewals, reviews
from assessment.db.queries import duties as queries
from assessment.domain.criteria import Label
from assessment.domain.deadlines import day_of
from assessment.domain.duties import duty_days
from assessment.domain.errors import DomainError, IllegalTransition
from assessment.domain.label_life import ENDED, LifeState
from assessment.domain.validity import Validity
from assessment.services.mail import Mailing
from assessment.services.records import rules_of
from assessment.services.reminding import Occasion
from assessment.services.steps import record_event


class AlreadyDone(DomainError):
    """Somebody has recorded this duty before."""


class NotYet(DomainError):
    """The duty cannot be done before `ready_on`."""

    def __init__(self, ready_on: object) -> None:
        super().__init__(f"from {ready_on} on")
        self.ready_on = ready_on


def plan_duties(session: Session, certificate: Certificate, label: Label) -> None:
    """Writes down on which days the holder's duties fall due under the certificate.

    One that was due before the certificate was issued, as of a renewal that came late, is none.
    """
    held, issued_on = (
        Validity(certificate.valid_from, certificate.valid_until),
        day_of(certificate.issued_at),
    )
    for duty in label.duties:
        for days in duty_days(duty, held):
            if days.due_on < issued_on:
                continue
            session.add(
                DutyTerm(
                    certificate_id=certificate.id,
                    duty_id=duty.id,
                    number=days.number,
                    falls_on=days.falls_on,
                    ready_on=days.ready_on,
                    due_on=days.due_on,
                )
            )
    certificate.has_planned_duties = True
    session.flush()


def carry_duties(
    session: Session, before: Certificate, renewal: Certificate, label: Label, at: datetime
) -> list[DutyTerm]:
    """What is still to come under a certificate that its renewal replaces, before the first day of the
    renewal, is a duty of the renewal from then on, where its label has it. Returns these.

    Numbered backwards from the renewal's own, which begin with 1.
    """
    kept = {duty.id for duty in label.duties}
    taken: Counter[str] = Counter()
    carried = []
    for term in queries.open_of_certificate(session, before.id, day_of(at), renewal.valid_from):
        if term.duty_id in kept:
            term.certificate_id, term.number = renewal.id, -taken[term.duty_id]
            taken[term.duty_id] += 1
            carried.append(term)
    session.flush()
    return carried


def find_unplanned(session: Session, at: datetime) -> Sequence[int]:
    """The certificates whose duties are not written down: issued before there were any."""
    return queries.unplanned(session, day_of(at))


def plan_later(session: Session, certificate_id: int, _at: datetime, _mailing: Mailing) -> None:
    """Writes the duties of such a certificate down, unless somebody did meanwhile."""
    certificate = renewals.certificate_for_change(session, certificate_id)
    if not certificate.has_planned_duties:
        _edition, label = rules_of(reviews.submission(session, certificate.submission_id))
        plan_duties(session, certificate, label)


def duties_open(session: Session, at: datetime, number: int | None) -> Sequence[Occasion]:
    """What holders have still to do, to be reminded of."""
    return [
        Occasion(term_id, assessment_id, since, due_on, {"duty_id": duty_id})
        for term_id, assessment_id, since, due_on, duty_id in queries.open_terms(
            session, day_of(at), number
        )
    ]


def is_to_be_done(term: DutyTerm, certificate: Certificate, at: datetime) -> bool:
    """Whether the holder can do it now: its days have begun, and its certificate holds or rests."""
    return term.done_at is None and term.ready_on <= day_of(at) and _stands(certificate, at)


def _stands(certificate: Certificate, at: datetime) -> bool:
    is_ended = LifeState(certificate.life) in ENDED
    return not is_ended and day_of(at) <= certificate.valid_until


def fulfil_duty(
    session: Session, *, assessment_id: int, term_id: int, said: str, actor_id: int, at: datetime
) -> DutyTerm:
    """Records that a duty was done, and what was brought up to date; also after its last day.

    Raises `AlreadyDone` when somebody was first, `NotYet` before its days begin, and
    `IllegalTransition` when there is no such duty or the certificate does not hold any more.
    """
    assessment = assessments.assessment_for_change(session, assessment_id)
    term = queries.term_for_change(session, assessment_id, term_id)
    if term is None or not _stands(term.certificate, at):
        raise IllegalTransition("a duty of no certificate in force")
    if term.done_at is not None:
        raise AlreadyDone
    if day_of(at) < term.ready_on:
        raise NotYet(term.ready_on)
    term.said, term.done_by, term.done_at = said, actor_id, at
    record_event(
        session,
        "fulfil_duty",
        actor_id=actor_id,
        at=at,
        assessment=assessment,
        certificate_id=term.certificate_id,
        facts={"duty": term.duty_id, "due_on": term.due_on.isoformat(), "said": said},
    )
    session.flush()
    return term
