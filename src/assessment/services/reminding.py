"""What is reminded of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Occasion:
    """A thing by its number, the assessment that it belongs to, since when it is asked, its last day,
    and what else a mail says of it.

    `marks` are the days before the last one on which its scheme reminds, of which there may be
    none at all; None: those of the kind.
    """

    id: int
    assessment_id: int
    since: datetime
    due_on: date
    facts: Mapping[str, Any] = field(default_factory=dict)
    marks: tuple[int, ...] | None = None
