"""From a frozen submission to everything that stands in the application as a document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from assessment.domain.scorecard import Scorecard
from assessment.reports.application import ApplicationFacts, ListedEvidence, SignatureFacts
from assessment.reports.evaluating import profile_finding, section_findings
from assessment.reports.formats import country_name
from assessment.reports.verdict import Verdict
from assessment.reports.words.outcome import condition_findings

UNDECIDED: dict[str, Any] = {"panel": [], "criteria": {}}
"""What a decision's record says while nobody has reviewed."""


@dataclass(frozen=True)
class Applied(Verdict):
    """A submission that nobody has reviewed: what counts is the cluster's own word."""

    submitted_by: str = ""

    @cached_property
    def agreed(self) -> Scorecard:
        return self.own


def application_facts(applied: Applied) -> ApplicationFacts:
    """What stands in the application, in the language of the document."""
    words, own = applied.words, applied.own
    cluster, scheme = applied.record["cluster"], applied.edition.scheme
    return ApplicationFacts(
        language=applied.language,
        tier=applied.label.tier,
        label_title=words.labels[applied.label.id].title,
        scheme_title=words.scheme.title,
        scheme_version=scheme.version,
        scheme_note=words.scheme.note,
        scheme_digest=applied.edition.digest,
        cluster_name=cluster["name"],
        organisation=cluster["organisation"],
        country=country_name(cluster["country"], applied.language),
        issuer=applied.issuer,
        submitted_at=applied.submitted_at,
        submitted_by=applied.submitted_by,
        submission_digest=applied.submission_digest,
        signed=_signed(applied),
        points=own.points,
        maximum=own.maximum,
        threshold=applied.label.threshold,
        conditions=tuple(condition_findings(own, applied.names)),
        sections=tuple(section_findings(applied)),
        evidence=tuple(_evidence(applied)),
        profile=profile_finding(applied),
    )


def _signed(applied: Applied) -> SignatureFacts | None:
    """Who signed; None in a record from before there were signatures."""
    signed = applied.record.get("signed")
    return SignatureFacts(**signed) if signed else None


def _evidence(applied: Applied) -> Iterator[ListedEvidence]:
    """Each piece once, in the order of the criteria, with those that it supports."""
    numbers: dict[int, list[str]] = {}
    items: dict[int, dict[str, Any]] = {}
    for criterion in applied.label.criteria:
        for item in applied.record["answers"].get(criterion.id, {}).get("evidence", []):
            items.setdefault(item["id"], item)
            numbers.setdefault(item["id"], []).append(criterion.number)
    for key, item in items.items():
        day = item.get("dated_on")
        yield ListedEvidence(
            title=item["title"],
            filename=item["filename"],
            size=item["size"],
            sha256=item["sha256"] or "",
            url=item["url"],
            dated_on=date.fromisoformat(day) if day else None,
            criteria=tuple(numbers[key]),
        )
