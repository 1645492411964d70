"""One difference between two editions."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assessment.catalogue.schema.versions import ChangeClass


class Subject(StrEnum):
    """What a difference is about."""

    SCHEME = "scheme"
    LABEL = "label"
    CRITERION = "criterion"


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference in plain words, about the scheme or the label or criterion of that id.

    `kind` is its class; None for what bears on how a label is assessed and on no score: panel,
    clarification, validity, duties of the holder, rules of review, cases for calibration.
    """

    subject: Subject
    id: str
    kind: ChangeClass | None
    message: str


def listed(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What is gone, what is new, and what is there in another form: "-a, +b, c"."""
    names = [f"-{key}" for key in before if key not in after]
    names += [f"+{key}" for key in after if key not in before]
    names += [key for key in before if key in after and before[key] != after[key]]
    return ", ".join(names)
