"""The certificates that were issued here, as a feed tells of them and a badge shows them."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assessment.db.models import Assessment, Certificate, Cluster, Document, Submission
from assessment.db.queries.held_labels import has_begun
from assessment.domain.label_life import LifeState


@dataclass(frozen=True, slots=True)
class Award:
    """A certificate that was issued here, and what was done to it since when; `corrected_at` is when it was
    corrected last."""

    cluster: str
    public_id: str
    country: str
    scheme_id: str
    label_id: str
    number: str
    token: str
    first: date
    until: date
    issued_at: datetime
    is_renewal: bool
    life: LifeState
    life_since: datetime | None
    corrected_at: datetime | None


def newest(session: Session, day: date, limit: int) -> list[Award]:
    """The labels awarded last, the newest first; those that wait for their first day are not told yet."""
    corrected_at = (
        select(func.max(Document.superseded_at))
        .where(Document.submission_id == Submission.id, Document.kind == "certificate")
        .correlate(Submission)
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Certificate.cluster_name,
            Cluster.public_id,
            Cluster.country,
            Assessment.scheme_id,
            Assessment.label_id,
            Certificate.number,
            Certificate.token,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.issued_at,
            Submission.renews_until.is_not(None),
            Certificate.life,
            Certificate.life_since,
            corrected_at,
        )
        .select_from(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .join(Cluster, Cluster.id == Assessment.cluster_id)
        .where(has_begun(day))
        .order_by(Certificate.issued_at.desc(), Certificate.id.desc())
        .limit(limit)
    )
    return [_award(row) for row in rows]


def _award(row: Any) -> Award:
    facts: list[Any] = [*row[:11], LifeState(row[11]), *row[12:]]
    return Award(*facts)


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate as its badge shows it; `rules` is the digest of those under which it was awarded."""

    id: int
    number: str
    token: str
    cluster: str
    issuer: str
    label_id: str
    rules: str
    first: date
    until: date
    life: LifeState
    life_since: datetime | None


def issued(session: Session, *, token: str = "", renewing: int | None = None) -> Issued | None:
    """The certificate of that token, or the one by which a certificate was renewed; the one that counts,
    where there were several."""
    which = (
        Certificate.token == token
        if renewing is None
        else Submission.renews_certificate_id == renewing
    )
    row = session.execute(
        select(
            Certificate.id,
            Certificate.number,
            Certificate.token,
            Certificate.cluster_name,
            Certificate.issuer,
            Assessment.label_id,
            Submission.scheme_digest,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.life,
            Certificate.life_since,
        )
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(which)
        .order_by(Certificate.id.desc())
        .limit(1)
    ).first()
    return None if row is None else _issued(row)


def _issued(row: Any) -> Issued:
    facts: list[Any] = [*row[:9], LifeState(row[9]), row[10]]
    return Issued(*facts)
