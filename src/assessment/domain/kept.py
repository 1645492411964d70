"""What was worked out once and stays true."""

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Found = TypeVar("Found")


class Kept(Generic[Found]):
    """At most so many results by what they follow from; the one kept longest makes room.

    For what follows from a text that never changes, known by its digest.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._found: dict[Hashable, Found] = {}

    def get(self, key: Hashable, work_out: Callable[[], Found]) -> Found:
        """What is kept under the key; worked out where nothing is."""
        if key not in self._found:
            while len(self._found) >= self._most:
                del self._found[next(iter(self._found))]
            self._found[key] = work_out()
        return self._found[key]
