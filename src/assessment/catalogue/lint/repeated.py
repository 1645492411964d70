"""Names that stand twice where each may stand once."""

from collections.abc import Iterator, Sequence

from assessment.catalogue.faults import Fault
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.source import Place


def repeated(
    parts: SchemeParts, name: str, places: Sequence[Place], names: Sequence[str]
) -> Iterator[Fault]:
    """A fault for each name that stood before."""
    seen: set[str] = set()
    for place, found in zip(places, names, strict=True):
        if found in seen:
            yield parts.fault(name, place, f"'{found}' stands here twice; expected it once")
        seen.add(found)
