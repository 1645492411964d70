"""Comparing clusters: their figures are written down, tables of groups published, and what one report
shows is kept.

What a report shows is frozen when the worker takes it up, so a report that is made again is the same. A
table that is new in it stands from then on for everybody (`domain.benchmark`).
"""

import logging
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
    ComparedFigure,
    ComparedSubmission,
    Comparison,
    Submission,
)
from assessment.db.queries import benchmarks as queries
from assessment.db.queries import reviews, schemes
from assessment.db.session import open_session, open_snapshot, unit_of_work
from assessment.domain.benchmark import (
    Figure,
    Table,
    quartiles,
    shares,
    standing,
)
from assessment.domain.comparing import adopt, compared_figures, measure_of, members_of
from assessment.domain.criteria import Criterion, Label
from assessment.domain.peer_groups import Group, Peer, groups_of, kin_of
from assessment.domain.validity import HOME
from assessment.services.records import edition_of, sheet_of

BENCHMARKING = "benchmarking"
"""The kind of the document."""

AT_ONCE = 100
"""Submissions whose figures are written down in one unit of work."""

TRIES = 3
"""How often a comparison is worked out beside everybody else's work, before it is so under the lock."""

log = logging.getLogger(__name__)


def is_compared(session: Session, submission: Submission) -> bool:
    """Whether there is a benchmarking report of the submission: its label compares clusters, by its own
    rules or, where these are from before there were comparisons, by those in force."""
    return are_compared(session, submission.scheme_digest, submission.record["label"])


def are_compared(session: Session, digest: str, label_id: str) -> bool:
    """The same of all submissions for a label under the rules of an edition."""
    in_force = schemes.digest_in_force(session, edition_of(session, digest).scheme.id)
    return bool(label_under(session, label_id, digest, in_force).compared)


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


def write_all_figures(engine: Engine, scheme_id: str) -> None:
    """Writes down the figures of all submissions of which nobody has yet; their records are read while
    everybody else may write."""
    is_left = True
    while is_left:
        with open_snapshot(engine) as session:
            in_force = schemes.digest_in_force(session, scheme_id)
            found = read_figures(session, scheme_id)
        with unit_of_work(engine) as session:
            schemes.lock_scheme(session, scheme_id)
            if schemes.digest_in_force(session, scheme_id) == in_force:
                keep_figures(session, found)
                is_left = len(found) == AT_ONCE


@dataclass(frozen=True, slots=True)
class ReadSubmission:
    """The figures of a submission with their measures by criterion, and its members, as texts."""

    submission_id: int
    members: str | None
    figures: Mapping[str, tuple[str, str]]


def write_figures(session: Session, scheme_id: str, limit: int = AT_ONCE) -> int:
    """Writes down the figures of submissions of which nobody has yet, and returns of how many."""
    schemes.lock_scheme(session, scheme_id)
    return keep_figures(session, read_figures(session, scheme_id, limit))


def read_figures(session: Session, scheme_id: str, limit: int = AT_ONCE) -> list[ReadSubmission]:
    """The figures of submissions of which nobody has written them down yet, the oldest first."""
    in_force = schemes.digest_in_force(session, scheme_id)
    rules = {
        (digest, label_id): label
        for digest, label_id in queries.rules_to_compare(session, scheme_id)
        if (label := label_under(session, label_id, digest, in_force)).compared
    }
    found = queries.submissions_to_compare(session, scheme_id, rules, limit) if rules else []
    read = []
    for submission in found:
        label = rules[submission.scheme_digest, submission.record["label"]]
        members, figures = _read(submission, label)
        told = {
            key: (measure_of(label, label.criterion(key)), plain_figure(figure))
            for key, figure in figures.items()
        }
        read.append(ReadSubmission(submission.id, None if members is None else str(members), told))
    return read


def keep_figures(session: Session, found: Sequence[ReadSubmission]) -> int:
    """Writes figures down, but for those that somebody else has written meanwhile or that were taken
    back; returns of how many submissions. The scheme is locked."""
    missing = queries.unwritten_among(session, [read.submission_id for read in found])
    kept = [read for read in found if read.submission_id in missing]
    session.add_all(
        ComparedSubmission(submission_id=read.submission_id, members=read.members) for read in kept
    )
    session.flush()
    session.add_all(
        ComparedFigure(
            submission_id=read.submission_id, criterion_id=key, measure=measure, figure=figure
        )
        for read in kept
        for key, (measure, figure) in read.figures.items()
    )
    session.flush()
    return len(kept)


def _read(submission: Submission, label: Label) -> tuple[Fraction | None, Mapping[str, Figure]]:
    """Members and figures of a submission; none where its record cannot be read, which stops no other."""
    try:
        sheet = sheet_of(submission.record)
        return members_of(label, sheet), compared_figures(label, sheet)
    except Exception:  # whatever is wrong with one record
        log.exception("submission %s has no figures to compare", submission.id)
        return None, {}


def label_under(session: Session, label_id: str, digest: str, rules: str | None) -> Label:
    """A label as an edition has it; where that knows no comparisons, with those of the edition `rules`."""
    label = edition_of(session, digest).scheme.label(label_id)
    if label.compared or rules is None:
        return label
    newer = [each for each in edition_of(session, rules).scheme if each.id == label_id]
    return adopt(label, newer[0]) if newer else label


def plain_figure(figure: Figure) -> str:
    """A figure as text: a fraction ("9/2"), or the id of an option."""
    return str(figure)


def read_figure(text: str) -> Figure:
    """The figure from what `plain_figure` made of it; ids of options begin with a letter."""
    return text if text[:1].isalpha() else Fraction(text)


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
        published = queries.tables(self._session, self._scheme_id, criterion.id, measure)
        rows = [(Table(row.group_key, row.contributions), row) for row in published]
        return [self._group(criterion.id, measure, ways, rows) for ways in all_ways]

    def _group(
        self, criterion_id: str, measure: str, ways: Sequence[Group], rows: "list[_Row]"
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
        self, criterion_id: str, measure: str, group: Group, rows: "list[_Row]"
    ) -> BenchmarkTable | None:
        whole = self._pool.of(criterion_id, measure)
        inside = {k: f for k, f in whole.items() if group.includes(self._pool.peers[k])}
        tables = [table for table, _row in rows]
        kin = kin_of(group, {table.key for table in tables})
        found = standing(Table(group.key, inside), tables, whole, kin)
        if found is None:
            return None
        for table, row in rows:
            if table is found:
                return row
        row = self._publish(criterion_id, measure, group.key, inside)
        rows.append((found, row))
        return row

    def _publish(
        self, criterion_id: str, measure: str, key: str, inside: dict[str, str]
    ) -> BenchmarkTable:
        row = BenchmarkTable(
            scheme_id=self._scheme_id,
            criterion_id=criterion_id,
            measure=measure,
            group_key=key,
            contributions=inside,
            told=told(inside.values()),
            published_at=self._at,
        )
        self.published.append(row)
        return row


_Row = tuple[Table, BenchmarkTable]


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
