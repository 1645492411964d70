"""Handing in an assessment: from a draft to a frozen submission, and back while nobody reviews it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import (
    Assessment,
    Document,
    SchemeEdition,
    Submission,
    SubmittedEvidence,
)
from assessment.db.queries import assessments as queries
from assessment.db.queries import people
from assessment.domain.conditions import Status
from assessment.domain.criteria import Criterion
from assessment.domain.deadlines import due_in
from assessment.domain.errors import (
    CallClosed,
    IllegalTransition,
    Incomplete,
    NotRenewable,
    StaleVersion,
)
from assessment.domain.facts import Facts
from assessment.domain.figures import Figure
from assessment.domain.scorecard import ConditionKind, CriterionScore, LabelCondition
from assessment.domain.workflow import Event
from assessment.services.announcing import about
from assessment.services.assessments import Worksheet, read_worksheet
from assessment.services.calls import admission_of
from assessment.services.documents import request_documents
from assessment.services.mail import Mailing
from assessment.services.panels import drop_proposed_seats
from assessment.services.records import Signature, record_digest, submission_record
from assessment.services.renewing import renewal_record, renewing_of
from assessment.services.steps import check_step, take_step


def submit_assessment(
    session: Session,
    *,
    assessment_id: int,
    edition: Edition,
    signed: Signature,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Submission:
    """Freezes answers, evidence by SHA-256, the scheme's text, the scorecard and the signed statement.

    The event holds the record's digest, so that the chain of events seals the record too. Whether it
    renews a label is settled here for good.
    The application is ordered as a PDF, which goes along with the receipt. Raises `Incomplete` with
    what `gaps_of` finds, `CallClosed` when no call for the label is open, `NotRenewable` when the label
    is held and its renewal cannot come yet, `IllegalTransition` when
    the assessment is no longer a draft, and `StaleVersion` when a new version of the scheme came into
    force in between.
    """
    assessment = queries.draft_for_change(session, assessment_id)
    check_step(assessment, Event.SUBMIT)
    if assessment.sheet.scheme_version not in ("", edition.scheme.version):
        raise StaleVersion(assessment.sheet.scheme_version)
    label = edition.scheme.label(assessment.label_id)
    call_id = _open_call(session, assessment, at)
    renewing = renewing_of(session, assessment, label, at)
    if not renewing.can_be_submitted:
        raise NotRenewable(renewing.opens_on)
    renewed = renewing.renewed
    worksheet = read_worksheet(session, assessment, label, at)
    if gaps := gaps_of(worksheet):
        raise Incomplete(gaps)
    record = submission_record(
        worksheet,
        signed,
        scheme_id=edition.scheme.id,
        version=edition.scheme.version,
        scheme_digest=edition.digest,
        renews=renewal_record(renewed),
    )
    digest = record_digest(record)
    take_step(
        session,
        assessment,
        Event.SUBMIT,
        actor_id=actor_id,
        at=at,
        facts={"record": digest},
        due_on=due_in(at, edition.scheme.review.formal_check_days),
    )
    queries.forget_imports(session, assessment_id)
    keep_edition(session, edition, at)
    submission = Submission(
        assessment_id=assessment.id,
        scheme_digest=edition.digest,
        record=record,
        digest=digest,
        submitted_by=actor_id,
        submitted_at=at,
        call_id=call_id,
        renews_until=renewed.until if renewed else None,
        renews_certificate_id=renewed.certificate_id if renewed else None,
    )
    session.add(submission)
    session.flush()
    session.add_all(_frozen_evidence(worksheet, submission))
    _tell(session, assessment, submission, edition, mailing)
    return submission


def _open_call(session: Session, assessment: Assessment, at: datetime) -> int | None:
    """The call that the application answers; None where none is needed. Raises `CallClosed`."""
    admitted = admission_of(
        session,
        assessment_id=assessment.id,
        scheme_id=assessment.scheme_id,
        label_id=assessment.label_id,
        at=at,
    )
    if not admitted.is_open:
        raise CallClosed(admitted.opens_on)
    return admitted.call_id


def withdraw_submission(
    session: Session,
    *,
    assessment_id: int,
    edition: Edition,
    reason: str,
    actor_id: int,
    at: datetime,
    mailing: Mailing,
) -> Submission:
    """Takes the submission back: the assessment is a draft again, the submission stays on record.

    Raises `IllegalTransition` once a panel is appointed, or a fresh one looks at it on appeal: of a
    withdrawal and an appointment at the same moment, the one that is written first holds.
    """
    assessment = queries.assessment_for_change(session, assessment_id)
    check_step(assessment, Event.WITHDRAW)
    submission = queries.submission_of(session, assessment_id)
    assert submission is not None  # noqa: S101  # every submitted assessment has one that stands
    if submission.round > 1:
        raise IllegalTransition("withdrawing on appeal")
    said = {"reason": reason} if reason else {}
    take_step(session, assessment, Event.WITHDRAW, actor_id=actor_id, at=at, facts=said)
    submission.withdrawn_by, submission.withdrawn_at = actor_id, at
    submission.withdrawal_reason = reason
    drop_proposed_seats(session, submission, reason, at)
    own, office = f"/assessments/{assessment.id}", f"/secretariat/submissions/{submission.id}"
    told = [(person, own) for person in people.team(session, assessment.cluster_id)]
    staff = people.secretariat_for(session, assessment.cluster_id, assessment.id)
    told += [(each, office) for each in staff]
    for person, place in told:
        facts = about(assessment, edition, person) | {"reason": reason}
        mailing.queue(session, person, "submission_withdrawn", place, facts)
    return submission


def _frozen_evidence(worksheet: Worksheet, submission: Submission) -> Iterator[SubmittedEvidence]:
    for criterion in worksheet.scorecard.label.criteria:
        for item in worksheet.evidence.get(criterion.id, ()):
            yield SubmittedEvidence(
                submission_id=submission.id, criterion_id=criterion.id, evidence_id=item.id
            )


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """An answer that came along from an earlier version of the scheme and was not saved since."""

    criterion: Criterion


@dataclass(frozen=True, slots=True)
class ImpossibleFigure:
    """A figure of the cluster's profile that cannot be true, with its number."""

    figure: Figure
    number: Fraction


Gap = LabelCondition | ImpossibleFigure | Unconfirmed | CriterionScore


def gaps_of(worksheet: Worksheet) -> tuple[Gap, ...]:
    """What keeps an assessment from being submitted.

    The eligibility conditions on which the cluster's profile does not say enough, the figures of the
    profile that cannot be true, the answers that a new version of the scheme has touched and nobody
    has confirmed, and the criteria that are unanswered or not supported. A condition that fails keeps
    nobody from submitting.
    """
    scorecard, touched = worksheet.scorecard, worksheet.carried
    conditions = scorecard.of_kind(ConditionKind.ELIGIBILITY)
    carried = [
        Unconfirmed(found.criterion)
        for found in scorecard.criteria
        if found.criterion.id in touched and not found.is_gap
    ]
    return (
        *(found for found in conditions if found.status is Status.UNDETERMINED),
        *_impossible_figures(worksheet),
        *carried,
        *scorecard.gaps,
    )


def _impossible_figures(worksheet: Worksheet) -> Iterator[ImpossibleFigure]:
    """The figures of the profile outside their bounds."""
    label = worksheet.scorecard.label
    facts = Facts(label, worksheet.sheet)
    for figure in label.profile_figures:
        number = facts.figure(figure)
        if number is not None and figure.is_out_of_bounds(number):
            yield ImpossibleFigure(figure, number)


def _tell(
    session: Session,
    assessment: Assessment,
    submission: Submission,
    edition: Edition,
    mailing: Mailing,
) -> None:
    """The team gets the receipt with the application, each in their language or the scheme's own."""
    own, office = f"/assessments/{assessment.id}", f"/secretariat/submissions/{submission.id}"
    ordered = _order_application(session, submission, edition)
    for person in people.team(session, assessment.cluster_id):
        document = ordered.get(person.language, ordered[edition.texts.source])
        facts = about(assessment, edition, person) | {"digest": submission.digest}
        mailing.queue(session, person, "submission_received", own, facts, document_id=document.id)
    for person in people.secretariat_for(session, assessment.cluster_id, assessment.id):
        facts = about(assessment, edition, person) | {
            "is_renewal": submission.renews_until is not None,
            "until": assessment.due_on,
        }
        mailing.queue(session, person, "submission_waiting", office, facts)


def _order_application(
    session: Session, submission: Submission, edition: Edition
) -> Mapping[str, Document]:
    """The application as a PDF, by the languages of the scheme."""
    at, languages = submission.submitted_at, edition.scheme.languages
    found = request_documents(session, submission.id, ["application"], languages, at)
    session.flush()
    return {document.language: document for document in found}


def keep_edition(session: Session, edition: Edition, at: datetime) -> None:
    """Keeps the scheme's text once, also when two clusters are its first at the same moment."""
    if session.get(SchemeEdition, edition.digest) is not None:
        return
    with suppress(IntegrityError), session.begin_nested():
        session.add(
            SchemeEdition(
                digest=edition.digest,
                scheme_id=edition.scheme.id,
                version=edition.scheme.version,
                files=dict(edition.files),
                recorded_at=at,
            )
        )
