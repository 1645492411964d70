"""Keeping the profile of a cluster: its facts, its figures by year, and who changed what."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assessment.db.models import Cluster, ClusterChange, ClusterYear
from assessment.db.queries import clusters as queries
from assessment.db.queries import events, people
from assessment.domain.clusters import (
    SAID_TOGETHER,
    ClusterFact,
    ClusterFacts,
    plain_facts,
    plain_figures,
    read_facts,
    read_figures,
    stated,
)
from assessment.domain.merging import merge
from assessment.services.clusters import check_name

LOOKED_BACK = 50
"""Changes among which the author of a fact is looked for."""
_LISTS = ("sectors", "priorities", "networks")


@dataclass(frozen=True, slots=True)
class Saved:
    """What is in force now: its version, and whether this saving changed anything.

    `has_others` when it holds what somebody else changed since the page was opened.
    """

    version: int
    is_changed: bool
    has_others: bool = False


@dataclass(frozen=True, slots=True)
class ClusterConflict:
    """Somebody else saved something else in the `contradicted` facts or figures; nothing is written.

    `theirs` is what is saved, `together` both sides' changes, and of the contradicted ones mine.
    """

    theirs: Mapping[str, Any]
    together: Mapping[str, Any]
    contradicted: tuple[str, ...]


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
    seen: Mapping[str, Any],
    actor_id: int,
    at: datetime,
    yielding: Collection[str] = (),
) -> Saved | ClusterConflict:
    """Saves the facts that differ from those `seen` (`plain_facts`), beside what others changed since.

    Of the facts in `yielding` the other's stand. The same again changes nothing. Raises as `check_name`
    for another name.
    """
    cluster = queries.cluster_for_change(session, cluster_id)
    mine = plain_facts(replace(facts, name=" ".join(facts.name.split())))
    theirs = plain_facts(facts_of(cluster))
    merged = merge(seen, mine, theirs, together=SAID_TOGETHER, yielding=yielding)
    if merged.contradicted:
        return ClusterConflict(theirs, merged.insisting, merged.contradicted)
    changes = _changes(theirs, merged.record)
    if not changes:
        return Saved(cluster.version, is_changed=False)
    written = read_facts(merged.record)
    if "name" in changes:
        check_name(session, written.name, cluster_id, at)
    for key, value in asdict(written).items():
        setattr(cluster, key, list(value) if key in _LISTS else value)
    cluster.version += 1
    record_change(session, cluster_id, None, changes, actor_id, at)
    return Saved(cluster.version, is_changed=True, has_others=merged.record != mine)


def save_year(
    session: Session,
    *,
    cluster_id: int,
    year: int,
    figures: Mapping[str, Any],
    seen: Mapping[str, Any],
    actor_id: int,
    at: datetime,
    yielding: Collection[str] = (),
) -> Saved | ClusterConflict:
    """Saves the figures of a year in the same way; a year without any is removed, and its history stays.

    Raises `InvalidValue` for what cannot be a figure.
    """
    mine = plain_figures(figures)
    queries.cluster_for_change(session, cluster_id)
    saved = queries.year_for_change(session, cluster_id, year)
    theirs = saved.figures if saved else {}
    merged = merge(seen, mine, theirs, yielding=yielding)
    if merged.contradicted:
        return ClusterConflict(theirs, merged.insisting, merged.contradicted)
    written = dict(merged.record)
    changes = _changes(theirs, written)
    if not changes:
        return Saved(saved.version if saved else 0, is_changed=False)
    if saved is None:
        saved = ClusterYear(cluster_id=cluster_id, year=year, figures=written)
        session.add(saved)
    elif written:
        saved.figures = written
    else:
        session.delete(saved)
    record_change(session, cluster_id, year, changes, actor_id, at)
    version = saved.version if written else 0
    return Saved(version, is_changed=True, has_others=written != mine)


def last_changes(
    session: Session, cluster_id: int, year: int | None, names: Collection[str]
) -> dict[str, ClusterChange]:
    """Who changed each of these facts, or figures of a year, last, where the recent history tells."""
    found: dict[str, ClusterChange] = {}
    for change in queries.changes_of(session, cluster_id, year, LOOKED_BACK):
        for name in change.changes.keys() & set(names):
            found.setdefault(name, change)
    return found


def read_told(session: Session, cluster_id: int) -> Told:
    """What the profile answers to schemes' questions: facts of today, figures of the newest year."""
    cluster = people.cluster(session, cluster_id)
    newest = queries.newest_year(session, cluster_id)
    if cluster is None:
        return Told({}, None)
    figures = read_figures(newest.figures) if newest else {}
    return Told(stated(facts_of(cluster), figures), newest.year if newest else None)


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, list[Any]]:
    """What differs, by name: what stood there and what stands there."""
    names = [*before, *(name for name in after if name not in before)]
    pairs = {name: [before.get(name, ""), after.get(name, "")] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def record_change(
    session: Session,
    cluster_id: int,
    year: int | None,
    changes: Mapping[str, Any],
    actor_id: int,
    at: datetime,
) -> None:
    """Keeps a change of the profile; numbered while the chain's end is held, as `marks` needs it."""
    events.head_for_change(session)
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
