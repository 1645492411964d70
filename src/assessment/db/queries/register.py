"""The register of clusters and people: searched, a page at a time, in a fixed number of questions."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, func, or_, select, union
from sqlalchemy.orm import Session

from assessment.db.models import (
    Assessment,
    Certificate,
    Cluster,
    EarlierLabel,
    Invitation,
    Membership,
    RegisterImport,
    Submission,
    User,
)
from assessment.db.queries.countries import COUNTRIES
from assessment.db.queries.lettering import name_has
from assessment.db.queries.renewals import earlier_holds_on, holds_on

_AT_ONCE = 500
_NAME = {
    "country": (Cluster.country, Cluster.name),
    "-country": (Cluster.country.desc(), Cluster.name),
    "-name": (Cluster.name.desc(),),
}
REVIEWER, SECRETARIAT = "reviewer", "secretariat"


@dataclass(frozen=True, slots=True)
class WantedClusters:
    """Which clusters: by words in name or organisation, country, and the label held on a day."""

    words: str = ""
    country: str = ""
    scheme_id: str = ""
    label_id: str = ""
    day: date | None = None
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """A label that a cluster holds; `by_hand` where it was recorded from elsewhere."""

    scheme_id: str
    label_id: str
    until: date
    by_hand: bool


def count_clusters(session: Session, wanted: WantedClusters) -> int:
    found = select(func.count(Cluster.id)).where(*_conditions(wanted))
    return session.scalar(found) or 0


@dataclass(frozen=True, slots=True)
class ListedCluster:
    """A cluster as far as a page of the register shows it."""

    id: int
    name: str
    organisation: str
    country: str
    region: str


def clusters(
    session: Session, wanted: WantedClusters, *, first: int, limit: int
) -> list[ListedCluster]:
    """A page of the register."""
    columns = (Cluster.id, Cluster.name, Cluster.organisation, Cluster.country, Cluster.region)
    rows = session.execute(_found(wanted, *columns).offset(first).limit(limit))
    return [ListedCluster(*row) for row in rows]


def every_cluster(session: Session, wanted: WantedClusters) -> Iterator[Sequence[Cluster]]:
    """The whole register, some hundred at a time."""
    rows = session.scalars(_found(wanted).execution_options(yield_per=_AT_ONCE))
    yield from rows.partitions(_AT_ONCE)


def _found(wanted: WantedClusters, *columns: Any) -> Any:
    order = _NAME.get(wanted.sort, (Cluster.name,))
    return select(*(columns or (Cluster,))).where(*_conditions(wanted)).order_by(*order)


def _conditions(wanted: WantedClusters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.words:
        columns = (Cluster.name, Cluster.organisation)
        found.append(or_(*(name_has(column, wanted.words) for column in columns)))
    if wanted.country:
        found.append(Cluster.country == wanted.country)
    if wanted.label_id and wanted.day:
        found.append(Cluster.id.in_(_holders(wanted.scheme_id, wanted.label_id, wanted.day)))
    return found


def _holders(scheme_id: str, label_id: str, day: date) -> Any:
    awarded = (
        select(Assessment.cluster_id)
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(
            Assessment.scheme_id == scheme_id,
            Assessment.label_id == label_id,
            holds_on(day),
        )
    )
    earlier = select(EarlierLabel.cluster_id).where(
        EarlierLabel.scheme_id == scheme_id,
        EarlierLabel.label_id == label_id,
        earlier_holds_on(day),
    )
    return union(awarded, earlier)


def labels_held(session: Session, cluster_ids: Collection[int], day: date) -> dict[int, list[Held]]:
    """The labels that these clusters hold on a day, the one that holds longest first.

    A label is listed once, until its later day, also while its renewal has open conditions.
    """
    awarded = session.execute(
        select(
            Assessment.cluster_id,
            Assessment.scheme_id,
            Assessment.label_id,
            Certificate.valid_until,
        )
        .join(Submission, Submission.assessment_id == Assessment.id)
        .join(Certificate, Certificate.submission_id == Submission.id)
        .where(Assessment.cluster_id.in_(cluster_ids), holds_on(day))
    )
    earlier = session.execute(
        select(
            EarlierLabel.cluster_id,
            EarlierLabel.scheme_id,
            EarlierLabel.label_id,
            EarlierLabel.valid_until,
        ).where(
            EarlierLabel.cluster_id.in_(cluster_ids),
            earlier_holds_on(day),
        )
    )
    found: dict[int, dict[tuple[str, str], Held]] = defaultdict(dict)
    for by_hand, rows in ((False, awarded), (True, earlier)):
        for cluster_id, scheme_id, label_id, until in rows:
            known = found[cluster_id].get((scheme_id, label_id))
            if known is None or until > known.until:
                found[cluster_id][scheme_id, label_id] = Held(scheme_id, label_id, until, by_hand)
    return {
        cluster_id: sorted(held.values(), key=lambda one: one.until, reverse=True)
        for cluster_id, held in found.items()
    }


def countries(session: Session) -> Sequence[str]:
    """The countries of the clusters in the register."""
    return session.scalars(select(COUNTRIES.c.country)).all()


@dataclass(frozen=True, slots=True)
class WantedPeople:
    """Which people: by words in name, address or organisation, and by what they are."""

    words: str = ""
    role: str = ""


def count_people(session: Session, wanted: WantedPeople) -> int:
    return session.scalar(select(func.count(User.id)).where(*_people(wanted))) or 0


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """Somebody with an account, as far as a page of the list shows them."""

    id: int
    name: str
    email: str
    country: str
    is_reviewer: bool
    is_secretariat: bool


def people(session: Session, wanted: WantedPeople, *, first: int, limit: int) -> list[ListedPerson]:
    """A page of everybody with an account, by name."""
    columns = (User.id, User.name, User.email, User.country, User.is_reviewer, User.is_secretariat)
    rows = session.execute(_listed(wanted, *columns).offset(first).limit(limit))
    return [ListedPerson(*row) for row in rows]


def every_person(session: Session, wanted: WantedPeople) -> Iterator[Sequence[User]]:
    rows = session.scalars(_listed(wanted).execution_options(yield_per=_AT_ONCE))
    yield from rows.partitions(_AT_ONCE)


def _listed(wanted: WantedPeople, *columns: Any) -> Any:
    return select(*(columns or (User,))).where(*_people(wanted)).order_by(User.name, User.id)


def _people(wanted: WantedPeople) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [User.deleted_at.is_(None)]
    if wanted.words:
        columns = (User.name, User.email, User.organisation)
        found.append(or_(*(name_has(column, wanted.words) for column in columns)))
    if wanted.role == REVIEWER:
        found.append(User.is_reviewer.is_(True))
    elif wanted.role == SECRETARIAT:
        found.append(User.is_secretariat.is_(True))
    elif wanted.role:
        on_a_cluster = select(Membership.user_id).where(Membership.role == wanted.role)
        found.append(User.id.in_(on_a_cluster))
    return found


def cluster_roles(session: Session, user_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """The roles of these people on clusters: role and cluster's name, by person."""
    rows = session.execute(
        select(Membership.user_id, Membership.role, Cluster.name)
        .join(Membership.cluster)
        .where(Membership.user_id.in_(user_ids))
        .order_by(Cluster.name)
    )
    roles: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for user_id, role, name in rows:
        roles[user_id].append((role, name))
    return dict(roles)


def names_known(session: Session) -> dict[str, int]:
    """Every cluster by its name in small letters."""
    rows = session.execute(select(Cluster.name, Cluster.id))
    return {name.lower(): number for name, number in rows}


def addresses_known(session: Session) -> set[str]:
    """Every address of an account, or of an invitation, in small letters."""
    accounts = session.scalars(select(func.lower(User.email)))
    invited = session.scalars(select(func.lower(Invitation.email)))
    return {*accounts, *invited}


def earlier_known(session: Session) -> set[tuple[int, str, str, date]]:
    """Every label recorded by hand: cluster, scheme, label, first day."""
    rows = session.execute(
        select(
            EarlierLabel.cluster_id,
            EarlierLabel.scheme_id,
            EarlierLabel.label_id,
            EarlierLabel.valid_from,
        )
    )
    return {(row[0], row[1], row[2], row[3]) for row in rows}


def import_waiting(
    session: Session, number: int, user_id: int, at: datetime
) -> RegisterImport | None:
    """What the person uploaded and has not taken over yet, locked."""
    return session.scalar(
        select(RegisterImport)
        .where(
            RegisterImport.id == number,
            RegisterImport.uploaded_by == user_id,
            RegisterImport.expires_at > at,
        )
        .with_for_update()
    )


def forget_old_imports(session: Session, at: datetime) -> None:
    session.execute(delete(RegisterImport).where(RegisterImport.expires_at <= at))
