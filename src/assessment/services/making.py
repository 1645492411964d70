"""Making what was ordered as files, one by one behind the web, kept under their SHA-256."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assessment.config import Settings
from assessment.db.base import MadeFile, now
from assessment.db.queries.made_files import files_to_make
from assessment.db.session import open_session, unit_of_work
from assessment.services.retries import pause_after
from assessment.services.uploads import stored_path, write_once

log = logging.getLogger(__name__)

SILENT = "The worker ended while making it."
"""The fault of a file whose last try left no word."""

Ordered = TypeVar("Ordered", bound=MadeFile)


@dataclass(frozen=True, slots=True)
class Workshop(Generic[Ordered]):
    """Makes the files of one kind, each a row of `model`.

    `prepare` reads whatever a file is made from, so that nothing is open while it is made. `begin` writes
    down beforehand what has to be the same at every try; `ahead` does so in units of work of its own, where
    that takes long.
    """

    kind: str
    engine: Engine
    settings: Settings
    model: type[Ordered]
    find: Callable[[Session, int], Ordered]
    prepare: Callable[[Session, Ordered], Callable[[], bytes]]
    begin: Callable[[Session, Ordered], object] = lambda _session, _ordered: None
    ahead: Callable[[int], object] = lambda _key: None

    def make_waiting(self, after_each: Callable[[], object] = lambda: None) -> int:
        """Makes what was ordered and returns how many came out.

        A failing file does not stop the others, and is tried again with growing pauses. A try is
        counted before it begins, so that a file which ends the worker itself rests as well.
        `after_each` is called between two, so that short work need not wait for all of this.
        """
        with open_session(self.engine, writes=False) as session:
            waiting = files_to_make(session, self.model, now())
        made = 0
        for key in waiting:
            made += self.make(key)
            after_each()
        return made

    def make(self, key: int) -> bool:
        """Makes one that was ordered, was not removed since and does not rest; whether it came out."""
        if not self._claim(key):
            return False
        try:
            self.ahead(key)
            with unit_of_work(self.engine) as session:
                self.begin(session, self.find(session, key))
            with open_session(self.engine, writes=False) as session:
                make = self.prepare(session, self.find(session, key))
            content = make()
            digest = hashlib.sha256(content).hexdigest()
            write_once(stored_path(self.settings.documents_path, digest), content)
        except Exception as error:  # one file's fault, whatever it is, is kept with it
            log.exception("%s %s could not be made", self.kind, key)
            self._keep_fault(key, f"{type(error).__name__}: {error}")
            return False
        with unit_of_work(self.engine) as session:
            ordered = self.find(session, key)
            if ordered.made_at is None:
                ordered.sha256, ordered.size = digest, len(content)
                ordered.made_at, ordered.fault = now(), ""
        return True

    def _claim(self, key: int) -> bool:
        with unit_of_work(self.engine) as session:
            ordered = session.get(self.model, key)
            return ordered is not None and claim(session, ordered, now())

    def _keep_fault(self, key: int, fault: str) -> None:
        with unit_of_work(self.engine) as session:
            self.find(session, key).fault = fault


def claim(session: Session, ordered: MadeFile, at: datetime) -> bool:
    """Counts a try at a file that still waits; until its pause is over nobody else tries.

    A try before it that has left no word ended with its worker.
    """
    session.refresh(ordered, ["attempts", "retry_at", "made_at", "fault"], with_for_update=True)
    if ordered.made_at is not None or (ordered.retry_at or at) > at:
        return False
    if ordered.attempts and not ordered.fault:
        ordered.fault = SILENT
    ordered.attempts += 1
    ordered.retry_at = at + pause_after(ordered.attempts)
    return True
