"""A started product as others see it: its command, its address, its processes, its end."""

import ctypes
import io
import os
import re
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

SET_PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of Linux's `prctl`."""
ANSWERS = re.compile(r"answers at (http://\S+)")


class Served:
    """A command that serves, in a session of its own like one typed into a terminal."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str], folder: Path) -> None:
        self.lines: list[str] = []
        self.family: set[int] = set()
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            preexec_fn=_end_with_caller(),
        )
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        output = self.process.stdout or io.StringIO()
        with output:
            for line in output:
                self.lines.append(line)

    @property
    def output(self) -> str:
        return "".join(self.lines)

    def wait_for_address(self, seconds: float) -> str:
        """The address it prints once it answers. Raises `AssertionError` when none comes."""
        while time.monotonic() < self.began + seconds:
            if found := ANSWERS.search(self.output):
                self.family = self.processes()
                return found[1]
            if self.process.poll() is not None:
                break
            time.sleep(0.02)
        raise AssertionError(f"no server after {seconds} s; it said:\n{self.output}")

    def interrupt(self, seconds: float = 20) -> int:
        """Ctrl-C: asks every process of the terminal's session to end; returns the exit status."""
        os.killpg(self.process.pid, signal.SIGINT)
        return self.wait(seconds)

    def wait(self, seconds: float = 60) -> int:
        """Waits until the command has ended and all that it said is read; its exit status."""
        status = self.process.wait(timeout=seconds)
        self.reader.join(timeout=5)
        return status

    def processes(self) -> set[int]:
        """Every process that descends from the command, itself included."""
        family = {self.process.pid}
        parents = _parents()
        while more := {pid for pid, parent in parents.items() if parent in family} - family:
            family |= more
        return family


@contextmanager
def served(command: Sequence[str], environ: Mapping[str, str], folder: Path) -> Iterator[Served]:
    """A started command that is gone, with all its processes, when the block ends."""
    running = Served(command, environ, folder)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.family |= running.processes()
        for pid in alive(running.family):
            _end(pid)
        running.wait()


def _end_with_caller() -> Callable[[], None]:
    """For the command, before it begins: end when whoever tries it out was killed."""
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def is_free(port: int) -> bool:
    """Whether somebody could listen on the port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError:
            return False
    return True


def alive(pids: set[int]) -> set[int]:
    """Those of the processes that still run (one that is only unread by its parent does not)."""
    return {pid for pid in pids if _state(pid) not in {"", "Z", "X"}}


def _end(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _state(pid: int) -> str:
    return (_stat(pid) or [""])[0]


def _parents() -> dict[int, int]:
    pids = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return {pid: int(stat[1]) for pid in pids if (stat := _stat(pid))}
