"""Bundles of documents: what one can have, what is in it, and how far it is."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager, joinedload

from assessment.db.models import (
    Assessment,
    Bundle,
    BundleItem,
    Certificate,
    Cluster,
    Decision,
    Document,
    Submission,
)
from assessment.db.queries.lettering import by_name
from assessment.db.queries.taking_part import concerns
from assessment.domain.bundles import CERTIFICATE, Lack, Standing
from assessment.domain.label_life import LifeState
from assessment.domain.validity import HOME

_AT_ONCE = 500
_SHOWN_FIRST = {Standing.FAILED: 0, Standing.WAITING: 1, Standing.MADE: 2, Standing.LEFT_OUT: 3}


@dataclass(frozen=True, slots=True)
class Choice:
    """Of what a bundle is made: the applications to a call, or those decided from a day to another."""

    kinds: Sequence[str]
    languages: Sequence[str]
    call_id: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application of which a bundle may have documents.

    `outcome` is that of the decision confirmed last in its round, `life` that of its certificate.
    """

    id: int
    cluster: str
    scheme_id: str
    label_id: str
    rules: str
    state: str
    round: int
    outcome: str | None
    life: str | None


@dataclass(frozen=True, slots=True)
class Ordered:
    """A document that is ordered, and whether it is made."""

    id: int
    submission_id: int
    kind: str
    language: str
    round: int
    is_made: bool


def candidates(session: Session, choice: Choice, user_id: int) -> list[Candidate]:
    """The applications in their order, but for those that concern the person themselves."""
    found = _scope(*_CANDIDATE).where(*_chosen(choice), ~concerns(user_id))
    return [Candidate(*row) for row in session.execute(found.order_by(Submission.id))]


def count_own(session: Session, choice: Choice, user_id: int) -> int:
    """How many of the applications concern the person themselves."""
    return session.scalar(_scope(func.count()).where(*_chosen(choice), concerns(user_id))) or 0


def orders(session: Session, choice: Choice) -> list[Ordered]:
    """The documents of the chosen kinds that are ordered for the applications, without those that a
    corrected one took the place of; the newest last."""
    rows = session.execute(
        select(
            Document.id,
            Document.submission_id,
            Document.kind,
            Document.language,
            Document.round,
            Document.made_at.is_not(None),
        )
        .where(
            Document.submission_id.in_(_scope(Submission.id).where(*_chosen(choice))),
            Document.kind.in_(choice.kinds),
            Document.superseded_at.is_(None),
        )
        .order_by(Document.round, Document.version, Document.id)
    )
    return [Ordered(*row) for row in rows]


_CANDIDATE = (
    Submission.id,
    Cluster.name,
    Assessment.scheme_id,
    Assessment.label_id,
    Submission.scheme_digest,
    Assessment.state,
    Submission.round,
    Decision.outcome,
    Certificate.life,
)


def _scope(*columns: Any) -> Select[Any]:
    """Of applications that stand, with the decision that was confirmed last in its round."""
    last = (
        select(func.max(Decision.id))
        .where(
            Decision.submission_id == Submission.id,
            Decision.round == Submission.round,
            Decision.decided_at.is_not(None),
        )
        .correlate(Submission)
        .scalar_subquery()
    )
    return (
        select(*columns)
        .select_from(Submission)
        .join(Submission.assessment)
        .join(Assessment.cluster)
        .outerjoin(Decision, Decision.id == last)
        .outerjoin(Certificate, Certificate.submission_id == Submission.id)
        .where(Submission.withdrawn_at.is_(None))
    )


def _chosen(choice: Choice) -> list[ColumnElement[bool]]:
    if choice.call_id is not None:
        return [Submission.call_id == choice.call_id]
    days: list[ColumnElement[bool]] = [Decision.decided_at.is_not(None)]
    if choice.first is not None:
        days.append(Decision.decided_at >= _begin(choice.first))
    if choice.last is not None:
        days.append(Decision.decided_at < _begin(choice.last + timedelta(days=1)))
    return days


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), HOME)


def candidate(session: Session, submission_id: int) -> Candidate | None:
    """The application as it is now; None where it was taken back."""
    row = session.execute(_scope(*_CANDIDATE).where(Submission.id == submission_id)).first()
    return None if row is None else Candidate(*row)


def document_that_counts(
    session: Session, submission_id: int, kind: str, language: str, round_: int
) -> Document | None:
    """The document of the kind that counts now; None where none was ordered."""
    found = select(Document).where(
        Document.submission_id == submission_id,
        Document.kind == kind,
        Document.language == language,
        Document.superseded_at.is_(None),
    )
    if kind != CERTIFICATE:
        found = found.where(Document.round == round_)
    return session.scalars(
        found.order_by(Document.round.desc(), Document.version.desc(), Document.id.desc()).limit(1)
    ).first()


def bundles(session: Session, *, first: int, limit: int) -> Sequence[Bundle]:
    """A page of the bundles, the newest first, with call and author."""
    return session.scalars(
        select(Bundle)
        .options(joinedload(Bundle.call), joinedload(Bundle.author))
        .order_by(Bundle.id.desc())
        .offset(first)
        .limit(limit)
    ).all()


def count_bundles(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Bundle)) or 0


def bundle(session: Session, number: int) -> Bundle | None:
    """The bundle with its call and people."""
    return session.scalar(
        select(Bundle)
        .where(Bundle.id == number)
        .options(joinedload(Bundle.call), joinedload(Bundle.author), joinedload(Bundle.stopper))
    )


def bundle_for_change(session: Session, number: int) -> Bundle | None:
    """The bundle as it stands now, locked."""
    return session.scalar(
        select(Bundle)
        .where(Bundle.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    )


def counts(session: Session, numbers: Collection[int]) -> Mapping[int, Mapping[str, int]]:
    """How many documents of each bundle have each standing."""
    rows = session.execute(
        select(BundleItem.bundle_id, BundleItem.standing, func.count())
        .where(BundleItem.bundle_id.in_(numbers))
        .group_by(BundleItem.bundle_id, BundleItem.standing)
    )
    found: dict[int, dict[str, int]] = {number: {} for number in numbers}
    for number, standing, count in rows:
        found[number][standing] = count
    return found


def items(
    session: Session, bundle_id: int, user_id: int, *, first: int, limit: int
) -> Sequence[BundleItem]:
    """A page of what is in a bundle: what failed first, then what waits; with the label of each, but for
    what concerns the person themselves."""
    place = case({key.value: at for key, at in _SHOWN_FIRST.items()}, value=BundleItem.standing)
    with_label = contains_eager(BundleItem.submission)
    shown = _shown(select(BundleItem), bundle_id, user_id).options(
        with_label.defer(Submission.record, raiseload=True),
        with_label.contains_eager(Submission.assessment),
    )
    return session.scalars(shown.order_by(place, BundleItem.id).offset(first).limit(limit)).all()


def count_items(session: Session, bundle_id: int, user_id: int) -> int:
    """How many of a bundle's documents the person may be told of."""
    shown = _shown(select(func.count()).select_from(BundleItem), bundle_id, user_id)
    return session.scalar(shown) or 0


def _shown(found: Select[Any], bundle_id: int, user_id: int) -> Select[Any]:
    return (
        found.join(BundleItem.submission)
        .join(Submission.assessment)
        .where(BundleItem.bundle_id == bundle_id, ~concerns(user_id))
    )


def waiting_items(session: Session, bundle_id: int | None = None) -> Sequence[int]:
    """The documents that wait, of a bundle or of all of them, the oldest first."""
    found = select(BundleItem.id).where(BundleItem.standing == Standing.WAITING)
    if bundle_id is not None:
        found = found.where(BundleItem.bundle_id == bundle_id)
    return session.scalars(found.order_by(BundleItem.id)).all()


def item_for_change(session: Session, number: int) -> BundleItem:
    """The item as it stands now, locked. Raises `NoResultFound`."""
    return session.scalars(
        select(BundleItem)
        .where(BundleItem.id == number)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def set_standing(
    session: Session, bundle_id: int, before: Standing, after: Standing, remark: str
) -> None:
    """Changes all of a bundle's documents of one standing."""
    session.execute(
        update(BundleItem)
        .where(BundleItem.bundle_id == bundle_id, BundleItem.standing == before)
        .values(standing=after, remark=remark, has_begun=False)
    )


def recovered(session: Session) -> Sequence[tuple[int, int]]:
    """Bundle and item of the documents that failed and were made since; one that was made and is lost is
    none of them."""
    rows = session.execute(
        select(BundleItem.bundle_id, BundleItem.id)
        .join(BundleItem.document)
        .where(
            BundleItem.standing == Standing.FAILED,
            BundleItem.sha256.is_(None),
            Document.made_at.is_not(None),
        )
        .order_by(BundleItem.id)
    )
    return [(row[0], row[1]) for row in rows]


def bundles_to_pack(session: Session, at: datetime) -> Sequence[int]:
    """Those of which no document waits any more and at least one is made, and whose file is still to be
    written; without those that rest after a fault."""

    def has(standing: Standing) -> ColumnElement[bool]:
        own = and_(BundleItem.bundle_id == Bundle.id, BundleItem.standing == standing)
        return select(BundleItem.id).where(own).exists()

    return session.scalars(
        select(Bundle.id)
        .where(
            Bundle.made_at.is_(None),
            Bundle.removed_at.is_(None),
            or_(Bundle.retry_at.is_(None), Bundle.retry_at <= at),
            ~has(Standing.WAITING),
            has(Standing.MADE),
        )
        .order_by(Bundle.id)
    ).all()


def outdated_items(session: Session, bundle_id: int) -> Sequence[BundleItem]:
    """What has changed since a bundle was made: documents in it that were corrected or that an appeal
    followed, certificates in it that do not hold, and those left out since as suspended that hold again."""
    is_certificate = BundleItem.kind == CERTIFICATE
    counts_no_more = or_(
        Document.superseded_at.is_not(None),
        and_(is_certificate, Certificate.life != LifeState.VALID),
        and_(~is_certificate, Document.round != Submission.round),
    )
    return session.scalars(
        select(BundleItem)
        .outerjoin(BundleItem.document)
        .join(BundleItem.submission)
        .outerjoin(Certificate, Certificate.submission_id == BundleItem.submission_id)
        .where(
            BundleItem.bundle_id == bundle_id,
            or_(
                and_(BundleItem.standing == Standing.MADE, counts_no_more),
                and_(
                    BundleItem.standing == Standing.LEFT_OUT,
                    BundleItem.remark == Lack.SUSPENDED,
                    BundleItem.language != "",
                    Certificate.life == LifeState.VALID,
                ),
            ),
        )
        .order_by(BundleItem.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Listed:
    """One document of a bundle with its cluster, label and rules; `certificate` is the number of one."""

    item: BundleItem
    cluster_id: int
    label_id: str
    rules: str
    certificate: str | None


def listed_items(session: Session, bundle_id: int) -> Iterator[Listed]:
    """All that is in a bundle, cluster by cluster."""
    rows = session.execute(
        select(
            BundleItem,
            Assessment.cluster_id,
            Assessment.label_id,
            Submission.scheme_digest,
            Certificate.number,
        )
        .join(BundleItem.submission)
        .join(Submission.assessment)
        .outerjoin(Certificate, Certificate.submission_id == Submission.id)
        .where(BundleItem.bundle_id == bundle_id)
        .order_by(
            by_name(BundleItem.cluster_name), Assessment.cluster_id, Submission.id, BundleItem.id
        )
        .execution_options(yield_per=_AT_ONCE)
    )
    return (Listed(*row) for row in rows)


def bundles_made_before(session: Session, moment: datetime) -> Sequence[Bundle]:
    """Those whose file was written before a moment, locked."""
    return session.scalars(
        select(Bundle).where(Bundle.made_at < moment, Bundle.removed_at.is_(None)).with_for_update()
    ).all()


def kept_bundles(session: Session) -> frozenset[tuple[int, str]]:
    """Number and digest of every file of a bundle that is there."""
    rows = session.execute(
        select(Bundle.id, Bundle.sha256).where(
            Bundle.sha256.is_not(None), Bundle.removed_at.is_(None)
        )
    )
    return frozenset((row[0], row[1] or "") for row in rows)
