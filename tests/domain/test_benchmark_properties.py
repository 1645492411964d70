"""No figure of a single cluster follows from what was published, whoever asks, and whenever.

Clusters join, leave and change their figures, and reports are made for any of them. The attacker knows
every table, who is in it, and the figures of any four clusters. A figure is safe when the attacker
cannot tell it from another: there is a second world, in which two clusters that are not known have
exchanged different figures, and in which the tables are the same to the last digit.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.benchmark import (
    LEAST,
    Contributions,
    Figure,
    Table,
    beyond,
    changed,
    quartiles,
    shares,
    standing,
)
from assessment.domain.peer_groups import ALL, Peer, groups_of, kin_of

KNOWN = 4

FIGURES = st.one_of(st.integers(0, 3), st.integers(0, 40)).map(Fraction)
OPTIONS = st.sampled_from(["association", "company", "foundation"])

PEERS = [
    Peer(str(n), "FI" if n % 3 else "SE", frozenset({"ict", "food"} if n % 2 else {"food"}),
         Fraction(30 + n % 5 * 20), is_holder=n % 4 > 0)
    for n in range(28)
]  # fmt: skip

Step = tuple[int, Figure | None, bool]
"""Of a cluster: its new figure (None: it leaves), and whether a report is made for it then."""


def steps(figures: st.SearchStrategy[Figure]) -> st.SearchStrategy[list[Step]]:
    one = st.tuples(st.integers(0, 27), st.none() | figures | figures, st.booleans())
    return st.lists(one, min_size=10, max_size=120)


def published_by(history: list[Step], begun: list[Figure]) -> list[Table]:
    """All tables that are published when this happens, oldest first."""
    pool: dict[str, Figure] = {str(n): figure for n, figure in enumerate(begun)}
    published: list[Table] = []
    for number, figure, is_told in history:
        pool.pop(str(number), None)
        if figure is not None:
            pool[str(number)] = figure
        if is_told:
            report(PEERS[number], pool, published)
    return published


def report(peer: Peer, pool: Contributions, published: list[Table]) -> None:
    for ways in groups_of(peer):
        for group in ways:
            inside = {key: pool[key] for key in pool if group.includes(PEERS[int(key)])}
            kin = kin_of(group, {table.key for table in published})
            found = standing(Table(group.key, inside), published, pool, kin)
            if found is not None:
                published += [found] * (found not in published)
                break


def told(table: Table) -> object:
    """All that is printed of a table."""
    figures = list(table.contributions.values())
    if isinstance(figures[0], str):
        return shares(str(figure) for figure in figures)
    return quartiles(Fraction(figure) for figure in figures)


def exchanged(table: Table, one: str, other: str) -> Table:
    """The table in the world in which two clusters have each other's figures."""
    inside = table.contributions
    return replace(table, contributions={**inside, one: inside[other], other: inside[one]})


def stays_open(key: str, part: Contributions, table: Table, known: frozenset[str]) -> bool:
    """Whether another world has the same table, in which the cluster has another figure."""
    return any(
        told(exchanged(table, key, other)) == told(table)
        for other, figure in part.items()
        if other not in known and figure != part[key]
    )


def parts(published: list[Table]) -> Iterator[tuple[Contributions, Table]]:
    """Each table, and what it has beyond each other one."""
    for table in published:
        yield table.contributions, table
    for one, other in combinations(published, 2):
        yield dict(beyond(one.contributions, other.contributions)), one
        yield dict(beyond(other.contributions, one.contributions)), other


def assert_nothing_follows(published: list[Table], draw: st.DrawFn) -> None:
    for one, other in combinations(published, 2):
        distance = changed(one.contributions, other.contributions)
        assert distance == 0 or distance >= LEAST
    for part, table in parts(published):
        assert len(part) == 0 or len(part) > LEAST
        if part:
            rare = sorted(part, key=lambda key: (list(part.values()).count(part[key]), key))
            drawn = draw(st.permutations(sorted(part)))[:KNOWN]
            for known in (frozenset(rare[:KNOWN]), frozenset(drawn)):
                for key in part.keys() - known:
                    assert stays_open(key, part, table, known)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_figure_follows_from_all_tables_and_four_figures(data: st.DataObject) -> None:
    begun = data.draw(st.lists(FIGURES, min_size=14, max_size=28))
    published = published_by(data.draw(steps(FIGURES)), begun)
    assert_nothing_follows(published, data.draw)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_choice_follows_from_all_tables_and_four_choices(data: st.DataObject) -> None:
    begun = data.draw(st.lists(OPTIONS, min_size=14, max_size=28))
    published = published_by(data.draw(steps(OPTIONS)), begun)
    assert_nothing_follows(published, data.draw)


@given(st.lists(FIGURES, min_size=14, max_size=28), st.permutations(range(28)))
@settings(max_examples=60, deadline=None)
def test_who_asks_first_changes_nothing_for_the_group_of_all(
    begun: list[Fraction], order: list[int]
) -> None:
    pool = {str(n): figure for n, figure in enumerate(begun)}
    tables = []
    for number in order[:5]:
        published: list[Table] = []
        report(PEERS[number], pool, published)
        tables.append([table for table in published if table.key == ALL.key])
    assert all(table == tables[0] for table in tables)
