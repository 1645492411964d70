"""The two servers on one database, and what their workers hold in memory."""

import os
import re
import secrets
import socket
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from served import Served, served

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2
_OTHERS = ("ASSESSMENT_", "PYTEST_")
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
RSS = re.compile(r"^Rss:\s+(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Server:
    """A server that answers at the address, and the processes that serve its pages."""

    address: str
    workers: tuple[int, ...]

    def memory(self) -> tuple[float, float]:
        """The largest worker in MB (10^6 bytes): all its pages, and with shared ones by share."""
        maps = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in self.workers]
        return tuple(max(_kilobytes(kind, each) for each in maps) / 1000 for kind in (RSS, PSS))  # type: ignore[return-value]


def _kilobytes(kind: re.Pattern[str], maps: str) -> float:
    found = kind.search(maps)
    return int(found[1]) * 1.024 if found else 0.0


def environ(**more: str) -> dict[str, str]:
    """The caller's variables without settings of another installation, and the code of this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OTHERS)}
    path = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return kept | {"PYTHONPATH": path, "HOST": "127.0.0.1", "PORT": "0"} | more


@contextmanager
def product(instance: Path) -> Iterator[Server]:
    """`assessment serve --demonstration`, once its worker has nothing more to do."""
    variables = environ(
        ASSESSMENT_INSTANCE=str(instance),
        ASSESSMENT_WEB_WORKERS=str(WORKERS),
        ASSESSMENT_SIGN_IN_LIMIT="1000 per minute",
    )
    command = [sys.executable, "-m", "assessment", "serve", "--demonstration"]
    with served(command, variables, ROOT) as running:
        address = running.wait_for_address(120)
        wait_until_idle(instance / "assessment.db")
        yield Server(address, _workers(running, "assess-web"))


@contextmanager
def floor(database: Path) -> Iterator[Server]:
    """The floor under gunicorn with the settings of `assessment serve`."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    variables = environ(FLOOR_DATABASE=f"sqlite:///{database}", FLOOR_KEY=secrets.token_hex())
    command = [
        *(sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level=warning"),
        *(f"--workers={WORKERS}", f"--bind=127.0.0.1:{port}", "benchmarks.web.floor:app"),
    ]
    with served(command, variables, ROOT) as running:
        wait_until_open(port)
        yield Server(f"http://127.0.0.1:{port}", _children(running, running.process.pid))


def wait_until_idle(database: Path) -> None:
    """Waits until the documents of the demonstration are made, so that nothing else uses the machine."""
    waiting = "SELECT count(*) FROM documents WHERE sha256 IS NULL AND attempts < 3"
    for _ in range(600):
        with closing(sqlite3.connect(database)) as connection:
            if connection.execute(waiting).fetchone() == (0,):
                return
        time.sleep(0.5)
    raise AssertionError("the worker does not come to an end")


def wait_until_open(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"nobody listens on port {port}")


def _workers(running: Served, title: str) -> tuple[int, ...]:
    """The processes below the one that is shown under the title."""
    for pid in running.processes():
        if Path(f"/proc/{pid}/comm").read_text().strip() == title:
            found = _children(running, pid)
            if found:
                return found
    raise AssertionError(f"no process is called {title}")


def _children(running: Served, pid: int) -> tuple[int, ...]:
    """The direct children of a process of the command's family."""
    for _ in range(100):
        parents = {
            each: int(Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()[1])
            for each in running.processes()
        }
        found = tuple(sorted(each for each, parent in parents.items() if parent == pid))
        if len(found) >= WORKERS:
            return found
        time.sleep(0.1)
    return ()
