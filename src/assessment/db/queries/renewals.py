"""The labels that clusters were awarded, here and before, and what renews them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from assessment.db.models import Assessment, Certificate, EarlierLabel, Submission
from assessment.domain.label_life import LifeState
from assessment.domain.renewals import Award
from assessment.domain.validity import HOME
from assessment.domain.workflow import State

Place = tuple[int, str, str]
"""A label of a cluster: cluster, scheme, label."""


def awards(
    session: Session, cluster_ids: Collection[int], scheme_id: str = "", label_id: str = ""
) -> dict[Place, list[Award]]:
    """What these clusters were awarded, of every label or of one: first what was awarded here, and
    of each the one that ends last first."""
    here = (
        select(
            literal(0).label("is_earlier"),
            Assessment.cluster_id,
            Assessment.scheme_id,
            Assessment.label_id,
            Certificate.valid_from,
            Certificate.valid_until,
            Certificate.life,
            Certificate.number,
            Certificate.id,
            never_stood().label("never_stood"),
        )
        .select_from(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(Assessment.cluster_id.in_(cluster_ids))
    )
    before = select(
        literal(1),
        EarlierLabel.cluster_id,
        EarlierLabel.scheme_id,
        EarlierLabel.label_id,
        EarlierLabel.valid_from,
        EarlierLabel.valid_until,
        case((is_replaced(), LifeState.SUPERSEDED.value), else_=LifeState.VALID.value),
        EarlierLabel.number,
        literal(None),
        false(),
    ).where(EarlierLabel.cluster_id.in_(cluster_ids))
    if scheme_id:
        here = here.where(Assessment.scheme_id == scheme_id)
        before = before.where(EarlierLabel.scheme_id == scheme_id)
    if label_id:
        here = here.where(Assessment.label_id == label_id)
        before = before.where(EarlierLabel.label_id == label_id)
    found = union_all(here, before).subquery()
    rows = session.execute(
        select(found).order_by(found.c.is_earlier, found.c.valid_until.desc(), found.c.number)
    )
    kept: dict[Place, list[Award]] = defaultdict(list)
    for _is_earlier, cluster, scheme, label, first, until, life, *more in rows:
        kept[cluster, scheme, label].append(Award(label, first, until, LifeState(life), *more))
    return dict(kept)


def holds_on(day: date) -> ColumnElement[bool]:
    """Of a certificate: whether the label is held by it on that day.

    A renewal that was awarded early stands for the certificate before it from its award on, unless it
    is withheld: then it holds from its own first day.
    """
    tomorrow = datetime.combine(day + timedelta(days=1), time(), HOME)
    is_early = and_(Certificate.issued_at < tomorrow, ~_is_withheld())
    return and_(
        Certificate.life == LifeState.VALID,
        Certificate.valid_until >= day,
        or_(Certificate.valid_from <= day, is_early),
    )


def _is_withheld() -> ColumnElement[bool]:
    """Of a certificate: whether the one that it renews was suspended or revoked."""
    before = aliased(Certificate)
    return (
        select(before.id)
        .join(Submission, Submission.renews_certificate_id == before.id)
        .where(
            Submission.id == Certificate.submission_id,
            before.life.in_((LifeState.SUSPENDED, LifeState.REVOKED)),
        )
        .correlate(Certificate)
        .exists()
    )


def is_withheld(session: Session, certificate_id: int) -> bool:
    """Whether a renewal does not stand for the certificate before it, which was suspended or revoked."""
    return bool(session.scalar(select(_is_withheld()).where(Certificate.id == certificate_id)))


def is_renewed_on(day: date) -> ColumnElement[bool]:
    """Of a certificate: whether its renewal is in force beside it, as while that has open conditions."""
    renewal, later = aliased(Certificate), aliased(Submission)
    return (
        select(renewal.id)
        .join(later, later.id == renewal.submission_id)
        .where(
            later.renews_certificate_id == Certificate.id,
            renewal.life == LifeState.VALID,
            renewal.valid_until >= day,
        )
        .correlate(Certificate)
        .exists()
    )


def is_renewed(session: Session, certificate_id: int, day: date) -> bool:
    """The same of one certificate."""
    of_one = select(is_renewed_on(day)).where(Certificate.id == certificate_id)
    return bool(session.scalar(of_one))


def earlier_holds_on(day: date) -> ColumnElement[bool]:
    """Of a label recorded by hand: whether it is held on that day."""
    return and_(EarlierLabel.valid_from <= day, EarlierLabel.valid_until >= day, ~is_replaced())


def never_stood() -> ColumnElement[bool]:
    """Of a certificate, joined to its submission and assessment: whether it was to renew a label and was
    revoked without having taken its place.

    The last renewal of a certificate is the one that took its place. One of a label recorded by hand did
    so once it stood without conditions.
    """
    before, later = aliased(Certificate), aliased(Submission)
    is_last = ~(
        select(later.id)
        .join(Certificate, Certificate.submission_id == later.id)
        .where(
            later.renews_certificate_id == Submission.renews_certificate_id,
            later.id > Submission.id,
        )
        .correlate(Submission)
        .exists()
    )
    was_superseded = (
        select(before.id)
        .where(
            before.id == Submission.renews_certificate_id,
            before.life == LifeState.SUPERSEDED,
            is_last,
        )
        .correlate(Submission)
        .exists()
    )
    return and_(
        Certificate.life == LifeState.REVOKED,
        Submission.renews_until.is_not(None),
        ~was_superseded,
        or_(Submission.renews_certificate_id.is_not(None), Assessment.state != State.AWARDED),
    )


def is_replaced() -> ColumnElement[bool]:
    """Of a label recorded by hand: whether a certificate from here renewed it, and stood without
    conditions or was renewed itself.

    Until then it stands beside its renewal, as a certificate would.
    """
    # nearly every submission renews no certificate: not to be begun with, as a bare IS NULL invites
    renews_none = func.coalesce(Submission.renews_certificate_id, 0) == 0
    return (
        select(Certificate.id)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            Assessment.cluster_id == EarlierLabel.cluster_id,
            Assessment.scheme_id == EarlierLabel.scheme_id,
            Assessment.label_id == EarlierLabel.label_id,
            renews_none,
            Submission.renews_until == EarlierLabel.valid_until,
            or_(Assessment.state == State.AWARDED, Certificate.life == LifeState.SUPERSEDED),
        )
        .correlate(EarlierLabel)
        .exists()
    )


def returned(session: Session, assessment_id: int) -> tuple[date | None, datetime] | None:
    """Of an application that was returned last as a renewal: until when it may come again, and when
    it was submitted."""
    row = session.execute(
        select(Submission.again_until, Submission.submitted_at, Submission.renews_until)
        .where(Submission.assessment_id == assessment_id, Submission.is_returned)
        .order_by(Submission.id.desc())
        .limit(1)
    ).first()
    return (row[0], row[1]) if row and row[2] else None


def certificate_for_change(session: Session, certificate_id: int) -> Certificate:
    """The certificate, locked. Raises `NoResultFound`."""
    return session.scalars(
        select(Certificate)
        .where(Certificate.id == certificate_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def renewed_for_change(session: Session, certificate_id: int) -> Certificate:
    """The certificate that is renewed, locked after its assessment. Raises `NoResultFound`.

    In this order its conditions and its life lock them, too; that of the renewal comes before.
    """
    session.scalars(
        select(Assessment)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(Certificate.id == certificate_id)
        .with_for_update(of=Assessment)
        .execution_options(populate_existing=True)
    ).one()
    return certificate_for_change(session, certificate_id)


def standing_renewal_for_change(session: Session, submission_id: int) -> Certificate | None:
    """The certificate that renews the one of this submission and stands without conditions, also where
    it was renewed itself since; the assessments of its renewals are locked."""
    held = select(Certificate.id).where(Certificate.submission_id == submission_id)
    renewing = Submission.renews_certificate_id.in_(held)
    session.scalars(
        select(Assessment)
        .where(Assessment.id.in_(select(Submission.assessment_id).where(renewing)))
        .order_by(Assessment.id)
        .with_for_update(of=Assessment)
        .execution_options(populate_existing=True)
    ).all()
    return session.scalars(
        select(Certificate)
        .join(Certificate.submission)
        .join(Submission.assessment)
        .where(
            renewing,
            or_(
                and_(Assessment.state == State.AWARDED, Certificate.life == LifeState.VALID),
                Certificate.life == LifeState.SUPERSEDED,
            ),
        )
        .order_by(Certificate.id.desc())
    ).first()


def certificate(session: Session, certificate_id: int | None) -> Certificate | None:
    """The certificate of that id."""
    return session.get(Certificate, certificate_id) if certificate_id else None


def renewal_of(session: Session, certificate_id: int) -> Certificate | None:
    """The certificate by which this one was renewed; the one that counts, where there were several."""
    return session.scalars(
        select(Certificate)
        .join(Certificate.submission)
        .where(Submission.renews_certificate_id == certificate_id)
        .order_by(Certificate.id.desc())
    ).first()


@dataclass(frozen=True, slots=True)
class Link:
    """A certificate in a row of renewals: its first day and life, the first day of what it renews as its
    submission records it, and the certificate that this is."""

    first: date
    life: str
    since: str | None
    renews_id: int | None


def link(session: Session, certificate_id: int) -> Link:
    """The certificate as one in a row. Raises `NoResultFound`."""
    row = session.execute(
        select(
            Certificate.valid_from,
            Certificate.life,
            Submission.record["renews"]["since"].as_string(),
            Submission.renews_certificate_id,
        )
        .join(Certificate.submission)
        .where(Certificate.id == certificate_id)
    ).one()
    return Link(*row)
