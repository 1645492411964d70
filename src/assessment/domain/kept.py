"""What was worked out once and stays true."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """At most so many results by what they follow from; the one kept longest makes room.

    For what follows from a text that never changes, known by its digest. Threads share it; two that
    ask for the same at once may both work it out.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Hashable, Found] = {}
        self._lock = Lock()

    def get(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """What is kept under the key; worked out where nothing is."""
        with self._lock:
            if key in self._found:
                return self._found[key]
        found = work_out()
        with self._lock:
            while len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
            self._found[key] = found
        return found
