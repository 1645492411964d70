"""What pages cost the server, however many clusters there are, on both databases.

    PYTHONPATH=src:tools .venv/bin/python -m benchmarks.web.inside [--check] [--clusters N]

Prints the method with the figures; a missed target is printed as MISSED, with what a profiler found.
With `--check` it ends with status 1 then.
"""

import argparse
import platform
import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from benchmarks.web.house import KINDS, House, house, server
from benchmarks.web.pages import Page, lists, numbers, pages
from benchmarks.web.population import Population
from benchmarks.web.reviewing import Review
from benchmarks.web.visits import Answer, Person, statements
from benchmarks.web.why import reason

OWN = 5
"""Clusters, and submissions, that the demonstration has by itself."""
MOST_RATIO, MOST_LIST, MOST_FORM = 1.5, 15.0, 8.0

METHOD = """\
One process, and in it an application over each of two databases; requests go straight to it, so a time
is that of the server from the first byte of the request to the last of the answer, compressed as for a
browser. Each page is asked of the one and of the other in turn; a figure is the median in milliseconds, a
ratio the median of those of each turn, and the first {warm} turns do not count. The smaller database is
the demonstration; the larger has the same and more clusters beside it (benchmarks/web/population.py), and
the same people open the same pages."""
WARM = 2


@dataclass(frozen=True)
class Sizes:
    """How large the larger databases are, and how often a page is asked."""

    submissions: int = 1_000
    clusters: int = 10_000
    assessments: int = 40_000
    times: int = 15
    only_lists: bool = False


@dataclass(frozen=True)
class Target:
    """A figure beside what it may be at most."""

    what: str
    figure: float
    most: float
    ask: Callable[[], Answer]

    @property
    def is_met(self) -> bool:
        return self.figure <= self.most


def milliseconds(askers: Sequence[Callable[[], Answer]], times: int) -> list[list[float]]:
    """Those of each, asked in turn. Raises `AssertionError` for an answer that is no success."""
    found: list[list[float]] = [[] for _ in askers]
    for number in range(times + WARM):
        for ask, seconds in zip(askers, found, strict=True):
            answer = ask()
            if answer.status not in (200, 303):
                raise AssertionError(f"{answer.status}: {answer.body[:500]!r}")
            if number >= WARM:
                seconds.append(1000 * answer.seconds)
    return found


def counted(at: House, ask: Callable[[], Answer]) -> int:
    """How often the page asks the database."""
    with statements(at.app) as found:
        ask()
    return len(found)


def _asker(person: Person, address: str) -> Callable[[], Answer]:
    return lambda: person.ask(address)


def _told(*targets: Target) -> bool:
    """Prints why what is missed is missed; whether nothing is."""
    for one in targets:
        if not one.is_met:
            print(
                f"    MISSED {one.what}: {one.figure:.2f}, at most {one.most:g}: {reason(one.ask)}"
            )
    return all(one.is_met for one in targets)


def lists_of_work(kind: str, place: str, sizes: Sizes) -> bool:
    """The reviewer's list and the secretariat's, and a review's form, with many submissions."""
    few, many = 10 - OWN, sizes.submissions - OWN
    reviewer = 4  # of the demonstration, checked below
    with (
        house(kind, place, "few", Population(few, few, ratings=3, reviewer_id=reviewer)) as small,
        house(
            kind, place, "many", Population(many, many, ratings=3, reviewer_id=reviewer)
        ) as large,
    ):
        if large.person("reviewer.fi").id != reviewer:
            raise AssertionError("the demonstration's reviewer has another number")
        print(f"\n{kind}: {sizes.submissions} submissions, three ratings of one reviewer on each")
        print(f"{'what':<46}{'queries':>8}{'at 10':>8}{'ms':>8}{'at most':>9}")
        work = [("reviewer.fi", "/reviews"), ("secretariat", "/secretariat")]
        work += [("secretariat", f"/secretariat?{way}") for way in ("state=waiting", "sort=due")]
        work += [("secretariat", f"/secretariat?{way}") for way in ("sort=cluster", "q=Arctic")]
        is_met = True
        for who, address in work:
            here, there = (_asker(Person(at.app, at.person(who)), address) for at in (small, large))
            is_met &= _list_line(address, small, large, here, there, sizes.times)
        review = Review(large)
        for what, ask in review.requests():
            took = statistics.median(milliseconds([ask], sizes.times)[0])
            target = Target(what, took, MOST_FORM, ask)
            print(f"{what:<46}{counted(large, ask):>8}{'':>8}{took:>8.1f}{MOST_FORM:>9.1f}")
            is_met &= _told(target)
        return is_met


def _list_line(
    address: str,
    small: House,
    large: House,
    here: Callable[[], Answer],
    there: Callable[[], Answer],
    times: int,
) -> bool:
    took = statistics.median(milliseconds([here, there], times)[1])
    queries, before = counted(large, there), counted(small, here)
    print(f"{address:<46}{queries:>8}{before:>8}{took:>8.1f}{MOST_LIST:>9.1f}")
    return _told(
        Target("milliseconds", took, MOST_LIST, there), Target("queries", queries, before, there)
    )


def every_page(kind: str, place: str, sizes: Sizes) -> bool:
    """Each page with the demonstration's five clusters alone, and with many beside them."""
    more = Population(
        sizes.clusters - OWN,
        sizes.assessments,
        reviewers=min(200, sizes.clusters // 5),
        ratings=40,
    )
    with (
        house(kind, place, "alone", Population(0, 0)) as small,
        house(kind, place, "crowded", more) as large,
    ):
        print(f"\n{kind}: {OWN} clusters and {sizes.clusters}, {sizes.assessments} assessments")
        print(f"{'page':<52}{'queries':>8}{'ms':>8}{'ms':>9}{'ratio':>7}{'at most':>9}")
        visits = [_Visits(small), _Visits(large)]
        found = list(lists() if sizes.only_lists else pages(small))
        met = sum(_page_line(page, visits, sizes.times) for page in found)
        print(f"{met} of {len(found)} pages take at most {MOST_RATIO} times as long")
        return met == len(found)


class _Visits:
    """The people of one installation, and the numbers that stand in its addresses."""

    def __init__(self, at: House) -> None:
        self.at, self.known = at, numbers(at)
        self.people = {who: Person(at.app, at.person(who)) for who in self.known}

    def to(self, page: Page) -> Callable[[], Answer]:
        return _asker(self.people[page.who], page.address(self.known) or "/")


def _page_line(page: Page, visits: Sequence[_Visits], times: int) -> bool:
    """A line for a list, and for any other page that misses its target; whether it is met."""
    askers = [each.to(page) for each in visits]
    few, many = milliseconds(askers, times)
    before, after = statistics.median(few), statistics.median(many)
    ratio = statistics.median(b / a for a, b in zip(few, many, strict=True))
    if page.is_list or ratio > MOST_RATIO:
        queries = counted(visits[1].at, askers[1])
        print(
            f"{page.rule:<52}{queries:>8}{before:>8.1f}{after:>9.1f}{ratio:>7.2f}{MOST_RATIO:>9.1f}",
            flush=True,
        )
    return _told(Target("ratio", ratio, MOST_RATIO, askers[1]))


def main() -> None:
    usual = Sizes()
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="fail when a target is missed")
    options.add_argument("--databases", nargs="+", choices=KINDS, default=KINDS)
    options.add_argument("--submissions", type=int, default=usual.submissions)
    options.add_argument("--clusters", type=int, default=usual.clusters)
    options.add_argument("--assessments", type=int, default=usual.assessments)
    options.add_argument("--times", type=int, default=usual.times, help="requests of each kind")
    options.add_argument("--lists", action="store_true", help="no other pages than lists")
    chosen = options.parse_args()
    sizes = Sizes(
        chosen.submissions, chosen.clusters, chosen.assessments, chosen.times, chosen.lists
    )
    print(METHOD.format(warm=WARM), f"\nPython {platform.python_version()}")
    is_met = True
    for kind in chosen.databases:
        with server(kind) as place:
            for part in (lists_of_work, every_page):
                is_met &= part(kind, place, sizes)
    sys.exit(1 if chosen.check and not is_met else 0)


if __name__ == "__main__":
    main()
