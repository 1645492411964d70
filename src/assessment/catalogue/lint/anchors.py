"""anchors.yaml: the criteria of the cases, and their reference levels."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.expected import one_of
from assessment.catalogue.lint.repeated import repeated
from assessment.catalogue.parts import SchemeParts
from assessment.catalogue.schema.anchors import AnchorEntry
from assessment.catalogue.source import Place
from assessment.domain.criteria import CriterionStatus

_FILE = "anchors.yaml"


def anchor_faults(parts: SchemeParts) -> Iterator[Fault]:
    """What is wrong in anchors.yaml beside its shape."""
    anchors = parts.anchors.anchors if parts.anchors else []
    places: list[Place] = [("anchors", i) for i in range(len(anchors))]
    yield from repeated(parts, _FILE, places, [anchor.id for anchor in anchors])
    for place, anchor in zip(places, anchors, strict=True):
        key, message = _mistake(parts, anchor)
        if message:
            yield parts.fault(_FILE, (*place, key), f"'{anchor.id}': {message}")


def _mistake(parts: SchemeParts, anchor: AnchorEntry) -> tuple[str, str]:
    """The key that is wrong, and why; an empty message when nothing is."""
    entry = parts.entries.get(anchor.criterion)
    if entry is None:
        message = f"'{anchor.criterion}' is not in criteria.yaml; expected one of its criteria"
        return "criterion", message
    if entry.status is CriterionStatus.RETIRED:
        return "criterion", f"'{anchor.criterion}' is retired, so nobody rates it"
    levels = parts.levels(entry)
    if parts.knows_scale(entry) and not levels:
        return "criterion", f"'{anchor.criterion}' is not rated; expected a criterion that is"
    if levels and anchor.level not in levels:
        return "level", f"its scale has no level {anchor.level}; {one_of(levels)}"
    return "", ""
