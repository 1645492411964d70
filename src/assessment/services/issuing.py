"""Certificates: how long one is valid, which one it takes the place of, and issuing it."""

import secrets
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Certificate, Submission
from assessment.db.queries import renewals
from assessment.domain.criteria import Label
from assessment.domain.errors import DomainError
from assessment.domain.label_life import LIFE_TRANSITIONS, LifeEvent, LifeState
from assessment.domain.validity import HOME, Standing, Validity, first_validity, renewed_validity
from assessment.services.duties import plan_duties


class NothingLeft(DomainError):
    """A certificate would be over already: the visit, or the end before a renewal, was so long ago."""


class RenewedIsGone(DomainError):
    """The certificate that was to be renewed was suspended or revoked since the application."""


def certificate_days(
    submission: Submission, label: Label, record: Mapping[str, Any], at: datetime
) -> Validity:
    """The days of the certificate. Raises `NothingLeft`.

    A renewal goes on from the end before; a first award counts from the month of the visit, where the
    panel met the cluster.
    """
    decided_on = at.astimezone(HOME).date()
    told = record.get("outcome", {}).get("visit", {}).get("visited_on")
    visited_on = date.fromisoformat(told) if told else None
    try:
        if submission.renews_until is not None and label.renewal is not None:
            return renewed_validity(submission.renews_until, decided_on, label.renewal.years)
        return first_validity(decided_on, label.validity_years, visited_on)
    except ValueError:
        raise NothingLeft from None


def standing_of(session: Session, certificate: Certificate, label: Label, today: date) -> Standing:
    """What the certificate is worth on that day, as its public page says."""
    validity = Validity(certificate.valid_from, certificate.valid_until)
    life = LifeState(certificate.life)
    return standing_on(session, certificate.id, validity, life, label, today)


def standing_on(
    session: Session,
    certificate_id: int,
    validity: Validity,
    life: LifeState,
    label: Label,
    today: date,
) -> Standing:
    """The same of a certificate of which only the facts were read.

    What stood before it and what took its place are asked for only on days on which they count: one that
    was renewed cannot be renewed again, and a renewal of what was suspended or revoked has to wait for
    its first day.
    """
    is_withheld = today < validity.start and renewals.is_withheld(session, certificate_id)
    months_late = label.renewal.months_late if label.renewal else None
    if today > validity.end and renewals.is_renewed(session, certificate_id, today):
        months_late = None
    return validity.standing(today, months_late, life, is_withheld=is_withheld)


def renewed_certificate(session: Session, submission: Submission) -> Certificate | None:
    """The certificate that the submission renews, locked; None where there is none.

    Raises `RenewedIsGone` when it was suspended or revoked meanwhile.
    """
    if submission.renews_certificate_id is None:
        return None
    found = renewals.renewed_for_change(session, submission.renews_certificate_id)
    if (LifeState(found.life), LifeEvent.SUPERSEDE) not in LIFE_TRANSITIONS:
        raise RenewedIsGone(found.number)
    return found


def issue_certificate(
    session: Session,
    submission: Submission,
    label: Label,
    validity: Validity,
    issuer: str,
    at: datetime,
) -> Certificate:
    """A certificate with its number and its duties. The session is flushed."""
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
    plan_duties(session, certificate, label)
    certificate.number = f"{label.tier[0].upper()}-{validity.start.year}-{certificate.id:04d}"
    return certificate
