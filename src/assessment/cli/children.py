"""Processes that live and end together: when one ends, or somebody asks, all of them stop.

They are forked, so what has been imported once is there for all of them at once.
"""

import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.context import ForkProcess
from types import FrameType
from typing import cast

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 15.0
"""Seconds that a child has for what it is doing before it is ended."""
PAUSE = 0.05
SET_PARENT_DEATH_SIGNAL = 1
"""`PR_SET_PDEATHSIG` of Linux's `prctl`."""
SET_NAME = 15
"""`PR_SET_NAME` of Linux's `prctl`; names have up to 15 bytes."""


class ChildEnded(Exception):
    """A child ended by itself; the text says which, and how."""


@dataclass(frozen=True)
class Child:
    """A started process, what people call it, and the signal that asks it to finish its work."""

    name: str
    process: ForkProcess
    stop_signal: signal.Signals

    @property
    def pid(self) -> int:
        return cast(int, self.process.pid)


@dataclass
class Children:
    """Child processes, each in a session of its own.

    Ctrl-C in a terminal reaches every process of the session at once; these get no other signal
    than the one that `stop` sends. On Linux they also end when this process is killed outright.
    """

    running: list[Child] = field(default_factory=list)
    is_stopping: bool = False

    def heed_signals(self) -> None:
        """From now on Ctrl-C, SIGTERM and SIGHUP ask for the end instead of raising."""
        for number in STOPPING:
            signal.signal(number, self._ask_to_stop)

    def _ask_to_stop(self, _number: int, _frame: FrameType | None) -> None:
        self.is_stopping = True

    def start(
        self, name: str, work: Callable[[], None], *, title: str, stop_signal: signal.Signals
    ) -> None:
        """Does the work in a new process, shown as `title` in lists of processes."""
        target = _alone(work, title, os.getpid())
        process = multiprocessing.get_context("fork").Process(target=target)
        signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
        try:
            process.start()
            self.running.append(Child(name, process, stop_signal))
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)

    def wait_until(self, is_reached: Callable[[], bool]) -> None:
        """Returns when the condition holds or the end was asked for. Raises `ChildEnded`."""
        while not self.is_stopping and not is_reached():
            for child in self.running:
                if child.process.exitcode is not None:
                    ending = _ending(child.process.exitcode)
                    raise ChildEnded(f"The {child.name} ended by itself ({ending}).")
            time.sleep(PAUSE)

    def stop(self) -> None:
        """Asks all to end, waits for them, and kills what is left of each after `PATIENCE`."""
        self.heed_signals()
        for child in self.running:
            if child.process.exitcode is None:
                os.kill(child.pid, child.stop_signal)
        deadline = time.monotonic() + PATIENCE
        for child in self.running:
            child.process.join(max(0.0, deadline - time.monotonic()))
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.process.join()


def _ending(code: int) -> str:
    return f"exit status {code}" if code >= 0 else signal.Signals(-code).name


def _alone(work: Callable[[], None], title: str, parent: int) -> Callable[[], None]:
    """The work, in a session of its own that ends when the parent is gone."""

    def run() -> None:
        os.setsid()
        if sys.platform.startswith("linux"):
            prctl = ctypes.CDLL(None).prctl
            prctl(SET_NAME, title.encode())
            prctl(SET_PARENT_DEATH_SIGNAL, signal.SIGTERM)
            if os.getppid() != parent:
                return
        for number in STOPPING:
            signal.signal(number, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
        work()

    return run
