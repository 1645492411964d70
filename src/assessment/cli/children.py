"""Processes that live and end together: when one ends, or somebody asks, all of them stop."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 15.0
"""Seconds that a child has for what it is doing before it is ended."""
PAUSE = 0.05
PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of Linux's `prctl`."""


class ChildEnded(Exception):
    """A child ended by itself; the text says which, and how."""


@dataclass
class Children:
    """Child processes by name, each in a session of its own.

    Ctrl-C in a terminal reaches every process of the session at once; these get no other signal
    than the one that `stop` sends. On Linux they also end when this process is killed outright.
    """

    running: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    is_stopping: bool = False

    def heed_signals(self) -> None:
        """From now on Ctrl-C, SIGTERM and SIGHUP ask for the end instead of raising."""
        for number in STOPPING:
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def start(
        self, name: str, command: Sequence[str], environ: Mapping[str, str], fds: Sequence[int] = ()
    ) -> None:
        self.running[name] = subprocess.Popen(  # noqa: S603 (the caller's own programs)
            command,
            env=dict(environ),
            stdin=subprocess.DEVNULL,
            pass_fds=fds,
            start_new_session=True,
            preexec_fn=_end_with_parent(),
        )

    def wait_until(self, is_reached: Callable[[], bool]) -> None:
        """Returns when the condition holds or the end was asked for. Raises `ChildEnded`."""
        while not self.is_stopping and not is_reached():
            for name, process in self.running.items():
                if process.poll() is not None:
                    raise ChildEnded(f"The {name} ended by itself ({_ending(process)}).")
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Asks all to end, waits for them, and kills what is left of each after `PATIENCE`."""
        self.heed_signals()
        for process in self.running.values():
            process.terminate()
        deadline = time.monotonic() + PATIENCE
        for process in self.running.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(timeout=max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _ending(process: subprocess.Popen[bytes]) -> str:
    code = process.returncode
    return f"exit status {code}" if code >= 0 else signal.Signals(-code).name


def _end_with_parent() -> Callable[[], None] | None:
    """For the child, before it becomes another program: end when the parent is gone."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl
    parent = os.getpid()

    def ask_kernel() -> None:
        prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel
