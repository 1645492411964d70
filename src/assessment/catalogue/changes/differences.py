"""Everything that differs between two editions of a scheme."""

from assessment.catalogue.changes.criteria import criterion_differences
from assessment.catalogue.changes.difference import Difference
from assessment.catalogue.changes.labels import label_differences, scheme_differences
from assessment.catalogue.loader import Edition
from assessment.catalogue.schema import ChangesFile


def differences(
    old: Edition, new: Edition, stated: ChangesFile | None = None
) -> tuple[Difference, ...]:
    """What differs, each with its class: in the scheme, its labels, its criteria.

    `stated` is what the author says of the step: it tells what a criterion was split or merged
    into, and whether changed wording only clarifies.
    """
    keys = dict.fromkeys((*old.parts.entries, *new.parts.entries))
    return (
        *scheme_differences(old, new),
        *label_differences(old, new),
        *(found for key in keys for found in criterion_differences(old, new, key, stated)),
    )
