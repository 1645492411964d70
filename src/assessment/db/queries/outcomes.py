"""Decisions, certificates, documents, events and waiting mail."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, or_, select, update
from sqlalchemy.orm import Session, contains_eager, defer, joinedload, selectinload

from assessment.db.models import (
    Assessment,
    AwardCondition,
    Certificate,
    Decision,
    Document,
    EventRecord,
    OutboxMessage,
    Submission,
)
from assessment.domain.label_life import ENDED
from assessment.domain.workflow import INTERNAL, Event

HOPELESS = 3
"""After so many failed attempts at its document a mail leaves without it."""


def decision(session: Session, submission_id: int, round_: int | None = None) -> Decision | None:
    """The last decision that was confirmed, with its people and conditions.

    It is the one on the work of the panel at work, or of the panel of a round.
    """
    return _first(
        session,
        select(Decision)
        .join(Decision.submission)
        .where(*_confirmed(submission_id, round_))
        .order_by(Decision.id.desc()),
    )


def _confirmed(submission_id: int, round_: int | None) -> list[ColumnElement[bool]]:
    return [
        Decision.submission_id == submission_id,
        Decision.decided_at.is_not(None),
        Decision.round == (Submission.round if round_ is None else round_),
    ]


def _first(session: Session, found: Select[Decision]) -> Decision | None:
    """The first of them, with its people and conditions."""
    return session.scalars(found.options(*_WITH_PEOPLE)).unique().first()


_WITH_PEOPLE = (
    joinedload(Decision.author),
    joinedload(Decision.proposer),
    joinedload(Decision.conditions),
)


def decision_waiting(session: Session, submission_id: int) -> Decision | None:
    """The decision that waits for a second person."""
    return _first(
        session,
        select(Decision).where(
            Decision.submission_id == submission_id,
            Decision.decided_at.is_(None),
            Decision.rejected_at.is_(None),
        ),
    )


def day_of_decision(session: Session, assessment_id: int) -> date | None:
    """The day that the last proposal sets: the end of a deferral, or its first condition's."""
    proposed = session.scalar(
        select(Decision)
        .join(Decision.submission)
        .where(Submission.assessment_id == assessment_id, Decision.rejected_at.is_(None))
        .options(selectinload(Decision.conditions), defer(Decision.record))
        .order_by(Decision.id.desc())
        .limit(1)
    )
    if proposed is None:
        return None
    days = [condition.due_on for condition in proposed.conditions]
    return proposed.until or min(days, default=None)


def last_rejected(session: Session, submission: Submission) -> Decision | None:
    """The last proposal of the round with its conditions, if it was sent back."""
    found = _first(
        session,
        select(Decision)
        .where(Decision.submission_id == submission.id, Decision.round == submission.round)
        .order_by(Decision.id.desc()),
    )
    return found if found is not None and found.rejected_at is not None else None


def decision_and_certificate(
    session: Session, submission_id: int, round_: int | None = None
) -> tuple[Decision | None, Certificate | None]:
    """The decision that counts, as `decision` finds it, and the certificate that came of it."""
    row = (
        session.execute(
            select(Decision, Certificate)
            .join(Decision.submission)
            .outerjoin(Certificate, Certificate.submission_id == Decision.submission_id)
            .where(*_confirmed(submission_id, round_))
            .options(*_WITH_PEOPLE)
            .order_by(Decision.id.desc())
        )
        .unique()
        .first()
    )
    return (None, None) if row is None else (row[0], row[1])


def decisions_and_certificate(
    session: Session, submission: Submission
) -> tuple[Decision | None, Decision | None, Certificate | None]:
    """Of the round: the decision that is proposed, the last one that counts, and the certificate."""
    rows = session.execute(
        select(Decision, Certificate)
        .outerjoin(Certificate, Certificate.submission_id == Decision.submission_id)
        .where(
            Decision.submission_id == submission.id,
            Decision.round == submission.round,
            Decision.rejected_at.is_(None),
        )
        .options(*_WITH_PEOPLE)
        .order_by(Decision.id.desc())
    ).unique()
    found = [(row[0], row[1]) for row in rows]
    proposed = next((one for one, _held in found if one.decided_at is None), None)
    counting = [(one, held) for one, held in found if one.decided_at is not None]
    return (proposed, *(counting[0] if counting else (None, None)))


def conditions_for_change(session: Session, submission_id: int) -> Sequence[AwardCondition]:
    """The conditions of the decision that counts, as they stand now, locked."""
    return session.scalars(
        select(AwardCondition)
        .join(Decision, Decision.id == AwardCondition.decision_id)
        .join(Decision.submission)
        .where(*_confirmed(submission_id, None))
        .order_by(AwardCondition.id)
        .with_for_update(of=AwardCondition)
        .execution_options(populate_existing=True)
    ).all()


def has_ended(session: Session, assessment_id: int) -> bool:
    """Whether the certificate of the assessment was revoked, or superseded by a renewal."""
    found = (
        select(Certificate.id)
        .join(Certificate.submission)
        .where(Submission.assessment_id == assessment_id, Certificate.life.in_(ENDED))
        .limit(1)
    )
    return session.scalar(found) is not None


def certificate_for_change(session: Session, submission_id: int) -> Certificate | None:
    """The certificate of the submission, locked."""
    return session.scalar(
        select(Certificate)
        .where(Certificate.submission_id == submission_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def certificate_of(session: Session, submission_id: int) -> Certificate | None:
    """The certificate of the submission."""
    return session.scalar(select(Certificate).where(Certificate.submission_id == submission_id))


def certificate_number(session: Session, submission_id: int) -> str:
    """The number of the certificate of the submission, "" where there is none."""
    found = select(Certificate.number).where(Certificate.submission_id == submission_id)
    return session.scalar(found) or ""


def certificate_by_token(session: Session, token: str) -> Certificate | None:
    return session.scalar(
        select(Certificate)
        .where(Certificate.token == token)
        .options(
            joinedload(Certificate.submission).options(
                joinedload(Submission.edition),
                joinedload(Submission.assessment).joinedload(Assessment.cluster),
            )
        )
    )


def certificate_by_number(session: Session, number: str) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.number == number))


def certificates_of_clusters(
    session: Session, cluster_ids: Collection[int]
) -> Sequence[Certificate]:
    """The certificates of these clusters, the one that holds longest first, with the duties under
    them and without records."""
    found = session.scalars(
        select(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id.in_(cluster_ids))
        .options(
            joinedload(Certificate.duty_terms),
            contains_eager(Certificate.submission).options(
                defer(Submission.record, raiseload=True), contains_eager(Submission.assessment)
            ),
        )
        .order_by(Certificate.valid_until.desc(), Certificate.id)
    )
    return found.unique().all()


def documents(session: Session, submission_id: int) -> Sequence[Document]:
    """The documents of a submission; of those that were replaced the ones that were ever made."""
    return session.scalars(
        select(Document)
        .where(
            Document.submission_id == submission_id,
            or_(Document.superseded_at.is_(None), Document.made_at.is_not(None)),
        )
        .order_by(Document.kind, Document.round, Document.version.desc(), Document.language)
    ).all()


def document(session: Session, document_id: int) -> Document:
    """The document with its submission. Raises `NoResultFound`."""
    return session.scalars(
        select(Document)
        .where(Document.id == document_id)
        .options(
            joinedload(Document.submission)
            .joinedload(Submission.assessment)
            .joinedload(Assessment.cluster)
        )
    ).one()


def events(session: Session, assessment_id: int) -> Sequence[EventRecord]:
    """What happened to an assessment, oldest first."""
    return session.scalars(
        select(EventRecord)
        .where(EventRecord.assessment_id == assessment_id)
        .options(joinedload(EventRecord.actor), joinedload(EventRecord.about))
        .order_by(EventRecord.number)
    ).all()


def events_of_kind(session: Session, assessment_id: int, kind: str) -> Sequence[EventRecord]:
    """The events of one kind about an assessment, oldest first, with who acted."""
    return session.scalars(
        select(EventRecord)
        .where(EventRecord.assessment_id == assessment_id, EventRecord.kind == kind)
        .options(joinedload(EventRecord.actor))
        .order_by(EventRecord.number)
    ).all()


def sent_back_because(session: Session, assessment_id: int) -> str:
    """Why the secretariat gave the panel its work back, "" where the consensus is open for the first
    time or not at all."""
    last = session.scalar(
        select(EventRecord)
        .where(EventRecord.assessment_id == assessment_id, EventRecord.state_after.is_not(None))
        .order_by(EventRecord.number.desc())
        .limit(1)
    )
    return str(last.facts["reason"]) if last is not None and last.kind == Event.SEND_BACK else ""


def steps(session: Session, assessment_id: int) -> Sequence[EventRecord]:
    """The events that moved an assessment on, oldest first, without those kept from its cluster."""
    return session.scalars(
        select(EventRecord)
        .where(
            EventRecord.assessment_id == assessment_id,
            EventRecord.state_after.is_not(None),
            EventRecord.kind.not_in(INTERNAL),
        )
        .order_by(EventRecord.number)
    ).all()


def waiting_mail(session: Session, at: datetime, limit: int = 50) -> Sequence[OutboxMessage]:
    """Mail that nobody is sending at this moment, oldest first, locked against a second sender.

    A mail waits for its document as long as there is hope that this is made.
    """
    return session.scalars(
        select(OutboxMessage)
        .outerjoin(OutboxMessage.document)
        .where(
            OutboxMessage.sent_at.is_(None),
            or_(
                OutboxMessage.document_id.is_(None),
                Document.made_at.is_not(None),
                Document.attempts >= HOPELESS,
            ),
            or_(OutboxMessage.claimed_until.is_(None), OutboxMessage.claimed_until <= at),
        )
        .options(contains_eager(OutboxMessage.document).joinedload(Document.submission))
        .order_by(OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True, of=OutboxMessage)
    ).all()


def outbox_message(session: Session, message_id: int) -> OutboxMessage | None:
    """The mail of that id; None once it went with its reader's account."""
    return session.get(OutboxMessage, message_id, with_for_update=True)


def release_mail(session: Session, document_ids: Collection[int]) -> None:
    """Lets mail leave without the documents for which it waits."""
    session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.document_id.in_(document_ids))
        .values(document_id=None)
    )
