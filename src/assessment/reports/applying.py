"""From a frozen submission to everything that stands in the application as a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from assessment.domain.scorecard import Scorecard
from assessment.reports.application import ApplicationFacts, ListedEvidence
from assessment.reports.gathering import day_of, submission_facts
from assessment.reports.verdict import Verdict

UNDECIDED: dict[str, Any] = {"panel": [], "criteria": {}}
"""What a decision's record says while nobody has reviewed."""


@dataclass(frozen=True)
class Applied(Verdict):
    """A submission that nobody has reviewed: what counts is the cluster's own word.

    Whoever may read it may read all its evidence: nothing of that is hidden.
    """

    names_confidential: ClassVar[bool] = True

    submitted_by: str = ""

    @cached_property
    def agreed(self) -> Scorecard:
        return self.own

    @cached_property
    def final(self) -> Scorecard:
        return self.own


def application_facts(applied: Applied) -> ApplicationFacts:
    """What stands in the application, in the language of the document."""
    return ApplicationFacts(
        **submission_facts(applied),
        submitted_by=applied.names.messages.person(applied.submitted_by),
        evidence=tuple(_evidence(applied)),
    )


def _evidence(applied: Applied) -> Iterator[ListedEvidence]:
    """Each piece once, in the order of the criteria, with those that it supports."""
    numbers: dict[int, list[str]] = {}
    items: dict[int, dict[str, Any]] = {}
    for criterion in applied.label.criteria:
        for item in applied.record["answers"].get(criterion.id, {}).get("evidence", []):
            items.setdefault(item["id"], item)
            numbers.setdefault(item["id"], []).append(criterion.number)
    for key, item in items.items():
        yield ListedEvidence(
            title=item["title"],
            filename=item["filename"],
            size=item["size"],
            sha256=item["sha256"] or "",
            url=item["url"],
            since=day_of(item.get("effective_from")),
            dated_on=day_of(item.get("dated_on")),
            criteria=tuple(numbers[key]),
        )
