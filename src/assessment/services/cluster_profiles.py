"""Keeping the profile of a cluster: its facts, its figures by year, and who changed what."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Cluster, ClusterChange, ClusterYear, User
from assessment.db.queries import clusters as queries
from assessment.db.queries import people
from assessment.domain.clusters import (
    ClusterFact,
    ClusterFacts,
    plain_figures,
    read_figures,
    stated,
)
from assessment.services.clusters import NameTaken

_LISTS = ("sectors", "priorities", "networks")


@dataclass(frozen=True, slots=True)
class Saved:
    """What is in force now: its version, and whether this saving changed anything."""

    version: int
    is_changed: bool


@dataclass(frozen=True, slots=True)
class FactsConflict:
    """Somebody else saved the facts first; `changes` has theirs and the other by the fact's name.

    `author` is who they are, where that is known.
    """

    changes: Mapping[str, Any]
    version: int
    author: User | None


@dataclass(frozen=True, slots=True)
class YearConflict:
    """Somebody else saved the figures of this year first, or removed it; as with the facts."""

    changes: Mapping[str, Any]
    version: int
    author: User | None


@dataclass(frozen=True, slots=True)
class Told:
    """What the cluster's profile answers to the questions of schemes, and of which year it is."""

    facts: Mapping[ClusterFact, Any]
    year: int | None


def facts_of(cluster: Cluster) -> ClusterFacts:
    """The facts of a cluster as they are kept."""
    kept: dict[str, Any] = {k: getattr(cluster, k) for k in ClusterFacts.__dataclass_fields__}
    return ClusterFacts(**(kept | {key: tuple(kept[key]) for key in _LISTS}))


def save_facts(
    session: Session,
    *,
    cluster_id: int,
    facts: ClusterFacts,
    version: int,
    actor_id: int,
    at: datetime,
) -> Saved | FactsConflict:
    """Saves the facts; `version` is the one that was seen. The same again changes nothing.

    Raises `NameTaken` for the name of another cluster, also when only the case differs.
    """
    cluster = queries.cluster_for_change(session, cluster_id)
    facts = replace(facts, name=" ".join(facts.name.split()))
    changes = _changes(_plain(facts_of(cluster)), _plain(facts))
    if not changes:
        return Saved(cluster.version, is_changed=False)
    if cluster.version != version:
        author = _author(session, cluster_id, None)
        return FactsConflict(changes, cluster.version, author)
    other = people.cluster_by_name(session, facts.name)
    if other is not None and other.id != cluster_id:
        raise NameTaken(facts.name)
    for key, value in asdict(facts).items():
        setattr(cluster, key, list(value) if key in _LISTS else value)
    cluster.version += 1
    _record(session, cluster_id, None, changes, actor_id, at)
    return Saved(cluster.version, is_changed=True)


def save_year(
    session: Session,
    *,
    cluster_id: int,
    year: int,
    figures: Mapping[str, Any],
    version: int,
    actor_id: int,
    at: datetime,
) -> Saved | YearConflict:
    """Saves the figures of a year; a year without any is removed, and its history stays.

    `version` is the one that was seen (0: there was none). The same again changes nothing. Raises
    `InvalidValue` for what cannot be a figure.
    """
    written = plain_figures(figures)
    queries.cluster_for_change(session, cluster_id)
    saved = queries.year_for_change(session, cluster_id, year)
    before = saved.figures if saved else {}
    changes = _changes(before, written)
    if not changes:
        return Saved(saved.version if saved else 0, is_changed=False)
    if version != (saved.version if saved else 0):
        author = _author(session, cluster_id, year)
        return YearConflict(changes, saved.version if saved else 0, author)
    if saved is None:
        saved = ClusterYear(cluster_id=cluster_id, year=year, figures=written)
        session.add(saved)
    elif written:
        saved.figures = written
    else:
        session.delete(saved)
    _record(session, cluster_id, year, changes, actor_id, at)
    return Saved(saved.version if written else 0, is_changed=True)


def read_told(session: Session, cluster_id: int) -> Told:
    """What the profile answers to schemes' questions: facts of today, figures of the newest year."""
    cluster = people.cluster(session, cluster_id)
    newest = queries.newest_year(session, cluster_id)
    if cluster is None:
        return Told({}, None)
    figures = read_figures(newest.figures) if newest else {}
    return Told(stated(facts_of(cluster), figures), newest.year if newest else None)


def _plain(facts: ClusterFacts) -> dict[str, Any]:
    """The facts as plain JSON."""
    return {key: _plain_value(value) for key, value in asdict(facts).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value or ""


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, by name: what stood there and what stands there."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [before.get(name, ""), after.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def _author(session: Session, cluster_id: int, year: int | None) -> User | None:
    last = queries.last_change(session, cluster_id, year)
    return last.author if last else None


def _record(
    session: Session,
    cluster_id: int,
    year: int | None,
    changes: Mapping[str, Any],
    actor_id: int,
    at: datetime,
) -> None:
    session.add(
        ClusterChange(
            cluster_id=cluster_id,
            year=year,
            changes=dict(changes),
            changed_by=actor_id,
            changed_at=at,
        )
    )
    session.flush()
