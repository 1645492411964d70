"""From one version of a scheme to the next: what differs, what authors say of it, what drafts keep."""

from assessment.catalogue.changes.carrying import (
    Carried,
    CarryOver,
    DraftAnswer,
    Origin,
    carry_over_all,
    successors,
)
from assessment.catalogue.changes.difference import Difference, Subject
from assessment.catalogue.changes.differences import differences
from assessment.catalogue.changes.files import (
    NoWay,
    ReadChanges,
    changes_faults,
    read_changes,
    way,
)
from assessment.catalogue.changes.stated import classes, completed, contradictions, written

__all__ = [
    "Carried",
    "CarryOver",
    "Difference",
    "DraftAnswer",
    "NoWay",
    "Origin",
    "ReadChanges",
    "Subject",
    "carry_over_all",
    "changes_faults",
    "classes",
    "completed",
    "contradictions",
    "differences",
    "read_changes",
    "successors",
    "way",
    "written",
]
