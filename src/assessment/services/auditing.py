"""Whether the chain of events is whole, and what is stored is what it tells of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from assessment.db.queries import events
from assessment.domain.chain import Break, Entry, Head, verify
from assessment.domain.seals import Comparison
from assessment.services.sealing import compare_records


@dataclass(frozen=True, slots=True)
class Audit:
    """What was found: how many events there are, what the chain says of its end, every break, and
    whether the stored records are those that the events tell of."""

    events: int
    head: Head | None
    breaks: tuple[Break, ...]
    records: Comparison

    @property
    def is_whole(self) -> bool:
        return not self.breaks and not self.records.mismatches


def audit_events(session: Session, kept: Head | None = None) -> Audit:
    """Reads the whole chain and compares it with its head, and with one that was kept elsewhere.

    The session sees one moment (`open_snapshot`), whatever is written meanwhile.
    """
    head = events.head(session)
    counted = _Counted(events.entries(session))
    breaks = tuple(verify(counted, head, kept))
    return Audit(counted.count, head, breaks, compare_records(session))


class _Counted:
    """Entries that are counted as they pass."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = entries
        self.count = 0

    def __iter__(self) -> Iterator[Entry]:
        for entry in self.entries:
            self.count += 1
            yield entry
