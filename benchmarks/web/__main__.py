"""Measures the section page and one autosave of the product against the floor.

    PYTHONPATH=src:tools .venv/bin/python -m benchmarks.web [--check] [--rounds N]

Prints the method with the figures. With `--check` a missed target ends it with status 1.
"""

import argparse
import platform
import re
import shutil
import sqlite3
import statistics
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.web.crowd import CLUSTERS, fill
from benchmarks.web.load import Client, Saving, Task, seconds_each
from benchmarks.web.serving import WORKERS, Server, floor, product

EMAIL, PASSWORD = "manager@demo.example", "northern-lights-demo"
DRAFT, SECTION = 2, "strategy"
PAGE = f"/assessments/{DRAFT}/sections/{SECTION}"
CLIENTS = (1, 8)
AT_MOST = 2.0
MEGABYTES = 110.0
GZIP = {"Accept-Encoding": "gzip, deflate"}

METHOD = f"""\
One machine, one SQLite database (WAL, synchronous=FULL): the demonstration and {CLUSTERS} clusters
more. Two servers on it at the same time: `assessment serve`, and the floor (benchmarks/web/floor.py)
under gunicorn with the same settings: {WORKERS} sync workers. Clients are threads with one connection
per request. In each round each server is asked in turn, by 1 client and by 8; a figure is the median
of all requests of all rounds, in milliseconds, from connecting to the last byte. The first round warms
up and does not count. The section page is the longest of gold (12 criteria), in English, compressed as
for a browser; the floor does not compress. A save changes one justification; each client writes on a
criterion of its own. Memory is that of the larger worker after the run: what it holds beside the others,
pages that processes share by each one's part (PSS); and for comparison all of them whole (RSS)."""


@dataclass(frozen=True)
class Figure:
    """Medians of the same request to both."""

    what: str
    clients: int
    product: float
    floor: float
    slow: float

    @property
    def ratio(self) -> float:
        return self.product / self.floor


def versions_of(database: Path) -> dict[str, int]:
    """The saved version of each answer on the draft's sheet."""
    question = (
        "SELECT criterion_id, version FROM answers"
        " WHERE sheet_id = (SELECT sheet_id FROM assessments WHERE id = ?)"
    )
    with closing(sqlite3.connect(database)) as connection:
        return dict(connection.execute(question, (DRAFT,)).fetchall())


class Side:
    """One of the two servers, and the people who use it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.people = [Client(server.address) for _ in range(max(CLIENTS))]
        for person in self.people:
            person.sign_in(EMAIL, PASSWORD)

    def reading(self, clients: int) -> list[Task]:
        return [lambda each=each: each.get(PAGE, **GZIP) for each in self.people[:clients]]  # type: ignore[misc]

    def saving(self, clients: int, database: Path, criteria: Sequence[str]) -> list[Task]:
        """Each person on a criterion of their own, at the version that it has now."""
        saved = versions_of(database)
        return [
            Saving(
                person,
                f"/assessments/{DRAFT}/criteria/{criterion}",
                {"level": "3", "save": "1"},
                saved.get(criterion, 0),
            )
            for person, criterion in zip(self.people[:clients], criteria, strict=False)
        ]


def measure(sides: dict[str, Side], database: Path, rounds: int, requests: int) -> list[Figure]:
    """Round by round, one server after the other; the first round does not count."""
    page = sides["floor"].people[0].get(PAGE).body.decode()
    criteria = re.findall(r'action="/assessments/\d+/criteria/([^"]+)"', page)
    found: dict[tuple[str, int, str], list[float]] = {}
    for number in range(rounds + 1):
        for what in ("section page", "autosave"):
            for clients in CLIENTS:
                for name, side in sides.items():
                    tasks = (
                        side.reading(clients)
                        if what == "section page"
                        else side.saving(clients, database, criteria)
                    )
                    times = seconds_each(tasks, max(requests // clients, 1))
                    if number:
                        found.setdefault((what, clients, name), []).extend(times)
    return [
        Figure(
            what,
            clients,
            1000 * statistics.median(found[what, clients, "product"]),
            1000 * statistics.median(found[what, clients, "floor"]),
            1000 * statistics.quantiles(found[what, clients, "product"], n=20)[-1],
        )
        for what in ("section page", "autosave")
        for clients in CLIENTS
    ]


def report(figures: Sequence[Figure], sides: dict[str, Side]) -> bool:
    """Prints what was found; whether every target is met."""
    print(METHOD + "\n")
    model = [
        line for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line
    ]
    print(f"{len(model)} x {model[0].partition(': ')[2]}, Python {platform.python_version()}")
    names = ("flask", "sqlalchemy", "flask-login", "jinja2", "wtforms", "gunicorn")
    print(", ".join(f"{name} {version(name)}" for name in names) + "\n")
    print("what          clients  product ms  floor ms  ratio  at most  product p95 ms")
    for each in figures:
        print(
            f"{each.what:<14}{each.clients:>7}{each.product:>12.1f}{each.floor:>10.1f}"
            f"{each.ratio:>7.2f}{AT_MOST:>9.1f}{each.slow:>16.1f}"
        )
    print("\nmemory of a worker, MB     PSS     RSS  at most (PSS)")
    for name, side in sides.items():
        whole, by_share = side.server.memory()
        print(f"{name:<22}{by_share:>8.1f}{whole:>8.1f}{MEGABYTES:>10.0f}")
    _, by_share = sides["product"].server.memory()
    return all(each.ratio <= AT_MOST for each in figures) and by_share <= MEGABYTES


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--check", action="store_true", help="fail when a target is missed")
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--requests", type=int, default=80, help="of each kind in a round")
    options.add_argument("--instance", type=Path, help="an instance folder to begin with, copied")
    chosen = options.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "instance"
        if chosen.instance:
            shutil.copytree(chosen.instance, folder)
        served = stack.enter_context(product(folder))
        database = folder / "assessment.db"
        fill(database)
        below = stack.enter_context(floor(database))
        sides = {"product": Side(served), "floor": Side(below)}
        figures = measure(sides, database, chosen.rounds, chosen.requests)
        is_met = report(figures, sides)
    sys.exit(1 if chosen.check and not is_met else 0)


if __name__ == "__main__":
    main()
