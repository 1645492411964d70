"""What must hold between the files of a scheme that are each valid by themselves."""

from collections.abc import Iterator

from assessment.catalogue.faults import Fault
from assessment.catalogue.lint.anchors import anchor_faults
from assessment.catalogue.lint.bank import bank_faults
from assessment.catalogue.lint.circles import circle_faults
from assessment.catalogue.lint.dependence import dependence_faults
from assessment.catalogue.lint.labels import label_faults
from assessment.catalogue.lint.scheme import scheme_faults
from assessment.catalogue.lint.texts import text_faults
from assessment.catalogue.parts import SchemeParts


def find_faults(parts: SchemeParts) -> Iterator[Fault]:
    """Everything that is wrong between files that are each valid by themselves."""
    yield from scheme_faults(parts)
    yield from bank_faults(parts)
    yield from anchor_faults(parts)
    yield from circle_faults(parts)
    for label_id, label in parts.labels.items():
        yield from label_faults(parts, label_id, label)
        yield from dependence_faults(parts, label_id, label)
    if parts.labels.keys() == set(parts.scheme.labels):
        yield from text_faults(parts)
