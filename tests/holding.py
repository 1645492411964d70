"""Builders of labels that are held, without the way to them: for registers of many."""

import secrets
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assessment.catalogue.loader import Edition
from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    EarlierLabel,
    Sheet,
    Submission,
    User,
)
from assessment.domain.label_life import LifeState
from assessment.domain.workflow import Event, State
from assessment.services.steps import record_event
from assessment.services.submissions import keep_edition
from tests.building import today
from tests.filling import NOON


def make_holder(session: Session, name: str, **facts: Any) -> Cluster:
    """A cluster of its own."""
    cluster = Cluster(**{"name": name, "country": "FI", "created_at": NOON, **facts})
    session.add(cluster)
    session.flush()
    return cluster


def award(
    session: Session,
    edition: Edition,
    cluster: Cluster,
    by: User,
    *,
    label_id: str = "gold",
    first: date | None = None,
    until: date | None = None,
    life: LifeState = LifeState.VALID,
    since: datetime | None = None,
    issued_at: datetime = NOON,
    renews: Certificate | None = None,
    state: State = State.AWARDED,
    record: dict[str, Any] | None = None,
) -> Certificate:
    """The label by a certificate with these days, of which the record of events tells."""
    _keep(session, edition, cluster)
    sheet_id = session.scalars(select(Sheet.id).where(Sheet.cluster_id == cluster.id)).one()
    assessment = Assessment(
        cluster_id=cluster.id,
        scheme_id=edition.scheme.id,
        label_id=label_id,
        sheet_id=sheet_id,
        state=state,
        opened_by=by.id,
        submitted_at=NOON,
    )
    session.add(assessment)
    session.flush()
    submission = Submission(
        assessment_id=assessment.id,
        scheme_digest=edition.digest,
        record=record or {},
        digest=secrets.token_hex(32),
        submitted_by=by.id,
        submitted_at=NOON,
        renews_until=renews.valid_until if renews else None,
        renews_certificate_id=renews.id if renews else None,
    )
    session.add(submission)
    session.flush()
    certificate = Certificate(
        submission_id=submission.id,
        number=f"{label_id[0].upper()}-{submission.id:04d}",
        token=secrets.token_urlsafe(16),
        cluster_name=cluster.name,
        issuer="The Office",
        valid_from=first or today() - timedelta(days=30),
        valid_until=until or today() + timedelta(days=700),
        issued_at=issued_at,
        life=life,
        life_since=since or (NOON if life is not LifeState.VALID else None),
        life_reason="" if life is LifeState.VALID else "It hid its debts.",
        has_planned_duties=True,
    )
    session.add(certificate)
    session.flush()
    record_event(
        session,
        Event.AWARD,
        actor_id=by.id,
        at=NOON,
        assessment=assessment,
        certificate_id=certificate.id,
    )
    return certificate


def award_before(
    session: Session, edition: Edition, cluster: Cluster, by: User, **facts: Any
) -> EarlierLabel:
    """A label of silver from before this system."""
    earlier = EarlierLabel(
        **{
            "cluster_id": cluster.id,
            "scheme_id": edition.scheme.id,
            "label_id": "silver",
            "number": "OLD-1",
            "valid_from": today() - timedelta(days=300),
            "valid_until": today() + timedelta(days=300),
            "recorded_by": by.id,
            "recorded_at": NOON,
            **facts,
        }
    )
    session.add(earlier)
    session.flush()
    return earlier


def cluster_of(session: Session, certificate: Certificate) -> Cluster:
    """The cluster that holds, or held, by the certificate."""
    return session.scalars(
        select(Cluster)
        .join(Assessment, Assessment.cluster_id == Cluster.id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .where(Submission.id == certificate.submission_id)
    ).one()


def _keep(session: Session, edition: Edition, cluster: Cluster) -> None:
    """The rules and the cluster's sheet, once each."""
    keep_edition(session, edition, NOON)
    if not session.scalars(select(Sheet.id).where(Sheet.cluster_id == cluster.id)).first():
        scheme = edition.scheme
        session.add(
            Sheet(cluster_id=cluster.id, scheme_id=scheme.id, scheme_version=scheme.version)
        )
    session.flush()
