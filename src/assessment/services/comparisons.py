"""Comparing clusters: tables of groups are published, and what one report shows is kept.

What a report shows is frozen when the worker takes it up, so a report that is made again is the same. A
table that is new in it stands from then on for everybody (`domain.benchmark`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.db.base import now
from assessment.db.models import (
    BenchmarkTable,
    Comparison,
    Submission,
)
from assessment.db.queries import benchmarks as queries
from assessment.db.queries import reviews, schemes
from assessment.db.session import open_session, open_snapshot, unit_of_work
from assessment.domain.benchmark import quartiles, renewed, shares
from assessment.domain.comparing import measure_of
from assessment.domain.criteria import Criterion, Label
from assessment.domain.peer_groups import Group, Peer, groups_of
from assessment.domain.validity import HOME
from assessment.services.compared_figures import label_under, read_figure, write_all_figures

BENCHMARKING = "benchmarking"
"""The kind of the document."""

TRIES = 3
"""How often a comparison is worked out beside everybody else's work, before it is so under the lock."""


def compare_for(engine: Engine, submission_id: int, round_: int) -> None:
    """Compares a submission whose report is about to be made, unless it is compared already.

    Records are read and tables worked out while everybody else may write. What is written then rests on
    no other table than those that were looked at: where another was published meanwhile, all is worked
    out anew, at the last try under the lock on the scheme, which lets nobody publish beside it.
    """
    with open_session(engine, writes=False) as session:
        if queries.comparison(session, submission_id, round_) is not None:
            return
        scheme_id = reviews.submission(session, submission_id).assessment.scheme_id
    write_all_figures(engine, scheme_id)
    at = now()
    for _try in range(TRIES):
        with open_snapshot(engine) as session:
            submission = reviews.submission(session, submission_id)
            drawn = draw(session, submission, round_, at)
        with unit_of_work(engine) as session:
            schemes.lock_scheme(session, scheme_id)
            if queries.comparison(session, submission_id, round_) is not None:
                return
            if queries.newest_table(session, scheme_id) == drawn.rests_on:
                keep(session, drawn)
                return
    with unit_of_work(engine) as session:
        compare(session, reviews.submission(session, submission_id), round_, at)


@dataclass(frozen=True, slots=True)
class Pool:
    """All clusters whose figures count, and the figures of each measure of an indicator, as texts: these
    are the same where the figures are."""

    peers: Mapping[str, Peer]
    figures: Mapping[tuple[str, str], Mapping[str, str]]
    invented: int = 0

    def of(self, criterion_id: str, measure: str) -> Mapping[str, str]:
        return self.figures.get((criterion_id, measure), {})


def pool_of(session: Session, scheme_id: str, day: date) -> Pool:
    """Everybody's newest figures, in a number of questions that does not grow with them."""
    members = dict(queries.members_told(session, scheme_id))
    held = queries.holders(session, scheme_id, day)
    peers = {
        str(cluster): Peer(
            str(cluster),
            country,
            frozenset(sectors),
            _fraction(members.get(cluster)),
            cluster in held,
        )
        for cluster, country, sectors in queries.clusters(session, scheme_id)
    }
    found: dict[tuple[str, str], dict[str, str]] = {}
    for cluster, criterion_id, measure, text in queries.figures(session, scheme_id):
        found.setdefault((criterion_id, measure), {})[str(cluster)] = text
    outside = queries.outside_peers(session, scheme_id)
    for peer in outside:
        key = f"outside:{peer.id}"
        sectors, told = frozenset(peer.sectors), _fraction(peer.members)
        peers[key] = Peer(key, peer.country, sectors, told, peer.is_holder)
        for criterion_id, (measure, text) in peer.figures.items():
            found.setdefault((criterion_id, measure), {})[key] = text
    return Pool(peers, found, sum(peer.is_invented for peer in outside))


def _fraction(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A comparison that is worked out, with the tables that it publishes; both are not kept yet.

    `rests_on` is the table of the scheme that was published last when it was worked out.
    """

    comparison: Comparison
    published: Sequence[BenchmarkTable]
    rests_on: int


def compare(session: Session, submission: Submission, round_: int, at: datetime) -> Comparison:
    """Compares a submission with its peers as they are now, and keeps what its report shows.

    The figures of its scheme are written down before. Once it is compared, it stays so.
    """
    schemes.lock_scheme(session, submission.assessment.scheme_id)
    kept = queries.comparison(session, submission.id, round_)
    if kept is not None:
        return kept
    return keep(session, draw(session, submission, round_, at))


def keep(session: Session, drawn: Drawn) -> Comparison:
    """Keeps a comparison and publishes its tables. The scheme is locked, and no table is newer than
    those that it rests on."""
    session.add_all(drawn.published)
    session.add(drawn.comparison)
    session.flush()
    return drawn.comparison


def draw(session: Session, submission: Submission, round_: int, at: datetime) -> Drawn:
    """Works out what the report of a submission shows, without keeping it."""
    scheme_id = submission.assessment.scheme_id
    rests_on = queries.newest_table(session, scheme_id)
    rules = schemes.digest_in_force(session, scheme_id)
    digest, label_id = submission.scheme_digest, submission.record["label"]
    label = label_under(session, label_id, digest, rules)
    pool = pool_of(session, scheme_id, at.astimezone(HOME).date())
    own = queries.figures_of(session, submission.id)
    peer = _own_peer(session, submission, pool)
    press = _Press(session, scheme_id, label, pool, at)
    ways = groups_of(peer)
    comparison = Comparison(
        submission_id=submission.id,
        round=round_,
        made_at=at,
        record={
            "rules": rules,
            "on": at.astimezone(HOME).date().isoformat(),
            "country": peer.country,
            "sectors": sorted(peer.sectors),
            "members": None if peer.members is None else str(peer.members),
            "invented": pool.invented,
            "indicators": {
                criterion.id: {
                    "figure": own.get(criterion.id),
                    "groups": press.shown(criterion, ways),
                }
                for criterion in label.compared
            },
        },
    )
    return Drawn(comparison, press.published, rests_on)


def _own_peer(session: Session, submission: Submission, pool: Pool) -> Peer:
    """The cluster with the members that this submission told."""
    cluster = submission.assessment.cluster
    members = _fraction(queries.members_of(session, submission.id))
    known = pool.peers.get(str(cluster.id))
    is_holder = known is not None and known.is_holder
    return Peer(str(cluster.id), cluster.country, frozenset(cluster.sectors), members, is_holder)


class _Press:
    """Finds the tables that a report shows; `published` are those that are not there yet and may be."""

    def __init__(
        self,
        session: Session,
        scheme_id: str,
        label: Label,
        pool: Pool,
        at: datetime,
    ) -> None:
        self._session, self._scheme_id, self._label = session, scheme_id, label
        self._pool, self._at = pool, at
        self.published: list[BenchmarkTable] = []

    def shown(
        self, criterion: Criterion, all_ways: Sequence[Sequence[Group]]
    ) -> list[dict[str, Any]]:
        """What a report shows of an indicator, group by group."""
        measure = measure_of(self._label, criterion)
        rows = [*queries.tables(self._session, self._scheme_id, criterion.id, measure)]
        return [self._group(criterion.id, measure, ways, rows) for ways in all_ways]

    def _group(
        self, criterion_id: str, measure: str, ways: Sequence[Group], rows: list[BenchmarkTable]
    ) -> dict[str, Any]:
        """The table of a group, or of a wider one; else that there is none."""
        for group in ways:
            row = self._standing(criterion_id, measure, group, rows)
            if row is not None:
                return {
                    "group": ways[0].key,
                    "shown": group.key,
                    "day": row.published_at.astimezone(HOME).date().isoformat(),
                    **row.told,
                }
        return {"group": ways[0].key, "shown": None}

    def _standing(
        self, criterion_id: str, measure: str, group: Group, rows: list[BenchmarkTable]
    ) -> BenchmarkTable | None:
        whole = self._pool.of(criterion_id, measure)
        inside = {k: f for k, f in whole.items() if group.includes(self._pool.peers[k])}
        last = next((row for row in reversed(rows) if row.group_key == group.key), None)
        published = [row.contributions for row in rows]
        found = renewed(inside, last.contributions if last else None, published)
        if found is None:
            return last
        texts = {key: str(figure) for key, figure in found.items()}
        rows.append(self._publish(criterion_id, measure, group.key, texts, len(inside)))
        return rows[-1]

    def _publish(
        self, criterion_id: str, measure: str, key: str, figures: dict[str, str], size: int
    ) -> BenchmarkTable:
        row = BenchmarkTable(
            scheme_id=self._scheme_id,
            criterion_id=criterion_id,
            measure=measure,
            group_key=key,
            contributions=figures,
            told={"of": size, **told(figures.values())},
            published_at=self._at,
        )
        self.published.append(row)
        return row


def told(texts: Iterable[str]) -> dict[str, Any]:
    """What is told of figures: how many, and their quartiles or shares, as plain JSON."""
    figures = [read_figure(text) for text in texts]
    options = [figure for figure in figures if isinstance(figure, str)]
    if options:
        chosen = shares(options)
        return {"count": chosen.count, "chosen": dict(chosen.counts)}
    found = quartiles(figure for figure in figures if isinstance(figure, Fraction))
    return {
        "count": found.count,
        "lower": str(found.lower),
        "median": str(found.median),
        "upper": str(found.upper),
    }
