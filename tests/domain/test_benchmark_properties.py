"""No figure of a single cluster follows from what was published, whoever asks, and whenever.

Clusters join, leave and change their figures, and reports are made for any of them. The attacker knows
every table ever published, who is in it, and the figures of any four clusters. A figure is safe when the
attacker cannot tell it from another: there is a second world, in which two clusters that are not known have
exchanged different figures, and in which all tables are the same to the last digit.
"""

from collections.abc import Iterable
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.domain.benchmark import (
    SHOWN,
    Contributions,
    Figure,
    quartiles,
    renewed,
    shares,
)
from assessment.domain.peer_groups import ALL, Peer, groups_of

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


Published = list[tuple[str, Contributions]]
"""Tables with the keys of their groups, oldest first."""


def published_by(history: list[Step], begun: list[Figure]) -> Published:
    """All tables that are published when this happens."""
    pool: dict[str, Figure] = {str(n): figure for n, figure in enumerate(begun)}
    published: Published = []
    for number, figure, is_told in history:
        pool.pop(str(number), None)
        if figure is not None:
            pool[str(number)] = figure
        if is_told:
            report(PEERS[number], pool, published)
    return published


def report(peer: Peer, pool: Contributions, published: Published) -> None:
    for ways in groups_of(peer):
        for group in ways:
            inside = {key: pool[key] for key in pool if group.includes(PEERS[int(key)])}
            own = [table for key, table in published if key == group.key]
            last = own[-1] if own else None
            found = renewed(inside, last, [table for _key, table in published])
            if found is not None:
                assert found.items() <= inside.items()
                assert len(found) >= SHOWN * len(inside)
                published.append((group.key, found))
            if found or last:
                break


def told(figures: Iterable[Figure]) -> object:
    """All that is printed of a table."""
    found = list(figures)
    if isinstance(found[0], str):
        return shares(str(figure) for figure in found)
    return quartiles(Fraction(figure) for figure in found)


def exchanged(
    table: Contributions, one: tuple[str, Figure], other: tuple[str, Figure]
) -> list[Figure]:
    """The figures of the table in the world in which two contributions have each other's."""
    others = {one: other[1], other: one[1]}
    return [others.get(item, item[1]) for item in table.items()]


def assert_nothing_follows(published: Published) -> None:
    """Each contribution has more than four others with which it may have changed places."""
    tables = [table for _key, table in published]
    words = [told(table.values()) for table in tables]
    for one in {item for table in tables for item in table.items()}:
        key, figure = one
        inside = [n for n, table in enumerate(tables) if table.get(key) == figure]
        twins = {
            other
            for other in tables[inside[0]].items()
            if other[1] != figure
            and all(told(exchanged(tables[n], one, other)) == words[n] for n in range(len(tables)))
        }
        assert len({name for name, _figure in twins}) > KNOWN


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_no_figure_follows_from_all_tables_and_four_figures(data: st.DataObject) -> None:
    begun = data.draw(st.lists(FIGURES, min_size=14, max_size=28))
    published = published_by(data.draw(steps(FIGURES)), begun)
    assert_nothing_follows(published)


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_choice_follows_from_all_tables_and_four_choices(data: st.DataObject) -> None:
    begun = data.draw(st.lists(OPTIONS, min_size=14, max_size=28))
    published = published_by(data.draw(steps(OPTIONS)), begun)
    assert_nothing_follows(published)


@given(st.lists(FIGURES, min_size=14, max_size=28), st.permutations(range(28)))
@settings(max_examples=60, deadline=None)
def test_who_asks_first_changes_nothing_for_the_group_of_all(
    begun: list[Fraction], order: list[int]
) -> None:
    pool = {str(n): figure for n, figure in enumerate(begun)}
    tables = []
    for number in order[:5]:
        published: Published = []
        report(PEERS[number], pool, published)
        tables.append([table for key, table in published if key == ALL.key])
    assert all(table == tables[0] for table in tables)
